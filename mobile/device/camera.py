"""The camera inside the app: finding the back lens, starting it and pressing the shutter, with time limits.

The control itself is mounted by a screen only while the person takes a photo.
"""

from __future__ import annotations

from collections.abc import Callable

import flet_camera as fc  # type: ignore[import-untyped]

from mobile.device.calls import answered
from mobile.device.ports import DeviceError, PickedPhoto

START_WITHIN_S = 60.0
"""The person may be reading the question of the phone."""
SHUTTER_WITHIN_S = 20.0
Mounted = Callable[[], fc.Camera]
"""The control as it is on the page now: drawing the screen again puts another one in its place."""
_PRESET = fc.ResolutionPreset.HIGH
"""The bytes cross the bridge whole, and 1920 px is all that is kept."""


async def start_camera(camera: Mounted) -> None:
    """Show what the back lens sees. Raises DeviceError."""
    await answered(_start(camera), START_WITHIN_S)


async def _start(camera: Mounted) -> None:
    lenses = await camera().get_available_cameras()
    if not lenses:
        raise DeviceError("missing")
    back = [lens for lens in lenses if lens.lens_direction is fc.CameraLensDirection.BACK]
    await camera().initialize((back or lenses)[0], _PRESET, enable_audio=False)


async def take_photo(camera: Mounted) -> PickedPhoto:
    """One photo. Raises DeviceError."""
    content = await answered(_take(camera), SHUTTER_WITHIN_S)
    if not content:
        raise DeviceError("missing")
    return PickedPhoto(bytes(content), "camera")


async def _take(camera: Mounted) -> bytes | None:
    content: bytes | None = await camera().take_picture()
    return content
