"""Photos and documents by sha256, in a folder or on S3 (obstore). Stored means that the hash was checked."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url
from sqlalchemy import Connection, select, update

from sync.central.people import iso
from sync.central.stored import KEPT, StoredRecord
from sync.central.tables import bank, bank_photos, carried, file_references, files, records
from sync.domain.checks import SHA256
from sync.domain.people import Person
from sync.domain.rights import Ownership, may_edit, may_see
from sync.protocol.limits import MAX_FILE_BYTES
from sync.protocol.problems import Code, Problem

log = logging.getLogger("lorong")
_ASK_AGAIN_S = 30
# obstore's own three minutes are longer than a phone waits, and an upload's row is locked meanwhile.
_RETRIES: Any = {"max_retries": 4, "retry_timeout": timedelta(seconds=15)}
_TIMES = {"timeout": timedelta(seconds=20), "connect_timeout": timedelta(seconds=5)}
_SIGNATURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}


def open_store(url: str) -> ObjectStore:
    """`file:///folder` (made when it is missing) or `s3://bucket/prefix`."""
    if url.startswith("file://"):
        return LocalStore(url.removeprefix("file://"), mkdir=True, automatic_cleanup=True)
    # Options given here make obstore forget this variable.
    options: Any = _TIMES | {"allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true"}
    return from_url(url, retry_config=_RETRIES, client_options=options)


@contextmanager
def reached() -> Iterator[None]:
    """A store that is away, or full, is Problem(BUSY): what was sent stays where it is and goes again."""
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise
    except (BaseError, OSError) as error:
        log.error("the file store cannot be used: %s", str(error)[:300])
        raise Problem(Code.BUSY, headers={"Retry-After": str(_ASK_AGAIN_S)}) from error


def type_of(content: bytes) -> str:
    """Told from the bytes, not from what the sender says. Raises Problem(WRONG_TYPE)."""
    found = next((kind for start, kind in _SIGNATURES.items() if content.startswith(start)), None)
    if found is None:
        raise Problem(Code.WRONG_TYPE)
    return found


def check(sha256: str, content: bytes) -> str:
    """The type of a file whose size, hash and content hold; raises Problem."""
    if SHA256.fullmatch(sha256) is None:
        raise Problem(Code.NOT_FOUND)
    if len(content) > MAX_FILE_BYTES:
        raise Problem(Code.TOO_LARGE)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Problem(Code.WRONG_HASH)
    return type_of(content)


def put(store: ObjectStore, sha256: str, content: bytes) -> None:
    """Whole or not at all; on the medium when this returns."""
    with reached():
        obstore.put(store, _key(sha256), content)
        if isinstance(store, LocalStore) and store.prefix is not None:
            _flush(store.prefix / _key(sha256))


def _flush(path: Path) -> None:
    """obstore leaves that to the system, but a phone may drop its photo once it is stored here."""
    for place in (path, path.parent, path.parent.parent):
        if os.name == "posix" or place is path:
            descriptor = os.open(place, os.O_RDWR if place is path else os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)


def get(store: ObjectStore, sha256: str) -> bytes | None:
    return read_object(store, _key(sha256))


def size_of(store: ObjectStore, sha256: str) -> int | None:
    """How many bytes are there; None where nothing is."""
    try:
        with reached():
            return int(obstore.head(store, _key(sha256))["size"])
    except (NotFoundError, FileNotFoundError):
        return None


def delete(store: ObjectStore, sha256: str) -> None:
    """Safe to repeat, and when there is no such file."""
    with suppress(NotFoundError, FileNotFoundError), reached():
        obstore.delete(store, _key(sha256))


def read_object(store: ObjectStore, key: str) -> bytes | None:
    try:
        with reached():
            return bytes(obstore.get(store, key).bytes())
    except (NotFoundError, FileNotFoundError):
        return None


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def mark_stored(
    connection: Connection, store: ObjectStore, sha256: str, content: bytes, content_type: str, now: datetime
) -> bool:
    """False when no row knows the file: its record was erased while the bytes came. Raises Problem(BUSY) when the
    bytes were thrown away with it, and a record has named the file again since."""
    values = {"size": len(content), "type": content_type, "stored_at": iso(now)}
    is_known = connection.execute(update(files).where(files.c.sha256 == sha256).values(values)).rowcount > 0
    if is_known and size_of(store, sha256) is None:
        raise Problem(Code.BUSY, headers={"Retry-After": "1"})
    return is_known


def is_stored(connection: Connection, sha256: str) -> bool:
    query = select(files.c.stored_at).where(files.c.sha256 == sha256)
    return connection.execute(query).scalar_one_or_none() is not None


def stored_size(connection: Connection, person: Person, sha256: str) -> int | None:
    """The size of a file that is stored already, None while it is wanted. Raises Problem.

    Answered to who may send the file, or may read it: nobody else learns what exists.
    """
    if SHA256.fullmatch(sha256) is None:
        raise Problem(Code.NOT_FOUND)
    query = select(files.c.size).where(files.c.sha256 == sha256, files.c.stored_at.is_not(None))
    size = connection.execute(query).scalar_one_or_none()
    is_readable = size is not None and may_read_file(connection, person, sha256)
    if not is_readable and not may_send_file(connection, person, sha256):
        raise Problem(Code.FORBIDDEN)
    return size


def content_type(connection: Connection, sha256: str) -> str:
    return str(connection.execute(select(files.c.type).where(files.c.sha256 == sha256)).scalar_one())


def may_read_file(connection: Connection, person: Person, sha256: str) -> bool:
    if any(may_see(person, record) for record in _records_naming(connection, sha256)):
        return True
    # What the public sees is on nobody's phone but the author's; the bank is read on every phone.
    shown = select(bank.c.no).join(bank_photos, bank_photos.c.record == bank.c.record)
    return connection.execute(shown.where(bank_photos.c.sha256 == sha256, bank.c.is_public)).first() is not None


def may_send_file(connection: Connection, person: Person, sha256: str) -> bool:
    """A file is taken for a record that its sender may write, or might when they named it, or that somebody
    who may signed over to them."""
    theirs = [
        select(table.c.sha256).where(table.c.sha256 == sha256, table.c.person == person.id)
        for table in (file_references, carried)
    ]
    if any(connection.execute(query.limit(1)).first() is not None for query in theirs):
        return True
    return any(may_edit(person, record) for record in _records_naming(connection, sha256))


def _records_naming(connection: Connection, sha256: str) -> list[Ownership]:
    places = select(file_references.c.stream, file_references.c.record)
    named = places.where(file_references.c.sha256 == sha256).distinct().subquery()
    query = select(*KEPT).join(named, (named.c.stream == records.c.stream) & (named.c.record == records.c.id))
    return [StoredRecord.from_row(row).ownership for row in connection.execute(query)]
