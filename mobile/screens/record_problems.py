"""The problems that an innovation addresses, how far it solves them, and how one is linked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import problems
from mobile.components.fields.frame import quiet
from mobile.components.keyed import keyed
from mobile.components.layout import icon_button, secondary_button, section_title, text_button
from mobile.components.link_row import link_row
from mobile.components.once import use_once
from mobile.context import AppState, use_app
from mobile.problems import Link
from mobile.screens.record_actions import may_change
from mobile.screens.record_problem_dialog import LinkDialog
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.domain.records import Kind

_NEW = "new"


def has_problems(session: Session, state: RecordState) -> bool:
    if state.kind != Kind.INNOVATION:
        return False
    return may_edit_links(session, state) or bool(problems.links_of(session, state))


def may_edit_links(session: Session, state: RecordState) -> bool:
    return problems.may_link(session, state) and may_change(session, state)


@ft.component
def RecordProblems(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    editing, set_editing = ft.use_state("")
    kept = use_once(app, state)
    links, may_edit = problems.links_of(session, state), may_edit_links(session, state)
    chosen = next((link for link in links if link.record == editing), None)

    def close() -> None:
        set_editing("")

    parts: list[ft.Control] = [section_title(_("Masalah yang diatasi"))]
    parts += [_row(app, session, link, set_editing if may_edit else None) for link in links]
    if not links:
        parts.append(quiet(_("Belum dihubungkan dengan masalah yang tercatat.")))
    if may_edit:

        def note() -> None:
            kept(lambda: problems.note_problem(session, state))

        may_note = not links and problems.may_note_problem(session, state)
        parts.append(_buttons(app, note if may_note else None, ask=lambda: set_editing(_NEW)))
    if may_edit and (chosen or editing == _NEW):
        parts.append(keyed(editing, LinkDialog, session, state, chosen, close))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _row(app: AppState, session: Session, link: Link, edit: Callable[[str], Any] | None) -> ft.Control:
    if edit is None:
        return link_row(app, session, link)
    name = app.gettext("Ubah hubungan")
    return link_row(app, session, link, icon_button(ft.Icons.EDIT_OUTLINED, name, lambda: edit(link.record)))


def _buttons(app: AppState, note: Callable[[], Any] | None, ask: Callable[[], Any]) -> ft.Control:
    _ = app.gettext
    buttons: list[ft.Control] = []
    if note:
        icon = ft.Icons.REPORT_PROBLEM_OUTLINED
        buttons.append(secondary_button(_("Jadikan masalah tercatat"), note, icon=icon))
    buttons.append(text_button(_("Hubungkan dengan masalah yang ada"), ask, icon=ft.Icons.ADD_LINK))
    return ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S)
