"""The few shapes that every screen is built of. Each control that acts has a spoken name and 48 px."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.keyed import told_apart
from mobile.theme import GAP, GAP_L, GAP_S, RADIUS, TARGET

Handler = Callable[..., Any]


def page_body(
    *controls: ft.Control, scroll: bool = True, max_width: int = 720, scroller: Any = None
) -> ft.Control:
    """The content of a screen: centred, as wide as reads well, out of the way of notches.

    `scroller` is a ref to what scrolls, for a screen that brings one of its parts into view.
    """
    inner = ft.Container(
        content=ft.Column(
            told_apart(controls) if scroll else list(controls),
            spacing=GAP,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            expand=not scroll,
        ),
        width=max_width,
        padding=ft.Padding.only(left=GAP, right=GAP, top=GAP, bottom=GAP_L),
        expand=not scroll,
    )
    column = ft.Column(
        [inner],
        ref=scroller,
        scroll=ft.ScrollMode.AUTO if scroll else None,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        expand=True,
    )
    return ft.SafeArea(ft.Row([column], expand=True, spacing=0), expand=True)


def heading(text: str, level: int = 2, style: ft.TextThemeStyle = ft.TextThemeStyle.TITLE_LARGE) -> ft.Control:
    """A text that a screen reader finds as a heading of that level."""
    return ft.Semantics(header=True, heading_level=level, content=ft.Text(text, theme_style=style))


def section_title(text: str) -> ft.Control:
    """The title of a part of a screen."""
    return heading(text, 3, ft.TextThemeStyle.TITLE_MEDIUM)


def icon_button(
    icon: ft.IconData, name: str, on_click: Handler | None, *, disabled: bool = False, selected: bool | None = None
) -> ft.Control:
    """A round button without text. `name` is what is spoken and shown while the pointer rests."""
    # Without the merge the tooltip names a node around the button, and the button itself has no name.
    return ft.MergeSemantics(
        content=ft.IconButton(
            icon,
            tooltip=name,
            on_click=on_click,
            disabled=disabled,
            selected=selected,
            size_constraints=ft.BoxConstraints(min_width=TARGET, min_height=TARGET),
            visual_density=ft.VisualDensity.STANDARD,
        )
    )


def primary_button(
    text: str, on_click: Handler | None, *, icon: ft.IconData | None = None, disabled: bool = False
) -> ft.FilledButton:
    """The one thing that this screen is for."""
    return ft.FilledButton(content=text, icon=icon, on_click=on_click, disabled=disabled)


def secondary_button(
    text: str, on_click: Handler | None, *, icon: ft.IconData | None = None, disabled: bool = False
) -> ft.OutlinedButton:
    return ft.OutlinedButton(content=text, icon=icon, on_click=on_click, disabled=disabled)


def text_button(
    text: str, on_click: Handler | None, *, icon: ft.IconData | None = None, disabled: bool = False
) -> ft.TextButton:
    return ft.TextButton(content=text, icon=icon, on_click=on_click, disabled=disabled)


def tonal_card(*controls: ft.Control, spacing: int = GAP_S) -> ft.Container:
    """A quiet surface that holds what belongs together."""
    return ft.Container(
        content=ft.Column(
            told_apart(controls), spacing=spacing, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True
        ),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        border_radius=RADIUS,
        padding=GAP,
    )


def empty_state(icon: ft.IconData, title: str, text: str, action: ft.Control | None = None) -> ft.Control:
    """What stands where nothing is yet: why, and the first step."""
    parts: list[ft.Control] = [
        ft.Icon(icon, size=56, color=ft.Colors.PRIMARY),
        ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_MEDIUM, text_align=ft.TextAlign.CENTER),
        ft.Text(text, text_align=ft.TextAlign.CENTER, color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    return ft.Container(
        content=ft.Column(
            parts + ([action] if action else []),
            spacing=GAP,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        padding=ft.Padding.symmetric(vertical=48, horizontal=GAP_L),
        alignment=ft.Alignment.CENTER,
    )


_NOTICES = {
    "info": (ft.Colors.SURFACE_CONTAINER_HIGH, ft.Colors.ON_SURFACE, ft.Icons.INFO_OUTLINE),
    "warning": (ft.Colors.TERTIARY_CONTAINER, ft.Colors.ON_TERTIARY_CONTAINER, ft.Icons.ERROR_OUTLINE),
    "error": (ft.Colors.ERROR_CONTAINER, ft.Colors.ON_ERROR_CONTAINER, ft.Icons.ERROR_OUTLINE),
}


def notice(text: str, kind: str = "info", action: ft.Control | None = None) -> ft.Control:
    """A sentence the person should read, spoken when it appears. `kind`: info, warning or error."""
    background, foreground, icon = _NOTICES.get(kind, _NOTICES["info"])
    words = ft.Row(
        [ft.Icon(icon, color=foreground), ft.Text(text, color=foreground, expand=True)],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    parts: list[ft.Control] = [words]
    if action:
        parts.append(ft.Container(action, alignment=ft.Alignment.CENTER_RIGHT))
    return ft.Semantics(
        live_region=True,
        content=ft.Container(
            content=ft.Column(parts, spacing=4, tight=True),
            bgcolor=background,
            border_radius=RADIUS,
            padding=ft.Padding.only(left=GAP, right=GAP, top=12, bottom=12),
        ),
    )
