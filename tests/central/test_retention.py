"""What goes by itself at night, each kind when its days are over and not a moment before."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Table, func, insert, select, update

from sync.central import webhook_store
from sync.central.answer import Centre
from sync.central.jobs import due_after
from sync.central.offers import file_offer
from sync.central.people import iso
from sync.central.retention import Keeping, retention_job, tidy
from sync.central.settings import Settings
from sync.central.stored import read_record
from sync.central.tables import (
    codes,
    contacts,
    page_reports,
    records,
    registrations,
    views,
    webhook_deliveries,
    windows,
)
from sync.domain.ideas import CONTACT_GIVEN
from sync.domain.lifecycle import Status
from sync.domain.people import Role
from sync.protocol.ideas import Contact
from sync.protocol.people import ADMITTED, DECLINED, WAITING
from tests.conftest import Enrol
from tests.support.bank import offices
from tests.support.centres import KASSI, a_code, a_note, a_person
from tests.support.clock import StandingClock
from tests.support.logs import faults
from tests.support.partnering import a_published_need, an_offer
from tests.support.residents import PHONE, a_contact, filed, pulled, step, told
from tests.support.tus import Sender, a_photo, note_naming

DAYS = Keeping(uploads=1, codes=2, registrations=3, contacts=4, views=5, reports=6, deliveries=7, unanswered=8)


def rows(centre: Centre, table: Table) -> int:
    with centre.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def put(centre: Centre, table: Table, **values: Any) -> None:
    with centre.database.write() as connection:
        connection.execute(insert(table).values(**values))


def tidied(centre: Centre, clock: StandingClock, kind: str, days: float) -> list[int]:
    """How many of a kind go just before, and just after its days are over."""
    clock.move(days=days)
    early = tidy(centre, DAYS)[kind]
    clock.move(seconds=1)
    return [early, tidy(centre, DAYS)[kind]]


def a_registration(centre: Centre, state: str, at: str) -> None:
    texts = ("device_name", "platform", "app_version", "business", "lorong", "theme", "nib", "reason")
    told: dict[str, Any] = dict.fromkeys(texts, "x") | {"contact": b"x", "area": KASSI}
    told |= {"secret_hash": "0" * 64, "device": str(uuid.uuid4())}
    decided = None if state == WAITING else at
    put(centre, registrations, id=str(uuid.uuid4()), asked_at=at, state=state, decided_at=decided, **told)


def a_view(centre: Centre, at: str) -> None:
    who = {"person": str(uuid.uuid4()), "subject": str(uuid.uuid4())}
    put(centre, views, id=str(uuid.uuid4()), at=at, what="contact", stream=KASSI, purpose="x", **who)


async def test_an_upload_goes_when_nobody_went_on_with_it(
    centre: Centre, clock: StandingClock, enrol: Enrol
) -> None:
    rt, photo = enrol(Role.RT), a_photo(5_000)
    await note_naming(rt, photo)
    await Sender(rt, photo).announce(first=1_000)

    assert tidied(centre, clock, "uploads", DAYS.uploads) == [0, 1]


def test_a_code_goes_some_days_after_it_ran_out(centre: Centre, clock: StandingClock) -> None:
    a_code(centre, a_person(centre, Role.RT, KASSI))

    assert tidied(centre, clock, "codes", 14 + DAYS.codes) == [0, 1]
    assert rows(centre, codes) == 0


def test_a_registration_goes_when_it_was_declined_and_not_while_it_waits_or_was_admitted(
    centre: Centre, clock: StandingClock
) -> None:
    for state in (WAITING, ADMITTED, DECLINED):
        a_registration(centre, state, iso(clock()))

    assert tidied(centre, clock, "registrations", DAYS.registrations) == [0, 1]
    with centre.database.read() as connection:
        left = connection.execute(select(registrations.c.state)).scalars().all()
    assert sorted(left) == [ADMITTED, WAITING]


def test_the_contact_of_an_admitted_business_goes_and_the_registration_stays(
    centre: Centre, clock: StandingClock
) -> None:
    a_registration(centre, ADMITTED, iso(clock()))

    assert tidied(centre, clock, "admitted", DAYS.registrations) == [0, 1]
    assert rows(centre, registrations) == 1
    assert tidy(centre, DAYS)["admitted"] == 0


def test_the_contact_of_a_registration_that_nobody_answered_goes_and_it_waits_on(
    centre: Centre, clock: StandingClock
) -> None:
    a_registration(centre, WAITING, iso(clock()))

    assert tidied(centre, clock, "waiting", DAYS.unanswered) == [0, 1]
    with centre.database.read() as connection:
        left = connection.execute(select(registrations.c.state, registrations.c.contact)).all()
    assert left == [(WAITING, None)]


def test_it_is_forgotten_after_years_who_looked_at_a_contact(centre: Centre, clock: StandingClock) -> None:
    a_view(centre, iso(clock()))

    assert tidied(centre, clock, "views", DAYS.views) == [0, 1]
    assert rows(centre, views) == 0


@pytest.mark.parametrize("status", list(Status))
async def test_a_contact_goes_after_the_idea_was_answered_for_good_or_when_nobody_answered_for_longer(
    centre: Centre, clock: StandingClock, enrol: Enrol, status: Status
) -> None:
    answered = {"taken_up", "joined", "forwarded", "complaint", "declined", "hidden", "done", "failed"}
    waits = {"received", "read", "asked", "matched"}
    rt = enrol(Role.RT)
    record = rt.make_id()
    await rt.send(rt.change_of(record, a_note()))
    with centre.database.write() as connection:
        connection.execute(update(records).where(records.c.id == record).values(status=status.value))
    row = {"sealed": b"x", "key": "0" * 8, "consented_at": iso(clock()), "given_by": "resident"}
    put(centre, contacts, record=record, stream=KASSI, **row)

    assert tidied(centre, clock, "contacts", DAYS.contacts) == [0, int(status.value in answered)]
    longer = DAYS.unanswered - DAYS.contacts - 1 / 86_400
    assert tidied(centre, clock, "unanswered", longer) == [0, int(status.value in waits)]


@pytest.mark.parametrize("answer", [{}, {"status": "declined", "reason": "Tanahnya milik warga."}])
async def test_the_devices_are_told_that_the_contact_of_an_idea_is_gone(
    centre: Centre, clock: StandingClock, enrol: Enrol, http: httpx.AsyncClient, answer: dict[str, str]
) -> None:
    lurah = enrol(Role.KELURAHAN)
    tracking = await filed(http, contact=a_contact())
    if answer:
        await step(lurah, **answer)
    assert (await pulled(lurah)).set[CONTACT_GIVEN] is True

    clock.move(days=DAYS.unanswered, seconds=1)
    gone = tidy(centre, DAYS)

    assert gone["contacts"] + gone["unanswered"] == 1
    assert (await pulled(lurah)).set[CONTACT_GIVEN] is False
    assert not (await told(http, tracking))["has_contact"]
    assert faults(centre) == []


async def test_the_city_is_told_that_the_contact_of_an_offer_is_gone(
    centre: Centre, clock: StandingClock, enrol: Enrol
) -> None:
    city = offices(enrol)
    record, need = await a_published_need(city)
    contact = Contact("Warga Contoh", PHONE, consent=True)
    request = an_offer(record, need, contact=contact)
    file_offer(centre, request, "127.0.0.1")

    clock.move(days=DAYS.unanswered, seconds=1)
    gone = tidy(centre, DAYS)["unanswered"]

    with centre.database.read() as connection:
        offer = read_record(connection, request.id)
    assert gone == 1
    assert offer is not None
    assert offer.value(CONTACT_GIVEN) is False
    assert faults(centre) == []


def test_counts_of_addresses_go_after_a_day(centre: Centre, clock: StandingClock) -> None:
    put(centre, windows, key="enrol:192.0.2.1", hour=iso(clock())[:13], count=3)

    clock.move(hours=24)
    early = tidy(centre, DAYS)["windows"]
    clock.move(hours=1)

    assert [early, tidy(centre, DAYS)["windows"]] == [0, 1]


def test_attempts_to_tell_a_webhook_go_after_a_month(centre: Centre, clock: StandingClock) -> None:
    webhook, _ = webhook_store.add(centre, "https://contoh.id/kait", "73.71")
    told = {"webhook": webhook, "event": "x", "type": "record.created", "status": "204"}
    put(centre, webhook_deliveries, id="x", at=iso(clock()), **told)

    assert tidied(centre, clock, "deliveries", DAYS.deliveries) == [0, 1]


def test_a_report_of_a_page_goes_when_it_was_answered_and_not_while_it_is_open(
    centre: Centre, clock: StandingClock
) -> None:
    told = {"page": "/inovasi/x", "area": KASSI, "reason": "wrong", "text": "Nama saya ada di sana."}
    for number, answered in enumerate((iso(clock()), None)):
        put(centre, page_reports, id=str(number), sent_at=iso(clock()), answered_at=answered, **told)

    assert tidied(centre, clock, "reports", DAYS.reports) == [0, 1]
    assert rows(centre, page_reports) == 1


async def test_the_audit_chain_loses_nothing(centre: Centre, clock: StandingClock, enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await rt.send(rt.change_of(rt.make_id(), a_note()))

    clock.move(days=10_000)
    tidy(centre, DAYS)

    assert faults(centre) == []


@pytest.mark.parametrize(("offset", "hour"), [("+08:00", 18), ("+07:00", 19), ("+00:00", 2), ("-03:30", 6)])
def test_the_night_is_the_citys(clock: StandingClock, offset: str, hour: int, tmp_path: Any) -> None:
    job = retention_job(Settings(tmp_path, utc_offset=offset))

    due = due_after(job, clock())

    assert due.hour == hour
    assert timedelta(0) < due - clock() <= timedelta(days=1)
    assert due_after(job, due) == due + timedelta(days=1)


def test_days_are_settings(tmp_path: Any, centre: Centre, clock: StandingClock) -> None:
    a_view(centre, iso(clock()))
    run: Callable[[Centre], object] = retention_job(Settings(tmp_path, keep_views_days=7)).run
    clock.move(days=7, seconds=1)

    run(centre)

    assert rows(centre, views) == 0
