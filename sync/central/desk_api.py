"""The routes of desk.py, bank_feed.py and page_reports.py: what officers ask beside their streams."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from sync.central import bank_feed, desk, page_reports, reading
from sync.central.api import CallerOf, CentreOf, JsonBody, json_reply
from sync.central.description import documented
from sync.protocol.bank import (
    BankPage,
    FoundPage,
    History,
    PageReport,
    PageReports,
    PublicRecord,
    ReportAnswer,
)
from sync.protocol.messages import RecordView

router = APIRouter()
Word = Annotated[str, Query(max_length=40)]
Cursor = Annotated[str, Query(max_length=80)]


@router.get("/v1/records", response_model=FoundPage, tags=["search"])
def find_records(
    centre: CentreOf,
    who: CallerOf,
    kind: Word = "",
    area: Word = "",
    status: Word = "",
    theme: Word = "",
    q: Annotated[str, Query(max_length=200)] = "",
    waits: Annotated[str, Query(pattern="^(|objection|update|idea)$")] = "",
    award: Word = "",
    addresses: Annotated[str, Query(max_length=60)] = "",
    after: Cursor = "",
) -> Response:
    """Search in what the caller may see: words in Indonesian, mistyped ones too. `waits` finds what waits for an
    answer: an `objection` for the kota, an `update` for the kecamatan, a listed problem that no innovation
    addresses for an `idea`; `award` what is in a competition, `addresses` (`partly:<id>`) the innovations that
    solve a problem so far. Newest first."""
    question = desk.Question(kind, area, status, theme, q, waits, award, addresses, after)
    return json_reply(desk.find(centre, who, question))


@router.get("/v1/records/{record}", response_model=RecordView, tags=["search"])
def read_record(record: str, centre: CentreOf, who: CallerOf) -> Response:
    """One record as it stands. An auditor sees names masked."""
    return json_reply(desk.one(centre, who, record))


@router.get("/v1/records/{record}/history", response_model=History, tags=["search"])
def read_history(record: str, centre: CentreOf, who: CallerOf, after: Cursor = "") -> Response:
    """Its changes, oldest first: who, when, and what."""
    return json_reply(desk.history(centre, who, record, after))


@router.get("/v1/bank/feed", response_model=BankPage, tags=["bank"])
def read_feed(centre: CentreOf, who: CallerOf, cursor: Cursor = "") -> Response:
    """Summaries of published editions after the cursor: of the own kecamatan, and the newest 5,000 of the city."""
    return json_reply(bank_feed.page(centre, who, cursor))


@router.get("/v1/bank/{record}", response_model=PublicRecord, tags=["bank"])
def read_published(record: str, centre: CentreOf, _: CallerOf) -> Response:
    """One published record as its public page shows it."""
    return json_reply(bank_feed.one(centre, record))


@router.get("/v1/reports", response_model=PageReports, tags=["bank"])
def list_reports(centre: CentreOf, who: CallerOf, after: Cursor = "") -> Response:
    """What readers reported on public pages of the caller's area, open ones first."""
    return json_reply(page_reports.listed(centre, who, after))


@router.post("/v1/reports/{report}/answer", openapi_extra=documented(ReportAnswer, PageReport), tags=["bank"])
def answer_report(report: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """Say what was done. The first answer stands."""
    message: ReportAnswer = reading.message(ReportAnswer, body)
    return json_reply(page_reports.answer(centre, who, report, message.answer))
