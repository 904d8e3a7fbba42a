"""Files on their way: announced, sent in pieces from any device to any instance, checked, stored.

Only a row of `uploads` says how far a file has come. Objects are written before the row moves and thrown away
before it goes, so after a crash between any two steps the next call goes on or begins again, and nothing is left.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, select, update

from sync.central import filestore, pieces, unnamed_files
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.people import iso
from sync.central.tables import uploads
from sync.domain.people import Person
from sync.protocol.limits import MAX_FILE_BYTES
from sync.protocol.problems import Code, Problem

log = logging.getLogger("lorong")
_SWEEP = 100


@dataclass(frozen=True, slots=True)
class Upload:
    """`offset` bytes of `length` are here; `piece` is where the last object begins."""

    sha256: str
    length: int
    offset: int
    piece: int
    updated_at: str
    is_stored: bool = False

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length


_ROW = (uploads.c.sha256, uploads.c.length, uploads.c.offset, uploads.c.piece, uploads.c.updated_at)


def begin(centre: Centre, caller: Caller, sha256: str, length: int) -> Upload:
    """Announce a file. What is here of it stays; safe to repeat. Raises Problem.

    A hash has one length: announced with another one, the file begins again.
    """
    if length > MAX_FILE_BYTES:
        raise Problem(Code.TOO_LARGE)
    if length < 1:
        raise Problem(Code.BAD_UPLOAD, "Upload-Length: a file has at least one byte")
    with centre.database.write() as connection:
        upload = _known(connection, caller.person, sha256, lock=True)
        if upload is not None and upload.length != length and not upload.is_stored:
            _throw_away(centre, connection, sha256)
            upload = None
        upload = upload or _announce(connection, caller.person, sha256, length, iso(centre.clock()))
    return _settled(centre, upload)


def standing(centre: Centre, caller: Caller, sha256: str) -> Upload:
    """How far the file has come. Raises Problem(NOT_FOUND) when it was not announced, or FORBIDDEN."""
    with centre.database.read() as connection:
        upload = _known(connection, caller.person, sha256)
    if upload is None:
        raise Problem(Code.NOT_FOUND)
    return _settled(centre, upload)


def append(centre: Centre, caller: Caller, sha256: str, offset: int, content: bytes) -> Upload:
    """Go on at `offset`. With the last byte hash and type are checked, and the file is stored.

    Raises Problem: UPLOAD_OFFSET with the byte at which to go on; WRONG_HASH or WRONG_TYPE, and then all of it is
    thrown away; NOT_FOUND, FORBIDDEN, BAD_UPLOAD.
    """
    with centre.database.write() as connection:
        upload = _at(_known(connection, caller.person, sha256, lock=True), offset, len(content))
        grown = _grow(centre, connection, upload, content) if content else upload
    if grown is None:
        _discard(centre, upload)
        raise Problem(Code.WRONG_HASH)
    return _settled(centre, grown)


def store_file(centre: Centre, caller: Caller, sha256: str, content: bytes) -> None:
    """Keep a whole file that a record of the caller names. Safe to repeat. Raises Problem."""
    content_type = filestore.check(sha256, content)
    with centre.database.read() as connection:
        if filestore.stored_size(connection, caller.person, sha256) is not None:
            return
    _keep(centre, sha256, content, content_type)


def drop_abandoned(centre: Centre, before: str) -> int:
    """Throw away the uploads that nobody went on with since then; returns how many."""
    dropped, last = 0, ""
    while abandoned := _abandoned(centre, before, last):
        for upload in abandoned:
            _discard(centre, upload)
        dropped, last = dropped + len(abandoned), abandoned[-1].sha256
    return dropped


def _abandoned(centre: Centre, before: str, last: str) -> list[Upload]:
    query = select(*_ROW).where(uploads.c.updated_at < before, uploads.c.sha256 > last)
    with centre.database.read() as connection:
        return [Upload(*row) for row in connection.execute(query.order_by(uploads.c.sha256).limit(_SWEEP))]


def _known(connection: Connection, person: Person, sha256: str, *, lock: bool = False) -> Upload | None:
    """Raises Problem(FORBIDDEN).

    The row first: while somebody waits for it, another one may store the file, and the row is gone.
    """
    query = select(*_ROW).where(uploads.c.sha256 == sha256)
    row = connection.execute(query.with_for_update() if lock else query).first()
    size = filestore.stored_size(connection, person, sha256)
    if size is not None:
        return Upload(sha256, size, size, 0, "", is_stored=True)
    return Upload(*row) if row else None


def _at(upload: Upload | None, offset: int, size: int) -> Upload:
    """The upload, if so many bytes may be added there. Raises Problem."""
    if upload is None:
        raise Problem(Code.NOT_FOUND)
    if upload.offset != offset:
        raise Problem(Code.UPLOAD_OFFSET, headers={"Upload-Offset": str(upload.offset)})
    if offset + size > upload.length:
        raise Problem(Code.BAD_UPLOAD, "more bytes than Upload-Length announced")
    return upload


def _announce(connection: Connection, person: Person, sha256: str, length: int, now: str) -> Upload:
    """Two at once announce one upload: the second waits for the first and finds its row."""
    fresh = {"sha256": sha256, "length": length, "offset": 0, "piece": 0, "updated_at": now, "person": person.id}
    write_rows(connection, uploads, [fresh], ("sha256",), keep=True)
    return Upload(*connection.execute(select(*_ROW).where(uploads.c.sha256 == sha256)).one())


def _grow(centre: Centre, connection: Connection, upload: Upload, content: bytes) -> Upload | None:
    """None when what the row speaks of is gone."""
    piece = pieces.append(centre.files, upload.sha256, upload.piece, upload.offset, content)
    if piece is None:
        return None
    grown = replace(upload, offset=upload.offset + len(content), piece=piece, updated_at=iso(centre.clock()))
    moved = {"offset": grown.offset, "piece": grown.piece, "updated_at": grown.updated_at}
    connection.execute(update(uploads).where(uploads.c.sha256 == grown.sha256).values(moved))
    return grown


def _settled(centre: Centre, upload: Upload) -> Upload:
    """Stored, if all bytes are here: also when whoever brought the last one was cut off before that."""
    if upload.is_stored or not upload.is_whole:
        return upload
    content = pieces.joined(centre.files, upload.sha256, upload.length)
    if content is None:
        content = filestore.get(centre.files, upload.sha256) or b""
    try:
        content_type = filestore.check(upload.sha256, content)
    except Problem as problem:
        log.warning("upload of %s thrown away: %s", upload.sha256, problem.code.text)
        _discard(centre, upload)
        raise
    _keep(centre, upload.sha256, content, content_type)
    return replace(upload, is_stored=True)


def _keep(centre: Centre, sha256: str, content: bytes, content_type: str) -> None:
    """Raises Problem: FORBIDDEN when the file's record was erased meanwhile, BUSY when it was named again then."""
    filestore.put(centre.files, sha256, content)
    with centre.database.write() as connection:
        is_known = filestore.mark_stored(connection, centre.files, sha256, content, content_type, centre.clock())
        if not is_known:
            unnamed_files.expect(connection, [sha256])
        _throw_away(centre, connection, sha256)
    if not is_known:
        unnamed_files.drop(centre, sha256)
        raise Problem(Code.FORBIDDEN)


def _discard(centre: Centre, upload: Upload) -> None:
    """Unless somebody went on with it meanwhile."""
    query = select(*_ROW).where(uploads.c.sha256 == upload.sha256)
    with centre.database.write() as connection:
        row = connection.execute(query.with_for_update()).first()
        if row is not None and Upload(*row) == upload:
            _throw_away(centre, connection, upload.sha256)


def _throw_away(centre: Centre, connection: Connection, sha256: str) -> None:
    """The row is locked by its deletion, so nobody begins again until the objects are gone."""
    connection.execute(delete(uploads).where(uploads.c.sha256 == sha256))
    pieces.delete(centre.files, sha256)
