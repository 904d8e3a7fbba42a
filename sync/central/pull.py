"""What a device is sent: the state of its streams after its cursors, page by page, from one snapshot.

A cursor is `epoch.base.at`: a page holds the records with version > `at`, each with all paths touched after
`base`; `base` moves up only when the end of the stream is reached, else a path touched on an earlier page's
record would be lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from sync.central.stored import StoredRecord
from sync.central.tables import facts, file_references, files, records, streams
from sync.domain.areas import gazetteer
from sync.domain.people import Person, Role, View
from sync.domain.rights import holds_stream
from sync.protocol.limits import MAX_SEQ, MAX_WANTED
from sync.protocol.messages import RecordView, Wanted
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
    epoch: str
    records: list[RecordView] = field(default_factory=list)
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
    inside = gazetteer().kelurahan(person.area.kelurahan or person.area.text)
    return [place.code for place in inside if holds_stream(person, place.code)]


def pull(connection: Connection, person: Person, cursors: Mapping[str, str], limit: int) -> Pulled:
    """One page over all of the person's streams. Call inside one read snapshot."""
    epoch = connection.execute(select(facts.c.value).where(facts.c.name == "epoch")).scalar_one()
    page = Pulled(epoch)
    held = streams_of(person)
    heads = {row.code: row for row in connection.execute(select(streams).where(streams.c.code.in_(held)))}
    for code in held:
        cursor = Cursor.parse(cursors[code], epoch) if code in cursors else Cursor(epoch)
        _pull_stream(connection, person, heads[code], cursor, limit, page)
    page.wanted = _wanted(connection, person)
    return page


def _pull_stream(
    connection: Connection, person: Person, head: object, cursor: Cursor, limit: int, page: Pulled
) -> None:
    code, seq = head.code, head.seq  # type: ignore[attr-defined]
    left = limit - len(page.records)
    rows = []
    if cursor.at < seq:
        query = select(records).where(records.c.stream == code, records.c.version > cursor.at)
        if person.view is View.OWN:
            query = query.where(records.c.author == person.id)
        rows = list(connection.execute(query.order_by(records.c.version).limit(left + 1)))
    is_end = len(rows) <= left
    for row in rows[:left]:
        page.records.append(StoredRecord.from_row(row).view(cursor.base))
    at = max(seq, cursor.at) if is_end else (rows[left - 1].version if left else cursor.at)
    page.cursors[code] = str(Cursor(cursor.epoch, at if is_end else cursor.base, at))
    page.reached[code] = at
    page.more = page.more or not is_end
    page.safe[code] = head.safe  # type: ignore[attr-defined]
    if is_end and person.view is View.WHOLE:
        page.checksums[code] = head.checksum  # type: ignore[attr-defined]


def _wanted(connection: Connection, person: Person) -> list[Wanted]:
    """Files that records of this person name and that are not here yet."""
    query = (
        select(files.c.sha256)
        .join(file_references, file_references.c.sha256 == files.c.sha256)
        .where(file_references.c.person == person.id, files.c.stored_at.is_(None))
        .distinct()
        .limit(MAX_WANTED)
    )
    return [Wanted(row.sha256, 0) for row in connection.execute(query)]
