"""What an officer does to a person or their phone: each asks first, and says what becomes of unsent work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.area_choice import area_choice, is_complete
from mobile.components.fields.term_field import day_in, term_field
from mobile.components.fields.typed import typed_field
from mobile.components.fields.typed_day import BadDate, as_typed
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.people_text import held
from mobile.routes import PERSON_CODE, go
from mobile.screens.review_dialog import use_question
from mobile.session import Session
from sync.client.people import PeopleApi
from sync.domain.areas import AreaCode
from sync.protocol.people import MAX_NAME, CodeReply, PersonChange, PersonEntry

LOST, NEW_CODE, SWITCH_OFF, END, RENAME, MOVE, TERM = "lost", "code", "off", "end", "rename", "move", "term"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act that is asked about, on one device or on the person."""

    act: str
    device: str = ""


@ft.component
def ActDialog(entry: PersonEntry, wanted: Wanted, close: Callable[[], Any]) -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    typed = use_typed(value=_first_value(entry, wanted.act))
    value, say = typed.now["value"], partial(typed.say, "value")
    errand = use_errand()

    @errand.work
    async def act() -> None:
        try:
            reply = await _done(PeopleApi(session.api), session, entry, wanted, typed.now["value"])
        except BadDate:
            errand.tell(_("Tulis tanggal yang akan datang, misalnya 31-12-2031."))
        else:
            _take(app, reply)
            close()
            _lead_on(entry, reply)

    title, confirm = _titles(app, entry)[wanted.act]
    parts: list[ft.Control] = [ft.Text(line) for line in _lines(app, entry, wanted)]
    parts += _field(app, session, entry, wanted.act, value, say)
    parts += errand.told("error")
    ready = _is_ready(entry, wanted.act, value)
    return use_question(title, parts, close, errand.button(confirm, act, is_ready=ready))


def _take(app: AppState, reply: CodeReply | PersonEntry) -> None:
    if isinstance(reply, CodeReply):
        app.people.code = reply
        app.people.put(reply.person)
    else:
        app.people.put(reply)


def _lead_on(entry: PersonEntry, reply: CodeReply | PersonEntry) -> None:
    if isinstance(reply, CodeReply):
        go(PERSON_CODE, person=entry.id)


async def _done(
    api: PeopleApi, session: Session, entry: PersonEntry, wanted: Wanted, value: str
) -> CodeReply | PersonEntry:
    """Do it. Raises SyncError, and BadDate for a term that is none."""
    if wanted.act == LOST:
        return await api.give_code(entry.id, (wanted.device,))
    if wanted.act == NEW_CODE:
        return await api.give_code(entry.id)
    if wanted.act == SWITCH_OFF:
        return await api.switch_off(wanted.device)
    if wanted.act == END:
        return await api.end_term(entry.id)
    if wanted.act == RENAME:
        return await api.change(entry.id, PersonChange(name=value.strip()))
    if wanted.act == MOVE:
        return await api.change(entry.id, PersonChange(area=value))
    return await api.change(entry.id, PersonChange(term_ends=day_in(value, session.clock.now_ms())))


def _first_value(entry: PersonEntry, act: str) -> str:
    return {RENAME: entry.name, TERM: as_typed(entry.term_ends)}.get(act, "")


def _is_ready(entry: PersonEntry, act: str, value: str) -> bool:
    if act == RENAME:
        return bool(value.strip()) and value.strip() != entry.name
    if act == MOVE:
        return is_complete(value, AreaCode(entry.area).level) and value != entry.area
    return True


def _field(
    app: AppState, session: Session, entry: PersonEntry, act: str, value: str, say: Callable[[str], None]
) -> list[ft.Control]:
    if act == RENAME:
        label = app.gettext("Nama lengkap")
        return [typed_field(app, "name", value, say, lambda: None, most=MAX_NAME, label=label, counted=False)]
    if act == TERM:
        return [term_field(app, value, say)]
    if act == MOVE:
        return [area_choice(app, session.person.area.text, AreaCode(entry.area).level, value, say)]
    return []


def _titles(app: AppState, entry: PersonEntry) -> dict[str, tuple[str, str]]:
    """What is asked, and what the button that does it is called."""
    _ = app.gettext
    name = entry.name
    return {
        LOST: (_("HP {nama} hilang?").format(nama=name), _("Matikan dan buat kode")),
        NEW_CODE: (_("Kode baru untuk {nama}?").format(nama=name), _("Buat kode")),
        SWITCH_OFF: (_("Matikan HP ini?"), _("Matikan")),
        END: (_("Akhiri masa bakti {nama}?").format(nama=name), _("Akhiri")),
        RENAME: (_("Betulkan nama"), _("Simpan")),
        MOVE: (_("Pindahkan {nama}").format(nama=name), _("Pindahkan")),
        TERM: (_("Masa bakti {nama}").format(nama=name), _("Simpan")),
    }


def _lines(app: AppState, entry: PersonEntry, wanted: Wanted) -> list[str]:
    """What it does, and what becomes of what was noted and not sent."""
    _ = app.gettext
    code_ends = _("Kode sebelumnya yang belum dipakai tidak berlaku lagi.")
    if wanted.act == LOST:
        return [
            _("HP itu langsung dimatikan: tidak bisa lagi mengirim atau melihat yang baru."),
            _left_on_phone(app, entry, wanted.device),
            _("Setelah ini muncul kode untuk HP penggantinya."),
        ]
    if wanted.act == SWITCH_OFF:
        return [
            _("HP ini tidak bisa lagi mengirim atau melihat yang baru. HP lain miliknya tetap jalan."),
            _left_on_phone(app, entry, wanted.device),
        ]
    if wanted.act == NEW_CODE:
        return [_("HP yang sudah dipakai tetap jalan, dan yang belum terkirim tetap dikirim."), code_ends]
    if wanted.act == END:
        return _of_an_end(app, entry)
    if wanted.act == MOVE:
        return [
            _("HP-nya mengambil catatan wilayah baru; catatan orang lain di wilayah lama hilang dari HP itu."),
            _("Catatannya sendiri yang belum terkirim tetap dikirim dan tetap miliknya."),
        ]
    return [_("HP dan kirimannya tidak berubah.")]


def _of_an_end(app: AppState, entry: PersonEntry) -> list[str]:
    _ = app.gettext
    what = held(app, entry.devices)
    text = _("HP-nya masih memegang {isi} yang belum terkirim. Minta dikirim dulu: setelah ini tidak bisa lagi.")
    unsent = text.format(isi=what) if what else _("Yang sudah terkirim tetap ada di server kota atas namanya.")
    return [_("Semua HP-nya langsung tidak bisa masuk lagi."), unsent]


def _left_on_phone(app: AppState, entry: PersonEntry, device: str) -> str:
    _ = app.gettext
    what = held(app, [each for each in entry.devices if each.id == device])
    if not what:
        return _("Yang sudah terkirim aman di server kota. Yang belum terkirim tetap tersimpan di HP itu.")
    text = _("{isi} belum terkirim dan tetap tersimpan di HP itu; terkirim bila HP itu diberi kode baru.")
    return text.format(isi=what)
