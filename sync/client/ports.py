"""What the engine needs of the phone beside its tables: files, the network's state, time."""

from __future__ import annotations

from typing import Protocol


class FileShelf(Protocol):
    """Photos and documents on this device, by sha256."""

    async def read(self, sha256: str) -> bytes | None: ...

    async def write(self, sha256: str, content: bytes) -> None:
        """Durable when it returns. Safe to repeat."""

    async def delete(self, sha256: str) -> None:
        """Safe to repeat, and when there is no such file."""

    async def free_bytes(self) -> int | None:
        """How much more the device can keep, files and tables alike; None where it does not say."""


class Network(Protocol):
    """Hints from the phone; only an answer of the centre proves anything."""

    @property
    def is_up(self) -> bool: ...

    @property
    def is_metered(self) -> bool:
        """True on mobile data."""

    @property
    def saves_battery(self) -> bool: ...

    @property
    def is_charging(self) -> bool:
        """True also where the battery is full, or there is none."""


class Clock(Protocol):
    def now_ms(self) -> int: ...

    def now_iso(self) -> str:
        """UTC, ISO 8601 with seconds."""
