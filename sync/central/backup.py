"""Backup and restore: one file that both databases read, with every table and every stored photo.

Photos that are still arriving are not in it: their phones send them from the first byte.

A backup is taken while the centre runs, the tables from one snapshot and then the files, which never change; when
it is on the medium the devices are told how far it is safe. Neither way holds more in memory than some rows or one
file. A restore opens a new epoch and raises every sequence beyond any that was given out, so that none is given
out again. The key file is not in it: keep it elsewhere.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import os
import secrets
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table, bindparam, case, delete, func, insert, select, update

from sync.central import filestore, vouched
from sync.central.answer import Centre, mark_safe
from sync.central.chain import append_to_chain
from sync.central.jobs import note_run
from sync.central.people import iso
from sync.central.tables import DERIVED, changes, facts, files, job_runs, leases, metadata, streams, uploads
from sync.protocol.problems import Problem

log = logging.getLogger("lorong")
FORMAT = 1
JOB = "backup"
"""Its name among the runs that `lorong doctor` and `/metrics` look at."""
JUMP = 10**9
_BATCH = 500


class NotABackup(ValueError):
    """The file was not made by `lorong backup`, or by a newer version."""


class NotEmpty(ValueError):
    """The database already holds changes; a restore never overwrites."""


def backup(centre: Centre, path: Path, *, with_files: bool = True) -> dict[str, int]:
    """Write the backup (first beside, then in place), then tell the devices. Returns rows by table.

    Without files, whoever asks copies the store of files by other means, and after this.
    """
    with _written_whole(path) as archive:
        with centre.database.read() as connection:
            heads = {row.code: row.seq for row in connection.execute(select(streams))}
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            _add(archive, "manifest.json", json.dumps({"lorong": FORMAT, "revision": revision}).encode())
            counts = {table.name: _add_table(archive, connection, table) for table in _kept_tables()}
        if with_files:
            _add_files(archive, centre)
    mark_safe(centre, heads)
    with centre.database.write() as connection:
        note_run(connection, JOB, centre.clock(), succeeded=True)
    return counts


@contextmanager
def _written_whole(path: Path) -> Iterator[tarfile.TarFile]:
    """In place only when it is whole and on the medium; for nobody else's eyes."""
    partial = path.with_name(path.name + ".part")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            yield archive
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _kept_tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if table not in (uploads, leases, job_runs, *DERIVED)]


def _add_files(archive: tarfile.TarFile, centre: Centre) -> None:
    """What is stored, page by page: no snapshot is held open while files travel."""
    missing, last = 0, ""
    while names := _stored_after(centre, last):
        for sha256 in names:
            content = filestore.get(centre.files, sha256)
            missing += content is None
            if content is not None:
                _add(archive, f"files/{sha256}", content)
        last = names[-1]
    if missing:
        log.error("%d stored files are not in the file store; the backup is without them", missing)


def _stored_after(centre: Centre, last: str) -> list[str]:
    query = select(files.c.sha256).where(files.c.stored_at.is_not(None), files.c.sha256 > last)
    with centre.database.glance() as connection:
        return list(connection.execute(query.order_by(files.c.sha256).limit(_BATCH)).scalars())


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
    _forget(archive)


def _forget(archive: tarfile.TarFile) -> None:
    """It keeps a list of all that passed, which grows to more than all the rest."""
    archive.members.clear()  # type: ignore[attr-defined]


def _add_table(archive: tarfile.TarFile, connection: Connection, table: Table) -> int:
    count = 0
    for part, rows in enumerate(_row_batches(connection, table)):
        lines = [json.dumps({name: _to_json(value) for name, value in row.items()}) for row in rows]
        _add(archive, f"tables/{table.name}/{part:06d}.jsonl", "\n".join(lines).encode())
        count += len(lines)
    return count


def _row_batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    query = select(table).order_by(*table.primary_key.columns)
    result = connection.execute(query, execution_options={"yield_per": _BATCH})
    for part in result.mappings().partitions(_BATCH):
        yield [dict(row) for row in part]


