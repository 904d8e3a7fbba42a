"""Erasing one change from the log (UU PDP): its content goes, its place in the chain stays.

This is the chain's part alone; erase_record.py has the whole.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from sync.central.chain import ERASED, ERASURE, append_to_chain, kept_of
from sync.central.json_text import parsed
from sync.central.log import CHECKPOINT
from sync.central.people import iso
from sync.central.tables import changes, streams


class CannotErase(ValueError):
    """There is no such change, or it is one by which the chain and the log are checked."""


def erase(connection: Connection, stream: str, seq: int, reason: str, by: str, now: datetime) -> bool:
    """Empty body, salt and the body's plain hash, and chain that it was done. Raises CannotErase.

    Without the salt nobody can guess the content from the digest. `reason` is a code such as `consent_withdrawn`,
    never a text about a person; `by` is a person's id. False when the change was erased before.
    """
    # The stream first, as everybody who chains does.
    connection.execute(select(streams.c.code).where(streams.c.code == stream).with_for_update())
    here = (changes.c.stream == stream) & (changes.c.seq == seq)
    row = connection.execute(select(changes).where(here)).first()
    if row is None:
        raise CannotErase(f"there is no change {seq} in {stream}")
    if row.salt is None:
        return False
    if parsed(row.body)["kind"] in (ERASURE, CHECKPOINT):
        raise CannotErase("the chain is checked by this change, and it holds nothing of a person")
    connection.execute(update(changes).where(here).values(body=None, salt=None, body_hash=ERASED))
    told: dict[str, Any] = {"seq": seq, "kept": kept_of(row), "reason": reason}
    append_to_chain(connection, stream, ERASURE, row.record, told, by, iso(now))
    return True
