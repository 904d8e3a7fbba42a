"""Tokens in the browser: one small file of the profile, which no other site can read."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from mobile.store.errors import StoreFailed
from mobile.web.opfs import OpfsFiles


class OpfsSecrets:
    """`Secrets`. A write leaves the old file or the new one, never a part."""

    def __init__(self, folder: str, name: str) -> None:
        self._files, self._name = OpfsFiles(folder), name
        self._changing = asyncio.Lock()

    async def read(self, name: str) -> str | None:
        return (await self._all()).get(name)

    async def write(self, name: str, value: str) -> None:
        await self._change(lambda held: held | {name: value})

    async def delete(self, name: str) -> None:
        await self._change(lambda held: {key: value for key, value in held.items() if key != name})

    async def _change(self, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        """One at a time from reading to writing: of two that read the same file, one would undo the other. Nothing
        is written where nothing changes: a full phone would refuse it."""
        async with self._changing:
            held = await self._all()
            changed = change(held)
            if changed != held:
                await self._files.write(self._name, json.dumps(changed).encode())

    async def _all(self) -> dict[str, str]:
        content = await self._files.read(self._name)
        if content is None:
            return {}
        try:
            held = json.loads(content)
        except ValueError as error:
            raise StoreFailed("the file of tokens cannot be read") from error
        return dict(held)
