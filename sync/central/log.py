"""The city's Merkle log: the link of every accepted change, of all streams, as one append-only tree.

A job appends what is new and signs a checkpoint once a day (UTC). The checkpoint is itself a change in the city's
stream. The log goes by the epoch: a restore begins a new one, which starts with what the backup holds, so that
nobody takes entries lost with the old centre for entries that were taken out.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Row, bindparam, func, insert, select

from sync.central import tiles
from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.chain import append_to_chain
from sync.central.jobs import Job
from sync.central.json_text import parsed
from sync.central.people import iso
from sync.central.tables import changes, facts, log_checkpoints, log_entries, log_tiles, streams
from sync.central.tiles import Place
from sync.protocol.checkpoint import Checkpoint, LogKey, opened, signed
from sync.protocol.evidence import FIRST_LINK, Evidence, InclusionProof, Stated
from sync.protocol.inclusion import BadProof, leaf_hash
from sync.protocol.problems import Code, Problem

APPEND_AT_ONCE = 1000
CHECKPOINT = "checkpoint"
"""Kind and subject of the changes that name the checkpoints."""


def signing_key(secret: bytes) -> Ed25519PrivateKey:
    """Derived from the centre's secret: there is one key file to keep, and it is in no backup."""
    return Ed25519PrivateKey.from_private_bytes(hmac.new(secret, b"log-signing", hashlib.sha256).digest())


def public_key(secret: bytes) -> bytes:
    return signing_key(secret).public_key().public_bytes_raw()


def log_key(connection: Connection, centre: Centre) -> LogKey:
    """The log's name, with the epoch, and the key by which it is signed."""
    epoch = connection.execute(_EPOCH).scalar_one()
    return LogKey(f"lorong/{centre.city}/{epoch}", public_key(centre.keys.secret))


def log_job(every_s: int = 60) -> Job:
    return Job("log", every_s, update_log)


def update_log(centre: Centre) -> None:
    """Append everything that is new, then sign if none was signed today. Safe to repeat and to be cut anywhere."""
    while append(centre):
        pass
    sign(centre)


_EPOCH = select(facts.c.value).where(facts.c.name == "epoch")
_LOGGED = (
    select(func.coalesce(func.max(log_entries.c.seq), 0))
    .where(log_entries.c.stream == streams.c.code)
    .scalar_subquery()
)
# Stream by stream: of one statement over all of them SQLite makes a walk through every change.
_TOPS = select(streams.c.code, _LOGGED.label("logged")).where(streams.c.seq > _LOGGED).order_by(streams.c.code)
_AFTER = (
    select(changes.c.stream, changes.c.seq, changes.c.link)
    .where(changes.c.stream == bindparam("stream"), changes.c.seq > bindparam("logged"))
    .order_by(changes.c.seq)
    .limit(bindparam("most"))
)
_SIZE = select(func.coalesce(func.max(log_entries.c.position) + 1, 0))


def append(centre: Centre) -> int:
    """Up to 1,000 more entries in one transaction; returns how many."""
    with centre.database.write() as connection:
        _lock(connection)
        size = size_of(connection)
        new = _new(connection)
        if new:
            rows = [{"position": size + n, "stream": row.stream, "seq": row.seq} for n, row in enumerate(new)]
            write_rows(connection, log_entries, rows)
            leaves = [leaf_hash(bytes.fromhex(row.link)) for row in new]
            changed = tiles.grown(tile_reader(connection), size, leaves)
            grown = [{"level": at[0], "position": at[1], "hashes": tile} for at, tile in changed.items()]
            write_rows(connection, log_tiles, grown, ("level", "position"))
    return len(new)


def _new(connection: Connection) -> list[Row[tuple[str, int, str]]]:
    found: list[Row[tuple[str, int, str]]] = []
    for top in connection.execute(_TOPS).all():
        values = {"stream": top.code, "logged": top.logged, "most": APPEND_AT_ONCE - len(found)}
        found += connection.execute(_AFTER, values)
        if len(found) == APPEND_AT_ONCE:
            break
    return found


def _lock(connection: Connection) -> None:
    """One at a time, even when a lease ran out under a slow runner."""
    connection.execute(_EPOCH.with_for_update())


def size_of(connection: Connection) -> int:
    return int(connection.execute(_SIZE).scalar_one())


def sign(centre: Centre) -> str | None:
    """Today's checkpoint, signed; None when there is one already, or nothing to sign."""
    now = centre.clock()
    with centre.database.write() as connection:
        _lock(connection)
        size, key, last = size_of(connection), log_key(connection, centre), _last(connection)
        if not size or (last is not None and _is_of_today(last, key, now)):
            return None
        root = tiles.root(tile_reader(connection), size)
        checkpoint = Checkpoint(key.name, size, root, iso(now))
        note = signed(checkpoint, key, signing_key(centre.keys.secret).sign(checkpoint.text.encode()))
        number = last.number + 1 if last is not None else 1
        row = {"number": number, "size": size, "signed_at": checkpoint.time, "note": note}
        connection.execute(insert(log_checkpoints).values(row))
        told = {"number": number, "note": note}
        append_to_chain(connection, centre.city, CHECKPOINT, CHECKPOINT, told, "centre", checkpoint.time)
    return note


