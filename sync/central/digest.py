"""Once a day an office is written what waits there, by e-mail: how much of each kind and since when, with a link.

Nobody's name and no title is in it, and nothing is compared: each office reads of itself alone. When nothing
waits, nothing is written.
"""

from __future__ import annotations

import logging
import smtplib
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from sync.central.answer import Centre
from sync.central.jobs import Job
from sync.central.mailing import connected, letter, server_of
from sync.central.moments import day
from sync.central.people import iso
from sync.central.sealed import key_name, seal, unseal
from sync.central.settings import Settings
from sync.central.stored import KEPT, StoredRecord
from sync.central.tables import digests, page_reports, records
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.ideas import OPEN, is_above_kelurahan
from sync.domain.lifecycle import Status
from sync.domain.records import Kind
from sync.domain.side_steps import HEARD, OBJECTION, UPDATE

log = logging.getLogger("lorong")
MORNING_HOUR = 6
_LOOKED_AT = 2000
"""So many records of each kind are counted; an office where more wait knows it."""

Mail = Callable[[], AbstractContextManager[smtplib.SMTP]]


class BadDigest(ValueError):
    """It cannot be written there; the message says why."""


@dataclass(frozen=True, slots=True)
class Waits:
    """So many of a kind wait, the oldest since that moment."""

    what: str
    count: int
    since: str


def digest_job(settings: Settings) -> Job:
    """In the city's morning. Made only where mail can be sent."""
    server = server_of(settings.smtp_url)
    offset = settings.zone.utcoffset(None)
    hour = (MORNING_HOUR - round(offset / timedelta(hours=1))) % 24
    send = send_to(settings.mail_from, lambda: connected(server))
    return Job("digest", 86_400, send, hour_utc=hour)


def send_to(sender: str, mail: Mail) -> Callable[[Centre], int]:
    return lambda centre: send_all(centre, sender, mail)


def send_all(centre: Centre, sender: str, mail: Mail) -> int:
    """Write to every office where something waits and that was not written to today; returns how many letters.

    Safe to begin again: the day is noted for each as soon as the server has its letter. Raises OSError and
    smtplib.SMTPException when there is no server; an address that it refuses keeps no other from its letter.
    """
    today = centre.clock().astimezone(centre.zone).date().isoformat()
    with centre.database.read() as connection:
        rows = [row for row in listed(connection) if row.sent_day != today]
        told = [(row, list(waiting(connection, AreaCode(row.area)))) for row in rows]
    due = [(row, lines) for row, lines in told if lines]
    if not due:
        return 0
    with mail() as client:
        return sum(_send(centre, client, sender, row, lines, today) for row, lines in due)


def _send(centre: Centre, client: smtplib.SMTP, sender: str, row: Row[Any], lines: list[Waits], today: str) -> int:
    address = unseal([centre.keys.secret], about(row.id), row.sealed)
    place = gazetteer().name(row.area)
    text = _text(centre, place, lines)
    try:
        client.send_message(letter(sender, address, f"Lorong: yang menunggu di {place}", text))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        log.warning("digest refused", extra={"digest": row.id, "kind": type(error).__name__})
        return 0
    with centre.database.write() as connection:
        connection.execute(update(digests).where(digests.c.id == row.id).values(sent_day=today))
    return 1


def _text(centre: Centre, place: str, lines: list[Waits]) -> str:
    told = [f"- {each.what}: {each.count}, yang tertua sejak {day(each.since, centre.zone)}" for each in lines]
    return "\n".join(
        [
            f"Yang menunggu di {place}:",
            "",
            *told,
            "",
            f"Buka Lorong: {centre.base_url}/app/",
            "",
            "Surat ini ditulis mesin, paling banyak sekali sehari. Untuk berhenti, hubungi pengelola Lorong kota.",
        ]
    )


# What waits for an office of this level


def waiting(connection: Connection, area: AreaCode) -> Iterator[Waits]:
    """What somebody of this office has to answer, kind by kind; empty when nothing waits."""
    if area.level == "kelurahan":
        yield from _records(connection, area, "Usulan warga", _is_idea(), "status", _is_for_kelurahan)
    elif area.level == "kecamatan":
        yield from _records(connection, area, "Catatan menunggu verifikasi", _is_submitted(), "status")
        yield from _records(connection, area, "Pembaruan menunggu diperiksa", _is_growing(), UPDATE, _asks_update)
        yield from _records(connection, area, "Usulan tentang kantor kelurahan", _is_idea(), "status", _is_above)
    else:
        yield from _records(connection, area, "Disetujui, belum terbit", _is_approved(), "status")
        yield from _records(connection, area, "Keberatan", _is_rejected(), OBJECTION, _objects)
    if area.level != "kelurahan":
        yield from _reports(connection, area)


