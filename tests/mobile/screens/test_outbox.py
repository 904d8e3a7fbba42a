from __future__ import annotations

import asyncio
from typing import Any

import flet as ft
import httpx
import pytest

from mobile.session import Session
from sync.client.engine import EngineState
from sync.client.tables import FILES, OUTBOX
from tests.mobile.screens.outbox_page import OpenOutbox, a_note, accepted
from tests.support.notes import NEIGHBOUR, REVIEWER, a_photo, a_view, accept, an_id, draft, file, refuse, save
from tests.support.sessions import FakeClock, FakeNetwork, a_session, pulled


def show_engine(session: Session, **state: Any) -> None:
    session.engine.state = EngineState(**state)


# What will be sent


async def test_what_will_be_sent_is_said_before_it_is(kiriman: OpenOutbox) -> None:
    session = a_session()
    for number in (1, 2, 3):
        a_note(session, number, f"Catatan {number}", *[f"sha-{number}"] * (number < 3))

    screen = await kiriman(session)

    assert "Akan dikirim: 3 catatan, 2 foto, sekitar 1,2 MB" in screen.texts


async def test_send_now_is_there_when_nothing_waits_and_says_what_it_does(kiriman: OpenOutbox) -> None:
    screen = await kiriman(a_session())

    assert screen.driver.has_button("Kirim sekarang")
    assert "Tidak ada yang menunggu. Lorong menanyakan kabar baru." in screen.texts


async def test_send_now_asks_the_centre_at_once(kiriman: OpenOutbox) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(503)

    session = a_session(answer=answer)
    a_note(session, 1, "Teba kompos")
    screen = await kiriman(session)
    running = asyncio.create_task(session.engine.run())
    await screen.driver.until(lambda: len(asked) == 1)

    await screen.tap("Kirim sekarang")
    await screen.driver.until(lambda: len(asked) == 2)

    running.cancel()
    assert screen.driver.shows("Mencoba mengirim sekarang …")


async def test_a_photo_of_a_draft_is_not_among_what_will_be_sent(kiriman: OpenOutbox) -> None:
    session = a_session()
    draft(session.tables, an_id(1), also={"photos/p1": a_photo("sha-1")})
    file(session.tables, "sha-1", an_id(1))

    screen = await kiriman(session)

    assert "Tidak ada yang menunggu. Lorong menanyakan kabar baru." in screen.texts


async def test_wifi_only_is_kept_and_obeyed(kiriman: OpenOutbox) -> None:
    session = a_session(network=FakeNetwork(is_metered=True))
    accepted(session, 1, "Teba kompos", "sha-1")
    screen = await kiriman(session)

    await screen.driver.enter(screen.driver.get(ft.Switch, key="wifi_only"), True)

    assert session.remembers_wifi_only
    assert session.engine.state.wifi_only
    assert screen.driver.shows("1 foto menunggu Wi-Fi.")
    assert screen.driver.shows("Foto 1 · 600 KB · menunggu Wi-Fi")


async def test_charging_only_is_kept_and_obeyed(kiriman: OpenOutbox) -> None:
    session = a_session(network=FakeNetwork(is_charging=False))
    accepted(session, 1, "Teba kompos", "sha-1")
    screen = await kiriman(session)

    await screen.driver.enter(screen.driver.get(ft.Switch, key="charging_only"), True)

    assert session.remembers_charging_only
    assert screen.driver.shows("1 foto menunggu baterai diisi.")
    assert screen.driver.shows("Foto 1 · 600 KB · menunggu baterai diisi")


async def test_taking_a_rule_back_sends_at_once(kiriman: OpenOutbox) -> None:
    session = a_session()
    session.set_charging_only(True)
    screen = await kiriman(session)

    await screen.driver.enter(screen.driver.get(ft.Switch, key="charging_only"), False)

    assert not session.engine.state.charging_only
    assert session.engine._woken.is_set()


