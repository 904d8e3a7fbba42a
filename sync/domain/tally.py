"""Counts what figures are read from: the records of one kelurahan as they stood on a day. Tallies add up.

A key is `figure/part`; where days are counted the part is how many, so that a median of two areas together is
exact; of money the count is whole rupiah. What an area cannot know by itself, which of its problems are solved
from elsewhere, is kept as ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from sync.domain.awards import competitions
from sync.domain.eligibility import reasons
from sync.domain.growing import ADDRESSES
from sync.domain.ideas import OPEN
from sync.domain.iga import score
from sync.domain.kipp import GENERAL
from sync.domain.lifecycle import Status
from sync.domain.measuring import INNOVATION, progress
from sync.domain.planning import BUDGET, lines_of, money_of
from sync.domain.records import MOVED_TO, REVIEWS, STEPS, Kind, Values, entries_below
from sync.domain.shelf import Shelf

ENTERED = "entered"
"""The one part of a sum of money."""
S = Status
APPROVED = frozenset({S.APPROVED, S.PUBLISHED})
_STANDING = APPROVED | {S.SUBMITTED, S.REVISION, S.RETURNED, S.REJECTED, S.HIDDEN}
_GOING_ON = APPROVED | {S.SUBMITTED, S.REVISION}
_ISSUES = frozenset({S.SUBMITTED, S.LISTED, S.HANDLED})


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both included."""

    since: date
    until: date

    @property
    def year_before(self) -> Period:
        """The same days of the year before; 29 February becomes the 28th."""
        return Period(_year_earlier(self.since), _year_earlier(self.until))


def this_year(today: date) -> Period:
    """What figures are about: this year up to today."""
    return Period(today.replace(month=1, day=1), today)


