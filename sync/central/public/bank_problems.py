"""Which problems a published innovation addresses, and the other way round: each with how far it solves it."""

from __future__ import annotations

from sqlalchemy import Connection

from sync.central.public import bank_rows
from sync.central.public.bank_rows import Entry
from sync.domain.growing import ADDRESSES


def addresses(connection: Connection, entry: Entry) -> list[Entry]:
    """The public problems that an innovation addresses."""
    said = entry.get(ADDRESSES, {})
    return [Entry(each | said[each["id"]]) for each in bank_rows.summaries(connection, said)]


def addressed_by(connection: Connection, issue: str) -> list[Entry]:
    """The published innovations that address a problem."""
    found = bank_rows.pointing_to(connection, ADDRESSES, issue)
    documents = bank_rows.documents(connection, [each["id"] for each in found])
    return [Entry(each | documents[each["id"]][ADDRESSES][issue]) for each in found]
