"""*Catatan akses*: who opened personal data, when and why. For auditors; asked of the centre each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.typed_day import day_field, day_or_none
from mobile.components.layout import (
    empty_state,
    heading,
    page_body,
    secondary_button,
    text_button,
    tonal_card,
)
from mobile.components.text_box import TextBox
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.office import place_text, role_text
from mobile.routes import FOUND, go
from mobile.text import date_time
from mobile.theme import GAP_S
from sync.client.desk import DeskApi
from sync.domain.ids import is_id, number_of
from sync.protocol.audit import ViewEntry


@dataclass(frozen=True, slots=True)
class _Asked:
    person: str
    q: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class _Found:
    """`asked` is what these answer, whatever the fields say since."""

    asked: _Asked
    views: list[ViewEntry]
    after: str | None


_nothing: _Found | None = None


@ft.component
def ViewsScreen() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    found, set_found = ft.use_state(_nothing)
    wanted: Any = ft.use_ref()
    errand = use_errand()
    typed = use_typed(q="", since="", until="")
    person, set_person = ft.use_state("")

    async def read(asked: _Asked, earlier: list[ViewEntry], after: str) -> None:
        wanted.current = asked
        page = await DeskApi(session.api).views(**asdict(asked), after=after)
        # Another question may have been asked before this answer came.
        if wanted.current == asked:
            set_found(_Found(asked, [*earlier, *page.views], page.after))

    @errand.look
    async def ask() -> None:
        first, last = _day(typed.now["since"]), _day(typed.now["until"])
        if first is not None and last is not None:
            await read(_Asked(person, typed.now["q"].strip(), first, last), [], "")

    @errand.work
    async def more() -> None:
        if found and found.after:
            await read(found.asked, found.views, found.after)

    def day(name: str, label: str, example: str) -> ft.Control:
        text = typed.now[name]
        return day_field(name, label, example, text, partial(typed.say, name), error=_wrong(app, _day(text)))

    further = text_button(_("Tampilkan lebih banyak"), more, disabled=errand.is_busy)
    ft.use_effect(ask, [session.account.id, person])
    return page_body(
        heading(_("Catatan akses")),
        ft.Text(_("Siapa membuka data pribadi, kapan, dan untuk apa."), color=ft.Colors.ON_SURFACE_VARIANT),
        _field("reason", _("Kata dalam alasan"), typed.now["q"], partial(typed.say, "q")),
        day("since", _("Dari tanggal"), _("Misalnya 01-12-2026.")),
        day("until", _("Sampai tanggal"), _("Misalnya 31-12-2026.")),
        ft.Row([secondary_button(_("Cari"), ask, icon=ft.Icons.SEARCH)], wrap=True),
        *_one_person(app, person, set_person),
        *errand.told(),
        *_cards(app, found, set_person),
        *([further] if found and found.after else []),
    )


def _day(text: str) -> str | None:
    """As the centre reads it, empty for nothing; None for what is no day."""
    return day_or_none(text) if text.strip() else ""


def _wrong(app: AppState, day: str | None) -> str | None:
    return app.gettext("Tulis tanggalnya, misalnya 28-02-2027.") if day is None else None


def _field(key: str, label: str, value: str, say: Callable[[str], Any]) -> ft.Control:
    return TextBox(key=key, label=label, value=value, on_change=lambda event: say(event.control.value or ""))


def _one_person(app: AppState, person: str, choose: Callable[[str], Any]) -> list[ft.Control]:
    if not person:
        return []
    name = app.gettext("Hanya orang ini: {kode}").format(kode=person[:8])
    return [wrapped([choice_button(app, name, lambda: choose(""), selected=True, key="person")])]


def _cards(app: AppState, found: _Found | None, choose: Callable[[str], Any]) -> list[ft.Control]:
    _ = app.gettext
    if found is None:
        return []
    if not found.views:
        return [empty_state(ft.Icons.SEARCH_OFF, _("Tidak ada yang cocok"), _("Tidak ada akses yang tercatat."))]
    return [_card(app, each, choose) for each in found.views]


def _card(app: AppState, view: ViewEntry, choose: Callable[[str], Any]) -> ft.Control:
    _, quiet = app.gettext, ft.Colors.ON_SURFACE_VARIANT
    kinds = {
        "contact": _("Kontak"),
        "record": _("Catatan tanpa penyamaran"),
        "registration": _("Kontak pendaftar"),
    }
    who = f"{role_text(app, view.by.role)} · {view.by.id[:8]} · {date_time(view.at, app)}"
    about = f"{kinds.get(view.what, view.what)} · {place_text(app, view.area)}"
    buttons: list[ft.Control] = [text_button(_("Hanya orang ini"), lambda: choose(view.by.id))]
    if is_id(view.subject) and view.what in ("contact", "record"):
        name = _("Buka {nomor}").format(nomor=number_of(view.subject))
        buttons.append(text_button(name, lambda: go(FOUND, record=view.subject)))
    return tonal_card(
        ft.Text(view.purpose, theme_style=ft.TextThemeStyle.TITLE_SMALL),
        ft.Text(about),
        ft.Text(who, color=quiet, theme_style=ft.TextThemeStyle.BODY_SMALL),
        ft.Row(buttons, wrap=True, spacing=GAP_S),
        spacing=4,
    )
