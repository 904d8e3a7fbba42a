"""A photo by its sha256: from this device, else from the centre when there is a way to it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import flet as ft

from mobile.components.memo import memo
from mobile.context import App
from mobile.theme import GAP_S

_log = logging.getLogger(__name__)

LoadPhoto = Callable[[str, str], Awaitable[bytes | None]]
"""By the sha256, and the record whose it is; empty for nobody's."""


@ft.component
def PhotoImage(
    sha256: str, *, width: float | None, height: float | None, label: str, record: str = ""
) -> ft.Control:
    """`label` is what is spoken; an empty one makes it decoration. Give it `key=sha256` in a list that changes.
    `record` names whose it is."""
    # In a dialog that is closing it renders once more, where the page's state can no longer be reached.
    app = ft.use_context(App)
    session = (app.session or app.left) if app is not None else None
    load = ft.use_callback(session.photo if session else _nowhere, [session.account.id if session else ""])
    missing = app.gettext("Foto belum ada di HP ini") if app is not None else ""
    return LoadedPhoto(sha256, load, width, height, label, missing, record)


async def _nowhere(_: str, _record: str) -> None:
    return None


@memo
@ft.component
def LoadedPhoto(
    sha256: str,
    load_photo: LoadPhoto,
    width: float | None,
    height: float | None,
    label: str,
    missing: str,
    record: str = "",
) -> ft.Control:
    """As `PhotoImage`, for rows of long lists: it renders again only when what it is given changes."""
    nothing: tuple[str, bytes] = ("", b"")
    shown, set_shown = ft.use_state(nothing)

    async def load() -> None:
        try:
            content = await load_photo(sha256, record)
        except Exception:  # noqa: BLE001 - an effect that raises is only printed; the placeholder stays
            _log.exception("a photo could not be read")
            content = None
        set_shown((sha256, content or b""))

    ft.use_effect(load, [sha256, load_photo, record])
    content = shown[1] if shown[0] == sha256 else None
    if not content:
        return _placeholder(missing, width, height, is_missing=content == b"")
    return ft.Image(
        src=content,
        width=width,
        height=height,
        fit=ft.BoxFit.COVER,
        border_radius=GAP_S,
        gapless_playback=True,
        semantics_label=label or None,
        exclude_from_semantics=not label,
    )


def _placeholder(text: str, width: float | None, height: float | None, *, is_missing: bool) -> ft.Control:
    icon = ft.Icons.IMAGE_NOT_SUPPORTED_OUTLINED if is_missing else ft.Icons.IMAGE_OUTLINED
    box = ft.Container(
        content=ft.Icon(icon, color=ft.Colors.ON_SURFACE_VARIANT),
        alignment=ft.Alignment.CENTER,
        width=width,
        height=height,
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGHEST,
        border_radius=GAP_S,
    )
    return ft.Semantics(label=text, image=True, content=box) if is_missing and text else box
