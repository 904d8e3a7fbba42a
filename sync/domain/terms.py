"""Offices have an end: RT and RW serve five years. A date is the last day of office, `2031-12-31`."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from sync.domain.people import Role

YEARS = 5
SOON_DAYS = 60
"""How long before its end a term stands in the list of those that end soon."""
_LONGEST_YEARS = 30
_WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"),
    re.compile(r"(?P<day>\d\d?)[/.-](?P<month>\d\d?)[/.-](?P<year>\d{4})"),
)


class BadTerm(ValueError):
    """The text is no date, or no date on which a term can end."""


def term_in(text: str, now: datetime) -> str:
    """The date as it is kept; people write `2031-12-31` or, as spreadsheets do, `31/12/2031`. Raises BadTerm."""
    found = next((match for pattern in _WRITTEN if (match := pattern.fullmatch(text.strip()))), None)
    if found is None:
        raise BadTerm(text)
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise BadTerm(text) from None
    if not now.date() <= day < now.date() + timedelta(days=366 * _LONGEST_YEARS):
        raise BadTerm(text)
    return day.isoformat()


def usual_end(role: Role, now: datetime) -> str | None:
    """The last day of an office that begins now, where nobody named one: of five years, for an RT and an RW."""
    if role not in (Role.RT, Role.RW):
        return None
    today = now.date()
    # Who begins on a 29 February ends on the last of one.
    return (date(today.year + YEARS, today.month, 1) + timedelta(days=today.day - 2)).isoformat()


def soon(now: datetime) -> str:
    """The last day that is soon."""
    return (now.date() + timedelta(days=SOON_DAYS)).isoformat()


def has_ended(term_ends: str | None, now: datetime) -> bool:
    """By days in UTC: in Makassar a term ends at eight in the morning after its last day."""
    return term_ends is not None and term_ends < now.date().isoformat()
