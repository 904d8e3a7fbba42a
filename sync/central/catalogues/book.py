"""Compares the catalogues with the changes of the city's own stream: devices are sent what was confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from sync.central.catalogues.keeping import CATALOGUE, facts_of
from sync.central.chain import CENTRE
from sync.central.json_text import parsed
from sync.central.tables import catalogues, changes
from sync.protocol.canonical import digest


def faults(connection: Connection, city: str) -> Iterator[str]:
    """To be called of a city whose stream holds."""
    told = _told(connection, city)
    for row in connection.execute(select(catalogues).order_by(catalogues.c.id)):
        if told.pop(row.id, None) != (facts_of(row), row.decided_by or row.proposed_by):
            yield f"catalogue {row.id}: is not as it was chained"
        elif digest(row.body) != row.sha256:
            yield f"catalogue {row.id}: its content is not what was confirmed"
    yield from (f"catalogue {one}: is missing" for one in sorted(told))


def _told(connection: Connection, city: str) -> dict[str, tuple[dict[str, str], str]]:
    """What the last change about each says, and by whom."""
    known = select(changes.c.record, changes.c.body, changes.c.person)
    mine = (changes.c.stream == city) & (changes.c.device == CENTRE) & changes.c.body.is_not(None)
    found = dict[str, tuple[dict[str, str], str]]()
    query = known.where(mine).order_by(changes.c.seq)
    with connection.execute(query, execution_options={"yield_per": 500}) as result:
        for row in result:
            change = parsed(row.body)
            if change["kind"] == CATALOGUE:
                found[row.record] = (change["set"], row.person)
    return found
