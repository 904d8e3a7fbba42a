from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import flet as ft
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.components.sending_line import SendingLine, sending_text
from mobile.session import Session
from mobile.store.errors import StoreFull
from sync.client.engine import EngineState
from sync.client.sending import Facts, sending_line
from sync.client.tables import SETTINGS
from tests.support.app_driver import AppDriver
from tests.support.facts import EVERY_ROW, every_facts
from tests.support.notes import SENT_AT, a_photo, an_id, draft, file, refuse, save
from tests.support.sessions import NOON, FakeClock, FakeNetwork, a_session, an_app, showing

RETRY_MS = NOON + 300_000


def said(facts: Facts, language: str = "id") -> str:
    return sending_text(an_app(None, language=language), facts, NOON).text


def failing(trouble: str, **facts: Any) -> Facts:
    engine = EngineState(trouble=trouble, retry_at_ms=RETRY_MS, file_number=1, file_count=2, file_percent=40)
    return Facts(engine=engine, last_success=SENT_AT, has_submitted=True, **facts)


# What it says


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (failing("server_silent", to_send=2), "Dicoba lagi pukul 12.05. 2 catatan aman di HP ini."),
        (
            failing("server_silent", photos=2, photo_tries=1, photo_sent=4, photo_bytes=6),
            "2 foto tersendat di 40%; dilanjutkan pukul 12.05.",
        ),
        (failing("signed_out", photos=1), "Masuk lagi untuk mengirim."),
        (failing("device_revoked", to_send=1), "HP ini dinonaktifkan. 1 catatan masih aman di sini."),
        (failing(""), "Semua sudah terkirim. Terakhir 11.05."),
        (failing("", drafts=2), "Semua yang diajukan sudah terkirim (11.05). 2 draf hanya ada di HP ini."),
        (failing("", photos=2), "2 foto menunggu dikirim. Aman di HP ini."),
        (failing("", refused=1), "1 catatan menunggu Anda. Lihat di bawah."),
    ],
)
def test_the_line_says_what_holds(facts: Facts, text: str) -> None:
    assert text in said(facts)


def test_another_day_is_said_with_its_date() -> None:
    facts = Facts(last_success="2025-11-30T06:05:00Z", has_submitted=True)

    assert said(facts) == "Semua sudah terkirim. Terakhir 30 Nov 2025 pukul 14.05."


def test_photos_under_way_are_counted_with_the_share_that_is_there() -> None:
    engine = EngineState(phase="sending_photos", file_number=2, file_count=3, file_percent=34)

    assert said(Facts(photos=2, engine=engine)) == (
        "Catatan sudah terkirim. Mengirim foto 2 dari 3 (34%). Biarkan aplikasi terbuka."
    )


def test_previews_under_way_are_not_called_photos() -> None:
    engine = EngineState(phase="sending_previews", file_number=1, file_count=3, wifi_only=True)

    assert said(Facts(photos=2, photos_wait_wifi=True, engine=engine)) == (
        "Catatan sudah terkirim. Mengirim pratinjau foto 1 dari 3. Biarkan aplikasi terbuka."
    )


def test_the_notes_are_not_called_sent_when_one_was_refused() -> None:
    engine = EngineState(phase="sending_photos", file_number=1, file_count=1)

    assert said(Facts(photos=1, refused=1, engine=engine)).startswith("Mengirim foto 1 dari 1")


def test_photos_that_wait_for_wifi_name_what_sending_them_costs() -> None:
    facts = Facts(photos=2, photo_bytes=1_240_000, photos_wait_wifi=True)

    shown = sending_text(an_app(None), facts, NOON)

    assert shown.button == "Kirim sekarang, sekitar 1,2 MB"


@given(every_facts, st.sampled_from(("id", "en")))
def test_no_text_claims_more_than_holds(facts: Facts, language: str) -> None:
    text = said(facts, language)

    if text.startswith(("Catatan sudah terkirim", "Notes are sent")):
        assert facts.notes == 0
    if text.startswith(("Semua sudah terkirim", "Everything is sent")):
        assert (facts.notes, facts.photos, facts.drafts) == (0, 0, 0)
    assert text
    assert not set("{}[]") & set(text)


@given(every_facts, st.sampled_from(("id", "en")))
def test_no_text_counts_none_or_an_unknown_time(facts: Facts, language: str) -> None:
    text = said(facts, language)

    assert not any(f"0 {noun}" in text for noun in ("catatan", "foto", "draf", "note", "photo", "draft"))
    for start in ("pukul", "Terakhir", "Next try at", "Last time"):
        assert not text.endswith((start, f"{start}."))


