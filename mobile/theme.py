"""Colours, text sizes and distances. Every colour on a screen is a role of these two schemes.

Warm paper and the green of an alley's plants; terracotta where something asks for the person.
"""

from __future__ import annotations

import flet as ft

GAP_S, GAP, GAP_L = 8, 16, 24
TARGET = 48
"""The least height and width of what can be tapped."""
RADIUS = 16

FONT, FONT_BOLD = "Plus Jakarta Sans", "Plus Jakarta Sans SemiBold"
FONTS = {FONT: "fonts/PlusJakartaSans-Regular.ttf", FONT_BOLD: "fonts/PlusJakartaSans-SemiBold.ttf"}
"""For `page.fonts`. Flet loads one file a family; bold is a family of its own, so that no machine thickens it."""

LIGHT = ft.ColorScheme(
    primary="#00695A",
    on_primary="#FFFFFF",
    primary_container="#B8EADD",
    on_primary_container="#00201A",
    secondary="#7A5733",
    on_secondary="#FFFFFF",
    secondary_container="#F6DFC6",
    on_secondary_container="#2B1700",
    tertiary="#9A4521",
    on_tertiary="#FFFFFF",
    tertiary_container="#FCE1D3",
    on_tertiary_container="#370E00",
    error="#BA1A1A",
    on_error="#FFFFFF",
    error_container="#FFDAD6",
    on_error_container="#410002",
    surface="#FFFBF6",
    on_surface="#1F1B16",
    on_surface_variant="#4E473D",
    surface_container_lowest="#FFFFFF",
    surface_container_low="#FAF4EC",
    surface_container="#F5EEE5",
    surface_container_high="#EFE8DE",
    surface_container_highest="#E9E2D8",
    surface_tint="#00695A",
    outline="#7F766A",
    outline_variant="#D6CCBF",
    inverse_surface="#34302A",
    on_inverse_surface="#F8EFE7",
    inverse_primary="#83D5C3",
    shadow="#000000",
    scrim="#000000",
)

DARK = ft.ColorScheme(
    primary="#83D5C3",
    on_primary="#00382F",
    primary_container="#005044",
    on_primary_container="#B8EADD",
    secondary="#E9BE92",
    on_secondary="#452A09",
    secondary_container="#5F411E",
    on_secondary_container="#FFDDB9",
    tertiary="#FFB596",
    on_tertiary="#5B1B00",
    tertiary_container="#7B2F0C",
    on_tertiary_container="#FFDBCD",
    error="#FFB4AB",
    on_error="#690005",
    error_container="#93000A",
    on_error_container="#FFDAD6",
    surface="#17130E",
    on_surface="#ECE1D8",
    on_surface_variant="#D2C4B5",
    surface_container_lowest="#110E09",
    surface_container_low="#1F1B16",
    surface_container="#241F1A",
    surface_container_high="#2E2924",
    surface_container_highest="#39342E",
    surface_tint="#83D5C3",
    outline="#9B8F81",
    outline_variant="#4E453A",
    inverse_surface="#ECE1D8",
    on_inverse_surface="#342F29",
    inverse_primary="#00695A",
    shadow="#000000",
    scrim="#000000",
)

_BOLD = ft.FontWeight.W_600
_C = ft.Colors
_QUIET = (_C.SURFACE_CONTAINER_HIGHEST, _C.ON_SURFACE)
_ON_ITS_WAY = (_C.SECONDARY_CONTAINER, _C.ON_SECONDARY_CONTAINER)
_GOOD = (_C.PRIMARY_CONTAINER, _C.ON_PRIMARY_CONTAINER)
_ASKS = (_C.TERTIARY_CONTAINER, _C.ON_TERTIARY_CONTAINER)
_BAD = (_C.ERROR_CONTAINER, _C.ON_ERROR_CONTAINER)

_CHIPS = {
    **dict.fromkeys(("waiting", "sending", "carried", "sent", "resting"), _ON_ITS_WAY),
    **dict.fromkeys(("approved", "published", "listed", "handled", "taken_up"), _GOOD),
    **dict.fromkeys(("two_values", "revision", "returned", "asked"), _ASKS),
    **dict.fromkeys(("not_accepted", "rejected"), _BAD),
}


