"""What an office answered to a problem, to whom it went on, and that it is one of the city's strategic issues."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.components.layout import notice, text_button
from mobile.components.link_row import open_other
from mobile.context import AppState
from mobile.session import Session
from mobile.text import date
from sync.client.replica import RecordState
from sync.domain.ids import is_id, number_of
from sync.domain.issues import OUTCOME
from sync.domain.lifecycle import Status
from sync.domain.side_steps import FORWARDED, STRATEGIC


def outcome_notices(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    values = state.values
    found: list[ft.Control] = []
    if values.get(STRATEGIC):
        found.append(notice(app.gettext("Isu Strategis: BRIDA menandainya sebagai masalah penting kota.")))
    outcome, forwarded = values.get(OUTCOME), values.get(FORWARDED)
    if isinstance(outcome, dict) and outcome.get("status") == state.status:
        found += _answered(app, session, outcome)
    if isinstance(forwarded, dict):
        found.append(notice(" ".join(_forwarded(app, forwarded))))
    return found


def _answered(app: AppState, session: Session, outcome: dict[str, Any]) -> list[ft.Control]:
    _ = app.gettext
    status, reason, target = (str(outcome.get(name) or "") for name in ("status", "reason", "target"))
    texts = {
        Status.JOINED.value: _("Digabung dengan {nomor}."),
        Status.HANDLED.value: _("Tertangani lewat {nomor}.") if target else _("Tertangani: {alasan}"),
        Status.DECLINED.value: _("Belum dapat diangkat: {alasan}"),
    }
    if status not in texts:
        return []
    text = texts[status]
    said = text.format(nomor=_named(session, target), alasan=reason)
    if reason and "{alasan}" not in text:
        said = f"{said} {reason}"
    way = text_button(_("Buka"), lambda: open_other(session, target)) if is_id(target) else None
    return [notice(said, "info", way)]


def _named(session: Session, record: str) -> str:
    """Number and name, as far as this device knows it."""
    if not is_id(record):
        return record
    title = session.records.listed(record).title if session.record(record) else ""
    return f"{number_of(record)} · {title}" if title else number_of(record)


def _forwarded(app: AppState, forwarded: dict[str, Any]) -> list[str]:
    _ = app.gettext
    said = {name: str(value or "") for name, value in forwarded.items()}
    when = date(said.get("date", ""), app)
    texts = [_("Diteruskan ke {kantor}, {tanggal}.").format(kantor=said.get("office", ""), tanggal=when)]
    if said.get("letter"):
        texts.append(_("Surat {nomor}.").format(nomor=said["letter"]))
    if said.get("answer"):
        texts.append(_("Jawaban: {jawaban}").format(jawaban=said["answer"]))
    if said.get("next_date"):
        texts.append(_("Kabar berikutnya {tanggal}.").format(tanggal=date(said["next_date"], app)))
    return texts
