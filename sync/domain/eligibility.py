"""Why an innovation would fall at a competition's administrative selection, before anybody sends it.

22 % of the KIPP proposals of 2022 fell there: too young, incomplete, careless, or under a title used before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sync.domain.awards import WON, Competition, competitions, tracks
from sync.domain.iga import claimed_level
from sync.domain.iga_catalogue import Catalogue
from sync.domain.kipp import GENERAL, Question, answer, count_words, fits, questions
from sync.domain.likeness import same_title, title_key
from sync.domain.records import Values

LEAST_WORDS = 30
_PLACEHOLDER = re.compile(
    r"(\.{3,}|…|x{3,}|lorem ipsum|\b(isi|tulis|lengkapi) di ?sini\b|\bto ?do\b|\btest?ing\b|\btba\b|\btbd\b)", re.I
)


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` says what is wrong, `about` with which question, indicator or competition, `number` what is needed.

    Codes: not_running, no_start, too_young, doubled_title, won_before, unanswered, too_long, unchecked, too_short,
    repeated, question_repeated, placeholder, no_evidence.
    """

    code: str
    about: str = ""
    number: int = 0


def reasons(
    competition: Competition,
    values: Values,
    closes_on: str,
    group: str,
    catalogue: Catalogue,
    other_titles: Iterable[str] = (),
) -> list[Reason]:
    """Everything that speaks against it; nothing when it may go. `closes_on` is the closing day of that year."""
    found = [
        *_age(competition, values, closes_on, group),
        *_title(values, other_titles),
        *_earlier(competition, values),
    ]
    if competition.form == "kipp":
        found += _kipp(values, group)
    if competition.form == "iga":
        found += [
            Reason("no_evidence", each.code)
            for each in catalogue.indicators
            if each.is_required and not claimed_level(values, each)
        ]
    return found


def started_on(values: Values) -> str:
    """The day since which it runs: the profile's date, else the first of the note's month; empty for none."""
    day, month = values.get("start_date"), values.get("since")
    return str(day) if day else (f"{month}-01" if month else "")


def _age(competition: Competition, values: Values, closes_on: str, group: str) -> list[Reason]:
    found = [] if values.get("stage") == "running" else [Reason("not_running")]
    needed, started = competition.min_years.get(group, 0), started_on(values)
    if not needed:
        return found
    if not started:
        return [*found, Reason("no_start", number=needed)]
    # Dates as texts compare as dates do; a 29 February comes due on the 1 March.
    due = f"{int(started[:4]) + needed}{started[4:]}"
    return found if due <= closes_on else [*found, Reason("too_young", number=needed)]


def _title(values: Values, other_titles: Iterable[str]) -> list[Reason]:
    title = str(values.get("title") or "")
    return [Reason("doubled_title")] if any(same_title(title, other) for other in other_titles) else []


def _earlier(competition: Competition, values: Values) -> list[Reason]:
    return [
        Reason("won_before", code)
        for code, track in tracks(values).items()
        if code != competition.code
        and competitions()[code].family == competition.family
        and track["outcome"] == WON
    ]


def _kipp(values: Values, group: str) -> list[Reason]:
    asked = questions(group=group) or questions(group=GENERAL)
    found = [reason for question in asked for reason in careless(question, answer(values, question.code))]
    seen: dict[str, str] = {}
    for question in asked:
        key = title_key(answer(values, question.code))
        if key and seen.setdefault(key, question.code) != question.code:
            found.append(Reason("repeated", question.code))
    unchecked = [
        Reason("unchecked", question.code)
        for question in asked
        if answer(values, question.code).strip() and not values[f"kipp/{question.code}"]["checked"]
    ]
    return found + unchecked


def careless(question: Question, text: str) -> list[Reason]:
    """What a selector sees at once in one answer."""
    words = count_words(text)
    if not words:
        return [Reason("unanswered", question.code)]
    if not fits(question, text):
        return [Reason("too_long", question.code, question.most_words)]
    if title_key(question.text) in title_key(text):
        return [Reason("question_repeated", question.code)]
    if _PLACEHOLDER.search(text):
        return [Reason("placeholder", question.code)]
    return [Reason("too_short", question.code, LEAST_WORDS)] if words < LEAST_WORDS else []
