"""Once a day an office is written what waits there, by e-mail: how much of each kind and since when, with a link.

Nobody's name and no title is in it, and nothing is compared: each office reads of itself alone. When nothing
waits, nothing is written.
"""

from __future__ import annotations

import logging
import re
import smtplib
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.idea_story import UNANSWERED_DAYS
from sync.central.indexing import catch_up
from sync.central.jobs import Job
from sync.central.mailing import connected, letter, server_of
from sync.central.moments import day
from sync.central.people import iso
from sync.central.sealed import CannotOpen, key_name, seal, unseal
from sync.central.search import DESK, records_with
from sync.central.settings import Settings
from sync.central.stored import KEPT, StoredRecord
from sync.central.tables import digests, facts, page_reports, records
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.ideas import OPEN, is_above_kelurahan
from sync.domain.lifecycle import Status
from sync.domain.people import Role
from sync.domain.records import Kind
from sync.domain.side_steps import HEARD, OBJECTION, UPDATE

log = logging.getLogger("lorong")
MORNING = range(6, 12)
"""The city's hours in which offices are written to: at six, and again while the mail server is away."""
IDEAS, REVIEW, PUBLISH, REPORTS = PAGES = "ideas", "review", "publish", "reports"
"""The pages of the app that show what waits."""
_EVERY_S, _DAY = 900, "digest_day"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}")
_LOOKED_AT = 2000
"""So many records of each kind are counted; an office where more wait knows it."""

Mail = Callable[[], AbstractContextManager[smtplib.SMTP]]


class BadDigest(ValueError):
    """It cannot be written there; the message says why."""


@dataclass(frozen=True, slots=True)
class Waits:
    """So many of a kind wait, the oldest since that moment, and so many for more than two weeks. `page` of the app
    shows them."""

    what: str
    page: str
    count: int
    since: str
    late: int


def digest_job(settings: Settings) -> Job:
    """In the city's morning. Made only where mail can be sent."""
    server = server_of(settings.smtp_url)
    return Job(
        "digest", _EVERY_S, lambda centre: send_mornings(centre, settings.mail_from, lambda: connected(server))
    )


def send_mornings(centre: Centre, sender: str, mail: Mail) -> int:
    """As `send_all`, from six to noon and until it went through once: what comes later waits for tomorrow."""
    now = centre.clock().astimezone(centre.zone)
    today = now.date().isoformat()
    if now.hour not in MORNING or _was_sent(centre, today):
        return 0
    sent = send_all(centre, sender, mail)
    with centre.database.write() as connection:
        write_rows(connection, facts, [{"name": _DAY, "value": today}], ("name",))
    return sent


def _was_sent(centre: Centre, today: str) -> bool:
    with centre.database.glance() as connection:
        return connection.execute(select(facts.c.value).where(facts.c.name == _DAY)).scalar() == today


def send_all(centre: Centre, sender: str, mail: Mail) -> int:
    """Write to every office where something waits and that was not written to today; returns how many letters.

    Safe to begin again: the day is noted for each as soon as the server has its letter. Raises OSError and
    smtplib.SMTPException when there is no server; an address that it refuses keeps no other from its letter.
    """
    now = centre.clock()
    today = now.astimezone(centre.zone).date().isoformat()
    catch_up(centre, most=4)
    with centre.database.read() as connection:
        rows = [row for row in listed(connection) if row.sent_day != today]
        told = [(row, list(waiting(connection, AreaCode(row.area), now))) for row in rows]
    due = [(row, lines) for row, lines in told if lines]
    if not due:
        return 0
    with mail() as client:
        return sum(_send(centre, client, sender, row, lines, today) for row, lines in due)


def _send(centre: Centre, client: smtplib.SMTP, sender: str, row: Row[Any], lines: list[Waits], today: str) -> int:
    place = gazetteer().name(row.area)
    text = _text(centre, place, lines)
    try:
        address = unseal([centre.keys.secret], about(row.id), row.sealed)
        client.send_message(letter(sender, address, f"Lorong: yang menunggu di {place}", text))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, CannotOpen) as error:
        log.warning("digest not sent", extra={"digest": row.id, "kind": type(error).__name__})
        return 0
    with centre.database.write() as connection:
        connection.execute(update(digests).where(digests.c.id == row.id).values(sent_day=today))
    return 1


def _text(centre: Centre, place: str, lines: list[Waits]) -> str:
    told = [line for each in lines for line in _lines(centre, each)]
    return "\n".join(
        [
            f"Yang menunggu di {place}:",
            "",
            *told,
            "",
            "Surat ini ditulis mesin, paling banyak sekali sehari. Untuk berhenti, hubungi pengelola Lorong kota.",
        ]
    )


