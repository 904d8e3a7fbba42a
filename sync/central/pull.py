"""What a device is sent: the state of its streams after its cursors, page by page, from one snapshot.

A cursor is `epoch.base.at`: a page holds the records with version > `at`, each with all paths touched after
`base`; `base` moves up only when the end of the stream is reached, else a path touched on an earlier page's
record would be lost.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from sync.central.stored import StoredRecord
from sync.central.tables import facts, file_references, files, records, streams, uploads
from sync.domain.areas import gazetteer
from sync.domain.people import Person, Role, View
from sync.domain.rights import holds_stream
from sync.protocol.limits import MAX_SEQ, MAX_WANTED
from sync.protocol.messages import Wanted
from sync.protocol.problems import Code, Problem


@dataclass(frozen=True, slots=True)
class Cursor:
    epoch: str
    base: int = 0
    at: int = 0

    @classmethod
    def parse(cls, text: str, epoch: str) -> Cursor:
        """A cursor of another epoch starts at the beginning. Raises Problem for what is no cursor."""
        try:
            written_in, base, at = text.split(".")
            cursor = cls(written_in, int(base), int(at))
        except ValueError:
            raise Problem(Code.BAD_CURSOR) from None
        if not 0 <= cursor.base <= cursor.at <= MAX_SEQ:
            raise Problem(Code.BAD_CURSOR)
        return cursor if written_in == epoch else cls(epoch)

    def __str__(self) -> str:
        return f"{self.epoch}.{self.base}.{self.at}"


@dataclass(slots=True)
class Pulled:
    """`records` are the texts of RecordViews, to be copied into a reply."""

    epoch: str
    records: list[bytes] = field(default_factory=list)
    cursors: dict[str, str] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)
    safe: dict[str, int] = field(default_factory=dict)
    wanted: list[Wanted] = field(default_factory=list)
    more: bool = False


def streams_of(person: Person) -> list[str]:
    """The kelurahan whose records this person's device holds; the city works through search and holds none."""
    if person.role in (Role.KOTA, Role.PIMPINAN, Role.AUDITOR):
        return []
    return [code for code in _kelurahan(person.area.kelurahan or person.area.text) if holds_stream(person, code)]


@functools.lru_cache(1024)
def _kelurahan(area: str) -> tuple[str, ...]:
    return tuple(place.code for place in gazetteer().kelurahan(area))


def pull(connection: Connection, person: Person, cursors: Mapping[str, str], limit: int) -> Pulled:
    """One page over all of the person's streams. Call inside one read snapshot."""
    held = streams_of(person)
    heads = {row.code: row for row in connection.execute(_HEADS, {"held": held})}
    epoch = heads[held[0]].epoch if held else connection.execute(_EPOCH).scalar_one()
    page = Pulled(epoch)
    for code in held:
        cursor = Cursor.parse(cursors[code], epoch) if code in cursors else Cursor(epoch)
        _pull_stream(connection, person, heads[code], cursor, limit, page)
    page.wanted = _wanted(connection, person)
    return page


# Built once: putting a statement together costs more than running it.
_EPOCH = select(facts.c.value).where(facts.c.name == "epoch")
_HEADS = select(streams, _EPOCH.scalar_subquery().label("epoch")).where(
    streams.c.code.in_(bindparam("held", expanding=True))
)
_SENT = select(records.c.version, records.c.oldest, records.c.view, records.c.touched, records.c.hash).where(
    records.c.stream == bindparam("stream"), records.c.version > bindparam("at")
)
_ALL_AFTER = _SENT.order_by(records.c.version).limit(bindparam("most"))
_OWN_AFTER = _ALL_AFTER.where(records.c.author == bindparam("author"))
_WANTED = (
    select(files.c.sha256, func.coalesce(uploads.c.offset, 0).label("there"))
    .join(file_references, file_references.c.sha256 == files.c.sha256)
    .outerjoin(uploads, uploads.c.sha256 == files.c.sha256)
    .where(file_references.c.person == bindparam("person"), files.c.stored_at.is_(None))
    .distinct()
    .limit(MAX_WANTED)
)


def _pull_stream(
    connection: Connection, person: Person, head: Row[Any], cursor: Cursor, limit: int, page: Pulled
) -> None:
    code, seq = head.code, head.seq
    left = limit - len(page.records)
    rows: Sequence[Any] = ()
    if cursor.at < seq:
        after = {"stream": code, "at": cursor.at, "author": person.id, "most": left + 1}
        rows = connection.execute(_OWN_AFTER if person.view is View.OWN else _ALL_AFTER, after).all()
    is_end = len(rows) <= left
    for row in rows[:left]:
        whole = cursor.base < row.oldest
        page.records.append(row.view if whole else StoredRecord.from_row(row).text(cursor.base))
    at = max(seq, cursor.at) if is_end else (rows[left - 1].version if left else cursor.at)
    page.cursors[code] = str(Cursor(cursor.epoch, at if is_end else cursor.base, at))
    page.reached[code] = at
    page.more = page.more or not is_end
    page.safe[code] = head.safe
    if is_end and person.view is View.WHOLE:
        page.checksums[code] = head.checksum


def _wanted(connection: Connection, person: Person) -> list[Wanted]:
    """Files that records of this person name and that are not here yet."""
    return [Wanted(row.sha256, row.there) for row in connection.execute(_WANTED, {"person": person.id})]
