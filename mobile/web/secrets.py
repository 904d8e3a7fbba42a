"""Tokens in the browser: one small file of the profile, which no other site can read."""

from __future__ import annotations

import json

from mobile.store.errors import StoreFailed
from mobile.web.opfs import OpfsFiles


class OpfsSecrets:
    """`Secrets`. A write leaves the old file or the new one, never a part."""

    def __init__(self, folder: str, name: str) -> None:
        self._files, self._name = OpfsFiles(folder), name

    async def read(self, name: str) -> str | None:
        return (await self._all()).get(name)

    async def write(self, name: str, value: str) -> None:
        await self._keep(await self._all() | {name: value})

    async def delete(self, name: str) -> None:
        await self._keep({key: value for key, value in (await self._all()).items() if key != name})

    async def _all(self) -> dict[str, str]:
        content = await self._files.read(self._name)
        if content is None:
            return {}
        try:
            held = json.loads(content)
        except ValueError as error:
            raise StoreFailed("the file of tokens cannot be read") from error
        return dict(held)

    async def _keep(self, held: dict[str, str]) -> None:
        await self._files.write(self._name, json.dumps(held).encode())