def _year_earlier(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


@dataclass(frozen=True, slots=True)
class Case:
    """A record as it stood on a day: when it first reached the centre, and when somebody first answered."""

    id: str
    kind: str
    values: Values
    submitted: date
    answered: date | None = None

    @property
    def status(self) -> str:
        """Empty for what was moved: it is counted where it lives on."""
        return "" if self.values.get(MOVED_TO) else str(self.values.get("status") or "")


@dataclass(frozen=True, slots=True)
class Tally:
    """`unsolved` are listed problems that no innovation counted here solves, `solved` those of other areas that
    one does."""

    counts: Mapping[str, int] = field(default_factory=dict)
    unsolved: frozenset[str] = frozenset()
    solved: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything was there to be counted."""
        return bool(self.counts)

    def __add__(self, other: Tally) -> Tally:
        counts = Counter(self.counts)
        counts.update(other.counts)
        return Tally(counts, self.unsolved | other.unsolved, self.solved | other.solved)

    def with_solved(self, solved: Collection[str]) -> Tally:
        return replace(self, solved=self.solved | frozenset(solved))


def parts_in(tally: Tally, code: str) -> dict[str, int]:
    prefix = f"{code}/"
    return {key[len(prefix) :]: n for key, n in tally.counts.items() if key.startswith(prefix)}


def days_in(tally: Tally, code: str) -> dict[int, int]:
    return {int(days): n for days, n in parts_in(tally, code).items()}


def answers_in(kind: str, values: Values) -> list[str]:
    """The paths by which somebody answered: reviews of an innovation, steps beyond *Dibaca* of an idea."""
    if kind == Kind.INNOVATION:
        return [f"{REVIEWS}/{key}" for key in entries_below(values, REVIEWS)]
    if kind == Kind.IDEA:
        steps = entries_below(values, STEPS)
        return [f"{STEPS}/{key}" for key, step in steps.items() if step.get("status") != S.READ]
    return []


def tally_of(cases: Iterable[Case], period: Period, shelf: Shelf) -> Tally:
    """What stands in the area at the end of the period, and what happened within it."""
    known = list(cases)
    counts = Counter(chain(_measured(known), (key for case in known for key in _keys(case, period, shelf))))
    counts.update(_money(known, period))
    issues = {case.id for case in known if case.kind == Kind.ISSUE}
    solved = frozenset(issue for case in known for issue in _solved_by(case))
    listed = {case.id for case in known if case.kind == Kind.ISSUE and case.status == S.LISTED}
    return Tally(counts, frozenset(listed - solved), frozenset(solved - issues))


def _keys(case: Case, period: Period, shelf: Shelf) -> Iterator[str]:
    if case.kind == Kind.INNOVATION and case.status:
        yield from _answer(case, period, "answer_days")
        yield from _innovation(case, period, shelf) if case.status in _STANDING else ()
    elif case.kind == Kind.ISSUE and case.status in _ISSUES:
        yield f"issues/{case.status}"
    elif case.kind == Kind.IDEA and case.status:
        yield from _answer(case, period, "idea_days")
        yield from ["ideas_waiting/1"] if case.status in OPEN - {S.ASKED} else []


def _innovation(case: Case, period: Period, shelf: Shelf) -> Iterator[str]:
    yield f"innovations/{case.status}"
    if case.status in _GOING_ON and case.values.get("stage"):
        yield f"stages/{case.values['stage']}"
    if period.since <= case.submitted:
        yield "noted/1"
    if case.answered is None and case.status == S.SUBMITTED:
        yield f"wait_days/{_days(case.submitted, period.until)}"
    if case.status in APPROVED:
        yield from _readiness(case.values, period.until, shelf)


def _readiness(values: Values, on: date, shelf: Shelf) -> Iterator[str]:
    if is_ready_for_iga(values, on, shelf):
        yield "iga_ready/1"
    if is_ready_for_kipp(values, on, shelf):
        yield "kipp_ready/1"


def _answer(case: Case, period: Period, code: str) -> Iterator[str]:
    if case.answered is not None and period.since <= case.answered:
        yield f"{code}/{_days(case.submitted, case.answered)}"


def _days(first: date, last: date) -> int:
    """Midnights between; never less than none, whatever a clock said."""
    return max(0, (last - first).days)


def _measured(cases: Sequence[Case]) -> Iterator[str]:
    """What became of each indicator that was measured, of innovations that go on."""
    found = dict[str, list[tuple[str, Values]]]()
    for case in cases:
        if case.kind == Kind.MEASUREMENT:
            found.setdefault(str(case.values.get(INNOVATION)), []).append((case.id, case.values))
    for case in cases:
        if case.id in found and case.kind == Kind.INNOVATION and case.status in _GOING_ON:
            verdicts = (each.verdict for each in progress(case.values, found[case.id]))
            yield from (f"measured/{verdict}" for verdict in verdicts if verdict)


def _money(cases: Sequence[Case], period: Period) -> dict[str, int]:
    """Whole rupiah of the period's year, where somebody entered a budget of an innovation that goes on."""
    going_on = (case for case in cases if case.kind == Kind.INNOVATION and case.status in _GOING_ON)
    lines = [line for case in going_on for line in lines_of(case.values, BUDGET, period.until.year)]
    spent = [line for line in lines if line.parts.get("realised") is not None]
    found = {"money_planned": money_of(lines).ceiling} if lines else {}
    found |= {"money_realised": money_of(spent).realised} if spent else {}
    return {f"{code}/{ENTERED}": amount for code, amount in found.items()}


def _solved_by(case: Case) -> Iterator[str]:
    """The problems that an innovation solves, wholly or partly, while it goes on."""
    if case.kind != Kind.INNOVATION or case.status not in _GOING_ON:
        return
    for issue, addressing in entries_below(case.values, ADDRESSES).items():
        if addressing.get("degree") != "failed":
            yield issue


def is_ready_for_iga(values: Values, on: date, shelf: Shelf) -> bool:
    """Nothing speaks against it, which includes evidence for every required indicator; at least SIGAP's *Baik*."""
    return _may_enter("iga", values, on, shelf) and score(values, shelf.of(values)).band in ("good", "very_good")


def is_ready_for_kipp(values: Values, on: date, shelf: Shelf) -> bool:
    """Nothing speaks against it in the general group, were that day the closing day."""
    return _may_enter("kipp", values, on, shelf)


def _may_enter(family: str, values: Values, on: date, shelf: Shelf) -> bool:
    newest = next(each for each in competitions().values() if each.family == family)
    return not reasons(newest, values, on.isoformat(), GENERAL, shelf.of(values))
