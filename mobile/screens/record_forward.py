"""*Teruskan*: to which office a structural problem goes, by which letter, what it answered, when news is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.typed import typed_field
from mobile.components.layout import primary_button
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.screens.idea_step import OFFICES
from mobile.screens.review_dialog import asked, plain_field, use_question
from mobile.session import Session
from mobile.text import date as date_text
from mobile.text import day_in_city
from sync.client import sorting
from sync.client.replica import RecordState
from sync.domain.side_steps import FORWARDED

_OFFICE_MAX, _LETTER_MAX, _ANSWER_MAX = 120, 60, 500
_NEWS_IN_DAYS = (7, 14, 30)


@ft.component
def ForwardDialog(
    session: Session, state: RecordState, take: Callable[[dict[str, Any]], Any], close: Callable[[], Any]
) -> ft.Control:
    """What was said before stands in it; the day is that of the first time."""
    app = use_app()
    _ = app.gettext
    today = day_in_city(session.clock.now_ms())
    before = state.values.get(FORWARDED)
    known = before if isinstance(before, dict) else {}
    typed = use_typed(**{"date": today} | {name: str(text) for name, text in known.items()})
    said, say = typed.now, typed.say

    def save() -> None:
        if typed.now.get("office", "").strip():
            take(sorting.forward(**typed.now))

    office, letter, answer = (said.get(name, "") for name in ("office", "letter", "answer"))
    offices = [
        choice_button(app, name, partial(say, "office", name), selected=name == office, key=f"office={name}")
        for name in OFFICES
    ]
    parts: list[ft.Control] = [
        wrapped(offices),
        asked(_("Kantor yang dituju"), plain_field("office", office, partial(say, "office"), _OFFICE_MAX)),
        asked(_("Nomor surat (boleh kosong)"), plain_field("letter", letter, partial(say, "letter"), _LETTER_MAX)),
        asked(
            _("Jawaban kantor itu, bila sudah ada"),
            typed_field(app, "answer", answer, partial(say, "answer"), lambda: None, most=_ANSWER_MAX, lines=2),
        ),
        ft.Text(_("Kabar berikutnya ditunggu"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        wrapped(_days(app, today, said.get("next_date", ""), partial(say, "next_date"))),
    ]
    return use_question(
        _("Teruskan ke kantor yang berwenang"),
        parts,
        close,
        primary_button(_("Teruskan"), save, disabled=not office.strip()),
    )


def _days(app: AppState, today: str, chosen: str, choose: Callable[[str], Any]) -> list[ft.Control]:
    """A week, two, a month from today, and the day that was said before."""
    days = [(date.fromisoformat(today) + timedelta(days=n)).isoformat() for n in _NEWS_IN_DAYS]
    listed = dict.fromkeys([*([chosen] if chosen else []), *days])
    return [
        choice_button(
            app,
            date_text(day, app),
            partial(choose, "" if day == chosen else day),
            selected=day == chosen,
            key=f"next={day}",
        )
        for day in sorted(listed)
    ]