async def test_how_much_of_a_photo_arrived_is_told_and_never_too_much(kiriman: OpenOutbox) -> None:
    session = a_session()
    accepted(session, 1, "Teba kompos", "sha-1")
    document = session.tables.table(FILES).read("sha-1")
    assert document is not None
    session.tables.table(FILES).put("sha-1", document | {"sent": 180_999})
    show_engine(session, phase="sending_photos", in_batch=frozenset({"sha-1"}))

    screen = await kiriman(session)

    assert "Foto 1 · 180 KB dari 600 KB sudah sampai · sedang dikirim" in screen.texts


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("offline", "sambungan terputus, dicoba lagi"),
        ("server_silent", "server kota belum menjawab, dicoba lagi"),
        ("wrong_hash", "rusak di jalan, dikirim ulang"),
    ],
)
async def test_a_photo_that_failed_says_why(kiriman: OpenOutbox, error: str, reason: str) -> None:
    session = a_session()
    accepted(session, 1, "Teba kompos", "sha-1")
    document = session.tables.table(FILES).read("sha-1")
    assert document is not None
    session.tables.table(FILES).put("sha-1", document | {"tries": 1, "error": error})

    screen = await kiriman(session)

    assert f"Foto 1 · 600 KB · {reason} · sudah dicoba 1 kali" in screen.texts


async def test_the_last_contact_and_the_next_try_are_told(kiriman: OpenOutbox) -> None:
    clock = FakeClock()
    session = a_session(clock=clock)
    a_note(session, 1, "Teba kompos")
    await session.engine.round()

    screen = await kiriman(session)

    assert "Belum pernah tersambung." in screen.texts
    assert "Dicoba lagi sendiri pukul 12.00." in screen.texts


# What waits, and for what


async def test_a_note_waits_for_a_signal_without_a_network(kiriman: OpenOutbox) -> None:
    session = a_session(network=FakeNetwork(is_up=False))
    a_note(session, 1, "Teba kompos", "sha-1")

    screen = await kiriman(session)

    waiting = screen.below("Sedang dikirim atau menunggu")
    assert waiting[1] == "Teba kompos"
    assert "Menunggu sinyal" in waiting
    assert "Catatan baru" in waiting
    assert "Foto 1 · 600 KB · berangkat setelah catatannya diterima" in waiting


@pytest.mark.parametrize(
    ("network", "engine", "reason"),
    [
        (FakeNetwork(is_up=False), {}, "menunggu sinyal"),
        (FakeNetwork(is_metered=True), {"wifi_only": True}, "menunggu Wi-Fi"),
        (FakeNetwork(saves_battery=True), {}, "menunggu baterai diisi"),
        (FakeNetwork(), {}, "menunggu giliran"),
        (FakeNetwork(), {"phase": "sending_photos", "in_batch": frozenset({"sha-1"})}, "sedang dikirim"),
    ],
)
async def test_a_photo_says_what_it_waits_for(
    kiriman: OpenOutbox, network: FakeNetwork, engine: dict[str, Any], reason: str
) -> None:
    session = a_session(network=network)
    accepted(session, 1, "Teba kompos", "sha-1")
    show_engine(session, **engine)

    screen = await kiriman(session)

    assert f"Foto 1 · 600 KB · {reason}" in screen.texts


async def test_a_photo_that_failed_says_how_often_it_was_tried(kiriman: OpenOutbox) -> None:
    session = a_session()
    accepted(session, 1, "Teba kompos", "sha-1")
    document = session.tables.table(FILES).read("sha-1")
    assert document is not None
    session.tables.table(FILES).put("sha-1", document | {"tries": 2})

    screen = await kiriman(session)

    assert "Foto 1 · 600 KB · tersendat, dicoba lagi · sudah dicoba 2 kali" in screen.texts


async def test_several_changes_of_one_record_are_one_item(kiriman: OpenOutbox) -> None:
    session = a_session()
    a_note(session, 1, "Teba kompos")
    save(session.tables, 150, an_id(1), also={"comments/c1": "Mohon dilihat"})

    screen = await kiriman(session)

    assert screen.texts.count("Teba kompos") == 1
    assert "Catatan baru, Komentar" in screen.texts


async def test_a_note_that_goes_again_after_a_restore_says_why(kiriman: OpenOutbox) -> None:
    session = a_session()
    record = accepted(session, 1, "Teba kompos")
    key, document = session.changes(record)[0]
    session.tables.table(OUTBOX).put(key, document | {"again": True})

    screen = await kiriman(session)

    assert "Dikirim ulang setelah server kota dipulihkan" in screen.below("Sedang dikirim atau menunggu")
    assert "Sudah terkirim" not in screen.texts