def _records(
    connection: Connection,
    area: AreaCode,
    what: str,
    those: ColumnElement[bool],
    path: str,
    is_it: Callable[[StoredRecord], bool] = lambda _: True,
) -> Iterator[Waits]:
    """`path` is what waits for an answer, and since it was set."""
    query = select(*KEPT).where(_inside(records.c.stream, area), those).limit(_LOOKED_AT)
    found = [record for row in connection.execute(query) if is_it(record := StoredRecord.from_row(row))]
    if found:
        yield Waits(what, len(found), min(_set_at(record, path) for record in found))


def _set_at(record: StoredRecord, path: str) -> str:
    return str(record.sources[str(record.seqs[path])]["received_at"])


def _reports(connection: Connection, area: AreaCode) -> Iterator[Waits]:
    query = select(func.count(), func.min(page_reports.c.sent_at))
    is_open = page_reports.c.answered_at.is_(None)
    count, since = connection.execute(query.where(_inside(page_reports.c.area, area), is_open)).one()
    if count:
        yield Waits("Laporan halaman publik", count, since)


def _inside(column: Any, area: AreaCode) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (column == area.text) | column.startswith(f"{area.text}.", autoescape=True)
    return found


def _is_submitted() -> ColumnElement[bool]:
    return records.c.kind.in_([Kind.INNOVATION, Kind.ISSUE]) & (records.c.status == Status.SUBMITTED)


def _is_growing() -> ColumnElement[bool]:
    grown = [Status.APPROVED, Status.PUBLISHED, Status.LISTED, Status.HANDLED]
    return records.c.kind.in_([Kind.INNOVATION, Kind.ISSUE]) & records.c.status.in_(grown)


def _is_approved() -> ColumnElement[bool]:
    return (records.c.kind == Kind.INNOVATION) & (records.c.status == Status.APPROVED)


def _is_rejected() -> ColumnElement[bool]:
    return (records.c.kind == Kind.INNOVATION) & (records.c.status == Status.REJECTED)


def _is_idea() -> ColumnElement[bool]:
    return (records.c.kind == Kind.IDEA) & records.c.status.in_(sorted(OPEN - {Status.ASKED}))


def _is_for_kelurahan(record: StoredRecord) -> bool:
    return not is_above_kelurahan(record.set)


def _is_above(record: StoredRecord) -> bool:
    return is_above_kelurahan(record.set)


def _asks_update(record: StoredRecord) -> bool:
    return str(record.value(UPDATE)) == Status.SUBMITTED


def _objects(record: StoredRecord) -> bool:
    return record.value(OBJECTION) is not None and record.value(HEARD) is None


# Who is written to


def add(centre: Centre, area: str, address: str) -> str:
    """Its id. Raises BadDigest."""
    if area not in gazetteer() or AreaCode(area).level not in ("city", "kecamatan", "kelurahan"):
        raise BadDigest(f"there is no office {area!r}: name the city, a kecamatan or a kelurahan")
    name, at, host = address.strip().rpartition("@")
    if not (name and at and "." in host) or any(letter.isspace() for letter in address.strip()):
        raise BadDigest(f"{address!r} is no e-mail address")
    identifier, key = str(uuid.uuid4()), centre.keys.secret
    row = {"id": identifier, "area": area, "sealed": seal(key, about(identifier), address.strip())}
    row |= {"key": key_name(key), "added_at": iso(centre.clock())}
    with centre.database.write() as connection:
        connection.execute(insert(digests).values(row))
    return identifier


def about(identifier: str) -> str:
    """What a sealed address belongs to."""
    return f"digest:{identifier}"


def listed(connection: Connection) -> list[Row[Any]]:
    """In the order of areas."""
    return list(connection.execute(select(digests).order_by(digests.c.area, digests.c.added_at, digests.c.id)))


def remove(connection: Connection, identifier: str) -> bool:
    return int(connection.execute(delete(digests).where(digests.c.id == identifier)).rowcount) > 0
