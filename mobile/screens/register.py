"""*Daftarkan usaha saya*: a UMKM asks the lurah to be admitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields, replace
from functools import partial
from typing import Any

import flet as ft

from mobile.applying import Application, Business, faults
from mobile.components.fields.area_choice import area_choice, is_complete
from mobile.components.fields.choices import THEME_ICONS, choice_button, wrapped
from mobile.components.fields.frame import fault_line, quiet
from mobile.components.fields.typed import number_field, typed_field
from mobile.components.layout import heading, notice, page_body, primary_button, text_button
from mobile.components.text_box import TextBox
from mobile.components.typed_texts import Typed, use_typed
from mobile.context import AppState, use_app
from mobile.screens.sign_in import server_field
from mobile.sign_in import server_in
from mobile.store.errors import StoreError
from mobile.theme import GAP_S
from sync.domain.areas import CITY
from sync.domain.forms import form
from sync.protocol.people import MAX_CONTACT, MAX_NAME

_NOTHING_WRONG: dict[str, str] = {}


@ft.component
def RegisterScreen(before: Application | None, on_kept: Callable[[], Any], back: Callable[[], Any]) -> ft.Control:
    """`before` is a registration that was declined or not taken: its answers stand there again."""
    app = use_app()
    _, entrance = app.gettext, app.entrance
    typed = use_typed(
        **asdict(before.business if before else Business()), contact="", server=_first_server(app, before)
    )
    wrong, set_wrong = ft.use_state(_NOTHING_WRONG)
    trouble, set_trouble = ft.use_state("")

    async def send() -> None:
        asked, contact, server = _business(typed), typed.now["contact"], typed.now["server"]
        found = faults(replace(asked, area=asked.area if is_complete(asked.area, "kelurahan") else ""), contact)
        address = entrance.server or server_in(server) if entrance is not None else None
        if address is None:
            found["server"] = "required"
        set_wrong(found)
        if found or entrance is None or address is None:
            return
        try:
            await entrance.applying.apply(asked, contact, address)
        except StoreError:
            set_trouble(_("HP ini tidak bisa menyimpan. Kosongkan sedikit ruang, lalu coba lagi."))
        else:
            on_kept()

    has_one_server = entrance is not None and entrance.server is not None
    return page_body(
        heading(_("Daftarkan usaha saya"), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        ft.Text(_("Lurah membaca pendaftaran Anda. Setelah diterima, HP ini masuk sendiri, tanpa kode.")),
        *_fields(app, typed, wrong),
        *([] if has_one_server else [_asked_server(app, typed, wrong)]),
        *([notice(_("Masih ada isian yang perlu dilengkapi."), "warning")] if wrong else []),
        *([notice(trouble, "error")] if trouble else []),
        primary_button(_("Kirim pendaftaran"), send, icon=ft.Icons.SEND_OUTLINED),
        ft.Row([text_button(_("Batal"), lambda: back())], alignment=ft.MainAxisAlignment.CENTER),
        max_width=560,
    )


def _first_server(app: AppState, before: Application | None) -> str:
    return before.server if before else (app.entrance.known_server if app.entrance else "")


def _business(typed: Typed) -> Business:
    return Business(**{each.name: typed.now[each.name] for each in fields(Business)})


def _fields(app: AppState, typed: Typed, wrong: dict[str, str]) -> list[ft.Control]:
    _ = app.gettext
    now = typed.now

    def say(name: str) -> Callable[[str], Any]:
        return partial(typed.say, name)

    def text(name: str, most: int) -> ft.Control:
        return typed_field(app, name, now[name], say(name), lambda: None, most=most, counted=False)

    return [
        _part(app, "business", _("Nama usaha"), text("business", MAX_NAME), wrong),
        _part(app, "area", _("Kelurahan"), area_choice(app, CITY, "kelurahan", now["area"], say("area")), wrong),
        _part(
            app,
            "lorong",
            _("Lorong atau alamat singkat"),
            text("lorong", MAX_NAME),
            wrong,
            _("Misalnya Lorong 2, dekat masjid."),
        ),
        _part(app, "theme", _("Usahanya di bidang apa?"), _themes(app, now["theme"], say("theme")), wrong),
        _part(
            app,
            "contact",
            _("Nomor HP atau WhatsApp"),
            text("contact", MAX_CONTACT),
            wrong,
            _("Hanya dibaca petugas untuk pendaftaran ini; dihapus bila belum diterima."),
        ),
        _part(
            app,
            "nib",
            _("NIB, bila sudah ada"),
            number_field("nib", now["nib"], say("nib"), lambda: None, most=13),
            wrong,
            _("Nomor Induk Berusaha, 13 angka. Boleh kosong."),
        ),
    ]


def _themes(app: AppState, chosen: str, say: Callable[[str], Any]) -> ft.Control:
    def chooser(code: str) -> Callable[[], Any]:
        return lambda: say(code)

    return wrapped(
        [
            choice_button(
                app,
                choice.label.in_language(app.language),
                chooser(choice.code),
                selected=choice.code == chosen,
                icon=THEME_ICONS.get(choice.code),
                key=f"theme={choice.code}",
            )
            for choice in form("note").field("theme").choices
        ]
    )


def _part(
    app: AppState, name: str, title: str, field: ft.Control, wrong: dict[str, str], help_text: str = ""
) -> ft.Control:
    """The field under its question, merged where it is typed into, so that the question is its spoken name."""
    parts: list[ft.Control] = [ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_SMALL)]
    if help_text:
        parts.append(quiet(help_text))
    column = _column([*parts, field])
    asked = ft.MergeSemantics(content=column) if isinstance(field, TextBox) else column
    return _column([asked, fault_line(_fault(app, wrong[name]))]) if name in wrong else asked


def _column(parts: list[ft.Control]) -> ft.Control:
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _asked_server(app: AppState, typed: Typed, wrong: dict[str, str]) -> ft.Control:
    field = server_field(app, typed.now["server"], partial(typed.say, "server"), lambda: None)
    if "server" not in wrong:
        return field
    return _column([field, fault_line(app.gettext("Isi alamat server kota; tanyakan ke kelurahan Anda."))])


def _fault(app: AppState, code: str) -> str:
    _ = app.gettext
    texts = {
        "required": _("Wajib diisi."),
        "too_long": _("Terlalu panjang. Ringkas sedikit."),
        "wrong_contact": _("Tulis nomor yang bisa dihubungi, misalnya 0812 3456 7890."),
        "wrong_nib": _("NIB terdiri dari 13 angka. Kosongkan bila belum punya."),
        "personal_number": _("Ada yang mirip nomor NIK atau KK. Hapus angkanya."),
    }
    return texts.get(code, _("Isian ini belum benar. Periksa lagi."))
