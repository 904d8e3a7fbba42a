"""Files to and from other apps: the share sheet on phones, a download in the browser, a dialog on the desktop."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import flet as ft

from mobile.device.calls import answered
from mobile.device.ports import DeviceError
from mobile.store.disk_files import write_whole
from mobile.store.errors import StoreError

_PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)
_PERSON_S = 600.0
"""The person is looking for the other phone."""
_HOW: dict[str, Any] = {"file_type": ft.FilePickerFileType.ANY, "cancel_upload_on_window_blur": False}

Take = Callable[[bytes], Awaitable[None]]


class PhoneFileExchange:
    """`FileExchange` of this page. Make it inside `main(page)` and keep it."""

    def __init__(self, page: ft.Page) -> None:
        self._page = page
        self._takes: list[Take] = []
        self._share = ft.Share()
        self._picker = ft.FilePicker(on_result=self._picked)
        self._action = ft.PickFiles(self._picker, with_data=True, **_HOW) if page.web else None

    @property
    def action(self) -> ft.PickFiles | None:
        """A browser on iOS opens a picker only within the tap itself."""
        return self._action

    def hear(self, take: Take) -> None:
        self.stop_hearing(take)
        self._takes.append(take)

    def stop_hearing(self, take: Take) -> None:
        self._takes = [each for each in self._takes if each != take]

    async def give(self, name: str, content: bytes) -> bool:
        if self._page.web:
            # Where the download goes is the browser's affair: it does not tell.
            await answered(self._picker.save_file(file_name=name, src_bytes=content), _PERSON_S)
            return True
        if self._page.platform in _PHONES:
            return await self._shared(name, content)
        path = await answered(self._picker.save_file(file_name=name), _PERSON_S)
        return path is not None and await _written(Path(path), content)

    async def _shared(self, name: str, content: bytes) -> bool:
        folder = _outgoing()
        await asyncio.to_thread(_clear, folder)
        await _written(folder / name, content)
        file = ft.ShareFile.from_path(str(folder / name), name=name)
        result = await answered(self._share.share_files([file], subject=name), _PERSON_S)
        return result.status is not ft.ShareResultStatus.DISMISSED

    async def pick(self, most_bytes: int) -> bytes | None:
        files = await answered(self._picker.pick_files(with_data=bool(self._page.web), **_HOW), _PERSON_S)
        return await _content(files[0], most_bytes) if files else None

    async def _picked(self, event: ft.FilePickerResultEvent) -> None:
        for file in (event.files or [])[:1]:
            if self._takes and file.bytes is not None:
                await self._takes[-1](bytes(file.bytes))


async def _content(file: ft.FilePickerFile, most_bytes: int) -> bytes:
    if file.size > most_bytes:
        raise DeviceError("too_large")
    if file.bytes is not None:
        return bytes(file.bytes)
    try:
        return await asyncio.to_thread(Path(file.path or "").read_bytes)
    except OSError as error:
        raise DeviceError("missing") from error


async def _written(path: Path, content: bytes) -> bool:
    try:
        await asyncio.to_thread(write_whole, path, content)
    except StoreError as error:
        raise DeviceError("missing") from error
    return True


def _outgoing() -> Path:
    return Path(os.environ.get("FLET_APP_STORAGE_TEMP") or tempfile.gettempdir()) / "lorong-titipan"


def _clear(folder: Path) -> None:
    """What was given before. The last one stays: the app it went to may still be reading it."""
    if folder.is_dir():
        for old in folder.iterdir():
            old.unlink(missing_ok=True)
