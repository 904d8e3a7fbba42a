"""What BRIDA says with an offer: to which need it goes and since when, whether it came about, or why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import city_desk, needing, partners
from mobile.components.fields.typed import typed_field
from mobile.components.fields.typed_day import as_typed, day_field, day_or_none
from mobile.components.layout import notice, primary_button
from mobile.components.once import use_once
from mobile.context import AppState, use_app
from mobile.partner_text import need_about, need_kind_text
from mobile.people_text import trouble_text
from mobile.screens.review_dialog import asked, options, plain_field, use_question
from mobile.session import Session
from mobile.store.errors import StoreError
from sync.client.errors import SyncError
from sync.client.replica import RecordState
from sync.domain.lifecycle import Status
from sync.domain.needs import HELPER_MAX, REASON_MAX

_calm: SyncError | None = None


def use_asking_record(app: AppState, session: Session, record: str) -> tuple[RecordState | None, SyncError | None]:
    """The record that the offer is for, wherever it stands now, read anew where there is a signal, else as it was
    seen last. A hook."""
    trouble, set_trouble = ft.use_state(_calm)
    record = needing.moved_on(session, record)

    async def read() -> None:
        try:
            set_trouble(await city_desk.read_record(session, record))
        except StoreError:
            app.save_failed = True

    ft.use_effect(read, [record])
    state = session.record(record)
    return (state if state and state.version else None), trouble


@ft.component
def MatchDialog(session: Session, offer: str, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    kept = use_once(app)
    state = session.record(offer)
    told = needing.offer_of(state) if state else None
    record, trouble = use_asking_record(app, session, told.record if told else "")
    needs = needing.open_needs(record) if record else []
    need, set_need = ft.use_state(told.need if told else "")
    on, set_on = ft.use_state(as_typed(needing.today(session)))
    helper, set_helper = ft.use_state("")
    day = day_or_none(on)

    def save() -> None:
        if state and record and day and kept(lambda: needing.match(session, state, record, need, day, helper)):
            close()

    choices = [(each.id, f"{need_kind_text(app, each.kind)}: {need_about(app, each)}") for each in needs]
    parts: list[ft.Control] = [
        ft.Text(told.text if told else ""),
        *_trouble(app, record, trouble),
        ft.Text(_("Untuk kebutuhan mana?"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        options(app, choices, need, set_need, "need"),
        asked(
            _("Siapa yang membantu, dibaca oleh yang butuh"), plain_field("helper", helper, set_helper, HELPER_MAX)
        ),
        _day_field(app, _("Dipertemukan tanggal"), on, set_on, day),
    ]
    is_ready = bool(record and day and helper.strip() and need in {each.id for each in needs})
    return use_question(
        _("Pertemukan tawaran"), parts, close, primary_button(_("Pertemukan"), save, disabled=not is_ready)
    )


@ft.component
def DoneDialog(session: Session, offer: str, close: Callable[[], Any]) -> ft.Control:
    shown: ft.Control = ResultDialog(session, offer, False, close)
    return shown


@ft.component
def FailedDialog(session: Session, offer: str, close: Callable[[], Any]) -> ft.Control:
    shown: ft.Control = ResultDialog(session, offer, True, close)
    return shown


@ft.component
def ResultDialog(session: Session, offer: str, has_failed: bool, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    kept = use_once(app)
    state = session.record(offer)
    told = needing.offer_of(state) if state else None
    met = told.met if told else {}
    record, trouble = use_asking_record(app, session, str(met.get("target", "")))
    on, set_on = ft.use_state(as_typed(needing.today(session)))
    reason, set_reason = ft.use_state("")
    day = day_or_none(on)

    def save() -> None:
        why = reason if has_failed else ""
        if (
            state
            and record
            and day
            and kept(lambda: needing.end(session, state, record, str(met.get("need", "")), day, why))
        ):
            close()

    parts: list[ft.Control] = [
        ft.Text(told.text if told else ""),
        *_trouble(app, record, trouble),
        _day_field(app, _("Tanggal"), on, set_on, day),
    ]
    if has_failed:
        field = typed_field(app, "reason", reason, set_reason, lambda: None, most=REASON_MAX, lines=3)
        parts.append(asked(_("Mengapa tidak jadi? Dibaca kedua pihak"), field))
    is_ready = bool(record and day and (reason.strip() or not has_failed))
    title = _("Tidak jadi") if has_failed else _("Terwujud")
    return use_question(title, parts, close, primary_button(_("Simpan"), save, disabled=not is_ready))


@ft.component
def PassOnDialog(session: Session, offer: str, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    kept = use_once(app)
    state = session.record(offer)
    told = needing.offer_of(state) if state else None
    record, trouble = use_asking_record(app, session, told.record if told else "")
    line = partners.known(session).get(told.partner) if told else None
    name = line.title if line else _("kota")

    def save() -> None:
        if state and record and kept(lambda: needing.pass_on(session, state, record, name)):
            close()

    title = str(record.values.get("title") or "") if record else ""
    parts: list[ft.Control] = [
        ft.Text(told.text if told else ""),
        ft.Text(_("Menjadi komentar atas nama {nama} pada “{judul}”.").format(nama=name, judul=title)),
        *_trouble(app, record, trouble),
    ]
    return use_question(
        _("Teruskan ke pencatat?"), parts, close, primary_button(_("Teruskan"), save, disabled=record is None)
    )


@ft.component
def DeclineDialog(session: Session, offer: str, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    reason, set_reason = ft.use_state("")
    kept = use_once(app)
    state = session.record(offer)
    told = needing.offer_of(state) if state else None

    def save() -> None:
        if state and kept(lambda: needing.step(session, state, Status.DECLINED, reason=reason)):
            close()

    field = typed_field(app, "reason", reason, set_reason, lambda: None, most=REASON_MAX, lines=3)
    # A partner's page shows no answers.
    is_note = bool(told and told.partner)
    label = _("Alasan, dibaca di kantor kota saja") if is_note else _("Alasan, dibaca oleh yang menawarkan")
    parts: list[ft.Control] = [ft.Text(told.text if told else ""), asked(label, field)]
    return use_question(
        _("Mengapa belum dapat diterima?"),
        parts,
        close,
        primary_button(_("Simpan jawaban"), save, disabled=not reason.strip()),
    )


def _day_field(app: AppState, label: str, value: str, say: Callable[[str], Any], day: str | None) -> ft.Control:
    wrong = app.gettext("Tulis tanggalnya, misalnya 28-02-2027.") if day is None else None
    return day_field("on", label, app.gettext("Misalnya 31-12-2026."), value, say, error=wrong)


def _trouble(app: AppState, record: RecordState | None, trouble: SyncError | None) -> list[ft.Control]:
    if record is None and trouble is not None:
        return [notice(trouble_text(app, trouble), "warning")]
    return []
