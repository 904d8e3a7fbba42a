"""*Tanda terima*: that the city server has it, in numbers that can be shown to somebody."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import section_title, tonal_card
from mobile.context import AppState
from mobile.session import Session
from mobile.text import date_time
from sync.client.replica import RecordState
from sync.domain.ids import number_of

_SHORT = 12


def receipt(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    """The newest receipt that this device got for the record; nothing before the first."""
    answered = [document for _, document in session.changes(state.id) if document.get("receipt")]
    if not answered:
        return []
    _ = app.gettext
    last = answered[-1]
    lines = [
        _("Nomor {nomor}").format(nomor=number_of(state.id)),
        _("Diterima server kota {waktu}").format(waktu=date_time(str(last.get("received", "")), app)),
        _("Kode bukti {kode}").format(kode=str(last["receipt"].get("link") or "")[:_SHORT]),
    ]
    card = tonal_card(*(ft.Text(line) for line in lines), spacing=4)
    return [section_title(_("Tanda terima")), ft.SelectionArea(content=card)]
