"""Compares people, and the book of who opened personal data, with the changes of the city's own stream.

A person's office, area, term and name are compared; a name only by its mark, and not of people who were added by
releases that chained none. Views of before they were chained (their moment is before the first that was) cannot be
compared. Devices, codes, registrations, sealed contacts and reports of pages: vouched.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import Connection, func, select

from sync.central.chain import CENTRE
from sync.central.json_text import parsed
from sync.central.people import PERSON, name_mark
from sync.central.tables import changes, persons, views
from sync.central.views import VIEW, facts_of

_TOGETHER = 500
_UNKNOWN: dict[str, Any] = {}


@dataclass(slots=True)
class People:
    """Each person as the city's stream tells them; `_UNKNOWN` where a change about them was erased."""

    city: str
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    renamed: frozenset[str] = frozenset()


def read(connection: Connection, city: str) -> People:
    """To be called of a city whose stream holds."""
    people, renamed = People(city), set[str]()
    for row in chain.from_iterable(_of_centre(connection, city)):
        if row.body is None:
            if row.record in people.told:
                people.told[row.record] = _UNKNOWN
            continue
        change = parsed(row.body)
        if change["kind"] != PERSON:
            continue
        facts = change["set"]
        if "renamed" in facts:
            renamed.add(row.record)
        if "added" in facts or people.told.get(row.record):
            people.told[row.record] = people.told.get(row.record, {}) | _columns(facts, row.received_at)
    people.renamed = frozenset(renamed)
    return people


def _of_centre(connection: Connection, city: str) -> Iterator[Sequence[Any]]:
    """What the centre itself chained there, some at a time."""
    mine = (changes.c.stream == city) & (changes.c.device == CENTRE)
    query = select(changes.c.record, changes.c.body, changes.c.received_at).where(mine).order_by(changes.c.seq)
    with connection.execute(query, execution_options={"yield_per": _TOGETHER}) as result:
        yield from result.partitions(_TOGETHER)


def _columns(facts: dict[str, Any], at: str) -> dict[str, Any]:
    """What a change about a person makes of their row."""
    found: dict[str, Any] = {name: facts[name] for name in ("role", "area", "term_ends", "named") if name in facts}
    if "added" in facts:
        found |= {"created_at": at, "ended_at": None, "term_ends": facts.get("term_ends")}
    if "renamed" in facts:
        found["named"] = facts.get("named")
    return found | ({"ended_at": at} if "ended" in facts else {})


def faults(connection: Connection, people: People) -> Iterator[str]:
    """The first person, and the first view, that is not as the stream tells."""
    if fault := next(_faults_of_people(connection, people), ""):
        yield fault
    if fault := next(_faults_of_views(connection, people.city), ""):
        yield fault


def _faults_of_people(connection: Connection, people: People) -> Iterator[str]:
    left = set(people.told)
    for row in connection.execute(select(persons).order_by(persons.c.id)):
        left.discard(row.id)
        told = people.told.get(row.id)
        if told is None:
            yield f"person {row.id}: no change says that they were added"
        for column, value in (told or {}).items():
            found = name_mark(row.id, row.name) if column == "named" else getattr(row, column)
            if value != found and not (column == "named" and value is None):
                yield f"person {row.id}: their {'name' if column == 'named' else column} is not what was chained"
    yield from (f"person {person}: is missing" for person in sorted(left))


def _faults_of_views(connection: Connection, city: str) -> Iterator[str]:
    for part in _of_centre(connection, city):
        told = [(row, parsed(row.body)) for row in part if row.body is not None]
        yield from _faults_of_part(connection, [(row, change) for row, change in told if change["kind"] == VIEW])
    first = select(func.min(changes.c.received_at)).where(_is_view(city))
    chained = select(changes.c.record).where(changes.c.stream == city, changes.c.record == views.c.id)
    query = select(views.c.id).where(~chained.exists(), views.c.at >= first.scalar_subquery())
    for view in connection.execute(query.limit(1)).scalars():
        yield f"view {view}: no change says that somebody looked"


def _is_view(city: str) -> Any:
    known = select(views.c.id)
    return (changes.c.stream == city) & changes.c.record.in_(known)


def _faults_of_part(connection: Connection, part: Sequence[tuple[Any, dict[str, Any]]]) -> Iterator[str]:
    ids = [row.record for row, _ in part]
    known = {row.id: row for row in connection.execute(select(views).where(views.c.id.in_(ids)))}
    for row, change in part:
        found = known.get(row.record)
        if found is None:
            yield f"view {row.record}: is missing"
        elif found.at != row.received_at or facts_of(found) != change["set"]:
            yield f"view {row.record}: is not what was chained"
