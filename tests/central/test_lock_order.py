"""Who writes into a kelurahan's stream and the city's own locks them in one order, or two wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, text

from sync.central import contacts, ideas, page_reports, tables, windows
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.chain import lock
from sync.central.erase_record import erase_record
from sync.central.page_reports import Report
from sync.domain.people import Role
from sync.protocol.ideas import Contact
from sync.protocol.people import ERASURE_REASONS, EraseRequest
from sync.protocol.problems import Problem
from tests.conftest import Enrol
from tests.support.centres import KASSI
from tests.support.residents import a_contact, filed

REPORT = Report("/inovasi/7K4Q-2MXD", "73.71", None, "wrong", "Angkanya salah.")
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("what", ["withdraw", "give", "erase"])
async def test_a_contact_and_its_record_are_locked_record_first(
    what: str, centre: Centre, enrol: Enrol, http: httpx.AsyncClient
) -> None:
    lurah, kota = enrol(Role.KELURAHAN), enrol(Role.KOTA, "73.71")
    with_contact = {} if what == "give" else {"contact": a_contact()}
    tracked = ideas.track(centre, await filed(http, **with_contact), "192.0.2.1")
    record, given = tracked.record.id, Contact("Warga", "0812 3456 7890", consent=True)
    officer, city = Caller(lurah.person, lurah.device), Caller(kota.person, kota.device)
    erasing = EraseRequest(next(iter(ERASURE_REASONS)))
    acts: dict[str, Callable[[], object]] = {
        "withdraw": partial(ideas.withdraw_contact, centre, tracked),
        "give": partial(contacts.give, centre, officer, record, given),
        "erase": partial(erase_record, centre, city, record, erasing),
    }

    with ThreadPoolExecutor(1) as pool:
        with centre.database.write() as connection:
            lock(connection, [KASSI])
            done = pool.submit(acts[what])
            wait_for_one(centre, done)
            # Had it the city's already, the database would now end one of the two as a deadlock.
            lock(connection, [centre.city])
        done.result()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_a_caller_is_counted_by_is_locked_for_no_other_caller(centre: Centre) -> None:
    now = centre.clock()
    with centre.database.write() as connection:
        windows.add(connection, "report:192.0.2.9", now - timedelta(days=3))

    with ThreadPoolExecutor(1) as pool:
        with centre.database.write() as connection:
            lock(connection, [centre.city])
            kept = pool.submit(page_reports.keep, centre, REPORT, "192.0.2.1")
            wait_for_one(centre, kept)
            # As who files an offer is counted, once the city's stream is theirs.
            windows.add(connection, "offer:192.0.2.2", now)
        kept.result()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_citys_stream_is_locked_before_the_report_that_is_answered(centre: Centre, enrol: Enrol) -> None:
    kota = enrol(Role.KOTA, "73.71")
    page_reports.keep(centre, REPORT, "192.0.2.1")
    caller = Caller(kota.person, kota.device)
    (report,) = page_reports.listed(centre, caller, "").reports

    with ThreadPoolExecutor(1) as pool:
        with centre.database.write() as connection:
            lock(connection, [centre.city])
            answered = pool.submit(page_reports.answer, centre, caller, report.id, "Sudah dibetulkan.")
            wait_for_one(centre, answered)
            # As who erases the record does, once the city's stream is theirs.
            connection.execute(delete(tables.page_reports))
        with pytest.raises(Problem, match="not_found"):
            answered.result()


def wait_for_one(centre: Centre, waiting: Future[Any]) -> None:
    while not how_many_wait(centre):
        assert not waiting.done()


def how_many_wait(centre: Centre) -> int:
    with centre.database.read() as connection:
        return int(connection.execute(WAITING).scalar_one())
