"""Plans and money of an innovation: its lines in plan, budget and monitoring, and what each may hold.

`plans/<id>` is one line on its way from the lurah to the RKPD, `budget/<id>` money of one source in one year,
`monev/<id>` one quarter. Money is whole rupiah. A sub-kegiatan has Kemendagri's code (Kepmendagri 050-5889/2021).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sync.domain.checks import FINE, UNKNOWN, WRONG, Check, Outcome, is_whole_number, matches, text_outcome
from sync.domain.records import Values, entries_below, family

PLANS, BUDGET, MONEV = "plans", "budget", "monev"
FAMILIES = (PLANS, BUDGET, MONEV)
STAGES = ("lurah", "camat", "skpd", "rkpd")
"""How far a line has come, in the order of the chain."""
SOURCES = ("apbd", "apbn", "kelurahan", "csr", "self_help", "other")
FIRST_YEAR, LAST_YEAR = 2015, 2045
MOST_RUPIAH = 10**13
"""Above the whole budget of the city: more is a slip of the finger."""
SUB_ACTIVITY = re.compile(r"\d\.\d\d\.\d\d\.\d\.\d\d\.\d{4}")
RUP = re.compile(r"\d{5,12}")
_WITH_OFFICE = ("skpd", "rkpd")


class Type(StrEnum):
    YEAR = "year"
    QUARTER = "quarter"
    CHOICE = "choice"
    TEXT = "text"
    MONEY = "money"
    SUB_ACTIVITY = "sub_activity"
    RUP = "rup"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a line. `most` is the length of a text."""

    name: str
    type: Type
    is_required: bool = False
    most: int | None = None
    choices: tuple[str, ...] = ()


_YEAR = Part("year", Type.YEAR, is_required=True)
PARTS: Mapping[str, tuple[Part, ...]] = {
    PLANS: (
        _YEAR,
        Part("stage", Type.CHOICE, is_required=True, choices=STAGES),
        Part("activity", Type.TEXT, is_required=True, most=300),
        Part("target", Type.TEXT, most=200),
        Part("office", Type.TEXT, most=120),
        Part("sub_activity", Type.SUB_ACTIVITY),
    ),
    BUDGET: (
        _YEAR,
        Part("source", Type.CHOICE, is_required=True, choices=SOURCES),
        Part("ceiling", Type.MONEY, is_required=True),
        Part("realised", Type.MONEY),
        Part("rup", Type.RUP),
    ),
    MONEV: (
        _YEAR,
        Part("quarter", Type.QUARTER, is_required=True),
        Part("target", Type.TEXT, is_required=True, most=200),
        Part("realised", Type.TEXT, most=200),
        Part("drivers", Type.TEXT, most=500),
        Part("obstacles", Type.TEXT, most=500),
    ),
}
"""What a line of each family is made of; what is not required is left out where it is not known."""


def line_faults(name: str, line: Mapping[str, Any]) -> dict[str, Outcome]:
    """What is wrong with a line of that family, by part; empty for a good one."""
    outcomes = {part.name: _outcome(name, part, line) for part in PARTS[name]}
    return {part: outcome for part, outcome in outcomes.items() if outcome != FINE}


def _outcome(name: str, part: Part, line: Mapping[str, Any]) -> Outcome:
    value = line.get(part.name)
    if _is_empty(value):
        return ("required", None) if is_required(name, part, line) else FINE
    return _value_outcome(part, value)


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def is_required(name: str, part: Part, line: Mapping[str, Any]) -> bool:
    """An office takes over a line at the stage `skpd`: from there on it is named, with its sub-kegiatan."""
    is_taken_over = name == PLANS and line.get("stage") in _WITH_OFFICE
    return part.is_required or (is_taken_over and part.name in ("office", "sub_activity"))


def _value_outcome(part: Part, value: Any) -> Outcome:
    match part.type:
        case Type.TEXT:
            return text_outcome(value, part.most)
        case Type.CHOICE:
            return FINE if isinstance(value, str) and value in part.choices else UNKNOWN
        case Type.MONEY:
            return FINE if is_whole_number(value, 0, MOST_RUPIAH) else ("out_of_range", MOST_RUPIAH)
        case Type.YEAR:
            return FINE if is_whole_number(value, FIRST_YEAR, LAST_YEAR) else WRONG
        case Type.QUARTER:
            return FINE if is_whole_number(value, 1, 4) else WRONG
        case Type.SUB_ACTIVITY:
            return FINE if matches(SUB_ACTIVITY, value) else WRONG
        case Type.RUP:
            return FINE if matches(RUP, value) else WRONG


def _check(name: str) -> Check:
    known = frozenset(part.name for part in PARTS[name])

    def outcome(value: Any) -> Outcome:
        # What is empty is left out: a line is written in one way.
        if not isinstance(value, dict) or not value.keys() <= known or any(map(_is_empty, value.values())):
            return WRONG
        return next(iter(line_faults(name, value).values()), FINE)

    return Check(outcome)


CHECKS: Mapping[str, Check] = {name: _check(name) for name in FAMILIES}
"""By path family; of innovations alone, and of two parts."""


@dataclass(frozen=True, slots=True)
class Line:
    """`path` is where it stands in its record."""

    path: str
    parts: Mapping[str, Any]

    @property
    def year(self) -> int:
        return int(self.parts["year"])


@dataclass(frozen=True, slots=True)
class Money:
    """Whole rupiah of one year."""

    ceiling: int = 0
    realised: int = 0

    @property
    def left(self) -> int:
        """What was not spent; less than nothing where more was."""
        return self.ceiling - self.realised


def lines_of(values: Values, name: str, year: int | None = None) -> list[Line]:
    """By year, then by stage, source or quarter, then as they were made; without what a newer app wrote."""
    check = CHECKS[name]
    found = (Line(f"{name}/{key}", parts) for key, parts in entries_below(values, name).items())
    good = [line for line in found if check.outcome(line.parts) == FINE]
    chosen = [line for line in good if year is None or line.year == year]
    return sorted(chosen, key=lambda line: (line.year, *_order(name, line.parts)))


def _order(name: str, parts: Mapping[str, Any]) -> tuple[int, ...]:
    if name == MONEV:
        return (int(parts["quarter"]),)
    part = PARTS[name][1]
    return (part.choices.index(parts[part.name]),)


def money_of(lines: Sequence[Line]) -> Money:
    """The sum of lines of the budget."""
    ceiling = sum(line.parts["ceiling"] for line in lines)
    return Money(ceiling, sum(line.parts.get("realised") or 0 for line in lines))


def are_lines(paths: Iterable[str]) -> bool:
    """Whether nothing but such lines is set."""
    return all(family(path) in FAMILIES for path in paths)


def years_of(values: Values) -> list[int]:
    """Those of which there is any line, the newest first."""
    return sorted({line.year for name in FAMILIES for line in lines_of(values, name)}, reverse=True)