# What it does


Open = Callable[..., Awaitable[AppDriver]]


@pytest.fixture
async def the_line() -> AsyncIterator[Open]:
    opened: list[AppDriver] = []

    async def open_line(session: Session, screen: Callable[[], Any] = SendingLine, **state: Any) -> AppDriver:
        driver = await AppDriver().start(showing(screen, session, **state))
        opened.append(driver)
        return driver

    yield open_line
    for driver in opened:
        await driver.close()


def banner_color(driver: AppDriver) -> Any:
    return next(box.bgcolor for box in driver.find(ft.Container) if box.bgcolor)


@pytest.mark.parametrize("code", EVERY_ROW)
async def test_only_what_endangers_work_looks_alarming(the_line: Open, code: str) -> None:
    facts = EVERY_ROW[code]
    session = a_session(network=FakeNetwork(is_up=facts.network_up))
    put(session, facts)

    driver = await the_line(session, save_failed=facts.save_failed)

    is_alarming = banner_color(driver) == ft.Colors.ERROR_CONTAINER
    assert sending_line(session.facts(save_failed=facts.save_failed)) == code
    assert is_alarming == (code in ("save_failed", "device_revoked"))


def put(session: Session, facts: Facts) -> None:
    """Make these facts true of the session, through its tables."""
    tables = session.tables
    for number in range(facts.to_send):
        change = save(tables, 100 + number, an_id(number))
        if facts.carried:
            document = tables.table("outbox").read(change.id)
            tables.table("outbox").put(change.id, (document or {}) | {"carried": True})
        if facts.sending:
            session.engine.state = replace(session.engine.state, in_batch=frozenset({change.id}))
    if facts.refused:
        refuse(tables, save(tables, 200, an_id(20)))
    if facts.photos:
        change = save(tables, 300, an_id(30), also={"photos/p1": a_photo("sha-1")})
        tables.table("outbox").put(change.id, (tables.table("outbox").read(change.id) or {}) | {"seq": 1})
        file(tables, "sha-1", an_id(30))
        tables.table("files").put(
            "sha-1", (tables.table("files").read("sha-1") or {}) | {"tries": facts.photo_tries}
        )
    elif facts.has_submitted:
        change = save(tables, 400, an_id(40))
        tables.table("outbox").put(change.id, (tables.table("outbox").read(change.id) or {}) | {"seq": 1})
    if facts.drafts:
        draft(tables, an_id(50))
    if facts.last_success:
        tables.table(SETTINGS).put("sync", {"last_success": facts.last_success})
    put_engine(session, facts)


def put_engine(session: Session, facts: Facts) -> None:
    network = session.network
    assert isinstance(network, FakeNetwork)
    network.is_metered, network.saves_battery = facts.photos_wait_wifi, facts.photos_wait_battery
    in_batch = session.engine.state.in_batch
    session.engine.state = replace(facts.engine, wifi_only=facts.photos_wait_wifi, in_batch=in_batch)


async def test_signing_in_again_is_one_tap_away(the_line: Open) -> None:
    session = a_session()
    put(session, EVERY_ROW["signed_out"])
    driver = await the_line(session)

    await driver.tap(driver.button("Masuk lagi"))

    assert driver.page.route == "/sign-in"


async def test_try_again_tells_when_saving_works_again(the_line: Open) -> None:
    driver = await the_line(a_session(clock=FakeClock()), save_failed=True)
    before = driver.shows("BELUM TERSIMPAN.")

    await driver.tap(driver.button("Coba lagi"))

    assert before
    assert not driver.shows("BELUM TERSIMPAN.")


async def test_try_again_keeps_warning_while_nothing_can_be_saved(the_line: Open) -> None:
    session = a_session()
    driver = await the_line(session, save_failed=True)

    def full(*_: Any) -> None:
        raise StoreFull("no room")

    session.tables.listen(full)  # type: ignore[attr-defined]
    await driver.tap(driver.button("Coba lagi"))

    assert driver.shows("BELUM TERSIMPAN.")


async def test_a_screen_can_say_what_try_again_does(the_line: Open) -> None:
    tried: list[bool] = []
    driver = await the_line(
        a_session(), lambda: SendingLine(on_retry=lambda: tried.append(True)), save_failed=True
    )

    await driver.tap(driver.button("Coba lagi"))

    assert tried == [True]


async def test_the_line_is_spoken_when_it_changes(the_line: Open) -> None:
    driver = await the_line(a_session())

    assert [node.live_region for node in driver.find(ft.Semantics)] == [True]
