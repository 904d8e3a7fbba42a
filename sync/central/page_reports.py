"""*Laporkan halaman ini*: readers say what is wrong with a public page, the kecamatan or the kota answers.

Nothing is known of the reader, and what looks like a personal number in the text is masked before it is kept.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from sync.central import vouched, windows
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.people import iso, lock_city
from sync.central.tables import bank, page_reports
from sync.domain.ids import is_uuid
from sync.domain.people import Person
from sync.domain.personal import has_personal_number, mask_personal_numbers
from sync.domain.rights import may_answer_reports
from sync.protocol.bank import PageReport, PageReports
from sync.protocol.problems import Code, Problem

REASONS = {
    "personal": "Memuat data pribadi seseorang",
    "photo": "Fotonya tidak pantas atau tanpa izin",
    "wrong": "Isinya tidak benar",
    "other": "Lainnya",
}
AN_HOUR = 10
TEXT_MAX = 1000
_LISTED = 50


@dataclass(frozen=True, slots=True)
class Report:
    """As a reader sent it. `area` is that of the page, the city where it has none."""

    page: str
    area: str
    record: str | None
    reason: str
    text: str


def keep(centre: Centre, report: Report, address: str) -> None:
    """Raises Problem(TOO_MANY) after ten an address an hour."""
    now, window = centre.clock(), f"report:{address}"
    values = {"page": report.page[:200], "area": report.area, "record": report.record, "reason": report.reason}
    values["text"] = mask_personal_numbers(report.text)[:TEXT_MAX]
    with centre.database.write() as connection:
        windows.check(connection, window, now, AN_HOUR)
        windows.add(connection, window, now)
        row = values | {"id": str(uuid.uuid4()), "sent_at": iso(now)}
        connection.execute(insert(page_reports).values(row))
        vouched.tell(connection, centre.city, page_reports, [row], iso(now))


def area_of_record(centre: Centre, number: str) -> tuple[str, str] | None:
    """Kelurahan and id of the published record with this number."""
    with centre.database.glance() as connection:
        query = select(bank.c.stream, bank.c.record).where(bank.c.number == number, bank.c.is_public)
        row = connection.execute(query.order_by(bank.c.no)).first()
    return (row.stream, row.record) if row else None


def listed(centre: Centre, caller: Caller, after: str) -> PageReports:
    """Those of the caller's area: open ones, oldest first; then answered ones, newest first."""
    place = _place(after)
    inside = _inside(caller.person)
    is_open = page_reports.c.answered_at.is_(None)
    order = (is_open.desc(), page_reports.c.answered_at.desc(), page_reports.c.sent_at, page_reports.c.id)
    with centre.database.read() as connection:
        query = select(page_reports).where(inside).order_by(*order).offset(place).limit(_LISTED + 1)
        rows = connection.execute(query).all()
        waiting = connection.execute(select(func.count()).select_from(page_reports).where(inside, is_open))
        count = waiting.scalar_one()
    goes_on = str(place + _LISTED) if len(rows) > _LISTED else None
    return PageReports([_report(row) for row in rows[:_LISTED]], count, goes_on)


def _place(after: str) -> int:
    if after and not (after.isascii() and after.isdecimal() and len(after) <= 9):
        raise Problem(Code.BAD_CURSOR)
    return int(after or 0)


def _inside(person: Person) -> Any:
    area = person.area.text
    if not may_answer_reports(person, area):
        raise Problem(Code.FORBIDDEN)
    return (page_reports.c.area == area) | page_reports.c.area.startswith(area + ".", autoescape=True)


def answer(centre: Centre, caller: Caller, report_id: str, text: str) -> PageReport:
    """Raises Problem: NOT_FOUND outside the caller's area, ALREADY_DECIDED once somebody answered."""
    if not text.strip() or len(text) > TEXT_MAX:
        raise Problem(Code.BAD_VALUE, fields={"answer": "required" if not text.strip() else "too_long"})
    if has_personal_number(text):
        raise Problem(Code.PERSONAL_NUMBER, fields={"answer": "personal_number"})
    if not is_uuid(report_id):
        raise Problem(Code.NOT_FOUND)
    mine = page_reports.c.id == report_id
    with centre.database.write() as connection:
        # Whoever answers waits for others who do, and, as who erases the record, locks the stream first.
        lock_city(connection, centre.city)
        row = connection.execute(select(page_reports).where(mine)).first()
        if row is None or not may_answer_reports(caller.person, row.area):
            raise Problem(Code.NOT_FOUND)
        if row.answered_at is not None:
            raise Problem(Code.ALREADY_DECIDED)
        said = {"answered_at": iso(centre.clock()), "answered_by": caller.person.id, "answer": text}
        vouched.write(connection, centre.city, update(page_reports).where(mine), said, said["answered_at"])
        return _report(connection.execute(select(page_reports).where(mine)).one())


def _report(row: Row[Any]) -> PageReport:
    return PageReport(
        row.id, row.page, row.area, row.reason, row.text, row.sent_at, row.record, row.answered_at, row.answer
    )
