"""Answers stand first on *Beranda*: who decided what about which record, until it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import flet as ft
import httpx
import pytest

from mobile.opened import mark_opened
from mobile.screens.record import RecordScreen
from mobile.session import Session
from mobile.session_maker import make_session
from mobile.store.database import open_database
from mobile.store.shelves import Shelves
from sync.client.tables import INDEXES, OUTBOX
from sync.protocol.messages import PersonRef, RecordView
from tests.mobile.screens.home_page import HomePage, OpenHome, pull
from tests.support.app_driver import AppDriver
from tests.support.memory_file import MemoryFile
from tests.support.notes import ME, NEIGHBOUR, REVIEWER, a_review, a_view, an_id
from tests.support.sessions import FakeClock, FakeNetwork, MemoryShelf, a_session, pulled, showing, unreachable

NO_NEWS = "Perlu Anda"


async def read(session: Session, record: str) -> None:
    """Open the record as a person does."""
    driver = await AppDriver().start(showing(lambda: RecordScreen(record), session))
    await driver.close()


def an_answer(
    number: int,
    title: str = "Teba kompos",
    decision: str = "approved",
    *,
    role: str = "kecamatan",
    at: str = "2025-12-02T03:05:00Z",
    also: Mapping[str, Any] | None = None,
    **values: Any,
) -> RecordView:
    review = {"reviews/r1": a_review(decision)} if also is None else dict(also)
    view = a_view(an_id(number), title=title, by=REVIEWER, status=decision, also=review, **values)
    by = PersonRef(REVIEWER, "Peninjau contoh", role)
    sources = {seq: replace(each, by=by, received_at=at) for seq, each in view.sources.items()}
    return replace(view, sources=sources)


def rows(screen: HomePage) -> list[ft.ListTile]:
    return [tile for tile in screen.driver.find(ft.ListTile) if str(tile.key).startswith("answer:")]


def said(tile: ft.ListTile) -> list[str]:
    below: Any = tile.subtitle
    return [tile.title.value, *(text.value for text in below.controls)]  # type: ignore[union-attr]


async def test_an_answer_says_what_was_decided_about_which_record_and_by_which_office(home: OpenHome) -> None:
    session = a_session()
    marked = a_review("revision", problem="Kurang jelas", since="Sejak kapan?")
    pulled(session, an_answer(1, "Teba kompos", "revision", also={"reviews/r1": marked}))

    screen = await home(session)

    (row,) = rows(screen)
    assert said(row) == ["Teba kompos", "Perlu Perbaikan · 2 isian", "Kecamatan Rappocini · 2 Des 2025"]


@pytest.mark.parametrize(
    ("decision", "words"),
    [("approved", "Disetujui"), ("returned", "Dikembalikan"), ("rejected", "Ditolak"), ("revision", "Perlu Perb")],
)
async def test_every_decision_of_a_supervisor_is_an_answer(home: OpenHome, decision: str, words: str) -> None:
    session = a_session()
    pulled(session, an_answer(1, decision=decision))

    screen = await home(session)

    assert said(rows(screen)[0])[1].startswith(words)


async def test_a_question_about_an_idea_that_one_noted_is_an_answer_and_then_a_task(home: OpenHome) -> None:
    session = a_session()
    step = {"steps/s1": {"status": "asked", "reason": "Di lorong mana?"}}
    view = an_answer(1, "Kebun sayur", "asked", role="kelurahan", also=step, text="Menanam sayur.")
    pulled(session, replace(view, kind="idea"))
    screen = await home(session)
    shown, asked_too = said(rows(screen)[0]), screen.driver.shows(NO_NEWS)

    await read(session, an_id(1))
    await screen.driver.settle()

    assert shown == ["Kebun sayur", "Ada pertanyaan", "Kelurahan Bonto Makkio · 2 Des 2025"]
    assert not asked_too
    assert rows(screen) == []
    assert screen.need("Ada pertanyaan tentang 1 usulan warga yang Anda catat.")


async def test_a_stage_of_a_competition_is_an_answer(home: OpenHome) -> None:
    session = a_session()
    track = {"stage": "top99", "on": "2025-12-01", "outcome": "in", "closes_on": "2025-03-01", "group": "umum"}
    pulled(session, an_answer(1, role="kota", also={"tracks/kipp-2019": track | {"upp": "BRIDA"}}))

    screen = await home(session)

    assert said(rows(screen)[0])[1] == "Lomba: KIPP 2019 (Top 99 dan Top 45)"


async def test_an_idea_that_was_only_read_is_no_answer(home: OpenHome) -> None:
    session = a_session()
    step = {"steps/s1": {"status": "read"}}
    pulled(session, replace(an_answer(1, decision="read", also=step, text="Menanam sayur."), kind="idea"))

    assert rows(await home(session)) == []


async def test_a_published_record_is_told_too(home: OpenHome) -> None:
    session = a_session()
    also = {"reviews/r1": a_review("approved"), "published": "2025-12-02"}
    view = an_answer(1, decision="published", role="kota", also=also)
    pulled(session, replace(view, seqs=view.seqs | {"reviews/r1": 4}))

    assert said(rows(await home(session))[0])[1:] == ["Terbit", "Kota · 2 Des 2025"]


async def test_answers_stand_above_everything_else_the_newest_first(home: OpenHome) -> None:
    session = a_session()
    pulled(session, an_answer(2, "Kedua", at="2025-12-01T03:05:00Z"))
    pulled(session, an_answer(1, "Pertama", at="2025-12-02T03:05:00Z"))

    screen = await home(session)

    tiles = [tile for tile in screen.driver.find(ft.ListTile) if isinstance(tile, ft.ListTile)]
    assert [said(row)[0] for row in rows(screen)] == ["Pertama", "Kedua"]
    assert tiles[:2] == rows(screen)


async def test_a_tap_opens_the_record(home: OpenHome) -> None:
    session = a_session()
    pulled(session, an_answer(1))
    screen = await home(session)

    await screen.driver.tap(rows(screen)[0])

    assert screen.route == f"/record/{an_id(1)}"


async def test_an_answer_stands_there_until_it_was_opened(home: OpenHome) -> None:
    session = a_session()
    pulled(session, an_answer(1))
    screen = await home(session)
    announced = screen.driver.shows("Ada jawaban untuk 1 catatan.")

    await read(session, an_id(1))
    await screen.driver.settle()

    assert announced
    assert not screen.driver.shows("Ada jawaban")
    assert rows(screen) == []


async def test_a_newer_answer_is_announced_again(home: OpenHome) -> None:
    session = a_session()
    review = {"reviews/r1": a_review(problem="Kurang jelas")}
    pull(session, 1, "Teba kompos", by=REVIEWER, status="revision", also=review)
    mark_opened(session.tables, session.records, an_id(1))
    screen = await home(session)

    also = review | {"reviews/r2": a_review("approved")}
    pull(session, 1, "Teba kompos", version=9, by=REVIEWER, status="approved", also=also)
    await screen.driver.settle()

    assert screen.driver.shows("Ada jawaban untuk 1 catatan.")


async def test_what_others_wrote_is_no_answer_to_me(home: OpenHome) -> None:
    session = a_session()
    pulled(session, an_answer(1, author=NEIGHBOUR))

    assert rows(await home(session)) == []


async def test_several_answers_can_be_marked_as_read(home: OpenHome) -> None:
    session = a_session()
    for number in (1, 2):
        pulled(session, an_answer(number))
    screen = await home(session)

    await screen.driver.tap(screen.driver.button("Tandai semua sudah dibaca"))

    assert not screen.driver.shows("Ada jawaban")
    assert len(screen.cards) == 2


async def test_of_many_answers_three_stand_there_and_the_others_are_a_tap_away(home: OpenHome) -> None:
    session = a_session()
    for number in range(1, 6):
        pulled(session, an_answer(number, f"Catatan {number}", at=f"2025-12-01T0{number}:05:00Z"))
    pull(session, 9, "Tanpa jawaban")
    screen = await home(session)
    shown = [said(row)[0] for row in rows(screen)]

    await screen.driver.tap(screen.driver.button("Tampilkan semua jawaban"))
    listed = screen.cards
    await screen.driver.tap(screen.driver.button("Tandai semua sudah dibaca"))

    assert shown == ["Catatan 5", "Catatan 4", "Catatan 3"]
    assert listed == ["Catatan 5", "Catatan 4", "Catatan 3", "Catatan 2", "Catatan 1"]
    assert rows(screen) == []
    assert len(screen.cards) == 6


async def test_what_was_opened_is_known_after_a_restart_and_is_never_sent(home: OpenHome) -> None:
    a, b = MemoryFile(), MemoryFile()

    def started() -> Session:
        database = open_database(a, b, set_aside=lambda _: None, indexes=INDEXES, new_id=lambda: "unused")
        http = httpx.AsyncClient(base_url="http://test", transport=httpx.MockTransport(unreachable))
        account = a_session().account
        return make_session(account, Shelves(database), MemoryShelf(), http, "token", FakeNetwork(), FakeClock())

    before = started()
    pulled(before, an_answer(1, author=ME))
    await read(before, an_id(1))

    after = started()

    assert after.records.answered() == [an_id(1)]
    assert rows(await home(after)) == []
    assert len(after.tables.table(OUTBOX)) == 0