def _last(connection: Connection) -> Row[tuple[int, int, str, str]] | None:
    return connection.execute(select(log_checkpoints).order_by(log_checkpoints.c.number.desc()).limit(1)).first()


def _is_of_today(last: Row[tuple[int, int, str, str]], key: LogKey, now: datetime) -> bool:
    """Of this epoch and by this key: after a restore, or with another key, a new one is due at once."""
    try:
        return opened(last.note, [key.public]).origin == key.name and last.signed_at[:10] >= iso(now)[:10]
    except BadProof:
        return False


def latest(connection: Connection) -> tuple[str, int]:
    """The newest checkpoint and its size. Raises Problem(NOT_FOUND) before the first."""
    last = _last(connection)
    if last is None:
        raise Problem(Code.NOT_FOUND, "no checkpoint has been signed yet")
    return last.note, last.size


def tile_reader(connection: Connection) -> Callable[[Place], bytes]:
    """Reads each tile once. It raises DamagedTree for one that is not there."""
    known: dict[Place, bytes] = {}

    def read(place: Place) -> bytes:
        if place not in known:
            here = (log_tiles.c.level == place[0]) & (log_tiles.c.position == place[1])
            found = connection.execute(select(log_tiles.c.hashes).where(here)).scalar_one_or_none()
            if found is None:
                raise tiles.DamagedTree(f"tile {place[0]}/{place[1]} is missing")
            known[place] = bytes(found)
        return known[place]

    return read


def proof(connection: Connection, centre: Centre, stream: str, seq: int) -> InclusionProof:
    """That the change stands under the newest checkpoint. Raises Problem: NOT_FOUND, or NOT_LOGGED until the
    day's checkpoint is signed."""
    return prover(connection, centre)(_change(connection, stream, seq))


def _change(connection: Connection, stream: str, seq: int) -> Row[Any]:
    row = connection.execute(select(changes).where(changes.c.stream == stream, changes.c.seq == seq)).first()
    if row is None:
        raise Problem(Code.NOT_FOUND)
    return row


def prover(connection: Connection, centre: Centre) -> Callable[[Row[Any]], InclusionProof]:
    """Proves changes under one checkpoint, reading each tile once. What it returns raises Problem(NOT_LOGGED)."""
    last, key, reader = _last(connection), log_key(connection, centre), tile_reader(connection)

    def prove(row: Row[Any]) -> InclusionProof:
        here = (log_entries.c.stream == row.stream) & (log_entries.c.seq == row.seq)
        position = connection.execute(select(log_entries.c.position).where(here)).scalar_one_or_none()
        if position is None or last is None or position >= last.size:
            raise Problem(Code.NOT_LOGGED)
        hashes = [found.hex() for found in tiles.inclusion_path(reader, position, last.size)]
        previous = _link_before(connection, row.stream, row.seq)
        place = row.stream, row.seq, row.digest, previous, row.link, position
        return InclusionProof(*place, hashes, last.note, key.text)

    return prove


def signed_since(connection: Connection, stream: str, seq: int) -> str | None:
    """When the first checkpoint was signed under which the change stands; None while it waits for one."""
    here = (log_entries.c.stream == stream) & (log_entries.c.seq == seq)
    query = select(func.min(log_checkpoints.c.signed_at)).join(
        log_entries, log_entries.c.position < log_checkpoints.c.size
    )
    return connection.execute(query.where(here)).scalar_one_or_none()


def evidence(connection: Connection, centre: Centre, stream: str, seq: int) -> Evidence:
    """A proof file: the proof, and the change itself where it was not erased. Raises as `proof` does."""
    row = _change(connection, stream, seq)
    return Evidence(prover(connection, centre)(row), stated(row))


def stated(row: Row[Any]) -> Stated | None:
    """The change with the salt that ties it to its digest; None where it was erased."""
    if row.salt is None:
        return None
    who = row.person, row.device, row.received_at
    return Stated(parsed(row.body), row.salt, *who, parsed(row.outcome), row.carrier)


def _link_before(connection: Connection, stream: str, seq: int) -> str:
    query = select(changes.c.link).where(changes.c.stream == stream, changes.c.seq < seq)
    found = connection.execute(query.order_by(changes.c.seq.desc()).limit(1)).scalar_one_or_none()
    return found or FIRST_LINK


def consistency(connection: Connection, old: int, new: int) -> list[bytes]:
    """That the first `new` entries begin with the first `old`. Raises Problem(NOT_FOUND) beyond what is signed."""
    if not 0 <= old <= new <= latest(connection)[1]:
        raise Problem(Code.NOT_FOUND, "the signed log is shorter")
    return tiles.consistency_path(tile_reader(connection), old, new)
