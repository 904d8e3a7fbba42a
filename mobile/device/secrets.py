"""Where the device's tokens are kept: the phone's own vault, else a file that only this user can read."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from pathlib import Path

from flet_secure_storage import SecureStorage  # type: ignore[import-untyped]

from mobile.device.calls import answered
from mobile.device.ports import DeviceError, Secrets
from mobile.store.disk_files import store_errors, write_whole
from mobile.store.errors import StoreFailed

_LIMIT_S = 5.0


class FileSecrets:
    """`Secrets` in one small file with the rights 0600."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # A thread's, not the loop's: the work goes on in its thread when the one who waited is cancelled.
        self._changing = threading.Lock()

    async def read(self, name: str) -> str | None:
        return (await asyncio.to_thread(self._all)).get(name)

    async def write(self, name: str, value: str) -> None:
        await self._change(lambda held: held | {name: value})

    async def delete(self, name: str) -> None:
        await self._change(lambda held: {key: value for key, value in held.items() if key != name})

    async def _change(self, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        """Nothing is written where nothing changes: a full phone would refuse it."""

        def work() -> None:
            with self._changing:
                held = self._all()
                changed = change(held)
                if changed != held:
                    write_whole(self._path, json.dumps(changed).encode())

        await asyncio.to_thread(work)

    def _all(self) -> dict[str, str]:
        with store_errors():
            if not self._path.exists():
                return {}
            content = self._path.read_bytes()
        try:
            held = json.loads(content)
        except ValueError:
            # The tokens are gone; a new code brings new ones. Notes are kept elsewhere.
            return {}
        return held if isinstance(held, dict) else {}


class PhoneSecrets:
    """`Secrets` in the vault of Android and iOS. Where the vault fails, as on some old phones, in the file.

    A vault that only does not answer has said nothing of what it holds: StoreFailed.
    """

    def __init__(self, instead: Secrets) -> None:
        self._vault = SecureStorage()
        self._instead = instead

    async def read(self, name: str) -> str | None:
        held = await self._instead.read(name)
        if held is not None:
            return held or None
        try:
            return await answered(self._vault.get(_key(name)), _LIMIT_S) or None
        except DeviceError as error:
            if error.code == "timeout":
                raise StoreFailed("the vault does not answer") from error
            return None

    async def write(self, name: str, value: str) -> None:
        try:
            await answered(self._vault.set(_key(name), value), _LIMIT_S)
        except DeviceError:
            await self._instead.write(name, value)
        else:
            await self._instead.delete(name)

    async def delete(self, name: str) -> None:
        try:
            await answered(self._vault.remove(_key(name)), _LIMIT_S)
        except DeviceError:
            # It may still be in the vault: an empty value here says that it is gone.
            await self._instead.write(name, "")
        else:
            await self._instead.delete(name)


def _key(name: str) -> str:
    return f"lorong:{name}"
