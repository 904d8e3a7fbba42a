"""*Titip kirim* and *Terima titipan* in *Kiriman*."""

from __future__ import annotations

import json
from typing import Any

import flet as ft
import httpx
import pytest

from mobile.device.ports import DeviceError
from mobile.session import Session
from sync.client.engine import EngineState
from sync.client.tables import HANDOVERS
from sync.protocol import wire
from sync.protocol.messages import SyncReply
from tests.mobile.screens.outbox_page import OpenOutbox, a_note
from tests.support.handovers import opened, packed
from tests.support.notes import an_id, refuse, save
from tests.support.sessions import FakeExchange, FakeNetwork, a_session, some_devices

PHOTO = b"\xff\xd8\xff" + b"foto" * 50_000
PART = json.dumps([{"id": "1", "record": "r"}]).encode()
TITIPAN = packed([PART], [PHOTO])
OFFLINE = FakeNetwork(is_up=False)


def exchanging(exchange: FakeExchange | None = None) -> dict[str, Any]:
    """The state of a page whose phone exchanges files like this."""
    return {"devices": some_devices(exchange=exchange or FakeExchange())}


def with_a_note(**session: Any) -> Session:
    made = a_session(handover_key="k" * 64, **session)
    a_note(made, 1, "Teba kompos")
    return made


# Titip kirim


async def test_handing_over_is_offered_only_when_something_waits(kiriman: OpenOutbox) -> None:
    screen = await kiriman(a_session())

    assert not screen.driver.has_button("Titip kirim")
    assert screen.driver.has_button("Terima titipan")


async def test_what_it_does_is_said_before_it_is_done(kiriman: OpenOutbox) -> None:
    exchange = FakeExchange()
    session = with_a_note()
    screen = await kiriman(session, **exchanging(exchange))

    await screen.tap("Titip kirim")

    assert screen.driver.shows("1 catatan, sekitar 1 KB, disalin ke satu berkas.")
    assert screen.driver.shows("Catatan tetap di HP ini sampai tanda terima dari server kota kembali")
    assert screen.driver.shows("Yang membawa dapat membaca isinya.")
    assert exchange.given == {}


async def test_the_file_is_given_away_and_the_line_says_so(kiriman: OpenOutbox) -> None:
    exchange = FakeExchange()
    session = with_a_note(network=OFFLINE)
    screen = await kiriman(session, **exchanging(exchange))

    await screen.tap("Titip kirim")
    await screen.tap("Buat berkas")

    ((name, content),) = exchange.given.items()
    assert name == "titipan-20251202-040000.lorong.zip"
    assert opened(content).manifest.device == session.account.id
    assert screen.driver.shows("Berkas titipan berisi 1 catatan sudah dibuat.")
    assert screen.driver.shows("1 catatan dititipkan lewat HP lain, menunggu tanda terima.")
    assert "Dititipkan lewat HP lain" in screen.below("Sedang dikirim atau menunggu")
    assert "Sudah terkirim" not in screen.texts


async def test_nothing_is_called_handed_over_when_the_person_gives_up(kiriman: OpenOutbox) -> None:
    session = with_a_note(network=OFFLINE)
    screen = await kiriman(session, **exchanging(FakeExchange(gives_up=True)))

    await screen.tap("Titip kirim")
    await screen.tap("Buat berkas")

    assert screen.driver.shows("1 catatan menunggu sinyal.")
    assert not screen.driver.shows("dititipkan")
    assert not screen.driver.shows("Berkas titipan berisi")


async def test_a_phone_that_cannot_share_says_so_and_nothing_is_called_handed_over(kiriman: OpenOutbox) -> None:
    session = with_a_note(network=OFFLINE)
    screen = await kiriman(session, **exchanging(FakeExchange(is_broken=True)))

    await screen.tap("Titip kirim")
    await screen.tap("Buat berkas")

    assert screen.driver.shows("HP ini tidak menyediakannya.")
    assert screen.driver.shows("1 catatan menunggu sinyal.")


