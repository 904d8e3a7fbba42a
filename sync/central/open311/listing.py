"""The requests that may be told: to everybody the ideas that were taken up and whose innovation is published, with
their title alone; to who has the whole tracking number that idea, whatever became of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from sync.central import idea_story, ideas
from sync.central.answer import Centre
from sync.central.documents import NO_TITLE, public_text
from sync.central.ideas import Tracked
from sync.central.json_text import parsed
from sync.central.open311.refused import Refused
from sync.central.open311.services import OTHER, services
from sync.central.open311.shapes import CLOSED, OPEN, Request
from sync.central.people import iso
from sync.central.public import bank_words, ideas_words
from sync.central.search import is_number
from sync.central.tables import bank, bank_links, changes, records
from sync.central.tables import ideas as filed
from sync.domain.areas import AreaCode
from sync.domain.ideas import OPEN as STILL_OPEN
from sync.domain.ideas import as_tracking
from sync.domain.ids import as_number
from sync.domain.lifecycle import Status
from sync.domain.records import GREW_FROM, Kind
from sync.protocol.problems import Code, Problem

MOST = 1000
MOST_NAMED = 50
DAYS = 90


@dataclass(frozen=True, slots=True)
class Span:
    """Both moments as the centre writes them; what was filed between them, with them, is asked for."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Without codes or statuses, all of them."""

    span: Span
    codes: frozenset[str] = field(default_factory=frozenset)
    statuses: frozenset[str] = field(default_factory=frozenset)


def span_of(start: str, end: str, now: datetime) -> Span:
    """The newest 90 days, or as far as the moments say. Raises Refused for more, and for what is no moment."""
    until = _moment("end_date", end) if end else None
    since = _moment("start_date", start) if start else None
    until = until or (min(now, since + timedelta(days=DAYS)) if since else now)
    since = since or until - timedelta(days=DAYS)
    if until - since > timedelta(days=DAYS):
        raise Refused(400, [f"start_date, end_date: paling lama {DAYS} hari."])
    return Span(iso(since), iso(until))


def _moment(name: str, text: str) -> datetime:
    try:
        # The plus of an offset arrives as a blank from who forgot to escape it.
        found = datetime.fromisoformat(text.replace(" ", "+"))
        if found.tzinfo is None:
            raise ValueError(text)
        # Days at the very ends of the calendar leave it in another zone, or with 90 days more.
        _ = found - timedelta(days=DAYS + 1), found + timedelta(days=DAYS + 1)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(400, [f"{name}: tulis seperti 2026-12-03T06:05:00Z, dengan zona waktu."]) from None


def listed(centre: Centre, asked: Asked) -> list[Request]:
    """The newest first, a thousand at most."""
    if asked.statuses and CLOSED not in asked.statuses:
        # An idea is public once it was taken up, and then nothing about it is open.
        return []
    filed_at = _filed_at()
    within = (filed_at >= asked.span.start) & (filed_at <= asked.span.end)
    with centre.database.read() as connection:
        rows = connection.execute(_public(within)).all()
    found = (
        request for request in _requests(centre, rows) if not asked.codes or request.service_code in asked.codes
    )
    return [request for request, _ in zip(found, range(MOST), strict=False)]


def named(centre: Centre, ids: list[str], address: str) -> list[Request]:
    """Those of these ids that may be told. Raises Problem(TOO_MANY) after many wrong tracking numbers."""
    found = []
    for text in list(dict.fromkeys(ids))[:MOST_NAMED]:
        try:
            found.append(one(centre, text, address))
        except Problem as problem:
            if problem.code is not Code.NOT_FOUND:
                raise
    return found


def one(centre: Centre, text: str, address: str) -> Request:
    """By the public number, or the whole tracking number. Raises Problem: NOT_FOUND, TOO_MANY."""
    if as_tracking(text) is not None:
        return _own(centre, ideas.track(centre, text, address))
    number = as_number(text[:40])
    if not is_number(number):
        raise Problem(Code.NOT_FOUND)
    with centre.database.read() as connection:
        rows = connection.execute(_public(filed.c.number == number)).all()
    request = next(_requests(centre, rows), None)
    if request is None:
        raise Problem(Code.NOT_FOUND)
    return request


