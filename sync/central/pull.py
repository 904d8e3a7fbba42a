"""What a device is sent: the state of its streams after its cursors, page by page, from one snapshot.

A cursor is `epoch.base.at`: a page holds the records with version > `at`, each with all paths touched after
`base`; `base` moves up only when the end of the stream is reached, else a path touched on an earlier page's
record would be lost.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, exists, func, select

from sync.central.statements import OneOf, Row, fetch
from sync.central.stored import KEPT, StoredRecord
from sync.central.tables import facts, file_references, files, records, streams, uploads
from sync.domain.areas import gazetteer
from sync.domain.people import Person, Role, View
from sync.domain.rights import holds_city, holds_stream
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
    """`records` are the texts of RecordViews, to be copied into a reply; `spared` the places, as stream and
    version, of those that belong to the page and that whoever asked has already."""

    epoch: str
    records: list[bytes] = field(default_factory=list)
    spared: set[tuple[str, int]] = field(default_factory=set)
    cursors: dict[str, str] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)
    safe: dict[str, int] = field(default_factory=dict)
    wanted: list[Wanted] = field(default_factory=list)
    more: bool = False


def streams_of(person: Person, *, with_city: bool = False) -> list[str]:
    """The kelurahan whose records this person's device holds. The city works through search and holds none, but
    its own stream, where its app knows what stands there."""
    if person.role in (Role.KOTA, Role.PIMPINAN, Role.AUDITOR):
        return [person.area.text] if with_city and holds_city(person) else []
    return [code for code in _kelurahan(person.area.kelurahan or person.area.text) if holds_stream(person, code)]


@functools.lru_cache(1024)
def _kelurahan(area: str) -> tuple[str, ...]:
    return tuple(place.code for place in gazetteer().kelurahan(area))


def pull(
    connection: Connection,
    heads: Heads,
    person: Person,
    cursors: Mapping[str, str],
    limit: int,
    known: Set[tuple[str, int]] = frozenset(),
    *,
    with_city: bool = False,
) -> Pulled:
    """One page over all of the person's streams. Call inside the snapshot in which the heads were read.

    `known` are places of records, as stream and version, of which the text is not needed.
    """
    epoch = heads.epoch
    page, left = Pulled(epoch), limit
    for code in streams_of(person, with_city=with_city):
        cursor = Cursor.parse(cursors[code], epoch) if code in cursors else Cursor(epoch)
        left -= _pull_stream(connection, person, heads.streams[code], cursor, left, page, known)
    page.wanted = _wanted(connection, person)
    return page


@dataclass(frozen=True, slots=True)
class Head:
    code: str
    seq: int
    safe: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the streams stand in one snapshot, by their codes."""

    epoch: str
    streams: dict[str, Head]


def heads_for(connection: Connection, persons: Iterable[Person]) -> Heads:
    """Of every stream that one of them holds."""
    held = sorted({code for person in persons for code in streams_of(person, with_city=True)})
    [[epoch]] = fetch(connection, _EPOCH)
    return Heads(epoch, {row[0]: Head(*row) for row in fetch(connection, _HEADS, held=held)} if held else {})


_EPOCH = select(facts.c.value).where(facts.c.name == "epoch")
_HEADS = select(streams.c.code, streams.c.seq, streams.c.safe, streams.c.checksum).where(
    OneOf(streams.c.code, "held")
)
_SENT = select(records.c.version, records.c.oldest, *KEPT).where(
    records.c.stream == bindparam("stream"), records.c.version > bindparam("at")
)
_ALL_AFTER = _SENT.order_by(records.c.version).limit(bindparam("most"))
_OWN_AFTER = _ALL_AFTER.where(records.c.author == bindparam("author"))
_OTHER = file_references.alias("other")
_HAS_OTHERS = exists().where(
    _OTHER.c.sha256 == file_references.c.sha256, _OTHER.c.person != file_references.c.person
)
_WANTED = (
    select(files.c.sha256, func.coalesce(uploads.c.offset, 0).label("there"), _HAS_OTHERS.label("has_others"))
    .join(file_references, file_references.c.sha256 == files.c.sha256)
    .outerjoin(uploads, uploads.c.sha256 == files.c.sha256)
    .where(file_references.c.person == bindparam("person"), files.c.stored_at.is_(None))
    .distinct()
    # What nobody else was asked for goes first: of the others' photos, this person may have none.
    .order_by("has_others")
    .limit(MAX_WANTED)
)


def _pull_stream(
    connection: Connection,
    person: Person,
    head: Head,
    cursor: Cursor,
    left: int,
    page: Pulled,
    known: Set[tuple[str, int]],
) -> int:
    """Returns how many of the page's places it took."""
    code, base = head.code, cursor.base
    own = {place for place in known if place[0] == code and place[1] > cursor.at}
    if len(own) == head.seq - cursor.at <= left:
        # Nothing else came: what whoever asked has already need not be read.
        page.spared |= own
        _reach(page, person, head, cursor, head.seq, is_end=True)
        return len(own)
    rows = _after(connection, person, code, cursor.at, left + 1)
    is_end = len(rows) <= left
    rows = rows[:left]
    if known:
        page.spared |= {(code, row[0]) for row in rows} & known
    page.records += [
        view if base < oldest else StoredRecord.from_texts(view, touched, hashed).text(base)
        for version, oldest, view, touched, hashed in rows
        if not known or (code, version) not in known
    ]
    at = max(head.seq, cursor.at) if is_end else (rows[-1][0] if rows else cursor.at)
    _reach(page, person, head, cursor, at, is_end=is_end)
    return len(rows)


def _reach(page: Pulled, person: Person, head: Head, cursor: Cursor, at: int, *, is_end: bool) -> None:
    code = head.code
    page.cursors[code] = str(Cursor(cursor.epoch, at if is_end else cursor.base, at))
    page.reached[code] = at
    page.more = page.more or not is_end
    page.safe[code] = head.safe
    if is_end and person.view is View.WHOLE:
        page.checksums[code] = head.checksum


def _after(connection: Connection, person: Person, stream: str, at: int, most: int) -> list[Row]:
    if person.view is View.OWN:
        return fetch(connection, _OWN_AFTER, stream=stream, at=at, most=most, author=person.id)
    return fetch(connection, _ALL_AFTER, stream=stream, at=at, most=most)


def _wanted(connection: Connection, person: Person) -> list[Wanted]:
    """Files that this person named and that are not here yet."""
    return [Wanted(sha256, there) for sha256, there, _ in fetch(connection, _WANTED, person=person.id)]
