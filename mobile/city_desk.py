"""What lies on the desk of *Terbitkan*, *Cari*, *Laporan halaman*, *Portofolio*: what was asked and answered.

The answers come from the centre. Without a signal the last one is shown, with the time at which it was seen.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

import flet as ft

from mobile.board_desk import BoardDesk
from mobile.portfolio_desk import PortfolioDesk
from mobile.session import Session
from mobile.store.errors import StoreError
from sync.client import opened
from sync.client.desk import DeskApi, Wanted
from sync.client.errors import Refused, SyncError
from sync.client.tables import SETTINGS
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.bank import FoundPage, FoundRecord, PageReport

WIDE_ROLES = frozenset({Role.KOTA, Role.PIMPINAN, Role.AUDITOR})
"""Who works through search: no stream of records is on their device."""
REPORT_ROLES = frozenset({Role.KOTA, Role.KECAMATAN})
READY, OBJECTIONS, UPDATES = "ready", "objections", "updates"
NEW_ISSUES, ISSUES, IDEAS_WANTED = "new_issues", "issues", "ideas_wanted"
QUEUES = {
    READY: Wanted(kind="innovation", status="approved"),
    OBJECTIONS: Wanted(waits="objection"),
    UPDATES: Wanted(waits="update"),
    NEW_ISSUES: Wanted(kind="issue", status="submitted"),
    ISSUES: Wanted(kind="issue", status="listed"),
    IDEAS_WANTED: Wanted(waits="idea"),
}
"""What waits for the kota, and what it may look at: updates are decided by the kecamatan."""


@ft.observable
@dataclass
class FindDesk:
    """`wanted` is what is asked for, `answered` the question that `found` answers, seen at `seen_at`.

    `name` tells the desks of one account apart in what is kept. `queue` is the one of *Terbitkan*.
    """

    name: str = "find"
    wanted: Wanted = field(default_factory=Wanted)
    answered: Wanted | None = None
    found: list[FoundRecord] = field(default_factory=list)
    after: str | None = None
    seen_at: str = ""
    is_busy: bool = False
    trouble: SyncError | None = None
    queue: str = READY
    dialog: str = ""

    def take(self, wanted: Wanted, page: FoundPage, seen_at: str) -> None:
        self.answered, self.seen_at = wanted, seen_at
        self.found, self.after = in_area_order(page.records), page.after


@ft.observable
@dataclass
class ReportsDesk:
    reports: list[PageReport] = field(default_factory=list)
    open: int = 0
    after: str | None = None
    is_busy: bool = False
    trouble: SyncError | None = None

    def put(self, report: PageReport) -> None:
        """One of them was answered."""
        self.reports = [report if each.id == report.id else each for each in self.reports]
        self.open = max(0, self.open - 1)


@dataclass
class CityDesk:
    find: FindDesk = field(default_factory=FindDesk)
    publish: FindDesk = field(default_factory=lambda: FindDesk("publish", QUEUES[READY]))
    reports: ReportsDesk = field(default_factory=ReportsDesk)
    board: BoardDesk = field(default_factory=BoardDesk)
    portfolio: PortfolioDesk = field(default_factory=PortfolioDesk)


def in_area_order(records: list[FoundRecord]) -> list[FoundRecord]:
    """By the code of their area, the newest first within one: areas are never ordered by how much they have."""
    newest_first = sorted(records, key=lambda each: each.updated_at, reverse=True)
    return sorted(newest_first, key=lambda each: each.area)


async def load(desk: FindDesk, session: Session) -> None:
    """The first page of what is asked for; without a signal what was last seen. Never raises."""
    wanted = desk.wanted
    desk.is_busy = True
    try:
        page = await DeskApi(session.api).find(wanted)
    except SyncError as error:
        if desk.wanted == wanted:
            desk.trouble = error
            _show_last(desk, session)
        return
    finally:
        desk.is_busy = False
    if desk.wanted == wanted:
        desk.take(wanted, page, session.clock.now_iso())
        desk.trouble = None
        _keep(session, _key(desk), {"at": desk.seen_at, "wanted": asdict(wanted), "page": wire.write(page)})


async def load_more(desk: FindDesk, session: Session) -> None:
    """The next page. Never raises."""
    after, wanted = desk.after, desk.answered
    if after is None or wanted is None or desk.is_busy:
        return
    desk.is_busy = True
    try:
        page = await DeskApi(session.api).find(wanted, after)
    except SyncError as error:
        desk.trouble = error
        return
    finally:
        desk.is_busy = False
    if (desk.after, desk.answered) == (after, wanted):
        known = {each.id for each in desk.found}
        news = [each for each in page.records if each.id not in known]
        desk.found, desk.after, desk.trouble = in_area_order([*desk.found, *news]), page.after, None


def _key(desk: FindDesk) -> str:
    return f"found:{desk.name}:{desk.queue}" if desk.name == "publish" else f"found:{desk.name}"


def _show_last(desk: FindDesk, session: Session) -> None:
    kept = session.tables.table(SETTINGS).read(_key(desk))
    if kept is None:
        return
    with suppress(wire.Unreadable, KeyError, TypeError):
        desk.take(Wanted(**kept["wanted"]), wire.read(FoundPage, kept["page"]), str(kept["at"]))


def _keep(session: Session, key: str, document: dict[str, Any]) -> None:
    # A disk without room costs what would be seen without a signal, nothing else.
    with suppress(StoreError):
        session.tables.table(SETTINGS).put(key, document)


async def read_record(session: Session, record: str) -> SyncError | None:
    """Fetch the record as it stands and keep it to be read; returns what kept the centre from giving it."""
    try:
        view = await DeskApi(session.api).record(record)
        opened.keep(session.tables, view, session.clock.now_iso())
    except Refused as error:
        if error.code == "not_found":
            with suppress(StoreError):
                opened.forget(session.tables, record)
        return error
    except SyncError as error:
        return error
    return None


async def load_reports(desk: ReportsDesk, session: Session, after: str = "") -> None:
    """A page of what readers reported. Never raises."""
    if session.person.role not in REPORT_ROLES or desk.is_busy:
        return
    desk.is_busy = True
    try:
        page = await DeskApi(session.api).reports(after)
    except SyncError as error:
        desk.trouble = error
        return
    finally:
        desk.is_busy = False
    desk.reports = [*desk.reports, *page.reports] if after else list(page.reports)
    desk.open, desk.after, desk.trouble = page.open, page.after, None