def chip_colors(code: str) -> tuple[ft.Colors, ft.Colors]:
    """Background and text of a status chip, as roles of the scheme."""
    return _CHIPS.get(code, _QUIET)


def light(text_size: float = 1.0, tabs: int = 4) -> ft.Theme:
    """`tabs` is how many words stand beside one another in the bar."""
    return _theme(LIGHT, text_size, tabs)


def dark(text_size: float = 1.0, tabs: int = 4) -> ft.Theme:
    return _theme(DARK, text_size, tabs)


def _theme(scheme: ft.ColorScheme, text_size: float, tabs: int) -> ft.Theme:
    button = _button(text_size)
    quiet = _button(text_size, horizontal=GAP_S + 4)
    return ft.Theme(
        color_scheme=scheme,
        color_scheme_seed=scheme.primary,
        # Flutter takes these from the seed's own scheme unless they are named.
        scaffold_bgcolor=scheme.surface,
        canvas_color=scheme.surface,
        divider_color=scheme.outline_variant,
        use_material3=True,
        font_family=FONT,
        text_theme=_text_theme(text_size),
        visual_density=ft.VisualDensity.STANDARD,
        filled_button_theme=ft.FilledButtonTheme(style=button),
        outlined_button_theme=ft.OutlinedButtonTheme(style=button),
        text_button_theme=ft.TextButtonTheme(style=quiet),
        button_theme=ft.ButtonTheme(style=button),
        appbar_theme=ft.AppBarTheme(
            bgcolor=scheme.surface,
            elevation=0,
            center_title=False,
            title_text_style=_style(20, text_size, _BOLD),
        ),
        card_theme=ft.CardTheme(
            color=scheme.surface_container_low,
            elevation=0,
            margin=ft.Margin.all(0),
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
        ),
        chip_theme=ft.ChipTheme(label_text_style=_style(14, text_size)),
        navigation_bar_theme=ft.NavigationBarTheme(
            bgcolor=scheme.surface_container,
            indicator_color=scheme.secondary_container,
            # Every word must stand beside the others on 320 px.
            label_text_style=_style(13, min(text_size, 1.25 if tabs < 5 else 1.05), _BOLD),
        ),
        navigation_rail_theme=ft.NavigationRailTheme(
            bgcolor=scheme.surface_container,
            indicator_color=scheme.secondary_container,
            selected_label_text_style=_style(13, text_size, _BOLD),
            unselected_label_text_style=_style(13, text_size, _BOLD),
        ),
        snackbar_theme=ft.SnackBarTheme(
            behavior=ft.SnackBarBehavior.FLOATING, shape=ft.RoundedRectangleBorder(radius=GAP_S)
        ),
    )


def _button(text_size: float, horizontal: int = GAP_L) -> ft.ButtonStyle:
    # Padding, not a height: the text may be large or need two lines, and the target is 48 px all the same.
    return ft.ButtonStyle(
        padding=ft.Padding.symmetric(vertical=GAP, horizontal=horizontal),
        visual_density=ft.VisualDensity.STANDARD,
        text_style=ft.TextStyle(size=15 * text_size, weight=_BOLD, font_family=FONT_BOLD),
    )


def _style(size: float, factor: float, weight: ft.FontWeight = ft.FontWeight.W_400) -> ft.TextStyle:
    family = FONT_BOLD if weight is _BOLD else FONT
    # Without a colour of its own, plain text falls to a contrast of 3.25 : 1.
    return ft.TextStyle(size=size * factor, weight=weight, font_family=family, color=ft.Colors.ON_SURFACE)


def _text_theme(factor: float) -> ft.TextTheme:
    bold = _BOLD
    return ft.TextTheme(
        display_large=_style(48, factor),
        display_medium=_style(40, factor),
        display_small=_style(34, factor),
        headline_large=_style(30, factor, bold),
        headline_medium=_style(26, factor, bold),
        headline_small=_style(23, factor, bold),
        title_large=_style(20, factor, bold),
        title_medium=_style(17, factor, bold),
        title_small=_style(15, factor, bold),
        body_large=_style(17, factor),
        body_medium=_style(15, factor),
        body_small=_style(13, factor),
        label_large=_style(15, factor, bold),
        label_medium=_style(13, factor, bold),
        label_small=_style(12, factor, bold),
    )
