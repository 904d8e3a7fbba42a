"""The buttons under an idea, each leading to the words that the resident will read; and what else is asked of the
officer: to begin the innovation that grows from it, to answer a question for the resident."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile import ideas_desk
from mobile.components.fields.typed import typed_field
from mobile.components.layout import primary_button, secondary_button, section_title, text_button, tonal_card
from mobile.components.typed_texts import use_typed
from mobile.context import AppState
from mobile.screens import idea_actions as actions
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client import answering
from sync.client.replica import RecordState
from sync.domain.ideas import CONTACT_GIVEN, REASON_MAX
from sync.domain.lifecycle import Status
from sync.domain.rights import may_keep_contact, may_see_contact

S = Status


@ft.component
def IdeaButtons(app: AppState, session: Session, state: RecordState) -> ft.Control:
    _ = app.gettext
    steps = answering.steps_open(state, session.person)
    rests = answering.resting(session.tables, state.id)
    buttons = [] if rests else _answers(app, session, state, steps)
    contact = _contact(app, session, state)
    if not (buttons or contact):
        return ft.Container()
    title = [section_title(_("Jawab warga"))] if buttons else []
    rows: list[ft.Control] = [*title]
    for row in (buttons, contact):
        if row:
            rows.append(ft.Row(row, wrap=True, spacing=GAP_S, run_spacing=GAP_S))
    return ft.Column(rows, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _answers(app: AppState, session: Session, state: RecordState, steps: frozenset[Status]) -> list[ft.Control]:
    _ = app.gettext

    def ask(status: Status) -> Callable[[], Any]:
        return _ask(app, status.value)

    def read() -> None:
        actions.take(app, session, state.id, S.READ)

    found: list[ft.Control] = []
    if S.TAKEN_UP in steps:
        found.append(primary_button(_("Angkat"), ask(S.TAKEN_UP), icon=ft.Icons.LIGHTBULB_OUTLINE))
    texts = {
        S.ASKED: (_("Tanya"), ft.Icons.HELP_OUTLINE),
        S.JOINED: (_("Gabung"), ft.Icons.MERGE),
        S.FORWARDED: (_("Teruskan"), ft.Icons.FORWARD_TO_INBOX_OUTLINED),
        S.COMPLAINT: (_("Ini aduan"), ft.Icons.REPORT_OUTLINED),
        S.DECLINED: (_("Belum dapat"), ft.Icons.DO_NOT_DISTURB_ON_OUTLINED),
    }
    found += [
        secondary_button(text, ask(status), icon=icon) for status, (text, icon) in texts.items() if status in steps
    ]
    if S.READ in steps:
        found.append(text_button(_("Tandai sudah dibaca"), read, icon=ft.Icons.MARK_EMAIL_READ_OUTLINED))
    return found


def _ask(app: AppState, dialog: str) -> Callable[[], Any]:
    return lambda: app.ideas.ask(dialog)


def _contact(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    _ = app.gettext
    found: list[ft.Control] = []
    is_given = bool(state.values.get(CONTACT_GIVEN))
    if is_given and may_see_contact(session.person, state.ownership):
        found.append(
            text_button(_("Lihat kontak"), _ask(app, ideas_desk.CONTACT), icon=ft.Icons.CONTACT_PHONE_OUTLINED)
        )
    # Only with what an officer noted: a resident who filed it themselves gave theirs, or did not wish to.
    is_own = state.author == session.person.id
    if is_own and state.version and not is_given and may_keep_contact(session.person, state.ownership):
        give = _ask(app, ideas_desk.GIVE_CONTACT)
        found.append(text_button(_("Catat kontak warga"), give, icon=ft.Icons.PERSON_ADD_ALT))
    return found


@ft.component
def OwnerCard(app: AppState, session: Session, record: str) -> ft.Control:
    """For the officer whom the kelurahan named."""
    _ = app.gettext
    begun = ideas_desk.begun_from(session).get(record)
    text = (
        _("Inovasi dari usulan ini sudah Anda mulai.")
        if begun
        else _("Anda ditunjuk menuliskan inovasi dari usulan ini. Drafnya dibuat di HP ini.")
    )
    name = _("Buka catatannya") if begun else _("Mulai catatan inovasi")
    button = primary_button(name, lambda: actions.begin_innovation(app, session, record), icon=ft.Icons.EDIT_NOTE)
    return tonal_card(ft.Text(text), ft.Row([button], wrap=True))


@ft.component
def ReplyCard(app: AppState, session: Session, state: RecordState) -> ft.Control:
    """For the officer who noted the idea: the resident's answer, brought by them."""
    _ = app.gettext
    typed = use_typed(reply="")
    asked = answering.question(state)
    if asked is None:
        return ft.Container()

    def send() -> None:
        text = typed.now["reply"]
        if text.strip() and actions.reply(app, session, state, asked.step, text):
            typed.say("reply", "")

    text, say = typed.now["reply"], partial(typed.say, "reply")
    label = _("Jawaban warga")
    field = typed_field(app, "reply", text, say, lambda: None, most=REASON_MAX, lines=2, label=label)
    send_button = secondary_button(
        _("Kirim jawaban"), send, icon=ft.Icons.SEND_OUTLINED, disabled=not text.strip()
    )
    return tonal_card(
        ft.Text(_("Tanyakan ini kepada warga yang mengusulkan, lalu tulis jawabannya.")),
        ft.Text(asked.reason, theme_style=ft.TextThemeStyle.TITLE_SMALL),
        field,
        ft.Row([send_button], wrap=True),
    )
