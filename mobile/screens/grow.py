"""*Lengkapi*: a note grows into SIGAP's profile, an IGA score with its evidence and a KIPP proposal, offline."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft
from mobile.components.keyed import keyed
from mobile.components.layout import empty_state, page_body, secondary_button
from mobile.components.panes import side_by_side
from mobile.context import AppState, use_app, use_session
from mobile.growing_parts import ANSWERS, MOVE, PROOFS, SECTIONS, part_of
from mobile.routes import GROW_PART, HOME, NOTE, go
from mobile.screens.grow_catalogue import MovePart
from mobile.screens.grow_indicator import IndicatorPart
from mobile.screens.grow_indicators import IndicatorsPart
from mobile.screens.grow_kipp import AnswersPart
from mobile.screens.grow_overview import Overview
from mobile.screens.grow_parts import Grown, may_look
from mobile.screens.grow_profile import ProfilePart
from mobile.screens.note import open_draft
from mobile.screens.note_lines import EndButton, FaultLine, KeptLine
from mobile.screens.record_actions import may_change
from mobile.session import Session
from mobile.store.errors import StoreError
from mobile.theme import GAP, GAP_S


@ft.component
def GrowScreen(record: str) -> ft.Control:
    """The part that is open stands in the address, so that *back* leads out of it."""
    app, session = use_app(), use_session()
    part = ft.use_route_params().get("part", "")
    count, set_count = ft.use_state(0)
    state = session.record(record)
    is_open = state is not None and may_look(session, state)
    which = [record, count, session.account.id, is_open]
    draft = ft.use_memo(lambda: _draft(app, session, record) if is_open else None, which)
    if state is None or not is_open:
        return page_body(_nothing(app))
    grown = Grown(session, state, draft)
    key = "/".join(map(str, which))
    return keyed(key, Growing, grown, part, lambda: set_count(lambda now: now + 1))


def _draft(app: AppState, session: Session, record: str) -> Draft | None:
    """None for who only reads it."""
    state = session.record(record)
    is_open = state is not None and (may_change(session, state) or bool(session.refusals(record)))
    return open_draft(app, session, record) if is_open else None


@ft.component
def Growing(grown: Grown, part: str, again: Callable[[], Any]) -> ft.Control:
    app, draft = use_app(), grown.draft

    def keep() -> None:
        if draft:
            draft.save()

    def close() -> None:
        if draft:
            draft.close()

    ft.use_effect(keep, [app.pauses])
    ft.use_effect(lambda: None, [], cleanup=close)
    overview = Overview(grown, again)
    opened = keyed(part, _part, grown, part) if part else None
    shown = side_by_side(overview, opened or _none_chosen(app)) if app.is_wide else opened or overview
    return ft.Column([ft.Container(shown, expand=True), *_bar(app, draft, again)], expand=True, spacing=0)


@ft.component
def _part(grown: Grown, part: str) -> ft.Control:
    if part in SECTIONS:
        body: list[ft.Control] = [ProfilePart(grown, part)]
    elif part == PROOFS:
        body = [IndicatorsPart(grown)]
    elif part == MOVE:
        body = [MovePart(grown)]
    elif part == ANSWERS:
        body = [AnswersPart(grown)]
    else:
        body = [IndicatorPart(grown, part)]
    return page_body(*body)


def _bar(app: AppState, draft: Draft | None, again: Callable[[], Any]) -> list[ft.Control]:
    """In sight whatever part is open: whether it is kept, and *Simpan*. What a reviewer marked is sent again from
    the quick form, which shows the marks.
    """
    if draft is None:
        return []
    is_refused = bool(draft.session.refusals(draft.record))

    def show_first_fault() -> None:
        part = next(filter(None, map(part_of, draft.remarks.faults)), "")
        # What only the quick form asks is put right there.
        go(GROW_PART if part else NOTE, record=draft.record, **({"part": part} if part else {}))

    def save() -> None:
        if draft.faults():
            show_first_fault()
            return
        # What the disk did not take stays in the form, which says so.
        with contextlib.suppress(StoreError):
            _tell(app, is_sent=draft.submit(with_status=is_refused) is not None)
            again()

    name = app.gettext("Betulkan") if is_refused else app.gettext("Simpan")
    button = EndButton(draft, draft.in_hand, name, save, ft.Icons.SAVE_OUTLINED)
    row = ft.Row([ft.Container(KeptLine(draft, draft.keeping), expand=True), button], spacing=GAP_S)
    column = ft.Column([FaultLine(draft.remarks, show_first_fault), row], spacing=GAP_S, tight=True)
    return [ft.SafeArea(ft.Container(column, padding=ft.Padding.symmetric(vertical=GAP_S, horizontal=GAP)))]


def _tell(app: AppState, *, is_sent: bool) -> None:
    _ = app.gettext
    text = _("Perubahan tersimpan. Dikirim begitu ada sinyal.") if is_sent else _("Tidak ada yang berubah.")
    ft.context.page.show_dialog(ft.SnackBar(text))


def _none_chosen(app: AppState) -> ft.Control:
    _ = app.gettext
    return empty_state(
        ft.Icons.CHECKLIST, _("Pilih satu bagian"), _("Isiannya tampil di sini, di samping ringkasan.")
    )


def _nothing(app: AppState) -> ft.Control:
    _ = app.gettext
    return empty_state(
        ft.Icons.LOCK_OUTLINE,
        _("Belum ada yang bisa dilengkapi di sini"),
        _("Yang melengkapi adalah pencatatnya, rekannya, dan kelurahan."),
        secondary_button(_("Ke Beranda"), lambda: go(HOME)),
    )
