"""*Perlu Anda*: what waits for the person, each leading to where it can be handled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import flet as ft

from mobile import ideas_desk, opened, problems, routes, waiting_registrations
from mobile.components.layout import notice, section_title, text_button
from mobile.context import AppState, use_app, use_session
from mobile.session import Session
from mobile.texts_catalogue import NEEDS_YOU, Line, codes, line
from mobile.theme import GAP, GAP_S, RADIUS

NOT_ACCEPTED, TWO_VALUES, ANSWER = "not_accepted", "two_values", "answer"
REGISTRATIONS = "registrations"
"""Of UMKM that wait for the lurah: counted, as records are."""
IDEAS, IDEA_OWNED, IDEA_ASKED, ISSUES = "ideas", "idea_owned", "idea_asked", "issues"
_OF_RECORDS = (NOT_ACCEPTED, TWO_VALUES, ISSUES, IDEAS, IDEA_OWNED, IDEA_ASKED, REGISTRATIONS)
_LEADS_TO = {
    NOT_ACCEPTED: routes.OUTBOX,
    ISSUES: routes.ISSUES,
    IDEAS: routes.IDEAS,
    REGISTRATIONS: routes.REGISTRATIONS,
}
_ICONS = {
    NOT_ACCEPTED: ft.Icons.EDIT_NOTE,
    TWO_VALUES: ft.Icons.CALL_SPLIT,
    ISSUES: ft.Icons.REPORT_PROBLEM_OUTLINED,
    IDEAS: ft.Icons.RECORD_VOICE_OVER_OUTLINED,
    IDEA_OWNED: ft.Icons.LIGHTBULB_OUTLINE,
    IDEA_ASKED: ft.Icons.HELP_OUTLINE,
    REGISTRATIONS: ft.Icons.STOREFRONT_OUTLINED,
}
_OF_ROOM = frozenset({"storage_full", "storage_low"})
_PLAIN_NEWS = frozenset({"refetched"})
"""Read, and put away."""
_CALM = _PLAIN_NEWS | {"storage_not_kept", "update_ready"}
"""Good to know; nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Need:
    """A code of the catalogue, and the records it is about."""

    code: str
    records: list[str] = field(default_factory=list)


def needs(app: AppState, session: Session) -> list[Need]:
    """In the order of the catalogue. Answers stand apart, above everything else (answers.py)."""
    new = {answer.record for answer in opened.unopened(session.tables, session.records)}
    records = {
        NOT_ACCEPTED: sorted(session.records.kept().refused, reverse=True),
        TWO_VALUES: session.records.with_two_values(),
        ISSUES: problems.waiting_for_answer(session),
        IDEAS: ideas_desk.waiting(session),
        IDEA_OWNED: ideas_desk.owned(session),
        IDEA_ASKED: [record for record in ideas_desk.asked(session) if record not in new],
        REGISTRATIONS: waiting_registrations.known(session),
    }
    of_records = [Need(code, records[code]) for code in _OF_RECORDS if records[code]]
    told = app.notices | _of_room(app, session)
    others = [Need(code) for code in codes(NEEDS_YOU) if code not in _OF_RECORDS and told.get(code)]
    return of_records + others


def _of_room(app: AppState, session: Session) -> dict[str, bool]:
    """One sentence about room: where there is none for news, there is none for photos either."""
    is_full = session.engine.state.is_full
    return {"storage_full": is_full, "storage_low": app.notices.get("storage_low", False) and not is_full}


def need_text(app: AppState, need: Need) -> Line:
    return line(NEEDS_YOU, need.code, app.language, {"n": len(need.records)})


@ft.component
def NeedsYou(on_open: Callable[[str], Any], on_show: Callable[[str], Any]) -> ft.Control:
    """`on_open` is given the only record that a line is about, `on_show` the code of one about several."""
    app, session = use_app(), use_session()

    async def look() -> None:
        await waiting_registrations.look(session)

    ft.use_effect(look, [session.account.id])
    found = needs(app, session)
    if not found:
        return ft.Container()
    rows = [_record_row(app, need, on_open, on_show) if need.records else _notice_row(app, need) for need in found]
    return ft.Column(
        [section_title(app.gettext("Perlu Anda")), *rows],
        spacing=GAP_S,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _record_row(
    app: AppState, need: Need, on_open: Callable[[str], Any], on_show: Callable[[str], Any]
) -> ft.Control:
    def lead(_: Any) -> None:
        if need.code in _LEADS_TO:
            routes.go(_LEADS_TO[need.code])
        elif len(need.records) == 1:
            on_open(need.records[0])
        else:
            on_show(need.code)

    return ft.ListTile(
        title=ft.Text(
            need_text(app, need).text,
            theme_style=ft.TextThemeStyle.BODY_MEDIUM,
            color=ft.Colors.ON_TERTIARY_CONTAINER,
        ),
        leading=ft.Icon(_ICONS[need.code], color=ft.Colors.ON_TERTIARY_CONTAINER),
        trailing=ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_TERTIARY_CONTAINER),
        on_click=lead,
        bgcolor=ft.Colors.TERTIARY_CONTAINER,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=4, horizontal=GAP),
        key=f"need:{need.code}",
    )


def _notice_row(app: AppState, need: Need) -> ft.Control:
    shown = need_text(app, need)
    kind = "info" if need.code in _CALM else "warning"
    return notice(shown.text, kind, _notice_action(app, need.code, shown.button))


def _notice_action(app: AppState, code: str, button: str | None) -> ft.Control | None:
    entrance = app.entrance
    if code == "update_ready" and button:
        # The page opened anew is the new version: what is typed is kept on the device.
        # Without its fragment, since to another fragment a browser only jumps.
        again = ft.OpenUrl((ft.context.page.url or "").partition("#")[0], ft.UrlTarget.SELF)
        return ft.TextButton(content=button, action=again)
    if code in _OF_ROOM and button:
        return text_button(button, lambda _: routes.go(routes.ACCOUNT))
    if code in _PLAIN_NEWS and entrance is not None:
        return text_button(app.gettext("Mengerti"), lambda _: entrance.dismiss(code))
    return None
