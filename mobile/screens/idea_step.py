"""What an officer writes with a step, and beneath it exactly what the resident will read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import ideas_desk
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.layout import primary_button, tonal_card
from mobile.components.record_card import title_of
from mobile.components.text_box import TextBox
from mobile.context import AppState
from mobile.idea_text import area_words, office_words, status_meaning, step_words
from mobile.screens import idea_actions as actions
from mobile.screens.idea_owner import OwnerChoice
from mobile.screens.review_dialog import asked, options, use_question
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.domain.areas import AreaCode
from sync.domain.ideas import REASON_MAX, missing_in
from sync.domain.ids import as_number, number_of
from sync.domain.lifecycle import Status

S = Status
OFFICES = (
    "Dinas Lingkungan Hidup",
    "Dinas Pekerjaan Umum",
    "Dinas Sosial",
    "Dinas Kesehatan",
    "Dinas Pendidikan",
    "Perumda Air Minum",
)
_COMPLAINT = "Sampaikan lewat aplikasi Lontara+ atau SP4N-LAPOR! (lapor.go.id), supaya cepat ditangani petugasnya."
"""In the city's language: the resident reads them as they stand."""
_OFFICE_MAX = 120


@ft.component
def StepDialog(app: AppState, session: Session, state: RecordState, status: Status) -> ft.Control:
    desk, _ = ft.use_state(app.ideas)[0], app.gettext
    tried, set_tried = ft.use_state(False)

    def begin() -> None:
        if status is S.COMPLAINT and "reason" not in desk.words:
            desk.say("reason", _COMPLAINT)

    ft.use_effect(begin, [])
    missing = missing_in({"status": status.value, **desk.words})

    def save(_: Any) -> None:
        if missing:
            set_tried(True)
        else:
            actions.take(app, session, state.id, status)

    def close() -> None:
        # A word from a dialog that was closed before does not close what came after it.
        if desk.dialog == status.value:
            desk.close()

    parts: list[ft.Control] = [*_questions(app, session, state, status)]
    parts.append(_reason(app, status, missing if tried else []))
    faults = _faults(app, missing) if tried else []
    parts += [ft.Semantics(live_region=True, content=ft.Text(text, color=ft.Colors.ERROR)) for text in faults]
    parts.append(_preview(app, session, state, status))
    save_word = _("Simpan: {keputusan}").format(keputusan=_names(app)[status])
    return use_question(_titles(app)[status], parts, close, primary_button(save_word, save))


def _names(app: AppState) -> dict[Status, str]:
    _ = app.gettext
    return {
        S.ASKED: _("Tanya"),
        S.TAKEN_UP: _("Angkat"),
        S.JOINED: _("Gabung"),
        S.FORWARDED: _("Teruskan"),
        S.COMPLAINT: _("Ini aduan"),
        S.DECLINED: _("Belum dapat"),
    }


def _titles(app: AppState) -> dict[Status, str]:
    _ = app.gettext
    return {
        S.ASKED: _("Tanya kepada warga"),
        S.TAKEN_UP: _("Angkat menjadi inovasi"),
        S.JOINED: _("Gabung dengan yang serupa"),
        S.FORWARDED: _("Teruskan ke kantor lain"),
        S.COMPLAINT: _("Ini aduan, bukan usulan"),
        S.DECLINED: _("Belum dapat diangkat"),
    }


def _faults(app: AppState, missing: list[str]) -> list[str]:
    _ = app.gettext
    texts = {
        "owner": _("Pilih petugas yang menuliskan inovasinya."),
        "target": _("Pilih satu dari daftar, atau tulis nomornya."),
        "office": _("Tulis kantor yang dituju."),
    }
    return [texts[name] for name in missing if name in texts]


def _questions(app: AppState, session: Session, state: RecordState, status: Status) -> list[ft.Control]:
    """What is asked beside the reason."""
    if status is S.TAKEN_UP:
        return [OwnerChoice(app, session, state)]
    if status is S.JOINED:
        return [TargetChoice(app, session, state)]
    return [_office(app, state)] if status is S.FORWARDED else []


