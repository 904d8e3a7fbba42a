"""What BRIDA says with an offer: to which need it goes and since when, whether it came about, or why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile import city_desk, needing, partners
from mobile.components.fields.typed import typed_field
from mobile.components.fields.typed_day import as_typed, day_field, day_or_none
from mobile.components.layout import notice, primary_button
from mobile.components.once import use_once
from mobile.components.text_box import TextBox
from mobile.components.typed_texts import Typed, use_typed
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
    typed = use_typed(need=told.need if told else "", on=as_typed(needing.today(session)), helper="")

    def is_ready() -> bool:
        is_helped = bool(typed.now["helper"].strip() and day_or_none(typed.now["on"]))
        return is_helped and typed.now["need"] in {each.id for each in needs}

    def match(offered: RecordState, asking: RecordState) -> None:
        now = typed.now
        needing.match(session, offered, asking, now["need"], day_or_none(now["on"]) or "", now["helper"])

    def save() -> None:
        if state and record and is_ready() and kept(lambda: match(state, record)):
            close()

    choices = [(each.id, f"{need_kind_text(app, each.kind)}: {need_about(app, each)}") for each in needs]
    parts: list[ft.Control] = [
        ft.Text(told.text if told else ""),
        *_trouble(app, record, trouble),
        ft.Text(_("Untuk kebutuhan mana?"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        options(app, choices, typed.now["need"], partial(typed.say, "need"), "need"),
        asked(
            _("Siapa yang membantu, dibaca oleh yang butuh"),
            plain_field("helper", typed.now["helper"], partial(typed.say, "helper"), HELPER_MAX),
        ),
        _day_field(app, _("Dipertemukan tanggal"), typed),
    ]
    return use_question(
        _("Pertemukan tawaran"), parts, close, primary_button(_("Pertemukan"), save, disabled=not is_ready())
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
    typed = use_typed(on=as_typed(needing.today(session)), reason="")

    def is_ready() -> bool:
        return bool(day_or_none(typed.now["on"]) and (typed.now["reason"].strip() or not has_failed))

    def end(offered: RecordState, asking: RecordState) -> None:
        day, why = day_or_none(typed.now["on"]) or "", typed.now["reason"] if has_failed else ""
        needing.end(session, offered, asking, str(met.get("need", "")), day, why)

    def save() -> None:
        if state and record and is_ready() and kept(lambda: end(state, record)):
            close()

    parts: list[ft.Control] = [
        ft.Text(told.text if told else ""),
        *_trouble(app, record, trouble),
        _day_field(app, _("Tanggal"), typed),
    ]
    if has_failed:
        parts.append(asked(_("Mengapa tidak jadi? Dibaca kedua pihak"), _reason_field(app, typed)))
    title = _("Tidak jadi") if has_failed else _("Terwujud")
    is_open = record is not None and is_ready()
    return use_question(title, parts, close, primary_button(_("Simpan"), save, disabled=not is_open))


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
    typed = use_typed(reason="")
    kept = use_once(app)
    state = session.record(offer)
    told = needing.offer_of(state) if state else None

    def save() -> None:
        reason = typed.now["reason"]
        if state and reason.strip() and kept(lambda: needing.step(session, state, Status.DECLINED, reason=reason)):
            close()

    # A partner's page shows no answers.
    is_note = bool(told and told.partner)
    label = _("Alasan, dibaca di kantor kota saja") if is_note else _("Alasan, dibaca oleh yang menawarkan")
    parts: list[ft.Control] = [ft.Text(told.text if told else ""), asked(label, _reason_field(app, typed))]
    return use_question(
        _("Mengapa belum dapat diterima?"),
        parts,
        close,
        primary_button(_("Simpan jawaban"), save, disabled=not typed.now["reason"].strip()),
    )


def _day_field(app: AppState, label: str, typed: Typed) -> ft.Control:
    value, say = typed.now["on"], partial(typed.say, "on")
    wrong = app.gettext("Tulis tanggalnya, misalnya 28-02-2027.") if day_or_none(value) is None else None
    return day_field("on", label, app.gettext("Misalnya 31-12-2026."), value, say, error=wrong)


def _reason_field(app: AppState, typed: Typed) -> TextBox:
    say = partial(typed.say, "reason")
    return typed_field(app, "reason", typed.now["reason"], say, lambda: None, most=REASON_MAX, lines=3)


def _trouble(app: AppState, record: RecordState | None, trouble: SyncError | None) -> list[ft.Control]:
    if record is None and trouble is not None:
        return [notice(trouble_text(app, trouble), "warning")]
    return []
