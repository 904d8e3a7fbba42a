"""*Konfirmasi akun*: is it you, and what is kept of you."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import heading, notice, page_body, primary_button, secondary_button, tonal_card
from mobile.context import AppState, use_app
from mobile.navigation import tabs_of
from mobile.office import area_text, role_text
from mobile.routes import go
from mobile.store.accounts import Account
from mobile.store.errors import StoreError
from mobile.theme import GAP


@ft.component
def ConfirmScreen() -> ft.Control:
    app = use_app()
    _, entrance, session = app.gettext, app.entrance, app.session
    if entrance is None or session is None:
        return page_body()

    def confirm() -> None:
        if app.kept(entrance.confirm):
            go(tabs_of(app)[0].path)

    async def leave() -> None:
        try:
            await entrance.sign_out(session.account.id)
        except StoreError:
            app.save_failed = True

    return page_body(
        heading(_("Apakah ini Anda?"), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        account_card(app, session.account),
        heading(_("Yang perlu Anda tahu"), 2, ft.TextThemeStyle.TITLE_MEDIUM),
        *[_line(icon, text) for icon, text in privacy_lines(app)],
        *not_saved(app),
        primary_button(_("Benar, ini saya"), confirm, icon=ft.Icons.CHECK),
        secondary_button(_("Bukan saya"), leave),
        max_width=560,
    )


def not_saved(app: AppState) -> list[ft.Control]:
    """Said where the line about sending is not in sight."""
    text = app.gettext("HP ini tidak bisa menyimpan. Kosongkan sedikit ruang, lalu coba lagi.")
    return [notice(text, "error")] if app.save_failed else []


def account_card(app: AppState, account: Account, *more: ft.Control) -> ft.Control:
    """Name, office and area of an account."""
    return tonal_card(
        ft.Row(
            [
                ft.Icon(ft.Icons.ACCOUNT_CIRCLE, size=44, color=ft.Colors.PRIMARY),
                ft.Column(
                    [
                        ft.Text(account.name, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
                        ft.Text(role_text(app, account.role)),
                        ft.Text(area_text(app, account), color=ft.Colors.ON_SURFACE_VARIANT),
                    ],
                    spacing=2,
                    expand=True,
                ),
            ],
            spacing=GAP,
        ),
        *more,
    )


def privacy_lines(app: AppState) -> list[tuple[ft.IconData, str]]:
    """What is kept, where, who sees it, for how long, whom to ask (UU 27/2022)."""
    _ = app.gettext
    return [
        (
            ft.Icons.EDIT_NOTE,
            _("Disimpan: nama dan jabatan Anda, serta catatan, foto, dan tempat yang Anda kirim."),
        ),
        (ft.Icons.PLACE_OUTLINED, _("Tempatnya: di HP ini dan di server kota, tidak di tempat lain.")),
        (
            ft.Icons.VISIBILITY_OUTLINED,
            _("Yang melihat: kelurahan, kecamatan, dan kota. Warga hanya melihat yang sudah terbit."),
        ),
        (
            ft.Icons.SCHEDULE,
            _("Lamanya: selama dipakai untuk inovasi kota. Anda boleh minta dihapus; paling lama 3×24 jam."),
        ),
        (ft.Icons.HELP_OUTLINE, _("Bertanya atau keberatan: ke kelurahan Anda, atau ke BRIDA kota.")),
    ]


def _line(icon: ft.IconData, text: str) -> ft.Control:
    return ft.Row(
        [ft.Icon(icon, color=ft.Colors.PRIMARY), ft.Text(text, expand=True)],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