# A decision that rests


def a_reviewer(clock: FakeClock) -> Session:
    session = a_session("kecamatan", "73.71.13", clock, person_id=REVIEWER)
    pulled(session, a_view(an_id(1), author=NEIGHBOUR))
    state = session.record(an_id(1))
    assert state is not None
    session.decide(state, {}, "", give_back=False, public={})
    return session


async def test_a_resting_decision_counts_down(kiriman: OpenOutbox) -> None:
    clock = FakeClock()
    screen = await kiriman(a_reviewer(clock))
    before = screen.driver.shows("Keputusan dikirim dalam 10 detik")

    clock.advance(4)
    screen.app.beat()
    await screen.driver.settle()

    assert before
    assert screen.driver.shows("Keputusan dikirim dalam 6 detik")


async def test_a_resting_decision_can_be_taken_back(kiriman: OpenOutbox) -> None:
    session = a_reviewer(FakeClock())
    screen = await kiriman(session)

    await screen.tap("Urungkan")

    assert not len(session.tables.table(OUTBOX))
    assert not screen.driver.has_button("Urungkan")


async def test_a_decision_that_has_rested_can_no_longer_be_taken_back(kiriman: OpenOutbox) -> None:
    clock = FakeClock()
    screen = await kiriman(a_reviewer(clock))

    clock.advance(10)
    screen.app.beat()
    await screen.driver.settle()

    assert not screen.driver.has_button("Urungkan")
    assert screen.driver.shows("Menunggu dikirim")


async def test_undo_tells_when_it_comes_too_late(kiriman: OpenOutbox) -> None:
    session = a_reviewer(FakeClock())
    screen = await kiriman(session)
    key, document = session.changes(an_id(1))[0]
    undo = screen.driver.button("Urungkan")

    session.tables.table(OUTBOX).put(key, document | {"on_its_way": True})
    await screen.driver.tap(undo)

    assert screen.driver.shows("Sudah dikirim, tidak bisa diurungkan lagi.")
    assert len(session.tables.table(OUTBOX)) == 1


# What has arrived


async def test_what_was_sent_is_listed_with_its_receipt_newest_first(kiriman: OpenOutbox) -> None:
    session = a_session()
    accepted(session, 1, "Kemarin", at="2025-12-01T06:05:00Z")
    accepted(session, 1250, "Hari ini", at="2025-12-02T03:05:00Z")

    screen = await kiriman(session)

    assert screen.below("Sudah terkirim")[1:] == [
        "Hari ini",
        "Catatan baru · diterima 11.05",
        "Tanda terima 1.250 · ab12cd34",
        "Kemarin",
        "Catatan baru · diterima 1 Des 2025 pukul 14.05",
        "Tanda terima 1 · ab12cd34",
    ]


async def test_nothing_is_listed_as_sent_before_its_receipt(kiriman: OpenOutbox) -> None:
    session = a_session()
    record = a_note(session, 1, "Teba kompos")
    screen = await kiriman(session)
    before = "Sudah terkirim" in screen.texts

    change = session.changes(record)[0][0]
    accept(session.tables, save(session.tables, 101, record, title="Teba kompos", status="submitted"))
    await screen.driver.settle()

    assert change == an_id(101)
    assert not before
    assert "Sudah terkirim" in screen.texts
    assert "Sedang dikirim atau menunggu" not in screen.texts


async def test_a_sent_item_opens_its_record(kiriman: OpenOutbox) -> None:
    session = a_session()
    record = accepted(session, 1, "Teba kompos")
    screen = await kiriman(session)

    await screen.driver.tap(screen.driver.get(ft.ListTile))

    assert screen.route == f"/record/{record}"


async def test_in_english_every_text_is_english(kiriman: OpenOutbox) -> None:
    session = a_session()
    a_note(session, 1, "A", "sha-1")
    refuse(session.tables, save(session.tables, 11, an_id(2), title="B", status="submitted"))
    accepted(session, 3, "C")

    screen = await kiriman(session, language="en")

    assert "To be sent: 1 note, 1 photo, about 0.6 MB" in screen.texts
    for indonesian in ("Menunggu", "Sudah", "Tanda terima", "Catatan baru", "Foto 1"):
        assert not screen.driver.shows(indonesian)
