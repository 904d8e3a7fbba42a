"""Codes as they are given out: a fresh one ends those of the same person that nobody used, and is chained.

A code is told once, in the reply that made it; the centre keeps its hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from sync.central import vouched
from sync.central.chain import append_all_to_chain
from sync.central.people import CODE_DAYS, Keys, fresh_letters, iso, keep_codes, shown_code
from sync.central.tables import codes
from sync.domain.people import Person


@dataclass(frozen=True, slots=True)
class GivenCode:
    """`code` is `ABCD-EFGH`."""

    person: Person
    code: str
    expires_at: str


def link_to(base_url: str, code: str) -> str:
    """What the QR holds. In the fragment, which no server and no log sees."""
    return f"{base_url}/app/#{code}"


def give_code(connection: Connection, keys: Keys, person: Person, by: str, now: datetime) -> GivenCode:
    return give_codes(connection, keys, [person], by, now)[0]


def give_codes(
    connection: Connection, keys: Keys, people: Sequence[Person], by: str, now: datetime
) -> list[GivenCode]:
    """One for each. A letter with an older code that was lost on its way opens nothing any more."""
    if not people:
        return []
    city = people[0].area.city
    unused = codes.c.used_at.is_(None) & ~codes.c.reusable & (codes.c.expires_at > iso(now))
    for some in _portions([person.id for person in people]):
        older = update(codes).where(codes.c.person.in_(some), unused)
        vouched.write(connection, city, older, {"expires_at": iso(now)}, iso(now))
    expires_at = iso(now + timedelta(days=CODE_DAYS))
    letters = [(person, fresh_letters()) for person in people]
    keep_codes(connection, keys, letters, now)
    told = [(person.id, {"code": True}) for person in people]
    append_all_to_chain(connection, city, "person", told, by, iso(now))
    return [GivenCode(person, shown_code(each), expires_at) for person, each in letters]


def waiting_codes(connection: Connection, people: Sequence[str], now: datetime) -> dict[str, str]:
    """Until when a code of each of them waits to be used."""
    found: dict[str, str] = {}
    for some in _portions(people):
        waits = codes.c.person.in_(some) & codes.c.used_at.is_(None) & (codes.c.expires_at > iso(now))
        query = select(codes.c.person, func.max(codes.c.expires_at)).where(waits).group_by(codes.c.person)
        found.update((person, until) for person, until in connection.execute(query))
    return found


def _portions(items: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    """A statement takes only so many parameters."""
    return (items[start : start + size] for start in range(0, len(items), size))
