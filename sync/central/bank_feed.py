"""What devices hold of the bank: a feed of summaries in the order of their changes, with tombstones.

A device gets its own kecamatan whole and the newest 5,000 of the city. Cursors are `epoch.changed`: the numbers
of one clock, locked until its transaction ends, so that no reader passes a row that commits late.
"""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import Connection, select

from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.json_text import parsed
from sync.central.tables import bank, facts
from sync.domain.ids import is_id
from sync.domain.people import Person
from sync.protocol import wire
from sync.protocol.bank import BankPage, PublicRecord, Published
from sync.protocol.limits import MAX_SEQ
from sync.protocol.problems import Code, Problem

_log = logging.getLogger("lorong")
PAGE = 200
NEWEST = 5_000


def page(centre: Centre, caller: Caller, cursor: str) -> BankPage:
    """Raises Problem(BAD_CURSOR). Safe to repeat."""
    with centre.database.read() as connection:
        epoch = connection.execute(select(facts.c.value).where(facts.c.name == "epoch")).scalar_one()
        since = since_of(cursor, epoch)
        rows = connection.execute(_after(connection, caller.person, since)).all()
        head = connection.execute(select(bank.c.changed).order_by(bank.c.changed.desc()).limit(1)).scalar() or 0
    shown, more = rows[:PAGE], len(rows) > PAGE
    editions = [edition for row in shown if row.is_public and (edition := _edition(row)) is not None]
    gone = [row.record for row in shown if not row.is_public]
    reached = shown[-1].changed if more else head
    return BankPage(editions, gone, f"{epoch}.{max(reached, since)}", more, anew=since == 0)


def _edition(row: Any) -> Published | None:
    """What a row shows; None of one that cannot be read, which must not hold up the others for every phone."""
    try:
        return wire.read(Published, parsed(row.summary))
    except ValueError as error:
        _log.error("the bank's row of %s is in no feed: %s", row.record, error)
        return None


def one(centre: Centre, record: str) -> PublicRecord:
    """What the public reads of the record now. Raises Problem(NOT_FOUND) for what is not published, or no more."""
    if not is_id(record):
        raise Problem(Code.NOT_FOUND)
    with centre.database.read() as connection:
        here = (bank.c.record == record) & bank.c.is_public
        text = connection.execute(select(bank.c.document).where(here)).scalar()
    if text is None:
        raise Problem(Code.NOT_FOUND)
    return PublicRecord(parsed(text))


def since_of(cursor: str, epoch: str) -> int:
    """A cursor of another epoch starts at the beginning: after a restore the clock may have gone back."""
    if not cursor:
        return 0
    written_in, _, at = cursor.partition(".")
    if not (at.isascii() and at.isdecimal() and int(at) <= MAX_SEQ):
        raise Problem(Code.BAD_CURSOR)
    return int(at) if written_in == epoch else 0


def _after(connection: Connection, person: Person, since: int) -> Any:
    newest = select(bank.c.no).where(bank.c.is_public).order_by(bank.c.no.desc()).offset(NEWEST - 1).limit(1)
    oldest = connection.execute(newest).scalar() or 0
    is_near = (bank.c.no >= oldest) | (bank.c.kecamatan == (person.area.kecamatan or ""))
    # Who starts anew holds nothing that could be taken away. A tombstone says no more than an id, and goes to all:
    # what was among the newest when a device got it need not be any more.
    is_told = (bank.c.is_public & is_near) | (~bank.c.is_public if since else False)
    columns = (bank.c.record, bank.c.changed, bank.c.is_public, bank.c.summary)
    return select(*columns).where(bank.c.changed > since, is_told).order_by(bank.c.changed).limit(PAGE + 1)
