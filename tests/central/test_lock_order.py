"""Who writes into a kelurahan's stream and the city's own locks them in one order, or two wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import pytest
from sqlalchemy import text

from sync.central import contacts, ideas
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.chain import lock
from sync.central.erase_record import erase_record
from sync.domain.people import Role
from sync.protocol.ideas import Contact
from sync.protocol.people import ERASURE_REASONS, EraseRequest
from tests.conftest import Enrol
from tests.support.centres import KASSI
from tests.support.residents import a_contact, filed

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
            while not how_many_wait(centre):
                assert not done.done()
            # Had it the city's already, the database would now end one of the two as a deadlock.
            lock(connection, [centre.city])
        done.result()


def how_many_wait(centre: Centre) -> int:
    with centre.database.read() as connection:
        return int(connection.execute(WAITING).scalar_one())
