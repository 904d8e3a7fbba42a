"""*Pindahkan ke kelurahan lain*: for kecamatan and kota, where a record was noted in the wrong kelurahan."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.area_choice import area_choice, is_complete
from mobile.components.fields.typed import typed_field
from mobile.components.layout import notice, text_button
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.errand import use_errand
from mobile.screens.record_moved import has_left
from mobile.screens.review_dialog import asked, use_question
from mobile.session import Session
from sync.client.people import PeopleApi
from sync.client.replica import RecordState
from sync.domain.lifecycle import may_leave
from sync.domain.records import Kind
from sync.domain.rights import may_transfer
from sync.protocol.people import MAX_REASON, TransferRequest


def may_move(session: Session, state: RecordState) -> bool:
    """Whether the button stands there; the centre decides."""
    is_known = state.version > 0 and state.kind in set(Kind) and not has_left(state)
    if not (is_known and may_leave(Kind(state.kind), state.status)):
        return False
    return may_transfer(session.person, state.area, state.area)


@ft.component
def RecordTransfer(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    asks, set_asks = ft.use_state(False)
    is_done, set_done = ft.use_state(False)

    def done() -> None:
        set_asks(False)
        set_done(True)
        session.engine.wake()

    if is_done:
        return notice(_("Sudah dipindahkan. Catatan yang baru muncul di HP kelurahan tujuan."))
    parts: list[ft.Control] = [
        ft.Row(
            [text_button(_("Pindahkan ke kelurahan lain"), lambda: set_asks(True), icon=ft.Icons.MOVE_DOWN)],
            wrap=True,
        )
    ]
    if asks:
        parts.append(TransferDialog(session, state, done, lambda: set_asks(False)))
    return ft.Column(parts, spacing=0, tight=True)


@ft.component
def TransferDialog(
    session: Session, state: RecordState, done: Callable[[], Any], close: Callable[[], Any]
) -> ft.Control:
    app = use_app()
    _ = app.gettext
    # Made once: the same again after a lost reply moves it once.
    new_record = ft.use_memo(session.make_id, [state.id])
    to, set_to = ft.use_state("")
    typed = use_typed(reason="")
    errand = use_errand()

    @errand.work
    async def move() -> None:
        reason = typed.now["reason"].strip()
        await PeopleApi(session.api).transfer(state.id, TransferRequest(new_record, to, reason))
        done()

    is_same = to == state.area
    ready = is_complete(to, "kelurahan") and not is_same and bool(typed.now["reason"].strip())
    parts: list[ft.Control] = [ft.Text(line) for line in _lines(app)]
    parts.append(area_choice(app, session.person.area.text, "kelurahan", to, set_to))
    if is_same:
        parts.append(notice(_("Catatan ini sudah di kelurahan itu."), "warning"))
    say = partial(typed.say, "reason")
    field = typed_field(app, "reason", typed.now["reason"], say, lambda: None, most=MAX_REASON, lines=2)
    parts.append(asked(_("Alasannya"), field))
    parts += errand.told("error")
    return use_question(
        _("Pindahkan catatan"),
        parts,
        close,
        errand.button(_("Pindahkan"), move, is_ready=ready),
    )


def _lines(app: AppState) -> list[str]:
    _ = app.gettext
    return [
        _("Di kelurahan tujuan catatan ini menjadi catatan baru yang menunggu verifikasi, beserta fotonya."),
        _("Catatan di sini tinggal dibaca. Perubahan yang belum terkirim dari HP penulisnya tidak ikut pindah."),
    ]