def _lines(centre: Centre, each: Waits) -> Iterator[str]:
    late = f", {each.late} sudah lebih dari {UNANSWERED_DAYS} hari" if each.late else ""
    yield f"- {each.what}: {each.count}, yang tertua sejak {day(each.since, centre.zone)}{late}"
    yield f"  {centre.base_url}/app/{each.page}"


# What waits for an office of this level


def waiting(connection: Connection, area: AreaCode, now: datetime) -> Iterator[Waits]:
    """What somebody of this office has to answer, kind by kind; empty when nothing waits."""
    long_ago = iso(now - timedelta(days=UNANSWERED_DAYS))
    for what, page, moments in _waiting(connection, area):
        if moments:
            yield Waits(what, page, len(moments), min(moments), sum(moment < long_ago for moment in moments))


_Found = tuple[str, str, list[str]]
"""What waits, on which page of the app, and since when each."""


def _waiting(connection: Connection, area: AreaCode) -> Iterator[_Found]:
    def of(
        those: ColumnElement[bool], path: str = "status", is_it: Callable[[StoredRecord], bool] = lambda _: True
    ) -> list[str]:
        return _since(connection, area, those, path, is_it)

    if area.level == "kelurahan":
        yield "Usulan warga", IDEAS, of(_is_idea(), is_it=_is_for_kelurahan)
        return
    if area.level == "kecamatan":
        yield "Catatan menunggu verifikasi", REVIEW, of(_is_submitted())
        yield "Pembaruan menunggu diperiksa", REVIEW, of(_is_growing(), UPDATE, _asks_update)
        yield "Usulan yang dijawab kecamatan", IDEAS, of(_is_idea(), is_it=_is_for_kecamatan)
    else:
        yield "Disetujui, belum terbit", PUBLISH, of(_is_approved())
        yield "Keberatan", PUBLISH, of(_is_rejected(), OBJECTION, _objects)
    yield "Laporan halaman publik", REPORTS, _reports(connection, area)


def _since(
    connection: Connection,
    area: AreaCode,
    those: ColumnElement[bool],
    path: str,
    is_it: Callable[[StoredRecord], bool],
) -> list[str]:
    """`path` is what waits for an answer since it was set."""
    query = select(*KEPT).where(_inside(records.c.stream, area), those).limit(_LOOKED_AT)
    found = [record for row in connection.execute(query) if is_it(record := StoredRecord.from_row(row))]
    return [str(record.sources[str(record.seqs[path])]["received_at"]) for record in found]


def _reports(connection: Connection, area: AreaCode) -> list[str]:
    is_open = page_reports.c.answered_at.is_(None)
    query = select(page_reports.c.sent_at).where(_inside(page_reports.c.area, area), is_open)
    return list(connection.execute(query.limit(_LOOKED_AT)).scalars())


def _inside(column: Any, area: AreaCode) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (column == area.text) | column.startswith(f"{area.text}.", autoescape=True)
    return found


def _is_submitted() -> ColumnElement[bool]:
    return records.c.kind.in_([Kind.INNOVATION, Kind.ISSUE]) & (records.c.status == Status.SUBMITTED)


def _is_growing() -> ColumnElement[bool]:
    """Most of what was ever noted stands so: the index knows which of it waits."""
    grown = [Status.APPROVED, Status.PUBLISHED, Status.LISTED, Status.HANDLED]
    return records.c.id.in_(records_with(DESK, "=update")) & records.c.status.in_(grown)


def _is_approved() -> ColumnElement[bool]:
    return (records.c.kind == Kind.INNOVATION) & (records.c.status == Status.APPROVED)


def _is_rejected() -> ColumnElement[bool]:
    return records.c.id.in_(records_with(DESK, "=objection")) & (records.c.status == Status.REJECTED)


def _is_idea() -> ColumnElement[bool]:
    return (records.c.kind == Kind.IDEA) & records.c.status.in_(sorted(OPEN - {Status.ASKED}))


def _is_for_kelurahan(record: StoredRecord) -> bool:
    return not _is_for_kecamatan(record)


def _is_for_kecamatan(record: StoredRecord) -> bool:
    """What the kelurahan does not answer: its own office, what the resident asked for, what it noted itself."""
    noted = record.sources.get(str(record.seqs.get("text")))
    return is_above_kelurahan(record.set) or (noted is not None and noted["by"]["role"] == Role.KELURAHAN)


def _asks_update(record: StoredRecord) -> bool:
    return str(record.value(UPDATE)) == Status.SUBMITTED


def _objects(record: StoredRecord) -> bool:
    return record.value(OBJECTION) is not None and record.value(HEARD) is None


# Who is written to


def add(centre: Centre, area: str, address: str) -> str:
    """Its id. Raises BadDigest."""
    if area not in gazetteer() or AreaCode(area).level not in ("city", "kecamatan", "kelurahan"):
        raise BadDigest(f"there is no office {area!r}: name the city, a kecamatan or a kelurahan")
    if not _ADDRESS.fullmatch(address.strip()):
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
