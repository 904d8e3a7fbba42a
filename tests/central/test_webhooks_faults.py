"""What a receiver, an address, a key or a restore may be like: the others are told, and nothing is left out."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import delete, update

from sync.central import syncing, webhook_store
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.backup import backup, restore
from sync.central.sealed import seal
from sync.central.tables import streams, webhooks
from sync.central.transfer import transfer
from sync.central.webhook_store import BadWebhook
from sync.central.webhooks import posting, tell_all
from sync.protocol.messages import SyncRequest
from sync.protocol.people import TransferRequest
from tests.support.bank import Offices
from tests.support.centres import KASSI, RAPPOCINI, Speaker, a_note
from tests.support.clock import StandingClock
from tests.support.told import Receiver

NEIGHBOUR = "73.71.13.1001"


def caller(who: Speaker) -> Caller:
    return Caller(who.person, who.device)


async def test_a_success_ends_the_count_of_failures_though_the_next_event_fails(
    city: Offices, receiver: Receiver, clock: StandingClock
) -> None:
    webhook_store.add(city.centre, receiver.url, "73.71")
    await city.note()
    await city.note()
    receiver.answers = [500] * 9 + [204, 500]
    while receiver.answers:
        tell_all(city.centre)
        clock.move(seconds=60)

    with city.centre.database.read() as connection:
        (row,) = webhook_store.listed(connection)
    assert (row.paused_at, row.failures) == (None, 1)


async def test_a_slow_receiver_keeps_no_other_waiting_and_is_told_the_rest_in_the_next_run(
    city: Offices, clock: StandingClock
) -> None:
    for url in ("http://127.0.0.1:1/slow", "http://127.0.0.1:1/quick"):
        webhook_store.add(city.centre, url, "73.71")
    for _ in range(4):
        await city.note()
    told = []

    def send(url: str, _: dict[str, str], __: bytes) -> int:
        clock.move(seconds=9 if url.endswith("slow") else 0)
        told.append(url.rpartition("/")[2])
        return 204

    tell_all(city.centre, send)
    first = sorted(told)
    tell_all(city.centre, send)

    assert first == ["quick"] * 4 + ["slow"] * 3
    assert sorted(told) == ["quick"] * 4 + ["slow"] * 4


@contextmanager
def talking(total: int) -> Iterator[tuple[str, list[int]]]:
    """A receiver that answers 200 and then says so many bytes, until it is hung up on; and what it has said."""
    server, said = socket.create_server(("127.0.0.1", 0)), [0]

    def answer() -> None:
        peer, _ = server.accept()
        with peer:
            peer.recv(65_536)
            try:
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % total)
                while said[0] < total:
                    peer.sendall(b"x" * 65_536)
                    said[0] += 65_536
            except OSError:
                return

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", said
    finally:
        thread.join(20)
        server.close()


async def test_what_a_receiver_says_beyond_its_status_is_not_read(city: Offices) -> None:
    with talking(64 * 2**20) as (url, said):
        webhook_store.add(city.centre, url, "73.71")
        await city.note()

        assert tell_all(city.centre) == 1

    assert said[0] < 32 * 2**20


@contextmanager
def dripping() -> Iterator[str]:
    """A receiver that says one letter of its first header after the other, without end."""
    server, is_over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def answer() -> None:
        peer, _ = server.accept()
        with peer:
            peer.recv(65_536)
            with suppress(OSError):
                peer.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not is_over.wait(0.05):
                    peer.sendall(b"x")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        is_over.set()
        thread.join(20)
        server.close()


def test_a_receiver_that_never_ends_its_headers_is_left_after_a_time() -> None:
    with dripping() as url, posting(limit_s=0.3) as send, pytest.raises(httpx.ReadTimeout):
        send(url, {}, b"{}")


@pytest.mark.parametrize(
    "url",
    [
        "https://[::1/",
        "https://contoh.id:abc/",
        "https://contoh.id:99999/",
        "https://contoh..id/",
        "https://contoh.id/\x00",
        "https://-\u2603.id/",
        f"https://{'a' * 70}.id/",
    ],
)
def test_an_address_that_is_none_is_refused_in_words(centre: Centre, url: str) -> None:
    with pytest.raises(BadWebhook, match="address"):
        webhook_store.add(centre, url, "73.71")


async def test_a_secret_sealed_under_another_key_keeps_no_other_from_being_told(
    city: Offices, receiver: Receiver
) -> None:
    first, secret = webhook_store.add(city.centre, receiver.url, "73.71")
    webhook_store.add(city.centre, receiver.url, "73.71")
    sealed = seal(b"o" * 32, webhook_store.about(first), secret)
    with city.centre.database.write() as connection:
        connection.execute(update(webhooks).where(webhooks.c.id == first).values(sealed=sealed))
    await city.note()

    assert tell_all(city.centre) == 1

    with city.centre.database.read() as connection:
        statuses = {row.id: row.last_status for row in webhook_store.listed(connection)}
    assert statuses[first] == "CannotOpen"


async def test_a_kelurahan_that_came_with_a_later_version_is_told_of_too(
    city: Offices, receiver: Receiver
) -> None:
    with city.centre.database.write() as connection:
        connection.execute(delete(streams).where(streams.c.code == KASSI))
    webhook_store.add(city.centre, receiver.url, RAPPOCINI)
    city.centre.prepare()
    await city.note()

    assert [tell_all(city.centre), tell_all(city.centre)] == [1, 0]


async def test_a_change_that_comes_again_after_a_restore_is_told_under_the_same_id(
    city: Offices, receiver: Receiver, tmp_path: Path, empty_centres: Iterator[Centre]
) -> None:
    webhook_store.add(city.centre, receiver.url, "73.71")
    backup(city.centre, tmp_path / "all.lorong")
    change = city.rt.change_of(city.rt.make_id(), a_note())
    syncing.push(city.centre, caller(city.rt), SyncRequest([change]))
    tell_all(city.centre)

    restored = next(empty_centres)
    restore(restored, tmp_path / "all.lorong")
    syncing.push(restored, caller(city.rt), SyncRequest([change]))
    tell_all(restored)

    assert [headers["webhook-id"] for headers, _ in receiver.requests] == [change.id, change.id]


async def test_a_transfer_is_told_at_both_its_places(city: Offices, receiver: Receiver) -> None:
    record = await city.note()
    webhook_store.add(city.centre, receiver.url, "73.71")

    transfer(
        city.centre, caller(city.kecamatan), record, TransferRequest(city.rt.make_id(), NEIGHBOUR, "Salah tempat.")
    )
    tell_all(city.centre)

    told = [(event["area"], event["type"]) for event in receiver.events]
    assert told == [(NEIGHBOUR, "record.created"), (KASSI, "record.moved")]


async def test_no_name_of_a_path_is_the_id_of_a_person(city: Offices, receiver: Receiver) -> None:
    webhook_store.add(city.centre, receiver.url, "73.71")
    record, friend = await city.note(), city.kecamatan.person.id
    await city.accepted(city.rt, record, {f"coauthors/{friend}": "Rekan Contoh"})

    tell_all(city.centre)

    assert receiver.events[-1]["paths"] == ["coauthors"]
    assert friend not in b"".join(body for _, body in receiver.requests).decode()
