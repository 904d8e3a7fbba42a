"""How the app looks on this device: size of text, language, light or dark."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import tonal_card
from mobile.context import AppState
from mobile.theme import GAP, TARGET


def look_cards(app: AppState) -> list[ft.Control]:
    _ = app.gettext
    return [
        _choice(
            app,
            "text_size",
            _("Ukuran huruf"),
            str(app.text_size),
            {"1.0": _("Biasa"), "1.3": _("Besar"), "1.6": _("Sangat besar")},
        ),
        _choice(app, "language", _("Bahasa"), app.language, {"id": "Bahasa Indonesia", "en": "English"}),
        _choice(
            app,
            "theme",
            _("Warna"),
            app.theme,
            {"system": _("Ikut HP"), "light": _("Terang"), "dark": _("Gelap")},
        ),
    ]


def _choice(app: AppState, name: str, title: str, chosen: str, choices: dict[str, str]) -> ft.Control:
    def prefer(event: ft.Event[ft.RadioGroup]) -> None:
        entrance, value = app.entrance, str(event.data)
        if entrance is not None:
            app.kept(lambda: entrance.prefer(name, value))

    radios = [ft.Radio(value=value, label=label, height=TARGET) for value, label in choices.items()]
    return tonal_card(
        ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_SMALL),
        ft.RadioGroup(
            key=name,
            value=chosen,
            on_change=prefer,
            content=ft.Row(list(radios), wrap=True, spacing=GAP, run_spacing=0),
        ),
        spacing=4,
    )
