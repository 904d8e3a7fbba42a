"""What the app asks of the phone. Each port has a hand for every home, and a stand-in where a home has none.

Every call has a time limit inside; a denial or a missing part is a DeviceError with a sentence for the person.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from mobile.device.drawing import LayOut


class DeviceError(Exception):
    """The phone could not do it. `code` picks the sentence: denied, missing, timeout, not_an_image,
    too_large, cancelled; any other one is told as a failure that may pass."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Position:
    """Coordinates in 1e-7 degrees."""

    lat: int
    lng: int
    accuracy_m: int
    is_last_known: bool = False

    def as_point(self) -> dict[str, Any]:
        """The value of the path `point`."""
        return {"lat": self.lat, "lng": self.lng, "accuracy_m": self.accuracy_m, "source": "phone"}


@dataclass(frozen=True, slots=True)
class PickedPhoto:
    """Bytes as they came, and from where: `camera` or `gallery`."""

    content: bytes
    source: str


@dataclass(frozen=True, slots=True)
class ShrunkPhoto:
    """A JPEG of at most 1920 px, upright and without EXIF, its preview of 320 px, and what EXIF had said.

    `taken_at` is `YYYY-MM-DDTHH:MM:SS` in local time, or None; `point` is a `point` value or None.
    """

    content: bytes
    preview: bytes
    taken_at: str | None
    point: dict[str, Any] | None


Rectangle = tuple[float, float, float, float]
"""x, y, width, height as fractions of the picture."""


class Photos(Protocol):
    async def shrink(self, content: bytes) -> ShrunkPhoto:
        """Raises DeviceError("not_an_image")."""

    async def blur(self, content: bytes, rectangles: list[Rectangle]) -> ShrunkPhoto:
        """The photo with what lies in the rectangles made unreadable."""


class Painter(Protocol):
    async def paint(self, lay_out: LayOut) -> bytes:
        """The drawing as a PNG. Raises DeviceError("not_an_image") when a picture in it cannot be read."""


class Location(Protocol):
    async def last_known(self) -> Position | None: ...

    async def current(self) -> Position:
        """A fresh position within 20 s. Raises DeviceError."""


class Secrets(Protocol):
    """Where tokens are kept, and what else nobody but this app may read."""

    async def read(self, name: str) -> str | None: ...

    async def write(self, name: str, value: str) -> None: ...

    async def delete(self, name: str) -> None: ...


class PhotoSource(Protocol):
    @property
    def has_camera(self) -> bool: ...

    @property
    def action(self) -> Any:
        """What a button must carry to open the gallery within the tap itself, as browsers on iOS ask; None where
        `pick` opens it."""

    def hear(self, take: Callable[[list[PickedPhoto]], Awaitable[None]]) -> None:
        """Who gets the photos that `action` brought."""

    async def pick(self) -> list[PickedPhoto]:
        """From the gallery; empty when the person gives up. Raises DeviceError."""


class FileExchange(Protocol):
    """Gives a file to the person's other apps and phones, and takes one in."""

    @property
    def action(self) -> Any:
        """As with `PhotoSource`: what a button must carry where `pick` would not open within the tap."""

    def hear(self, take: Callable[[bytes], Awaitable[None]]) -> None:
        """Who gets the file that `action` brought, until another screen lies above."""

    def stop_hearing(self, take: Callable[[bytes], Awaitable[None]]) -> None:
        """That screen is gone: whoever heard before it does again."""

    async def give(self, name: str, content: bytes) -> bool:
        """Through the share sheet, or kept where the person says. False when they gave up. Raises DeviceError."""

    async def pick(self, most_bytes: int) -> bytes | None:
        """A file that the person chooses, or None. Raises DeviceError, "too_large" beyond the most."""
