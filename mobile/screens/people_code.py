"""A code that was just made, to be read out, scanned or passed on. It is told once: the centre keeps its hash."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import empty_state, heading, page_body, primary_button, secondary_button
from mobile.components.qr import qr
from mobile.context import AppState, use_app
from mobile.people_text import office_text
from mobile.routes import PEOPLE, PERSON, go
from mobile.text import date
from mobile.theme import FONT_BOLD, GAP_S
from sync.protocol.people import CodeReply

_PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


@ft.component
def CodeScreen(person: str) -> ft.Control:
    app = use_app()
    desk = ft.use_state(app.people)[0]
    code = desk.code
    if code is None or code.person.id != person:
        return page_body(_told_once(app, person))

    def done() -> None:
        desk.code = None
        go(PEOPLE)

    return page_body(*_shown(app, code), primary_button(app.gettext("Selesai"), done), max_width=480)


def _told_once(app: AppState, person: str) -> ft.Control:
    _ = app.gettext
    text = _("Supaya aman, kode tidak disimpan. Buat kode baru bila masih perlu; yang lama lalu tidak berlaku.")
    back = secondary_button(_("Ke orangnya"), lambda: go(PERSON, person=person))
    return empty_state(ft.Icons.QR_CODE_2, _("Kode hanya tampil sekali"), text, back)


def _shown(app: AppState, code: CodeReply) -> list[ft.Control]:
    _ = app.gettext
    center = ft.TextAlign.CENTER
    until = _("Berlaku sampai {tanggal}, untuk satu HP.").format(tanggal=date(code.expires_at, app))
    return [
        heading(_("Kode untuk {nama}").format(nama=code.person.name), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        ft.Text(office_text(app, code.person), color=ft.Colors.ON_SURFACE_VARIANT),
        ft.SelectionArea(content=_letters(code.code)),
        qr(code.link, _("Kode QR untuk {nama}").format(nama=code.person.name)),
        ft.Text(_("Pindai dengan kamera HP-nya, atau buka Lorong dan ketik kodenya."), text_align=center),
        ft.Text(until, text_align=center, color=ft.Colors.ON_SURFACE_VARIANT),
        ft.Row(
            _ways_out(app, code),
            wrap=True,
            spacing=GAP_S,
            run_spacing=GAP_S,
            alignment=ft.MainAxisAlignment.CENTER,
        ),
        ft.Text(_("Berikan hanya kepada orangnya: siapa yang memakai kode ini masuk atas namanya.")),
    ]


def _letters(code: str) -> ft.Control:
    """As large as fits on one line of the narrowest phone, whatever the size of text: it grows by no factor."""
    words = ft.Text(
        code,
        size=44,
        font_family=FONT_BOLD,
        color=ft.Colors.ON_SURFACE,
        text_align=ft.TextAlign.CENTER,
        semantics_label=" ".join(code),
        no_wrap=True,
    )
    return ft.Row([words], alignment=ft.MainAxisAlignment.CENTER)


def _ways_out(app: AppState, code: CodeReply) -> list[ft.Control]:
    """Within the tap itself, as browsers ask; the share sheet where the system has one."""
    _ = app.gettext
    text = message(app, code)
    copy = ft.OutlinedButton(content=_("Salin pesan"), icon=ft.Icons.COPY, action=ft.CopyToClipboard(text))
    if ft.context.page.platform not in _PHONES:
        return [copy]
    share = ft.OutlinedButton(content=_("Bagikan"), icon=ft.Icons.SHARE, action=ft.ShareText(text))
    return [share, copy]


def message(app: AppState, code: CodeReply) -> str:
    """What is passed on, by WhatsApp as a rule."""
    text = app.gettext(
        "Kode masuk Lorong untuk {nama}: {kode}\nBuka {tautan} di HP Anda. Berlaku sampai {tanggal}, satu HP."
    )
    until = date(code.expires_at, app)
    return text.format(nama=code.person.name, kode=code.code, tautan=code.link, tanggal=until)
