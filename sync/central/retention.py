"""What goes by itself, and when: a job of the night, with a setting for each kind.

Nothing of the audit chain goes by age but what it says of old lines of the access log, and that they went is
chained: what a person asks to be forgotten is erased in the same way.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Delete, Select, Update, and_, delete, or_, select, update

from sync.central import contacts, unnamed_files, uploads, views, vouched
from sync.central.answer import Centre
from sync.central.jobs import Job
from sync.central.people import iso
from sync.central.settings import Settings
from sync.central.tables import (
    business_contacts,
    changes,
    codes,
    page_reports,
    persons,
    records,
    registrations,
    webhook_deliveries,
    windows,
)
from sync.domain.lifecycle import Status
from sync.protocol.people import ADMITTED, DECLINED, WAITING

log = logging.getLogger("lorong")
NIGHT_HOUR = 2
ENDED = (
    *(Status.TAKEN_UP, Status.JOINED, Status.FORWARDED, Status.COMPLAINT, Status.DECLINED, Status.HIDDEN),
    *(Status.DONE, Status.FAILED),
)
"""An idea or an offer that got its answer: whoever left a contact for it is not asked any more."""
UNANSWERED = (Status.RECEIVED, Status.READ, Status.ASKED, Status.MATCHED)
"""An idea that still waits, or help of which no result was told: a contact that nobody asked in all that time is
not kept until somebody might."""
OFF_THE_PAGE = (Status.HIDDEN, Status.RETURNED, Status.REJECTED, Status.WITHDRAWN)
"""An innovation that the public does not see, and may never again: a business's contact is not kept for it."""


_WITHOUT_CONTACT = {"contact": None}


@dataclass(frozen=True, slots=True)
class Keeping:
    """Days for which each kind is kept."""

    uploads: int = 30
    codes: int = 30
    registrations: int = 180
    contacts: int = 180
    unanswered: int = 365
    views: int = 1825
    reports: int = 365
    deliveries: int = 30


def keeping(settings: Settings) -> Keeping:
    return Keeping(
        settings.keep_uploads_days,
        settings.keep_codes_days,
        settings.keep_registrations_days,
        settings.keep_contacts_days,
        settings.keep_unanswered_days,
        settings.keep_views_days,
        settings.keep_reports_days,
        settings.keep_deliveries_days,
    )


def retention_job(settings: Settings) -> Job:
    """At two in the city's night."""
    days, offset = keeping(settings), settings.zone.utcoffset(None)
    hour = (NIGHT_HOUR - round(offset / timedelta(hours=1))) % 24
    return Job("retention", 86_400, lambda centre: tidy(centre, days), hour_utc=hour)


def tidy(centre: Centre, days: Keeping) -> dict[str, int]:
    """Let go what is older; returns how much of each kind. Safe to run again, and to stop in the middle."""
    gone = {"uploads": uploads.drop_abandoned(centre, _before(centre, days.uploads))}
    for kind, statement in _statements(centre, days).items():
        with centre.database.write() as connection:
            gone[kind] = _run(connection, centre, statement)
    gone["unanswered"] = _contacts(centre, _resting(UNANSWERED, _before(centre, days.unanswered)))
    gone["contacts"] = _contacts(centre, _resting(ENDED, _before(centre, days.contacts)))
    gone["views"] = _views(centre, days)
    gone["files"] = unnamed_files.drop_unnamed(centre)
    log.info("retention", extra=gone)
    return gone


def _statements(centre: Centre, days: Keeping) -> dict[str, Delete | Update]:
    """Of a registration that was admitted, or waits, the contact alone goes: its device asks for the answer."""
    declined = and_(registrations.c.state == DECLINED, registrations.c.decided_at.is_not(None))
    kept = update(registrations).where(registrations.c.contact.is_not(None))
    unanswered = _before(centre, days.unanswered)
    return {
        "codes": delete(codes).where(codes.c.expires_at < _before(centre, days.codes)),
        "registrations": delete(registrations).where(
            declined, registrations.c.decided_at < _before(centre, days.registrations)
        ),
        "admitted": kept.where(
            registrations.c.state == ADMITTED, registrations.c.decided_at < _before(centre, days.registrations)
        ),
        "waiting": kept.where(registrations.c.state == WAITING, registrations.c.asked_at < unanswered),
        "businesses": delete(business_contacts).where(_shown_no_more(_before(centre, days.contacts))),
        "reports": delete(page_reports).where(page_reports.c.answered_at < _before(centre, days.reports)),
        "deliveries": delete(webhook_deliveries).where(webhook_deliveries.c.at < _before(centre, days.deliveries)),
        "windows": delete(windows).where(windows.c.hour < _before(centre, 1)[:13]),
    }


def _contacts(centre: Centre, those: Select[tuple[str]]) -> int:
    count = 0
    while True:
        with centre.database.write() as connection:
            some = contacts.let_go(connection, centre, those)
        count += some
        if not some:
            return count


def _views(centre: Centre, days: Keeping) -> int:
    count = 0
    while True:
        with centre.database.write() as connection:
            some = views.let_go(connection, centre.city, _before(centre, days.views), centre.clock())
        count += some
        if not some:
            return count


def _resting(statuses: Sequence[Status], before: str) -> Select[tuple[str]]:
    """The records that stand so, and whose newest change is that old."""
    newest = and_(changes.c.stream == records.c.stream, changes.c.seq == records.c.version)
    those = records.c.status.in_([status.value for status in statuses])
    return select(records.c.id).join(changes, newest).where(those, changes.c.received_at < before)


def _shown_no_more(before: str) -> ColumnElement[bool]:
    """Of innovations that rest unseen, and of businesses that are in office no more."""
    left = select(persons.c.id).where(or_(persons.c.ended_at < before, persons.c.term_ends < before[:10]))
    return or_(
        business_contacts.c.record.in_(_resting(OFF_THE_PAGE, before)), business_contacts.c.person.in_(left)
    )


def _run(connection: Connection, centre: Centre, statement: Delete | Update) -> int:
    if statement.table in vouched.VOUCHED:
        values = _WITHOUT_CONTACT if isinstance(statement, Update) else {}
        return vouched.write(connection, centre.city, statement, values, iso(centre.clock()))
    return int(connection.execute(statement).rowcount)


def _before(centre: Centre, days: int) -> str:
    return iso(centre.clock() - timedelta(days=days))
