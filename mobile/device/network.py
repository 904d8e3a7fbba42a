"""Hints from the phone about its network and battery. Where it does not answer, the best is assumed and tried."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress

import flet as ft

from mobile.device.calls import answered
from mobile.device.ports import DeviceError

_LIMIT_S = 3.0
# The last is a window that was closed in the middle of the question.
_NOT_TOLD = (DeviceError, TypeError, ValueError, AttributeError)
_Kind = ft.ConnectivityType
_UNMETERED = {_Kind.WIFI, _Kind.ETHERNET}


class PhoneNetwork:
    """`sync.client.ports.Network`. `changed` is called when the phone says that its network is another one now.

    Make it inside the page's `main`: its two services belong to that page.
    """

    def __init__(self, changed: Callable[[], object]) -> None:
        self.is_up = True
        self.is_metered = False
        self.saves_battery = False
        self.is_charging = True
        self._changed = changed
        self._connectivity = ft.Connectivity(on_change=self._take_change)
        self._battery = ft.Battery(on_state_change=self._take_power)

    async def look(self) -> None:
        """Ask the phone; what it does not tell, or tells in words that Flet does not know, stays as it was."""
        with suppress(*_NOT_TOLD):
            self._take(await answered(self._connectivity.get_connectivity(), _LIMIT_S))
        with suppress(*_NOT_TOLD):
            self.saves_battery = bool(await answered(self._battery.is_in_battery_save_mode(), _LIMIT_S))
        with suppress(*_NOT_TOLD):
            self.is_charging = _is_power(await answered(self._battery.get_battery_state(), _LIMIT_S))

    def _take_change(self, event: ft.ConnectivityChangeEvent) -> None:
        self._take(event.connectivity)
        self._changed()

    def _take_power(self, event: ft.BatteryStateChangeEvent) -> None:
        self.is_charging = _is_power(event.state)
        self._changed()

    def _take(self, kinds: Collection[_Kind]) -> None:
        self.is_up = set(kinds) != {_Kind.NONE}
        self.is_metered = _Kind.MOBILE in kinds and not _UNMETERED & set(kinds)


def _is_power(state: ft.BatteryState) -> bool:
    return state is not ft.BatteryState.DISCHARGING
