"""All changes of a record with their proofs, for kota and auditors: the app checks them, and `lorong verify FILE`.

Contents are in it as far as the caller may see them unmasked; of the others their digests.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from sync.central import desk, log, views
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.audit import RECORD
from sync.central.json_text import parsed
from sync.central.masking import is_home, is_masked_for
from sync.central.office import limit
from sync.central.stored import StoredRecord
from sync.central.tables import changes
from sync.domain.rights import may_audit, may_open_masked
from sync.protocol.evidence import AuditFile, Evidence
from sync.protocol.problems import Code, Problem

FILES_AN_HOUR = 120


def file_of(centre: Centre, caller: Caller, record_id: str) -> AuditFile:
    """Raises Problem."""
    if not may_audit(caller.person):
        raise Problem(Code.FORBIDDEN)
    limit(centre, f"audit-file:{caller.person.id}", FILES_AN_HOUR)
    with centre.database.read() as connection:
        record = desk.seen(connection, caller.person, record_id)
        return _file(connection, centre, record, is_masked=is_masked_for(caller.person))


def open_file(centre: Centre, caller: Caller, record_id: str, purpose: str) -> AuditFile:
    """The same with what is masked, and a line in the book of who looked. Raises Problem(NOTE_NEEDED)."""
    if not may_open_masked(caller.person):
        raise Problem(Code.FORBIDDEN)
    written = views.purpose_in(purpose)
    limit(centre, f"audit-file:{caller.person.id}", FILES_AN_HOUR)
    with centre.database.write() as connection:
        record = desk.seen(connection, caller.person, record_id)
        views.note(connection, caller.person, RECORD, record.stream, record.id, written, centre.clock())
    with centre.database.read() as connection:
        return _file(connection, centre, record, is_masked=False)


def _file(connection: Connection, centre: Centre, record: StoredRecord, *, is_masked: bool) -> AuditFile:
    prove, home = log.prover(connection, centre), is_home(record.set)
    found, waiting = list[Evidence](), list[int]()
    for row in _changes_of(connection, record):
        try:
            proof = prove(row)
        except Problem as problem:
            if problem.code is not Code.NOT_LOGGED:
                raise
            waiting.append(row.seq)
            continue
        is_open = row.salt is not None and _is_shown_whole(row, is_masked=is_masked, home=home)
        found.append(Evidence(proof, log.stated(row) if is_open else None))
    return AuditFile(record.id, found, waiting)


def _is_shown_whole(row: Row[Any], *, is_masked: bool, home: bool) -> bool:
    change = parsed(row.body)
    return bool(desk.shown_of(change, is_masked=is_masked, home=home) == change["set"])


def _changes_of(connection: Connection, record: StoredRecord) -> Iterator[Row[Any]]:
    mine = (changes.c.stream == record.stream) & (changes.c.record == record.id)
    yield from connection.execute(select(changes).where(mine).order_by(changes.c.seq)).all()
