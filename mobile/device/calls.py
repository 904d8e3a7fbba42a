"""One call to the phone: within a time limit, and with its failures as a DeviceError."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import flet as ft

from mobile.device.ports import DeviceError

T = TypeVar("T")
_DENIALS = ("denied", "permission", "notallowed", "not allowed", "disabled")


async def answered(call: Awaitable[T], within_s: float) -> T:
    """What the phone answers. Raises DeviceError."""
    try:
        return await asyncio.wait_for(call, within_s)
    except TimeoutError as error:
        raise DeviceError("timeout") from error
    except (RuntimeError, ft.FletUnsupportedPlatformException) as error:
        raise DeviceError(_code(str(error))) from error


def _code(message: str) -> str:
    """The phone explains itself in words of its own, and differently on each system."""
    words = message.lower()
    if any(denial in words for denial in _DENIALS):
        return "denied"
    return "timeout" if "time" in words and "out" in words else "missing"
