"""Whom a published innovation belongs with: the ideas and innovations it came from, those that replicate it, and
its partners. All of it is looked up when the page is made, so what was hidden or erased since is gone from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from sync.central import shown
from sync.central.documents import public_text
from sync.central.json_text import parsed
from sync.central.public import bank_rows
from sync.central.public.bank_rows import Entry
from sync.central.tables import records
from sync.domain import lineage
from sync.domain.family_svg import Picture, drawn
from sync.domain.lifecycle import Status
from sync.domain.records import GREW_FROM, REPLICATES, WORKS_WITH, Kind

_MOST_NAMED = 12
_PICTURE = "Silsilah; daftarnya ada di bawah."


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the indented list, and below it what replicates it or grew from it.

    Without an `entry` it is the ideas of residents: `titles` has those that may be shown.
    """

    entry: Entry | None
    below: tuple[Branch, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """The indented list and, of three or more innovations, a picture of them."""

    branches: tuple[Branch, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that the innovation works with; `helix` is its part of the penta-helix, as the form says."""

    name: str
    helix: str
    part: str = ""


def family_of(connection: Connection, entry: Entry) -> Family:
    """The oldest first, each indented below what it came from; empty for an innovation without relatives."""
    known = {entry["id"]: entry}

    def parent_of(record: str) -> str | None:
        """No further than is published."""
        wanted = known[record].get(REPLICATES)
        parent = bank_rows.document_of_record(connection, Kind.INNOVATION, wanted) if wanted else None
        return str(known.setdefault(parent["id"], parent)["id"]) if parent else None

    def children_of(record: str) -> list[str]:
        found = bank_rows.pointing_to(connection, REPLICATES, record)
        return [known.setdefault(each["id"], each)["id"] for each in found]

    line = lineage.family_of(entry["id"], parent_of, children_of)
    ideas = Branch(None, titles=_titles(connection, entry)) if entry.get(GREW_FROM) else None
    if line is None:
        return Family((replace(ideas, below=(Branch(entry),)),) if ideas else ())
    branch = _branch(line, known)
    if ideas and line.record == entry["id"]:
        branches: tuple[Branch, ...] = (replace(ideas, below=(branch,)),)
    else:
        branches = (ideas, branch) if ideas else (branch,)
    return Family(
        branches, drawn(line, entry["id"], lambda record: str(known[record].get("title") or ""), _PICTURE)
    )


def _branch(line: lineage.Branch, known: Mapping[str, Entry]) -> Branch:
    return Branch(known[line.record], tuple(_branch(each, known) for each in line.below))


def _titles(connection: Connection, entry: Entry) -> tuple[str, ...]:
    """Of the ideas that residents are shown elsewhere too: those that were taken up."""
    views = _views(connection, entry[GREW_FROM], Kind.IDEA)
    return tuple(link.title for link in shown.links(connection, views))


def partners_of(connection: Connection, entry: Entry) -> list[Partner]:
    """The partners that it names, as they are called now: the organisation and nothing of a person."""
    noted = [parsed(view)["set"] for view in _views(connection, entry.get(WORKS_WITH, ()), Kind.PARTNER)]
    there = [values for values in noted if values.get("status") == Status.SUBMITTED and values.get("title")]
    return [_partner(values) for values in there]


def _partner(values: Mapping[str, Any]) -> Partner:
    name, part = (public_text(str(values.get(path) or "")) for path in ("title", "part"))
    return Partner(name, values.get("helix") or "", part)


def _views(connection: Connection, ids: Sequence[str], kind: Kind) -> list[bytes]:
    those = records.c.id.in_(list(ids)[:_MOST_NAMED]) & (records.c.kind == kind.value)
    return list(connection.execute(select(records.c.view).where(those).order_by(records.c.id)).scalars())