async def test_an_account_without_a_key_is_asked_for_a_new_code(kiriman: OpenOutbox) -> None:
    session = a_session()
    a_note(session, 1, "Teba kompos")
    screen = await kiriman(session)

    await screen.tap("Titip kirim")

    assert screen.driver.shows("Untuk titip kirim, akun ini perlu kode baru dari kelurahan.")
    assert not screen.driver.has_button("Buat berkas")
    await screen.tap("Masukkan kode baru")
    assert screen.route == "/sign-in"


async def test_what_only_waits_for_the_person_cannot_be_handed_over(kiriman: OpenOutbox) -> None:
    session = a_session()
    refuse(session.tables, save(session.tables, 11, an_id(2), title="B", status="submitted"))

    screen = await kiriman(session)

    assert not screen.driver.has_button("Titip kirim")


# Terima titipan


async def test_a_file_is_taken_in_and_shown(kiriman: OpenOutbox) -> None:
    session = a_session(network=OFFLINE)
    screen = await kiriman(session, **exchanging(FakeExchange(files=[TITIPAN])))

    await screen.tap("Terima titipan")

    assert screen.driver.shows("1 catatan dan 1 foto dari HP lain diterima; dikirim saat ada sinyal.")
    assert screen.below("Titipan dari HP lain")[1:4] == [
        "1 catatan dan 1 foto",
        "Menunggu sinyal",
        "Diterima 12.00 · 201 KB",
    ]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"PK nonsense", "Berkas ini bukan titipan Lorong, atau rusak di jalan."),
        (TITIPAN[:-300], "Berkas ini bukan titipan Lorong, atau rusak di jalan."),
        (b"LORONG TITIP 2\n" + b"x" * 400, "Titipan ini dibuat aplikasi yang lebih baru."),
        (DeviceError("too_large"), "Berkas ini bukan titipan Lorong, atau rusak di jalan."),
        (DeviceError("denied"), "Izin belum diberikan."),
    ],
)
async def test_what_cannot_be_taken_in_is_explained(
    kiriman: OpenOutbox, content: bytes | DeviceError, text: str
) -> None:
    session = a_session()
    screen = await kiriman(session, **exchanging(FakeExchange(files=[content])))

    await screen.tap("Terima titipan")

    assert screen.driver.shows(text)
    assert "Titipan dari HP lain" not in screen.texts


async def test_a_phone_that_is_full_says_so(kiriman: OpenOutbox) -> None:
    session = a_session()
    session.files.room = 1000  # type: ignore[attr-defined]
    screen = await kiriman(session, **exchanging(FakeExchange(files=[TITIPAN])))

    await screen.tap("Terima titipan")

    assert screen.driver.shows("Ruang HP tidak cukup untuk titipan ini.")


async def test_the_same_file_twice_and_ones_own_are_named(kiriman: OpenOutbox) -> None:
    session = a_session()
    own = packed([PART], device=session.account.id)
    screen = await kiriman(session, **exchanging(FakeExchange(files=[TITIPAN, TITIPAN, own])))

    await screen.tap("Terima titipan")
    await screen.tap("Terima titipan")
    twice = screen.driver.shows("Titipan ini sudah ada di HP ini.")
    await screen.tap("Terima titipan")

    assert twice
    assert screen.driver.shows("Titipan ini dibuat di HP ini. Teruskan berkasnya ke HP lain.")
    assert len(session.tables.table(HANDOVERS)) == 1


async def test_nothing_happens_when_no_file_is_chosen(kiriman: OpenOutbox) -> None:
    session = a_session()
    screen = await kiriman(session, **exchanging())
    before = screen.texts

    await screen.tap("Terima titipan")

    assert screen.texts == before


async def test_a_browser_opens_the_picker_within_the_tap(kiriman: OpenOutbox) -> None:
    exchange = FakeExchange(action="pick")
    session = a_session()
    screen = await kiriman(session, **exchanging(exchange))
    button = screen.driver.button("Terima titipan")

    await exchange.take(TITIPAN)
    await screen.driver.settle()

    assert (button.action, button.on_click) == ("pick", None)
    assert "Titipan dari HP lain" in screen.texts


