"""Lorong's mark: an alley between two houses that leads to the light."""

from __future__ import annotations

import functools

import flet as ft

from sync.domain.assets import assets_folder


def mark(size: float) -> ft.Control:
    """Decoration: the name stands beside it."""
    return ft.Image(src=_picture(), width=size, height=size, border_radius=size / 5, exclude_from_semantics=True)


@functools.cache
def _picture() -> bytes:
    return (assets_folder() / "mark.png").read_bytes()
