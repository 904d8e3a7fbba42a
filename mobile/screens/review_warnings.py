"""What a reviewer should know before they decide: an earlier decision, a likely complaint, a namesake."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import notice, text_button
from mobile.context import AppState
from mobile.review_desk import Reading, obstacle, twins
from mobile.screens import review_actions as actions
from mobile.session import Session
from mobile.text import date_time, refusal_text
from sync.client import reviewing
from sync.client.replica import RecordState
from sync.domain.areas import gazetteer
from sync.domain.likeness import looks_like_complaint


def warnings(app: AppState, session: Session, reading: Reading) -> list[ft.Control]:
    _, found = app.gettext, list[ft.Control]()
    state = session.record(reading.state.id) or reading.state
    if reading.refused is not None:
        found.append(_refused(app, session, reading))
    elif obstacle(session, reading) == "decided":
        found.append(_decided(app, session, state))
    category = looks_like_complaint(reading.state.values)
    if category and not reviewing.asks_update(reading.state):
        text = _("Mirip keluhan ({jenis}). Bila benar, pilih Kembalikan.").format(jenis=category)
        found.append(notice(text, "warning"))
    for twin in twins(session.records.queue(), str(reading.state.values.get("title") or ""), state.id):
        where = gazetteer().name(twin.kelurahan)
        text = _("Namanya sama dengan nomor {n} di {wilayah}.").format(n=twin.card.number, wilayah=where)
        found.append(notice(text, "warning"))
    return found


def _refused(app: AppState, session: Session, reading: Reading) -> ft.Control:
    """Why the earlier decision no longer counts, and, when another one stands, which."""
    _, refused = app.gettext, reading.refused
    assert refused is not None
    mine = actions.status_word(app, refused.review.decision)
    text = _("Putuskan lagi: keputusan Anda ({putusan}) belum diterima.").format(putusan=mine)
    text = f"{text} {refusal_text(app, refused.code)}"
    if obstacle(session, reading) != "decided":
        return notice(text, "warning")
    current = session.record(reading.state.id) or reading.state
    text = f"{text} {standing_line(app, current)}"
    understood = text_button(_("Mengerti"), lambda: actions.let_go(app, session, current.id))
    return notice(text, "warning", understood)


def _decided(app: AppState, session: Session, state: RecordState) -> ft.Control:
    _, mine = app.gettext, reviewing.unsent_decision(session.tables, state.id)
    if mine is None:
        return notice(standing_line(app, state))
    back = text_button(_("Urungkan"), lambda: actions.undo(app, session, mine.id, state.id), icon=ft.Icons.UNDO)
    word = actions.status_word(app, state.status or "")
    return notice(_("Anda memutuskan: {putusan}. Belum dikirim.").format(putusan=word), action=back)


def standing_line(app: AppState, state: RecordState) -> str:
    """What stands now, and who decided it."""
    _, word, found = app.gettext, actions.status_word(app, state.status or ""), reviewing.reviews(state)
    source = state.source(f"reviews/{found[-1].id}") if found else None
    if source is None or found[-1].decision != state.status:
        return _("Sekarang: {putusan}.").format(putusan=word)
    when = date_time(source.received_at, app)
    line = _("Sekarang: {putusan} oleh {nama}, {waktu}.").format(putusan=word, nama=source.by.name, waktu=when)
    return f"{line} {found[-1].note}".strip()
