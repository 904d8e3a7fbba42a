"""Files that no record names any more, after an erasure: thrown away at once, and looked for again every night."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, exists, select

from sync.central import filestore, pieces
from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.tables import carried, file_references, files, uploads

_SWEEP = 100
_IS_NAMED = exists().where(file_references.c.sha256 == files.c.sha256)
_IS_UNNAMED = ~_IS_NAMED


def drop_unnamed(centre: Centre) -> int:
    """Throw away the files that no record names any more, whoever carries them; returns how many."""
    dropped = 0
    while unnamed := _unnamed(centre):
        for sha256 in unnamed:
            dropped += drop(centre, sha256)
    return dropped


def expect(connection: Connection, hashes: Sequence[str]) -> None:
    """Rows for bytes that no record names yet: by them they are found, now or at night, and somebody who names the
    file meanwhile keeps it."""
    write_rows(connection, files, [{"sha256": sha256} for sha256 in hashes], ("sha256",), keep=True)


def _unnamed(centre: Centre) -> list[str]:
    with centre.database.read() as connection:
        return list(connection.execute(select(files.c.sha256).where(_IS_UNNAMED).limit(_SWEEP)).scalars())


def drop(centre: Centre, sha256: str) -> int:
    """Throw the file away unless a record names it; returns how many.

    The rows are locked by their deletion, and gone only when the bytes are: what dies between them is found
    again. Who names the file or brings a piece of it meanwhile waits."""
    with centre.database.write() as connection:
        here = files.c.sha256 == sha256
        # The row first: while this waits for it, a record may name the file again.
        connection.execute(select(files.c.sha256).where(here).with_for_update())
        if connection.execute(select(files.c.sha256).where(here, _IS_UNNAMED)).first() is None:
            return 0
        connection.execute(delete(uploads).where(uploads.c.sha256 == sha256))
        connection.execute(delete(carried).where(carried.c.sha256 == sha256))
        connection.execute(delete(files).where(here))
        pieces.delete(centre.files, sha256)
        filestore.delete(centre.files, sha256)
    return 1
