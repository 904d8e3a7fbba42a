"""Steps beside the status, on guarded paths of their own: an objection and its hearing, an update of what was
approved (*pembaruan*), and what kecamatan and kota note on an issue. Which are possible; rights.py says for whom.

The status stays while an update is looked at: the public goes on reading the edition that was approved.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sync.domain import planning
from sync.domain.growing import CATALOGUE, EVIDENCE, KIPP, LEVELS
from sync.domain.lifecycle import Act, Status
from sync.domain.personal import has_personal_number
from sync.domain.records import ANSWERS, COAUTHORS, COMMENTS, Kind, Values

S = Status
OBJECTION, HEARD, UPDATE, STRATEGIC, FORWARDED = "objection", "heard", "update", "strategic", "forwarded"
UPHELD, REOPENED = "upheld", "reopened"

GROWING: Mapping[str, frozenset[str]] = {
    Kind.INNOVATION: frozenset({S.APPROVED, S.PUBLISHED}),
    Kind.ISSUE: frozenset({S.LISTED, S.HANDLED}),
}
"""The statuses in which a record has an edition and may be updated."""

UNREVIEWED = frozenset({COMMENTS, ANSWERS, COAUTHORS, CATALOGUE, LEVELS, EVIDENCE, KIPP, *planning.FAMILIES})
"""Talk, plans and money, what is granted one by one or answered for a competition: no review looks at it, so that
it is in no edition and is no update."""

_UPDATES: Mapping[tuple[str | None, str], Act] = {
    **{(before, S.SUBMITTED): Act.ASK_UPDATE for before in (None, S.APPROVED, S.REVISION, S.REJECTED)},
    **{(S.SUBMITTED, after): Act.REVIEW_UPDATE for after in (S.APPROVED, S.REVISION, S.REJECTED)},
}
SIDE_PATHS = frozenset({OBJECTION, HEARD, UPDATE, STRATEGIC, FORWARDED})
_TEXT_MAX = 1000
_DATE = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_FORWARDING = {"office", "date", "letter", "answer", "next_date"}


def side_step(kind: str, before: Values, path: str, value: Any) -> Act | None:
    """What setting this path is, given the record's values; None where it is not possible now."""
    status = before.get("status")
    if path == OBJECTION:
        is_first = value is not None and before.get(OBJECTION) is None
        return Act.OBJECT if kind == Kind.INNOVATION and status == S.REJECTED and is_first else None
    if path == HEARD:
        is_open = before.get(OBJECTION) is not None and before.get(HEARD) is None
        return Act.HEAR if status == S.REJECTED and is_open and value is not None else None
    if status not in GROWING.get(kind, frozenset()):
        return None
    if path == UPDATE:
        return _UPDATES.get((before.get(UPDATE), value))
    if kind != Kind.ISSUE or (path == FORWARDED and before.get("nature") != "structural"):
        return None
    return Act.MARK_STRATEGIC if path == STRATEGIC else Act.FORWARD


def reopens(values: Values) -> bool:
    """Whether a change grants an objection: the record is then submitted again by the city, not by its author."""
    heard = values.get(HEARD)
    return isinstance(heard, dict) and heard.get("decision") == REOPENED


def is_side_value(path: str, value: Any) -> bool:
    """Whether the path can hold this at all."""
    if value is None:
        return path in (STRATEGIC, FORWARDED)
    if path == OBJECTION:
        return _is_text(value) and bool(value.strip())
    if path == HEARD:
        fits = isinstance(value, dict) and set(value) == {"decision", "note"} and _is_text(value["note"])
        return fits and value["decision"] in (UPHELD, REOPENED) and bool(value["note"].strip())
    if path == UPDATE:
        return isinstance(value, str) and value in {after for _, after in _UPDATES}
    if path == STRATEGIC:
        return isinstance(value, bool)
    return _is_forwarding(value)


def _is_forwarding(value: Any) -> bool:
    """`{office, date, letter, answer, next_date}`: to whom and when; the rest as it becomes known."""
    if not isinstance(value, dict) or not {"office", "date"} <= set(value) <= _FORWARDING:
        return False
    dates = [value[name] for name in ("date", "next_date") if name in value]
    fits = all(isinstance(date, str) and _DATE.fullmatch(date) for date in dates)
    return fits and all(map(_is_text, value.values())) and bool(value["office"].strip())


def holds_personal_number(value: Any) -> bool:
    texts = value.values() if isinstance(value, dict) else [value]
    return any(isinstance(text, str) and has_personal_number(text) for text in texts)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _TEXT_MAX and "\0" not in value
