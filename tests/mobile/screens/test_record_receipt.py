"""*Tanda terima*: the own receipt is compared with the city's signed log, and can be taken along as a file."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import flet as ft
import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from mobile.context import App, use_app, use_session
from mobile.screens.record_receipt import receipt
from sync.central.answer import Centre
from sync.central.cli import app as lorong
from sync.central.log import update_log
from sync.central.tables import log_entries
from sync.client.tables import OUTBOX
from sync.domain.people import Role
from tests.mobile.screens.desk import Desk
from tests.support.centres import KASSI, a_person
from tests.support.clock import StandingClock
from tests.support.phones import Phone, a_phone
from tests.support.sessions import FakeExchange, an_app, some_devices


@pytest.fixture
async def phone(centre: Centre, clock: StandingClock) -> Phone:
    """With a note that has its receipt."""
    made = await a_phone(centre, a_person(centre, Role.RT, f"{KASSI}/RW003/RT002"), clock)
    made.note()
    await made.round()
    return made


@pytest.fixture
async def look(phone: Phone) -> AsyncIterator[Callable[[], Awaitable[Desk]]]:
    pages: list[Desk] = []
    exchange = FakeExchange()

    async def looking() -> Desk:
        page = Desk(width=390, route="/")
        page.exchange = exchange  # type: ignore[attr-defined]
        pages.append(page)

        def main(shown: ft.Page) -> None:
            app = an_app(phone.session, devices=some_devices(exchange=exchange), width=390)
            shown.render(lambda: App(app, _shown))

        await page.start(main)
        return page

    yield looking
    for page in pages:
        await page.close()


@ft.component
def _shown() -> ft.Control:
    app, session = use_app(), use_session()
    (record,) = {document["record"] for _, document in session.tables.table(OUTBOX).items()}
    state = session.record(record)
    return ft.Column(receipt(app, session, state) if state else [])


async def test_until_the_log_is_signed_the_receipt_says_that_it_waits(
    look: Callable[[], Awaitable[Desk]],
) -> None:
    page = await look()

    await page.until(lambda: page.shows("Masuk log kota pada tanda tangan berikutnya, paling lambat besok pagi."))
    assert not page.has_button("Unduh bukti")


async def test_once_it_is_signed_the_receipt_says_so_and_gives_a_file_that_verifies(
    centre: Centre, look: Callable[[], Awaitable[Desk]], tmp_path: Path
) -> None:
    update_log(centre)
    page = await look()
    await page.until(lambda: page.shows("Ada di log kota yang ditandatangani 3 Des 2026 pukul 14.05."))

    await page.press("Unduh bukti")
    given = page.exchange.given  # type: ignore[attr-defined]
    await page.until(lambda: len(given) == 1)

    (content,) = given.values()
    file = tmp_path / "bukti.json"
    file.write_bytes(content)
    done = CliRunner().invoke(lorong, ["verify", str(file)])
    assert done.exit_code == 0, done.output
    assert "tidak ikut" not in done.output
    assert json.loads(content)["stated"]["change"]["set"]["title"] == "Teba kompos (contoh)"


async def test_a_log_that_holds_another_change_than_was_acknowledged_is_told(
    centre: Centre, phone: Phone, look: Callable[[], Awaitable[Desk]]
) -> None:
    update_log(centre)
    ((key, document),) = phone.session.tables.table(OUTBOX).items()
    other = document["receipt"] | {"link": "0" * 64}
    phone.session.tables.table(OUTBOX).put(key, document | {"receipt": other})

    page = await look()

    await page.until(lambda: page.shows("Log kota tidak memuat yang sudah diterima."))
    with centre.database.read() as connection:
        assert connection.execute(select(log_entries)).all()


async def test_without_a_signal_nothing_is_said_of_the_log(
    phone: Phone, look: Callable[[], Awaitable[Desk]]
) -> None:
    phone.set_signal(False)

    page = await look()
    await page.settle()

    assert page.shows("Tanda terima")
    assert not page.shows("log kota")
