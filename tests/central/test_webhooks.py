"""Other systems of the city are told of each change, once it is in and in its order, and of nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from standardwebhooks import Webhook as Checker

from sync.central import webhook_store
from sync.central.answer import Centre
from sync.central.checkup import of_webhooks
from sync.central.erase_record import erase_record
from sync.central.finding import Level
from sync.central.resealing import Exchange, reseal
from sync.central.sealed import unseal
from sync.central.settings import Settings
from sync.central.tables import streams, webhooks
from sync.central.webhook_store import BadWebhook
from sync.central.webhooks import signed, tell_all
from sync.domain.ids import number_of
from sync.domain.people import Role
from sync.protocol.people import EraseRequest
from tests.client.test_erased import BRIDA
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, a_note
from tests.support.clock import StandingClock
from tests.support.told import Receiver, receiving


def types(receiver: Receiver) -> list[str]:
    return [event["type"] for event in receiver.events]


async def test_each_change_after_it_was_added_is_told_once_and_in_order(city: Offices, receiver: Receiver) -> None:
    await city.note(title="Sebelumnya")
    webhook_store.add(city.centre, receiver.url, "73.71")

    record = await city.note()
    await city.accepted(city.rt, record, {"title": "Judul baru"})
    await city.approve(record)
    await city.publish(record)
    assert tell_all(city.centre) == 4
    assert tell_all(city.centre) == 0

    assert types(receiver) == ["record.created", "record.edited", "record.decided", "record.published"]
    assert {event["record"] for event in receiver.events} == {record}
    assert [event["version"] for event in receiver.events] == sorted(event["version"] for event in receiver.events)
    assert receiver.events[-1]["status"] == "published"
    assert receiver.events[-1]["number"] == number_of(record)


async def test_a_receiver_checks_the_signature_by_the_standard(
    city: Offices, receiver: Receiver, clock: StandingClock
) -> None:
    clock.now = datetime.now(UTC).replace(microsecond=0)
    _, secret = webhook_store.add(city.centre, receiver.url, "73.71")
    await city.note()
    tell_all(city.centre)

    headers, body = receiver.requests[0]

    assert Checker(secret).verify(body, headers)["type"] == "record.created"
    with pytest.raises(Exception, match="signature"):
        Checker(secret).verify(body.replace(b"created", b"deleted"), headers)


async def test_nothing_of_a_person_and_nothing_that_was_written_is_told(city: Offices, receiver: Receiver) -> None:
    webhook_store.add(city.centre, receiver.url, "73.71")
    record = await city.note(title="Rahasia Zubaedah", originator_name={"name": "Zubaedah", "may_show": True})
    await city.accepted(city.rt, record, {"comments/c1": "Kata Zubaedah"})

    tell_all(city.centre)

    told = b"".join(body for _, body in receiver.requests).decode()
    assert "originator_name" in told
    for gone in ("Zubaedah", city.rt.person.name, city.rt.person.id, city.rt.device):
        assert gone not in told


async def test_what_fails_is_told_again_after_a_while_and_nothing_is_left_out(
    city: Offices, receiver: Receiver, clock: StandingClock
) -> None:
    webhook_store.add(city.centre, receiver.url, "73.71")
    await city.note()
    await city.note()
    receiver.answers = [204, 500]

    assert tell_all(city.centre) == 1
    assert tell_all(city.centre) == 0
    clock.move(seconds=61)
    assert tell_all(city.centre) == 1

    ids = [headers["webhook-id"] for headers, _ in receiver.requests]
    assert (ids[1] == ids[2], ids[0] == ids[1]) == (True, False)
    assert len(receiver.events) == 2


@pytest.mark.parametrize("answer", [302, 404, 503])
async def test_an_answer_that_is_no_success_is_a_failure_and_no_address_is_followed(
    city: Offices, receiver: Receiver, answer: int
) -> None:
    webhook_store.add(city.centre, receiver.url, "73.71")
    await city.note()
    receiver.answers = [answer]

    assert tell_all(city.centre) == 0
    assert len(receiver.requests) == 1


async def test_one_that_fails_keeps_no_other_from_being_told(city: Offices, receiver: Receiver) -> None:
    with receiving() as away:
        gone = away.url
    webhook_store.add(city.centre, gone, "73.71")
    webhook_store.add(city.centre, receiver.url, "73.71")
    await city.note()

    assert tell_all(city.centre) == 1

    with city.centre.database.read() as connection:
        statuses = {row.url: row.last_status for row in webhook_store.listed(connection)}
    assert statuses == {gone: "ConnectError", receiver.url: "204"}


async def test_after_three_days_of_failures_it_is_paused_and_goes_on_where_it_stopped(
    city: Offices, receiver: Receiver, clock: StandingClock, tmp_path: Path
) -> None:
    settings = Settings(tmp_path)
    identifier, _ = webhook_store.add(city.centre, receiver.url, "73.71")
    await city.note()
    receiver.answers = [500] * 10
    started = clock.now
    while receiver.answers:
        tell_all(city.centre)
        clock.move(seconds=1200)

    assert timedelta(days=2.5) < clock.now - started < timedelta(days=3.5)
    with city.centre.database.read() as connection:
        finding = of_webhooks(connection, settings, clock.now)
    assert (finding.level, identifier in finding.advice) == (Level.WARN, True)
    clock.move(seconds=86_400)
    assert tell_all(city.centre) == 0

    with city.centre.database.write() as connection:
        assert webhook_store.resume(connection, identifier, clock.now)
    assert tell_all(city.centre) == 1
    with city.centre.database.read() as connection:
        assert of_webhooks(connection, settings, clock.now).level is Level.OK


async def test_only_what_happens_in_its_area_is_told(city: Offices, receiver: Receiver, enrol: Enrol) -> None:
    webhook_store.add(city.centre, receiver.url, RAPPOCINI)
    elsewhere = enrol(Role.RT, MARISO_KELURAHAN)
    values = a_note(area=f"{MARISO_KELURAHAN}/RW001/RT001")
    await city.accepted(elsewhere, elsewhere.make_id(), values, seen=0, area=MARISO_KELURAHAN)
    await city.note()

    tell_all(city.centre)

    assert [event["area"] for event in receiver.events] == [KASSI]


async def test_it_is_told_only_of_the_kinds_of_events_that_were_asked_for(
    city: Offices, receiver: Receiver
) -> None:
    webhook_store.add(city.centre, receiver.url, "73.71", ["published", "hidden"])
    for _ in range(52):
        await city.note()
    await city.hide(await city.published())

    assert [tell_all(city.centre), tell_all(city.centre), tell_all(city.centre)] == [0, 2, 0]

    assert types(receiver) == ["record.published", "record.hidden"]


async def test_the_last_attempts_are_kept_with_what_came_of_each(
    city: Offices, receiver: Receiver, clock: StandingClock
) -> None:
    identifier, _ = webhook_store.add(city.centre, receiver.url, "73.71")
    await city.note()
    receiver.answers = [503]
    tell_all(city.centre)
    clock.move(seconds=61)
    tell_all(city.centre)

    with city.centre.database.write() as connection:
        kept = webhook_store.attempts(connection, identifier)
        webhook_store.remove(connection, identifier)
        assert webhook_store.attempts(connection, identifier) is None

    assert [(row.type, row.status) for row in kept or ()] == [("record.created", "204"), ("record.created", "503")]
    assert {row.event for row in kept or ()} == {receiver.events[0]["id"]}


async def test_an_erasure_is_told_and_what_was_erased_is_not(city: Offices, receiver: Receiver) -> None:
    record = await city.note(title="Rahasia")
    webhook_store.add(city.centre, receiver.url, "73.71")
    await city.accepted(city.rt, record, {"title": "Rahasia lagi"})

    erase_record(city.centre, BRIDA, record, EraseRequest("asked"))
    tell_all(city.centre)

    assert set(types(receiver)[1:]) == {"record.erased"}
    assert receiver.events[0]["paths"] == []


async def test_a_restore_that_jumps_ahead_leaves_nothing_waiting(city: Offices, receiver: Receiver) -> None:
    webhook_store.add(city.centre, receiver.url, "73.71")
    await city.note()
    with city.centre.database.write() as connection:
        connection.execute(update(streams).values(seq=streams.c.seq + 10**9))

    assert tell_all(city.centre) == 1

    with city.centre.database.read() as connection:
        (webhook,) = webhook_store.due(connection, city.centre)
        assert webhook_store.behind(connection, webhook) == []
    await city.note()
    assert tell_all(city.centre) == 1


async def test_more_than_fits_one_turn_is_told_in_the_next(city: Offices, receiver: Receiver) -> None:
    webhook_store.add(city.centre, receiver.url, "73.71")
    for _ in range(53):
        await city.note()

    assert tell_all(city.centre) == 50
    assert tell_all(city.centre) == 3


def test_its_secret_is_in_no_column_and_follows_the_key_of_the_centre(centre: Centre) -> None:
    identifier, secret = webhook_store.add(centre, "https://contoh.id/kait", "73.71")

    with centre.database.write() as connection:
        assert secret not in repr(connection.execute(select(webhooks)).all())
        assert (
            reseal(connection, Exchange("73.71", "2026-12-03T06:05:00.000Z", b"n" * 32, centre.keys.secret)) == 1
        )
        (row,) = connection.execute(select(webhooks)).all()

    assert unseal([b"n" * 32], webhook_store.about(identifier), row.sealed) == secret


@pytest.mark.parametrize(
    "url", ["http://contoh.id/", "ftp://contoh.id/", "https://nama:sandi@contoh.id/", "contoh.id", "https://"]
)
def test_an_address_that_is_not_under_tls_is_refused(centre: Centre, url: str) -> None:
    with pytest.raises(BadWebhook):
        webhook_store.add(centre, url, "73.71")


def test_an_unknown_area_is_refused(centre: Centre) -> None:
    with pytest.raises(BadWebhook):
        webhook_store.add(centre, "https://contoh.id/", "73.72")


def test_one_that_was_removed_is_told_no_more(centre: Centre, receiver: Receiver) -> None:
    identifier, _ = webhook_store.add(centre, receiver.url, "73.71")

    with centre.database.write() as connection:
        assert webhook_store.remove(connection, identifier)
        assert not webhook_store.remove(connection, identifier)

    assert tell_all(centre) == 0


def test_the_signature_is_that_of_the_specification() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers: dict[str, Any] = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
