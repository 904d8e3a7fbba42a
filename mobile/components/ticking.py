"""Renders its component again every second while something counts down."""

from __future__ import annotations

import asyncio

import flet as ft

_SECOND = 1.0


def use_ticking(*, active: bool) -> None:
    _, set_ticks = ft.use_state(0)

    async def tick() -> None:
        while active:
            await asyncio.sleep(_SECOND)
            set_ticks(lambda ticks: ticks + 1)

    # With a cleanup of any kind, Flet also ends the loop when the component goes.
    ft.use_effect(tick, [active], cleanup=lambda: None)
