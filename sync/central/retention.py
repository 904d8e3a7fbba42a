"""What goes by itself, and when: a job of the night, with a setting for each kind.

Nothing of the audit chain goes by age: what a person asks to be forgotten is erased, and that is chained.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Delete, Select, and_, delete, or_, select

from sync.central import unnamed_files, uploads
from sync.central.answer import Centre
from sync.central.jobs import Job
from sync.central.people import iso
from sync.central.settings import Settings
from sync.central.tables import (
    business_contacts,
    changes,
    codes,
    contacts,
    persons,
    records,
    registrations,
    views,
    webhook_deliveries,
    windows,
)
from sync.central.webhook_store import KEPT_DAYS as DELIVERY_DAYS
from sync.domain.lifecycle import Status
from sync.protocol.people import DECLINED

log = logging.getLogger("lorong")
NIGHT_HOUR = 2
ENDED = (Status.TAKEN_UP, Status.JOINED, Status.FORWARDED, Status.COMPLAINT, Status.DECLINED, Status.HIDDEN)
"""An idea that got its answer: whoever left a contact for it is not asked any more."""
OFF_THE_PAGE = (Status.HIDDEN, Status.RETURNED, Status.REJECTED, Status.WITHDRAWN)
"""An innovation that the public does not see, and may never again: a business's contact is not kept for it."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Days for which each kind is kept."""

    uploads: int = 30
    codes: int = 30
    registrations: int = 180
    contacts: int = 180
    views: int = 1825


def keeping(settings: Settings) -> Keeping:
    return Keeping(
        settings.keep_uploads_days,
        settings.keep_codes_days,
        settings.keep_registrations_days,
        settings.keep_contacts_days,
        settings.keep_views_days,
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
            gone[kind] = _run(connection, statement)
    gone["files"] = unnamed_files.drop_unnamed(centre)
    log.info("retention", extra=gone)
    return gone


def _statements(centre: Centre, days: Keeping) -> dict[str, Delete]:
    declined = and_(registrations.c.state == DECLINED, registrations.c.decided_at.is_not(None))
    return {
        "codes": delete(codes).where(codes.c.expires_at < _before(centre, days.codes)),
        "registrations": delete(registrations).where(
            declined, registrations.c.decided_at < _before(centre, days.registrations)
        ),
        "contacts": delete(contacts).where(contacts.c.record.in_(_resting(ENDED, _before(centre, days.contacts)))),
        "businesses": delete(business_contacts).where(_shown_no_more(_before(centre, days.contacts))),
        "views": delete(views).where(views.c.at < _before(centre, days.views)),
        "deliveries": delete(webhook_deliveries).where(webhook_deliveries.c.at < _before(centre, DELIVERY_DAYS)),
        "windows": delete(windows).where(windows.c.hour < _before(centre, 1)[:13]),
    }


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


def _run(connection: Connection, statement: Delete) -> int:
    return int(connection.execute(statement).rowcount)


def _before(centre: Centre, days: int) -> str:
    return iso(centre.clock() - timedelta(days=days))
