"""Whom a published innovation belongs with: the ideas and innovations it came from, those that replicate it, and
its partners. All of it is looked up when the page is made, so what was hidden or erased since is gone from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sync.central import shown
from sync.central.documents import public_text
from sync.central.json_text import parsed
from sync.central.public import bank_rows
from sync.central.public.bank_rows import Entry
from sync.central.tables import records
from sync.domain.lifecycle import Status
from sync.domain.records import GREW_FROM, WORKS_WITH, Kind

MOST = 12
"""Innovations in one list, so that a page stays small."""
_GENERATIONS = 4
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the indented list, and below it what replicates it or grew from it.

    Without an `entry` it is the ideas of residents: `titles` has those that may be shown.
    """

    entry: Entry | None
    below: tuple[Branch, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that the innovation works with; `helix` is its part of the penta-helix, as the form says."""

    name: str
    helix: str


def family_of(connection: Connection, entry: Entry) -> tuple[Branch, ...]:
    """The oldest first, each indented below what it came from; empty for an innovation without relatives."""
    above = _above(connection, entry)
    seen = {each["id"] for each in [entry, *above]}
    branch = Branch(entry, _below(connection, entry["id"], seen, _GENERATIONS))
    ideas = Branch(None, titles=_titles(connection, entry)) if entry.get(GREW_FROM) else None
    if ideas is not None and not above:
        return (Branch(None, (branch,), ideas.titles),)
    for parent in above:
        branch = Branch(parent, (branch,))
    if not (above or branch.below):
        return ()
    return (ideas, branch) if ideas is not None else (branch,)


def _above(connection: Connection, entry: Entry) -> list[Entry]:
    """What it replicates, and what that one replicates: the nearest first, no further than is published."""
    found: list[Entry] = []
    seen, wanted = {entry["id"]}, entry.get("replicates")
    while wanted and wanted not in seen and len(found) < _GENERATIONS:
        seen.add(wanted)
        parent = bank_rows.document_of_record(connection, Kind.INNOVATION, wanted)
        if parent is None:
            break
        found.append(parent)
        wanted = parent.get("replicates")
    return found


def _below(connection: Connection, record: str, seen: set[str], generations: int) -> tuple[Branch, ...]:
    """`seen` grows: each innovation stands in the list once, even where two say that they replicate each other."""
    if not generations:
        return ()
    found = []
    for each in bank_rows.pointing_to(connection, "replicates", record):
        if each["id"] not in seen and len(seen) < MOST:
            seen.add(each["id"])
            found.append(Branch(each, _below(connection, each["id"], seen, generations - 1)))
    return tuple(found)


def _titles(connection: Connection, entry: Entry) -> tuple[str, ...]:
    """Of the ideas that residents are shown elsewhere too: those that were taken up."""
    views = _views(connection, entry[GREW_FROM], Kind.IDEA)
    return tuple(link.title for link in shown.links(connection, views))


def partners_of(connection: Connection, entry: Entry) -> list[Partner]:
    """The partners that it names, as they are called now: the organisation and nothing of a person."""
    noted = [parsed(view)["set"] for view in _views(connection, entry.get(WORKS_WITH, ()), Kind.PARTNER)]
    there = [values for values in noted if values.get("status") == Status.SUBMITTED and values.get("title")]
    return [Partner(public_text(values["title"]), values.get("helix") or "") for values in there]


def _views(connection: Connection, ids: Sequence[str], kind: Kind) -> list[bytes]:
    those = records.c.id.in_(list(ids)[:_MOST_NAMED]) & (records.c.kind == kind.value)
    return list(connection.execute(select(records.c.view).where(those).order_by(records.c.id)).scalars())
