"""The phone's position through flet-geolocator, while the app is in use. Every call has a time limit."""

from __future__ import annotations

import flet_geolocator as fg  # type: ignore[import-untyped]

from mobile.device.calls import answered
from mobile.device.ports import DeviceError, Position
from sync.domain.geo import to_e7

CURRENT_WITHIN_S = 20.0
ASK_WITHIN_S = 60.0
"""The person may be reading the question of the phone."""
_LAST_WITHIN_S = 3.0
_SETTINGS = fg.GeolocatorConfiguration(accuracy=fg.GeolocatorPositionAccuracy.HIGH)
_ALLOWED = (
    fg.GeolocatorPermissionStatus.WHILE_IN_USE,
    fg.GeolocatorPermissionStatus.ALWAYS,
    fg.GeolocatorPermissionStatus.UNABLE_TO_DETERMINE,
)


class PhoneLocation:
    """`Location` on the geolocator service of this page. Make it inside `main(page)` and keep it."""

    def __init__(self, *, is_web: bool) -> None:
        self._is_web = is_web
        self._geolocator = fg.Geolocator(configuration=_SETTINGS)

    async def last_known(self) -> Position | None:
        """Where the phone was last, at once and without asking for anything; browsers do not say."""
        if self._is_web:
            return None
        try:
            found = await answered(self._geolocator.get_last_known_position(), _LAST_WITHIN_S)
        except DeviceError:
            return None
        return _position(found, is_last_known=True) if found else None

    async def current(self) -> Position:
        """A fresh position within 20 s. Raises DeviceError."""
        await self._ask()
        found = await answered(self._geolocator.get_current_position(), CURRENT_WITHIN_S)
        position = _position(found)
        if position is None:
            raise DeviceError("missing")
        return position

    async def _ask(self) -> None:
        if not await answered(self._geolocator.is_location_service_enabled(), CURRENT_WITHIN_S):
            raise DeviceError("denied")
        status = await answered(self._geolocator.get_permission_status(), CURRENT_WITHIN_S)
        if status is fg.GeolocatorPermissionStatus.DENIED:
            status = await answered(self._geolocator.request_permission(), ASK_WITHIN_S)
        if status not in _ALLOWED:
            raise DeviceError("denied")


class NoLocation:
    """`Location` where there is none."""

    async def last_known(self) -> Position | None:
        return None

    async def current(self) -> Position:
        raise DeviceError("missing")


def _position(found: fg.GeolocatorPosition, *, is_last_known: bool = False) -> Position | None:
    if found.latitude is None or found.longitude is None:
        return None
    accuracy_m = min(1_000_000, max(0, round(found.accuracy or 0)))
    return Position(to_e7(found.latitude), to_e7(found.longitude), accuracy_m, is_last_known)
