"""What proofs a card of *Papan Labinov* has, as the centre knows it: of the record itself, and of those around it.

The innovations that address a problem, and measurements, are found some seconds after they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from sync.central.json_text import parsed
from sync.central.search import DESK, MEASURES, any_of, records_with
from sync.central.stored import StoredRecord
from sync.central.tables import records, search_docs, search_postings
from sync.domain.issues import HELPS, degrees_in
from sync.domain.lab import DESIGN, EDITION, ISSUE, MEASUREMENT, PARTNER, ROOT_CAUSE
from sync.domain.lifecycle import Status
from sync.domain.records import WORKS_WITH, Kind, Values, entries_below

_MOST = 50
"""Of the records around a card so many are looked at."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the record does not say itself: the problems that an innovation addresses, or the innovations that
    address a problem, and whether something is measured."""

    others: tuple[Values, ...]
    is_measured: bool

    def proofs_of(self, record: StoredRecord) -> frozenset[str]:
        if record.kind == Kind.ISSUE:
            problems, innovations = [record.set], list(self.others)
        else:
            problems, innovations = list(self.others), [record.set]
        found = {ISSUE: bool(problems), ROOT_CAUSE: _any_text(problems, ROOT_CAUSE)}
        found |= {DESIGN: _any_text(innovations, DESIGN), MEASUREMENT: self.is_measured}
        found[PARTNER] = any(any(entries_below(values, WORKS_WITH).values()) for values in innovations)
        found[EDITION] = any(values.get("status") == Status.PUBLISHED for values in innovations)
        return frozenset(proof for proof, is_there in found.items() if is_there)


def _any_text(several: Iterable[Mapping[str, Any]], path: str) -> bool:
    return any(str(values.get(path) or "").strip() for values in several)


def around(connection: Connection, record: StoredRecord) -> Around:
    if record.kind == Kind.ISSUE:
        found = _addressing(connection, record.id)
        innovations = list(found)
    else:
        found = _read(connection, list(degrees_in(record.set)), Kind.ISSUE)
        innovations = [record.id]
    return Around(tuple(found.values()), any(_is_measured(connection, each) for each in innovations))


def _addressing(connection: Connection, issue: str) -> dict[str, Values]:
    words = any_of(connection, DESK, [f"=addresses:{degree}:{issue}" for degree in HELPS])
    query = select(search_docs.c.record).join(search_postings, search_postings.c.doc == search_docs.c.doc)
    mine = (search_docs.c.scope == DESK) & search_postings.c.word.in_(words)
    return _read(connection, list(connection.execute(query.where(mine).limit(_MOST)).scalars()), Kind.INNOVATION)


def _read(connection: Connection, ids: list[str], kind: Kind) -> dict[str, Values]:
    """Without those that were erased."""
    those = records.c.id.in_(ids[:_MOST]) & (records.c.kind == kind.value)
    query = select(records.c.id, records.c.view).where(those, records.c.status != Status.ERASED.value)
    return {row.id: parsed(row.view)["set"] for row in connection.execute(query)}


def _is_measured(connection: Connection, innovation: str) -> bool:
    of_this = records.c.id.in_(records_with(DESK, f"={MEASURES}:{innovation}"))
    standing = records.c.status == Status.SUBMITTED.value
    query = select(records.c.id).where(of_this, records.c.kind == Kind.MEASUREMENT.value, standing)
    return connection.execute(query.limit(1)).first() is not None