# What is carried


def carry(session: Session, **facts: Any) -> None:
    row = {"state": "waiting", "manifest": {"parts": [], "files": []}, "notes": 2, "photos": 0, "size": 2000}
    row |= {"taken_at": "2025-12-02T03:05:00Z", "signature": ""}
    session.tables.table(HANDOVERS).put("k1", row | facts)


@pytest.mark.parametrize(
    ("facts", "engine", "network", "text"),
    [
        ({}, {}, FakeNetwork(), "Menunggu dikirim"),
        ({}, {}, OFFLINE, "Menunggu sinyal"),
        ({}, {"phase": "carrying", "in_batch": frozenset({"k1"})}, FakeNetwork(), "Sedang dikirim"),
        (
            {"notes_sent": True},
            {"wifi_only": True},
            FakeNetwork(is_metered=True),
            "Catatan sudah sampai, foto menunggu Wi-Fi",
        ),
        (
            {"notes_sent": True},
            {"charging_only": True},
            FakeNetwork(is_charging=False),
            "Catatan sudah sampai, foto menunggu baterai diisi",
        ),
        ({"state": "delivered"}, {}, FakeNetwork(), "Sudah sampai di server kota."),
        (
            {"state": "delivered", "given_up": ["x"]},
            {},
            FakeNetwork(),
            "Sudah sampai di server kota. Sebagian foto tidak terbaca; "
            "HP yang menitipkan akan mengirimnya sendiri.",
        ),
        (
            {"state": "refused", "code": "sender_revoked"},
            {},
            FakeNetwork(),
            "Belum diterima: HP yang menitipkan perlu kode baru dari kelurahan.",
        ),
        (
            {"state": "refused", "code": "bad_handover"},
            {},
            FakeNetwork(),
            "Belum diterima server kota. Minta pemiliknya membuat titipan sekali lagi.",
        ),
    ],
)
async def test_what_is_carried_says_where_it_stands(
    kiriman: OpenOutbox, facts: dict[str, Any], engine: dict[str, Any], network: FakeNetwork, text: str
) -> None:
    session = a_session(network=network)
    carry(session, **facts)
    session.engine.state = EngineState(**engine)

    screen = await kiriman(session)

    assert screen.below("Titipan dari HP lain")[1:4] == ["2 catatan", text, "Diterima 11.05 · 2 KB"]


async def test_it_can_be_carried_no_longer_after_asking(kiriman: OpenOutbox) -> None:
    session = a_session()
    carry(session)
    screen = await kiriman(session)

    await screen.tap("Hapus titipan")
    asked = screen.driver.shows("Yang asli tetap ada di HP yang menitipkan.")
    await screen.tap("Hapus")

    assert asked
    assert len(session.tables.table(HANDOVERS)) == 0
    assert "Titipan dari HP lain" not in screen.texts


async def test_it_is_sent_by_the_engine_and_then_said_to_have_arrived(kiriman: OpenOutbox) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        reply: dict[str, Any] = {"accepted": 1, "refused": 0, "wanted_files": []}
        if request.url.path == "/v1/sync":
            reply = wire.write(SyncReply([], [], {}, {}, {}, [], {}, {}, "e", "", False))
        return httpx.Response(200, json=reply, headers={"Lorong-Protocol": "1"})

    session = a_session(answer=answer)
    screen = await kiriman(session, **exchanging(FakeExchange(files=[TITIPAN])))

    await screen.tap("Terima titipan")
    await session.engine.round()
    await screen.driver.settle()

    assert asked == ["/v1/sync", "/v1/handover"]
    assert "Sudah sampai di server kota." in screen.texts


async def test_in_english_every_text_is_english(kiriman: OpenOutbox) -> None:
    session = with_a_note(network=OFFLINE)
    carry(session)
    screen = await kiriman(session, language="en")

    await screen.tap("Hand over")

    for indonesian in ("itip", "Menunggu", "catatan", "Diterima"):
        assert not screen.driver.shows(indonesian)
    assert screen.driver.find(ft.AlertDialog)