@ft.component
def TargetChoice(app: AppState, session: Session, state: RecordState) -> ft.Control:
    """What is alike stands first; anything else of this device is named by its number."""
    desk, _ = ft.use_state(app.ideas)[0], app.gettext
    chosen = desk.words.get("target", "")
    typed, set_typed = ft.use_state("")
    records = ft.use_memo(lambda: ideas_desk.alike(session, state), [state.id])
    cards = [session.card(record) for record in records]
    choices = [(card.record, f"{card.number} · {title_of(app, card)}") for card in cards]

    def write(text: str) -> None:
        set_typed(text)
        found = ideas_desk.target_of(session, as_number(text))
        desk.say("target", found if found != state.id else "")

    def choose(record: str) -> None:
        set_typed("")
        desk.say("target", record)

    parts: list[ft.Control] = [options(app, choices, chosen, choose, "target")] if choices else []
    field = TextBox(value=typed, on_change=lambda event: write(event.control.value or ""), key="number")
    parts.append(asked(_("Atau nomor inovasi atau usulan lain"), field))
    named = session.record(chosen) if chosen and chosen not in records else None
    if named is not None:
        title = str(named.values.get("title") or "")
        parts.append(ft.Semantics(live_region=True, content=ft.Text(f"{number_of(chosen)} · {title}")))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _office(app: AppState, state: RecordState) -> ft.Control:
    desk, _ = app.ideas, app.gettext
    chosen = desk.words.get("office", "")
    kecamatan = f"Kecamatan {area_words(AreaCode(state.area).kecamatan or state.area)}"

    def chooser(name: str) -> Callable[[], Any]:
        return lambda: desk.say("office", name)

    chips = [
        choice_button(app, name, chooser(name), selected=name == chosen, key=f"office={name}")
        for name in (kecamatan, *OFFICES)
    ]
    field = TextBox(
        value=chosen,
        max_length=_OFFICE_MAX,
        counter="",
        on_change=lambda event: desk.say("office", event.control.value or ""),
        key="office",
    )
    parts = [wrapped(chips), asked(_("Kantor yang dituju"), field)]
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _reason(app: AppState, status: Status, missing: list[str]) -> ft.Control:
    desk, _ = app.ideas, app.gettext
    labels = {
        S.ASKED: _("Pertanyaan Anda"),
        S.TAKEN_UP: _("Pesan untuk warga (boleh kosong)"),
        S.JOINED: _("Pesan untuk warga (boleh kosong)"),
        S.FORWARDED: _("Mengapa diteruskan ke sana?"),
        S.COMPLAINT: _("Pesan untuk warga"),
        S.DECLINED: _("Mengapa belum dapat diangkat?"),
    }
    field = TextBox(
        value=desk.words.get("reason", ""),
        multiline=True,
        min_lines=2,
        max_lines=6,
        max_length=REASON_MAX,
        error=_("Tulis dulu: warga perlu tahu sebabnya.") if "reason" in missing else None,
        error_max_lines=3,
        on_change=lambda event: desk.say("reason", event.control.value or ""),
        key="reason",
    )
    return asked(labels[status], field)


def _preview(app: AppState, session: Session, state: RecordState, status: Status) -> ft.Control:
    desk, _ = app.ideas, app.gettext
    role = session.person.role.value
    small, quiet = ft.TextThemeStyle.BODY_SMALL, ft.Colors.ON_SURFACE_VARIANT
    title = step_words(app, status.value, role, state.area, desk.words.get("office", "").strip())
    lines: list[ft.Control] = [
        ft.Text(_("Yang akan dibaca warga:"), theme_style=small, color=quiet),
        ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_SMALL),
        ft.Text(office_words(app, role, state.area), theme_style=small, color=quiet),
    ]
    reason = desk.words.get("reason", "").strip()
    lines += [ft.Text(text) for text in (reason, status_meaning(app, status.value)) if text]
    return tonal_card(*lines, spacing=4)
