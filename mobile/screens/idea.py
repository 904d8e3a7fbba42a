"""One idea as an officer reads it: what the resident wrote and said since, what is like it, its story."""

from __future__ import annotations

from collections.abc import Mapping

import flet as ft

from mobile import ideas_desk
from mobile.components.chips import status_chip
from mobile.components.layout import (
    empty_state,
    heading,
    notice,
    page_body,
    primary_button,
    secondary_button,
    section_title,
    text_button,
    tonal_card,
)
from mobile.components.note_opened import use_note_opened
from mobile.components.record_card import theme_of, title_of
from mobile.components.tell_author import telling
from mobile.components.timeline import Moment, timeline
from mobile.context import AppState
from mobile.idea_text import told_to_officers
from mobile.office import role_text
from mobile.routes import NOTE, RECORD, go
from mobile.screens import idea_actions as actions
from mobile.screens.idea_buttons import IdeaButtons, OwnerCard, ReplyCard
from mobile.screens.idea_contact import contact_dialog
from mobile.screens.idea_step import StepDialog
from mobile.screens.record_comments import Comments
from mobile.screens.record_erase import RecordErase, may_be_erased
from mobile.screens.record_history import who_and_when
from mobile.screens.record_photos import RecordPhotos
from mobile.screens.record_receipt import receipt
from mobile.screens.record_refused import reason
from mobile.session import Session
from mobile.text import date_time, refusal_text, status_text
from mobile.theme import GAP, GAP_S
from sync.client import answering
from sync.client.answering import Told
from sync.client.replica import RecordState
from sync.domain.areas import gazetteer
from sync.domain.ideas import is_above_kelurahan
from sync.domain.ids import number_of
from sync.domain.lifecycle import Status
from sync.domain.people import Role
from sync.domain.records import PHOTOS, Kind, entries_below
from sync.domain.rights import may_edit
from sync.protocol.messages import PersonRef

Officers = Mapping[str, PersonRef]
ICONS = {
    "received": ft.Icons.RECORD_VOICE_OVER_OUTLINED,
    "read": ft.Icons.MARK_EMAIL_READ_OUTLINED,
    "asked": ft.Icons.HELP_OUTLINE,
    "taken_up": ft.Icons.LIGHTBULB_OUTLINE,
    "joined": ft.Icons.MERGE,
    "forwarded": ft.Icons.FORWARD_TO_INBOX_OUTLINED,
    "complaint": ft.Icons.REPORT_OUTLINED,
    "declined": ft.Icons.DO_NOT_DISTURB_ON_OUTLINED,
    answering.ANSWERED: ft.Icons.QUESTION_ANSWER_OUTLINED,
    answering.APPEALED: ft.Icons.GAVEL_OUTLINED,
}


@ft.component
def IdeaRead(app: AppState, session: Session, record: str) -> ft.Control:
    ft.use_state(app.ideas)
    use_note_opened(app, session, record)
    state = session.record(record)
    area, version = (state.area, state.version) if state else ("", 0)
    officers = ft.use_memo(lambda: ideas_desk.officers(session, area), [record, area, version])
    # Thousands of titles are read for it, so not at every beat.
    known = len(session.records.known())
    alike = ft.use_memo(lambda: ideas_desk.alike(session, state) if state else [], [record, version, known])
    if state is None:
        _ = app.gettext
        return page_body(
            empty_state(
                ft.Icons.FIND_IN_PAGE_OUTLINED,
                _("Usulan ini belum ada di HP ini"),
                _("Sambungkan HP, lalu buka lagi dari daftar Usulan."),
            )
        )
    told = [_moment(app, session, each, officers) for each in answering.story(state)]
    photos = [RecordPhotos(session, state)] if entries_below(state.values, PHOTOS) else []
    parts = [
        *_head(app, session, state),
        *_notices(app, session, state),
        ft.SelectionArea(content=_words(app, session, state)),
        *photos,
        *_alike(app, session, state, alike),
        IdeaButtons(app, session, state),
        *telling(app, session, state.id),
        *_tasks(app, session, state),
        *([RecordErase(session, state)] if may_be_erased(session, state) else []),
        section_title(app.gettext("Riwayat")),
        ft.SelectionArea(content=timeline(told)),
        section_title(app.gettext("Catatan antarpetugas, tidak dibaca warga")),
        Comments(session, state),
        *receipt(app, session, state),
    ]
    return ft.Column([page_body(*parts), *_dialogs(app, session, state)], expand=True, spacing=0)


