"""Where a hiding, an objection or an update stands, in a sentence each."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import notice
from mobile.context import AppState
from sync.client.replica import RecordState
from sync.domain.lifecycle import Status
from sync.domain.side_steps import HEARD, OBJECTION, REOPENED, UPDATE


def said(app: AppState, state: RecordState) -> list[ft.Control]:
    _, values, found = app.gettext, state.values, list[ft.Control]()
    hidden, heard = values.get("hidden"), values.get(HEARD)
    if state.status == Status.HIDDEN and isinstance(hidden, dict):
        found.append(notice(_("Disembunyikan: {alasan}").format(alasan=hidden.get("reason", "")), "warning"))
    if values.get(OBJECTION):
        found.append(notice(_("Minta ditinjau ulang: {alasan}").format(alasan=values[OBJECTION])))
    if isinstance(heard, dict):
        is_open = heard.get("decision") == REOPENED
        text = _("BRIDA membuka lagi: {catatan}") if is_open else _("BRIDA tetap menolak: {catatan}")
        found.append(notice(text.format(catatan=heard.get("note", ""))))
    return [*found, *_update(app, str(values.get(UPDATE) or ""))]


def _update(app: AppState, update: str) -> list[ft.Control]:
    _ = app.gettext
    texts = {
        Status.SUBMITTED.value: _("Pembaruan menunggu kecamatan. Warga masih membaca versi yang disetujui."),
        Status.REVISION.value: _("Pembaruan perlu diperbaiki. Baca catatan peninjau, betulkan, lalu ajukan lagi."),
        Status.REJECTED.value: _("Pembaruan ditolak. Versi yang disetujui tetap berlaku."),
    }
    return [notice(texts[update])] if update in texts else []
