"""The audit chain of a stream: each accepted change hangs on the one before.

`digest = sha256(salt ‖ canonical JSON of change, person, device, carrier, received_at, outcome)` and
`link = sha256(previous link ‖ stream ‖ seq ‖ digest)`. Erasing a change's body and salt leaves its digest, so
the chain still verifies.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from sync.central.json_text import canonical
from sync.central.tables import changes, streams
from sync.protocol.canonical import digest

FIRST_LINK = "0" * 64


def digest_of(
    salt: str, change: bytes, person: str, device: str, carrier: str | None, received_at: str, outcome: Any
) -> str:
    """`change` is its canonical JSON, as stored."""
    around = canonical([person, device, carrier, received_at, outcome])
    return digest(bytes.fromhex(salt), change, around)


def link_of(previous: str, stream: str, seq: int, change_digest: str) -> str:
    return digest(previous.encode(), stream.encode(), str(seq).encode(), change_digest.encode())


@dataclass(frozen=True, slots=True)
class Break:
    """Where a stream stops being what it was."""

    stream: str
    seq: int
    reason: str


def first_break(connection: Connection, stream: str) -> Break | None:
    """Recompute the stream from its first change: finds what was altered, deleted, inserted or reordered."""
    link, seq = FIRST_LINK, 0
    with closing(_rows(connection, stream)) as rows:
        for row in rows:
            link, seq = link_of(link, stream, row.seq, row.digest), row.seq
            if link != row.link:
                return Break(stream, row.seq, "the link does not follow from the change before")
            if row.salt is not None and _digest_of_row(row) != row.digest:
                return Break(stream, row.seq, "the change is not the one that was accepted")
    head = connection.execute(select(streams).where(streams.c.code == stream)).one()
    return None if head.link == link else Break(stream, seq, "the end of the stream is missing")


def _rows(connection: Connection, stream: str) -> Generator[Any, None, None]:
    query = select(changes).where(changes.c.stream == stream).order_by(changes.c.seq)
    with connection.execution_options(yield_per=500).execute(query) as result:
        yield from result


def _digest_of_row(row: Any) -> str:
    outcome = json.loads(row.outcome)
    return digest_of(row.salt, row.body or b"", row.person, row.device, row.carrier, row.received_at, outcome)