def _head(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    _, quiet = app.gettext, ft.Colors.ON_SURFACE_VARIANT
    number = _("Nomor {nomor}").format(nomor=number_of(state.id))
    where = gazetteer().name(str(state.values.get("area") or state.area))
    named = ft.Column(
        [
            heading(str(state.values.get("title") or _("Tanpa nama")), 1, ft.TextThemeStyle.HEADLINE_SMALL),
            ft.Text(f"{number} · {where}", theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet),
            ft.Text(_from_whom(app, state), theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet),
        ],
        spacing=4,
        tight=True,
    )
    chip = ft.Row([status_chip(app, session.card(state.id).chip)], wrap=True)
    return [ft.SelectionArea(content=named), ft.Semantics(live_region=True, content=chip)]


def _from_whom(app: AppState, state: RecordState) -> str:
    _, source = app.gettext, state.source("text")
    if source is None:
        return _("Dicatat di HP ini atas nama warga")
    at = date_time(source.received_at, app)
    if source.by.role == Role.RESIDENT:
        return _("Dikirim warga, {waktu}").format(waktu=at)
    who = f"{source.by.name} ({role_text(app, source.by.role)})"
    return _("Dicatat {siapa} atas nama warga, {waktu}").format(siapa=who, waktu=at)


def _notices(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    """What stands out: the resident's newest words, who answers, what was not accepted."""
    _ = app.gettext
    found: list[ft.Control] = []
    if app.ideas.hint:
        found.append(notice(app.ideas.hint, "warning"))
    refused = answering.refused_steps(session.tables, state.id)
    if refused:
        again = primary_button(_("Putuskan lagi"), lambda: actions.again(app, refused[-1]))
        drop = text_button(_("Buang"), lambda: actions.let_go(app, session, state.id))
        buttons = ft.Row([again, drop], wrap=True, spacing=GAP_S, alignment=ft.MainAxisAlignment.END)
        text = _("Belum diterima. {sebab}").format(sebab=refusal_text(app, refused[-1].code))
        found.append(notice(text, "error", buttons))
    others = [each for each in session.refusals(state.id) if not answering.is_step_change(each["change"]["set"])]
    if others and may_edit(session.person, state.ownership):
        correct = primary_button(_("Betulkan"), lambda: go(NOTE, record=state.id))
        found.append(notice(reason(app, state, others), "error", correct))
    news = answering.news(state)
    if news is not None:
        said = told_to_officers(app, news.what, "")
        found.append(ft.SelectionArea(content=notice(f"{said}: {news.reason}", "warning")))
    if answering.waits_for(state, session.person) == answering.OTHERS and is_above_kelurahan(state.values):
        found.append(notice(_("Usulan ini dijawab kecamatan.")))
    return found


def _words(app: AppState, session: Session, state: RecordState) -> ft.Control:
    _ = app.gettext
    text = ft.Text(str(state.values.get("text") or ""), theme_style=ft.TextThemeStyle.BODY_LARGE)
    theme = theme_of(app, session.card(state.id))
    lines = [theme, _("Tentang kantor kelurahan") if state.values.get("about_office") else ""]
    quiet = [ft.Text(line, color=ft.Colors.ON_SURFACE_VARIANT) for line in lines if line]
    return tonal_card(text, *quiet)


def _alike(app: AppState, session: Session, state: RecordState, alike: list[str]) -> list[ft.Control]:
    """Innovations and ideas that speak of the same, and what the resident said that theirs supports."""
    _ = app.gettext
    named = str(state.values.get("joins") or "")
    known = [named] if named and session.record(named) else []
    records = list(dict.fromkeys([*known, *alike]))
    if not records:
        return []
    return [section_title(_("Yang serupa di HP ini")), *(_like(app, session, r, r == named) for r in records)]


def _like(app: AppState, session: Session, record: str, is_supported: bool) -> ft.Control:
    _, card = app.gettext, session.card(record)
    kind = _("Usulan warga") if card.kind == Kind.IDEA else _("Inovasi")
    about = [kind, card.number, status_text(app, card.chip)]
    if is_supported:
        about.append(_("didukung warga ini"))

    def show() -> None:
        if card.kind == Kind.IDEA and session.person.role in ideas_desk.OFFICES:
            actions.show(app, record)
        else:
            go(RECORD, record=record)

    return ft.ListTile(
        title=ft.Text(title_of(app, card), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        subtitle=ft.Text(" · ".join(about), color=ft.Colors.ON_SURFACE_VARIANT),
        trailing=ft.Icon(ft.Icons.CHEVRON_RIGHT),
        on_click=lambda _: show(),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=12),
        content_padding=ft.Padding.symmetric(vertical=4, horizontal=GAP),
        key=f"alike:{record}",
    )


def _tasks(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    """What this person has to do with it beside answering."""
    found: list[ft.Control] = []
    if answering.owner(state) == session.person.id:
        found.append(OwnerCard(app, session, state.id))
    if state.status == Status.ASKED and state.author == session.person.id:
        found.append(ReplyCard(app, session, state))
    # Words of an officer's own may be corrected by them; a resident's are the resident's.
    if state.author == session.person.id and state.status == Status.RECEIVED and not session.refusals(state.id):
        edit = secondary_button(
            app.gettext("Ubah"), lambda: go(NOTE, record=state.id), icon=ft.Icons.EDIT_OUTLINED
        )
        found.append(ft.Row([edit], wrap=True))
    return found


def _moment(app: AppState, session: Session, told: Told, officers: Officers) -> Moment:
    icon = ICONS.get(told.what, ft.Icons.FLAG_OUTLINED)
    notes = [told.reason, _owner_text(app, session, told.owner, officers), _target_text(app, session, told.target)]
    title = told_to_officers(app, told.what, told.office)
    if told.source is not None and told.source.by.role == Role.RESIDENT:
        who = f"{app.gettext('Warga')} · {date_time(told.source.received_at, app)}"
    else:
        who = who_and_when(app, told.source)
    return Moment(icon, title, who, "\n".join(note for note in notes if note))


def _owner_text(app: AppState, session: Session, owner: str, officers: Officers) -> str:
    if not owner:
        return ""
    named = officers.get(owner)
    name = session.person.name if owner == session.person.id else (named.name if named else "")
    return app.gettext("Ditulis oleh {nama}").format(nama=name) if name else ""


def _target_text(app: AppState, session: Session, target: str) -> str:
    if not target:
        return ""
    state = session.record(target)
    title = str(state.values.get("title") or "") if state else ""
    return app.gettext("Digabung ke {nomor} {judul}").format(nomor=number_of(target), judul=title).strip()


def _dialogs(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    """At most one; each holds what is typed into it."""
    dialog = app.ideas.dialog
    if not dialog:
        return []
    shown: ft.Control | None = None
    if dialog in (ideas_desk.CONTACT, ideas_desk.GIVE_CONTACT):
        shown = contact_dialog(app, session, state, dialog)
    elif dialog in set(Status):
        shown = StepDialog(app, session, state, Status(dialog))
    return [ft.Container(shown, key=f"{state.id}:{dialog}", width=0, height=0)] if shown else []
