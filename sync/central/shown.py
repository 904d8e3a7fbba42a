"""What a resident is shown of others: what was published of an innovation, and the title of a taken-up idea.

An innovation's title is the one of its edition: what its author wrote since waits for a review.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, literal_column, select

from sync.central.documents import NO_TITLE, public_text
from sync.central.json_text import parsed
from sync.central.tables import bank, records
from sync.domain.ideas import SHOWN_TO_OTHERS
from sync.domain.lifecycle import Status
from sync.domain.records import Kind
from sync.protocol.ideas import PublicLink


def links(connection: Connection, views: Sequence[bytes]) -> list[PublicLink]:
    """Those of these records (their `view`) that may be shown, in their order."""
    found = [parsed(view) for view in views]
    titles = _titles(connection, [one["id"] for one in found if one["kind"] == Kind.INNOVATION])
    titles |= {one["id"]: public_text(one["set"].get("title") or NO_TITLE) for one in found if _is_taken_up(one)}
    return [
        PublicLink(one["id"], one["kind"], titles[one["id"]], one["area"]) for one in found if one["id"] in titles
    ]


def newest(connection: Connection, streams: Sequence[str], most: int) -> list[PublicLink]:
    """What may be shown of these kelurahan, the newest first: of each kind not more than so many are looked at."""
    found = [*_innovations(connection, streams, most), *_ideas(connection, streams, most)]
    return sorted(found, key=attrgetter("id"), reverse=True)


def _innovations(connection: Connection, streams: Sequence[str], most: int) -> Iterator[PublicLink]:
    # Which these are is read from an index alone, before any row is.
    newest_there = select(bank.c.no).where(bank.c.stream.in_(streams)).order_by(bank.c.no.desc()).limit(most)
    query = select(bank.c.record, bank.c.stream, bank.c.summary).where(
        bank.c.no.in_(newest_there), bank.c.is_public, bank.c.kind == Kind.INNOVATION
    )
    for row in connection.execute(query):
        yield PublicLink(row.record, Kind.INNOVATION, parsed(row.summary)["title"], row.stream)


def _ideas(connection: Connection, streams: Sequence[str], most: int) -> list[PublicLink]:
    # The status as it stands in the condition of `ix_records_taken_up`: one that is bound is not recognised in it.
    is_taken_up = records.c.status == literal_column(f"'{Status.TAKEN_UP}'")
    query = select(records.c.view).where(records.c.stream.in_(streams), is_taken_up)
    return links(connection, connection.execute(query.order_by(records.c.id.desc()).limit(most)).scalars().all())


def _titles(connection: Connection, innovations: Sequence[str]) -> dict[str, str]:
    if not innovations:
        return {}
    query = select(bank.c.record, bank.c.summary).where(bank.c.record.in_(innovations), bank.c.is_public)
    return {row.record: parsed(row.summary)["title"] for row in connection.execute(query)}


def _is_taken_up(record: dict[str, Any]) -> bool:
    return record["kind"] == Kind.IDEA and record["set"].get("status") in SHOWN_TO_OTHERS[Kind.IDEA]
