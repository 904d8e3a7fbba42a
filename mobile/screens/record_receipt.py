"""*Tanda terima*: that the city server has it, in numbers that can be shown to somebody, and whether it stands in
the city's signed log."""

from __future__ import annotations

import json

import flet as ft

from mobile.components.keyed import keyed
from mobile.components.layout import notice, secondary_button, section_title, tonal_card
from mobile.context import AppState, use_app
from mobile.errand import use_errand
from mobile.session import Session
from mobile.text import date_time
from sync.client.desk import DeskApi
from sync.client.errors import SyncError
from sync.client.own_proof import own_proof, proof_file
from sync.client.replica import RecordState
from sync.client.tables import Document
from sync.domain.ids import number_of
from sync.protocol.checkpoint import Checkpoint
from sync.protocol.evidence import InclusionProof
from sync.protocol.inclusion import BadProof

_SHORT = 12
_UNKNOWN, _WAITS, _WRONG = "unknown", "waits", "wrong"


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
    in_log = keyed(str(last["change"]["id"]), InLog, session, state, last)
    return [section_title(_("Tanda terima")), ft.SelectionArea(content=card), in_log]


@ft.component
def InLog(session: Session, state: RecordState, document: Document) -> ft.Control:
    """Asked each time it is looked at; without a signal nothing is said, since nothing is known."""
    app = use_app()
    _ = app.gettext
    nothing: tuple[InclusionProof, Checkpoint] | None = None
    found, set_found = ft.use_state(nothing)
    stands, set_stands = ft.use_state(_UNKNOWN)
    errand = use_errand()

    async def ask() -> None:
        try:
            proof = await own_proof(DeskApi(session.api), document)
        except SyncError:
            return
        except BadProof:
            set_stands(_WRONG)
            return
        set_found(proof)
        set_stands(_UNKNOWN if proof else _WAITS)

    @errand.work
    async def take() -> None:
        if found is not None:
            content = proof_file(document, found[0], state.sources.get(document["receipt"]["seq"]))
            name = f"lorong-bukti-{number_of(state.id)}.json"
            await app.devices.exchange.give(name, json.dumps(content).encode())

    ft.use_effect(ask, [document["change"]["id"]])
    if stands == _WRONG:
        text = _("Log kota tidak memuat yang sudah diterima. Simpan tangkapan layar ini dan hubungi kelurahan.")
        return notice(text, "error")
    if stands == _WAITS:
        return ft.Text(_("Masuk log kota pada tanda tangan berikutnya, paling lambat besok pagi."))
    if found is None:
        return ft.Column([], tight=True)
    text = _("Ada di log kota yang ditandatangani {waktu}.").format(waktu=date_time(found[1].time, app))
    button = secondary_button(_("Unduh bukti"), take, icon=ft.Icons.DOWNLOAD)
    trouble = errand.told()
    return ft.Column([ft.Text(text), ft.Row([button], wrap=True), *trouble], tight=True)
