"""Photos that are already on the phone, through the system's own picker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft

from mobile.device.ports import DeviceError, PickedPhoto

_CAMERA_PLATFORMS = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)
_IMAGE = ft.FilePickerFileType.IMAGE
# One at a time, because its bytes cross the bridge whole; unchanged, because a picker that shrinks also drops
# date and place.
_HOW: dict[str, Any] = {"file_type": _IMAGE, "with_data": True, "cancel_upload_on_window_blur": False}

Take = Callable[[list[PickedPhoto]], Awaitable[None]]


class PhonePhotoSource:
    """`PhotoSource` on the file picker of this page. Make it inside `main(page)` and keep it."""

    def __init__(self, page: ft.Page) -> None:
        self._has_camera = bool(page.web) or page.platform in _CAMERA_PLATFORMS
        self._take: Take | None = None
        self._picker = ft.FilePicker(on_result=self._picked)
        self._action = ft.PickFiles(self._picker, **_HOW) if page.web else None

    @property
    def has_camera(self) -> bool:
        """Whether a camera may be mounted here at all; the person may still say no."""
        return self._has_camera

    @property
    def action(self) -> ft.PickFiles | None:
        """A browser on iOS opens a picker only within the tap itself."""
        return self._action

    def hear(self, take: Take) -> None:
        self._take = take

    async def pick(self) -> list[PickedPhoto]:
        """From the gallery; empty when the person gives up. Raises DeviceError."""
        try:
            files = await self._picker.pick_files(**_HOW)
        except TimeoutError as error:
            raise DeviceError("cancelled") from error
        except (RuntimeError, ft.FletUnsupportedPlatformException) as error:
            raise DeviceError("missing") from error
        return _photos(files)

    async def _picked(self, event: ft.FilePickerResultEvent) -> None:
        if self._take is not None:
            await self._take(_photos(event.files))


def _photos(files: list[ft.FilePickerFile] | None) -> list[PickedPhoto]:
    return [PickedPhoto(bytes(file.bytes), "gallery") for file in files or [] if file.bytes]