def _to_json(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _from_json(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def restore(centre: Centre, path: Path) -> dict[str, int]:
    """Fill an empty centre from a backup. Raises NotABackup, or NotEmpty; then nothing was changed."""
    with centre.database.write() as connection:
        if connection.execute(select(func.count()).select_from(changes)).scalar_one():
            raise NotEmpty("the database already holds changes; restore into an empty one")
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
        counts = _restore_archive(centre, connection, path)
        jump(connection, centre.clock())
        epoch, now = secrets.token_hex(8), iso(centre.clock())
        connection.execute(update(facts).where(facts.c.name == "epoch").values(value=epoch))
        # The log begins a new one with this epoch: an auditor finds in the chain that, and when, it was a restore.
        append_to_chain(connection, centre.city, "restore", "restore", {"epoch": epoch}, "operator", now)
        vouched.catch_up(connection, centre.city, now)
    return counts


def jump(connection: Connection, now: datetime) -> None:
    """Raise every stream's sequence beyond what the lost time may have given out.

    A fixed step is not enough: the same backup restored twice would give the same numbers out twice. The
    milliseconds of the clock grow faster than any stream; the step stands in only for a clock that was set back.
    """
    now_ms = int(now.timestamp() * 1000)
    seq = streams.c.seq
    connection.execute(update(streams).values(seq=case((seq < now_ms, now_ms), else_=seq + JUMP)))


def _restore_archive(centre: Centre, connection: Connection, path: Path) -> dict[str, int]:
    counts = {table.name: 0 for table in _kept_tables()}
    found: set[str] = set()
    try:
        with tarfile.open(path, "r:gz") as archive:
            _check_manifest(connection, archive, path)
            while entry := archive.next():
                _forget(archive)
                content = _content(archive.extractfile(entry))
                folder, _, rest = entry.name.partition("/")
                if folder == "tables":
                    counts[rest.partition("/")[0]] += _restore_rows(connection, rest.partition("/")[0], content)
                elif folder == "files" and _is_known(connection, rest):
                    filestore.check(rest, content)
                    filestore.put(centre.files, rest, content)
                    found.add(rest)
    except NotABackup:
        raise
    except (tarfile.TarError, OSError, EOFError, zlib.error, KeyError, ValueError, Problem) as error:
        raise NotABackup(f"{path} is not a whole backup: {error}") from error
    _ask_again_for_missing(centre, connection, found)
    return counts


def _is_known(connection: Connection, sha256: str) -> bool:
    """Not when the file came after the tables were written: nothing would ever throw it away."""
    return connection.execute(select(files.c.sha256).where(files.c.sha256 == sha256)).first() is not None


def _check_manifest(connection: Connection, archive: tarfile.TarFile, path: Path) -> None:
    """A backup of an earlier version is filled into the tables of this one. Raises NotABackup."""
    first = archive.next()
    if first is None or first.name != "manifest.json":
        raise NotABackup(f"{path} was not made by lorong backup")
    manifest = json.loads(_content(archive.extractfile(first)))
    ours = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    if manifest["lorong"] != FORMAT or manifest.get("revision", ours) > ours:
        raise NotABackup("the backup was made by a newer version")


def _ask_again_for_missing(centre: Centre, connection: Connection, found: set[str]) -> None:
    """A file whose bytes came neither with the backup nor by other means is wanted from its phone again."""
    stored = select(files.c.sha256, files.c.size).where(files.c.stored_at.is_not(None))
    missing = [
        {"missing": row.sha256}
        for row in connection.execute(stored).all()
        if row.sha256 not in found and filestore.size_of(centre.files, row.sha256) != row.size
    ]
    if missing:
        wanted = update(files).where(files.c.sha256 == bindparam("missing")).values(stored_at=None)
        connection.execute(wanted, missing)


def _content(file: IO[bytes] | None) -> bytes:
    return file.read() if file else b""


def _restore_rows(connection: Connection, name: str, content: bytes) -> int:
    rows = [{key: _from_json(value) for key, value in json.loads(line).items()} for line in content.splitlines()]
    if rows:
        connection.execute(insert(metadata.tables[name]), rows)
    return len(rows)
