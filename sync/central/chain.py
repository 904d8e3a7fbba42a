"""The audit chain of a stream: each accepted change hangs on the one before.

`digest = sha256(salt ‖ canonical JSON of change, person, device, carrier, received_at, outcome)` and
`link = sha256(previous link ‖ stream ‖ seq ‖ digest)`. Erasing a change's body and salt leaves its digest, so
the chain still verifies; a later change of the kind `erasure` says that it was done, and vouches for what stays.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select, update

from sync.central.bulk import write_rows
from sync.central.json_text import canonical, parsed
from sync.central.tables import changes, streams
from sync.protocol import wire
from sync.protocol.bank import ERASURE as ERASURE
from sync.protocol.bank import RESTATED as RESTATED
from sync.protocol.canonical import digest
from sync.protocol.evidence import FIRST_LINK, link_of
from sync.protocol.messages import Change

ERASED = ""
"""The `body_hash` of a change whose content is gone: a plain hash could be guessed."""
CENTRE = "centre"
"""The device of what the centre itself chains."""


def digest_of(
    salt: str, change: bytes, person: str, device: str, carrier: str | None, received_at: str, outcome: Any
) -> str:
    """`change` is its canonical JSON, as stored."""
    around = canonical([person, device, carrier, received_at, outcome])
    return digest(bytes.fromhex(salt), change, around)


def kept_of(row: Any) -> str:
    """The hash of what stays of an erased change beside its digest."""
    kept = [row.stream, row.seq, row.id, row.record, row.person, row.device, row.carrier]
    return digest(canonical([*kept, row.received_at, row.outcome]))


LOCK_ORDER = (func.length(streams.c.code).desc(), streams.c.code)
"""The one order in which everybody locks streams, so that nobody waits for each other: the city's own comes last,
since what is told there of a contact follows what is said of its record."""


def lock(connection: Connection, codes: Iterable[str]) -> None:
    """Before a transaction that writes into several streams one after the other."""
    query = select(streams.c.code).where(streams.c.code.in_(set(codes))).order_by(*LOCK_ORDER)
    connection.execute(query.with_for_update())


def append_to_chain(
    connection: Connection, stream: str, kind: str, subject: str, facts: dict[str, Any], by: str, at: str
) -> None:
    """Chain what the centre itself does to people and catalogues into the city's own stream."""
    append_all_to_chain(connection, stream, kind, [(subject, facts)], by, at)


def append_all_to_chain(
    connection: Connection, stream: str, kind: str, told: Sequence[tuple[str, dict[str, Any]]], by: str, at: str
) -> None:
    """The same of many subjects in one go: a roster of thousands is as many changes."""
    head = connection.execute(select(streams).where(streams.c.code == stream).with_for_update()).one()
    seq, link, rows = head.seq, head.link, []
    for subject, facts in told:
        row = _row_of_centre(Change(str(uuid.uuid4()), subject, kind, stream, seq, at, facts), by)
        seq += 1
        link = link_of(link, stream, seq, row["digest"])
        rows.append(row | {"seq": seq, "link": link})
    write_rows(connection, changes, rows)
    connection.execute(update(streams).where(streams.c.code == stream).values(seq=seq, link=link))


def _row_of_centre(change: Change, by: str) -> dict[str, Any]:
    body, salt = canonical(wire.write(change)), secrets.token_hex(16)
    outcome: dict[str, Any] = {"paths": []}
    row = {"stream": change.area, "id": change.id, "record": change.record, "body": body, "salt": salt}
    row |= {"body_hash": digest(body), "person": by, "device": CENTRE, "received_at": change.at}
    row["outcome"] = canonical(outcome).decode()
    return row | {"digest": digest_of(salt, body, by, CENTRE, None, change.at, outcome)}


@dataclass(frozen=True, slots=True)
class Break:
    """Where a stream stops being what it was."""

    stream: str
    seq: int
    reason: str


@dataclass(slots=True)
class _Walk:
    """What has been recomputed so far; `erased` holds what stays of emptied changes whose erasure is to come."""

    stream: str
    link: str = FIRST_LINK
    seq: int = 0
    erased: dict[int, str] = field(default_factory=dict)


def first_break(connection: Connection, stream: str) -> Break | None:
    """Recompute the stream from its first change: finds what was altered, deleted, inserted or reordered."""
    walk = _Walk(stream)
    with closing(_rows(connection, stream)) as rows:
        for row in rows:
            if reason := _fault(walk, row):
                return Break(stream, row.seq, reason)
    if walk.erased:
        return Break(stream, min(walk.erased), "the change was emptied, and no erasure says so")
    head = connection.execute(select(streams).where(streams.c.code == stream)).first()
    if head is None or head.link != walk.link or head.seq < walk.seq:
        return Break(stream, walk.seq, "the end of the stream is missing")
    return None


def breaks(connection: Connection, codes: Iterable[str]) -> Iterator[Break]:
    """The first break of each of the streams that has one; those in which nothing ever was cost no query."""
    begun = set(connection.execute(select(changes.c.stream).distinct()).scalars())
    links = {row.code: row.link for row in connection.execute(select(streams.c.code, streams.c.link))}
    for code in codes:
        if code in begun or links.get(code) != FIRST_LINK:
            found = first_break(connection, code)
            if found is not None:
                yield found


def _rows(connection: Connection, stream: str) -> Generator[Any, None, None]:
    query = select(changes).where(changes.c.stream == stream).order_by(changes.c.seq)
    with connection.execute(query, execution_options={"yield_per": 500}) as result:
        yield from result


def _fault(walk: _Walk, row: Any) -> str:
    """What is wrong with the next row; empty when it follows."""
    walk.link, walk.seq = link_of(walk.link, walk.stream, row.seq, row.digest), row.seq
    if walk.link != row.link:
        return "the link does not follow from the change before"
    if row.salt is None:
        walk.erased[row.seq] = kept_of(row)
        return "" if row.body is None and not row.body_hash else "the change was emptied in part"
    try:
        is_whole = _is_as_accepted(row)
    except (ValueError, KeyError, TypeError):
        is_whole = False
    if not is_whole:
        return "the change is not the one that was accepted"
    return _fault_of_erasure(walk, parsed(row.body)["set"]) if _is_erasure(row) else ""


def _is_as_accepted(row: Any) -> bool:
    """The digest covers the body and who, where and when; the other columns repeat what stands in these."""
    outcome, body = parsed(row.outcome), row.body or b""
    found = digest_of(row.salt, body, row.person, row.device, row.carrier, row.received_at, outcome)
    if found != row.digest or digest(body) != row.body_hash or bytes.fromhex(row.salt).hex() != row.salt:
        return False
    change = parsed(body)
    repeated = (change["id"], change["record"], change["area"], canonical(outcome).decode())
    return repeated == (row.id, row.record, row.stream, row.outcome)


def _is_erasure(row: Any) -> bool:
    """Only the centre erases: a phone's change of that name is refused, and would not count if it were not."""
    return bool(row.device == CENTRE and parsed(row.body)["kind"] == ERASURE)


def _fault_of_erasure(walk: _Walk, told: dict[str, Any]) -> str:
    if walk.erased.pop(told["seq"], None) != told["kept"]:
        return "it erases a change that is not as it was left"
    return ""