def _filed_at() -> ColumnElement[str]:
    mine = (changes.c.stream == records.c.stream) & (changes.c.record == records.c.id)
    return select(func.min(changes.c.received_at)).where(mine).scalar_subquery()


def _public(more: ColumnElement[bool]) -> Select[Any]:
    """Ideas that residents filed, that stand taken up, and the public innovations that grew from them."""
    filed_at = _filed_at()
    query = select(records.c.id, records.c.view, filed.c.number, bank.c.summary, bank.c.published_at)
    query = query.add_columns(filed_at.label("filed_at")).select_from(filed)
    query = query.join(records, records.c.id == filed.c.record)
    query = query.join(bank_links, (bank_links.c.target == records.c.id) & (bank_links.c.kind == GREW_FROM))
    query = query.join(bank, bank.c.record == bank_links.c.source)
    is_told = (records.c.kind == Kind.IDEA.value) & (records.c.status == Status.TAKEN_UP.value) & bank.c.is_public
    return query.where(is_told, more).order_by(filed_at.desc(), records.c.id, bank.c.no)


def _requests(centre: Centre, rows: Any) -> Iterator[Request]:
    """One for each idea, with the first of the innovations that grew from it."""
    before = None
    for row in rows:
        if row.id != before:
            before = row.id
            yield _told_to_all(centre, row)


def _told_to_all(centre: Centre, row: Row[Any]) -> Request:
    view, innovation = parsed(row.view), parsed(row.summary)
    link = f"{centre.base_url}{bank_words.address(innovation)}"
    return _request(
        row.number,
        view["area"],
        str(view["set"].get("theme") or OTHER),
        status=Status.TAKEN_UP,
        notes=f"Diangkat menjadi inovasi: {innovation['title']}. {link}",
        description=public_text(view["set"].get("title") or NO_TITLE),
        requested=row.filed_at,
        updated=row.published_at,
    )


def _own(centre: Centre, tracked: Tracked) -> Request:
    """The whole of it, in the words of the tracking page."""
    record = tracked.record
    with centre.database.read() as connection:
        told = idea_story.view(connection, ideas.again(connection, tracked), centre.clock())
        filed_at, changed_at = _moments_of(connection, record.stream, record.id)
    reasons = [step.reason for step in told.steps if step.what == told.status and step.reason]
    links = [f"{link.title}." for link in told.links]
    notes = [f"{ideas_words.STATUS.get(told.status, told.status)}.", *reasons[-1:], *links]
    is_erased = told.status == Status.ERASED
    return _request(
        tracked.tracking,
        told.area,
        str(record.value("theme") or OTHER),
        status=Status(told.status),
        notes=" ".join(notes),
        description=None if is_erased else f"{told.title}\n\n{told.text}",
        requested=filed_at,
        updated=changed_at,
    )


def _moments_of(connection: Connection, stream: str, record: str) -> tuple[str, str]:
    mine = (changes.c.stream == stream) & (changes.c.record == record)
    query = select(func.min(changes.c.received_at), func.max(changes.c.received_at)).where(mine)
    first, last = connection.execute(query).one()
    return first, last


def _request(
    identifier: str,
    kelurahan: str,
    code: str,
    *,
    status: Status,
    notes: str,
    description: str | None,
    requested: str,
    updated: str,
) -> Request:
    service = services().get(code) or services()[OTHER]
    here = ideas_words.place(kelurahan)
    return Request(
        service_request_id=identifier,
        status=OPEN if status in STILL_OPEN else CLOSED,
        status_notes=notes,
        service_name=service.service_name,
        service_code=service.service_code,
        description=description,
        agency_responsible=here,
        requested_datetime=requested,
        updated_datetime=updated,
        address=f"{here}, {ideas_words.place(str(AreaCode(kelurahan).kecamatan))}",
        address_id=kelurahan,
    )
