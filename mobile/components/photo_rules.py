"""What photos wait for: two switches, and what they leave alone. The same in *Kiriman* and in *Akun*."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile.context import AppState
from mobile.session import Session
from mobile.theme import TARGET


def photo_rules(app: AppState, session: Session) -> list[ft.Control]:
    _, state = app.gettext, session.engine.state
    return [
        _rule(app, session, _("Kirim foto lewat Wi-Fi saja"), state.wifi_only, session.set_wifi_only, "wifi_only"),
        _rule(
            app,
            session,
            _("Kirim foto hanya saat HP diisi daya"),
            state.charging_only,
            session.set_charging_only,
            "charging_only",
        ),
        ft.Text(
            _("Tulisan dan pratinjau kecil foto tetap dikirim. Terkirim selama aplikasi terbuka."),
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
    ]


def _rule(
    app: AppState, session: Session, text: str, is_on: bool, keep: Callable[[bool], None], key: str
) -> ft.Control:
    def choose(event: ft.Event[ft.Switch]) -> None:
        wanted = bool(event.data)
        if app.kept(lambda: keep(wanted)) and not wanted:
            session.engine.wake()

    # A switch's own label is cut where the text is large; merged, the text beside it is its name.
    switch = ft.Switch(value=is_on, on_change=choose, height=TARGET, key=key)
    return ft.MergeSemantics(content=ft.Row([switch, ft.Text(text, expand=True)], spacing=12))
