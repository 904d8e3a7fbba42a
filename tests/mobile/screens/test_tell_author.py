"""*Beri tahu lewat WhatsApp* after a decision: the words, the link, when it is offered and when not."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import flet as ft
import pytest

from sync.client import outbox
from sync.domain.people import Role
from sync.protocol.messages import Receipt
from tests.mobile.screens.desk import ME as REVIEWER
from tests.mobile.screens.desk import (
    PHONE,
    PROBLEM,
    Desk,
    Record,
    a_desk,
    a_record,
    answer,
    days_ago,
    mark,
    record_id,
)
from tests.mobile.screens.ideas_page import IBU_RT, OpenIdeas, an_idea
from tests.mobile.screens.officer import Officer, reading

NAME = "Beri tahu lewat WhatsApp"
LINK = f"http://test/app/record/{record_id(1)}"
NEVER_NAMED = ("contoh", "Ibu RT", "Peninjau")


def accept(driver: Any, *, of: int = -1) -> None:
    """The centre takes a decision, as a round of the engine would store it."""
    tables = driver.lorong.tables
    change = sorted(key for key, _ in tables.table("outbox").items())[of]
    with tables.transaction():
        outbox.take_receipts(tables, [Receipt(change, "accepted", seq=9, link="ab12cd34" * 8)], days_ago(0))


async def sent(desk: Desk) -> None:
    accept(desk)
    await desk.wait(11)


def shared(driver: Any) -> str:
    """The words on the share sheet of a phone."""
    action = driver.button(NAME).action
    assert isinstance(action, ft.ShareText)
    return action.text


def assert_no_person(words: str) -> None:
    assert not any(name in words for name in NEVER_NAMED)


# After a review


async def test_when_the_server_has_the_decision_its_author_can_be_told() -> None:
    desk = await a_desk(a_record(1), a_record(2), width=PHONE, record=1)
    await desk.press("Setujui")
    while_resting = desk.has_button(NAME)
    await desk.wait(11)
    while_waiting = desk.has_button(NAME)

    await sent(desk)

    assert (while_resting, while_waiting) == (False, False)
    assert shared(desk) == (
        "Kabar dari Lorong. Kecamatan Rappocini menyetujui inovasi “Teba kompos” (nomor 0000-0001). Anda tidak "
        f"perlu mengirim ulang. Foto dan hasil yang baru tetap bisa ditambahkan.\nBuka di Lorong: {LINK}"
    )
    assert_no_person(shared(desk))


async def test_what_was_undone_is_not_told() -> None:
    desk = await a_desk(a_record(1), width=PHONE, record=1)
    await desk.press("Setujui")
    await desk.press("Urungkan")

    await desk.wait(11)

    assert not desk.has_button(NAME)
    assert desk.app.review.untold == ()


async def test_what_was_refused_is_not_told() -> None:
    desk = await a_desk(a_record(1), width=PHONE, record=1)
    await desk.press("Setujui")
    (change,) = desk.changes
    answer(desk, change, "already_decided")

    await desk.wait(11)

    assert not desk.has_button(NAME)


async def test_a_revision_names_the_next_step() -> None:
    desk = await a_desk(a_record(1))
    await desk.open(1)
    await mark(desk, PROBLEM, "Berapa rumah?")
    await desk.press("Tulis catatan, lalu minta perbaikan")
    await desk.enter(desk.get(ft.TextField, key="comment"), "Kata Pak Budi, lengkapi")
    await desk.press("Simpan: Revisi")

    await sent(desk)

    assert "minta inovasi “Teba kompos” (nomor 0000-0001) diperbaiki." in shared(desk)
    assert "betulkan isian yang ditandai, lalu kirim lagi." in shared(desk)
    assert "Pak Budi" not in shared(desk)


async def test_who_was_told_makes_room_for_the_one_before() -> None:
    desk = await a_desk(a_record(1), a_record(2), width=PHONE, record=1)
    for number in (1, 2):
        await desk.press("Setujui")
        accept(desk)
        await desk.wait(11)
        assert desk.shows("Disetujui: Teba kompos" + (f" {number}" if number > 1 else ""))
    newest = shared(desk)

    await desk.press(NAME)
    before = shared(desk)
    await desk.press(NAME)

    assert "0000-0002" in newest
    assert "0000-0001" in before
    assert not desk.has_button(NAME)


async def test_the_bar_can_be_put_away() -> None:
    desk = await a_desk(a_record(1), a_record(2), width=PHONE, record=1)
    await desk.press("Setujui")
    await sent(desk)

    await desk.press("Tidak usah")

    assert not desk.has_button(NAME)


# Where the words go


@pytest.mark.parametrize("page", [{"platform": "linux"}, {"platform": "android", "web": True}])
async def test_without_a_share_sheet_whatsapp_opens_and_the_person_chooses_the_chat(page: dict[str, Any]) -> None:
    officer = await reading(a_record().reviewed("approved", by=REVIEWER), **at_the_kecamatan())
    words = shared(officer)
    officer.session.apply_page_patch(page)
    officer.app.beat()
    await officer.settle()

    action = officer.button(NAME).action

    assert isinstance(action, ft.OpenUrl)
    parts = urlsplit(action.url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "wa.me", "/")
    assert parse_qs(parts.query) == {"text": [words]}
    assert action.target is ft.UrlTarget.BLANK


# Later, in the record


def at_the_kecamatan() -> dict[str, Any]:
    return {"role": Role.KECAMATAN, "area": "73.71.13", "person_id": REVIEWER}


async def told_in(record: Record, **who: Any) -> Officer:
    return await reading(record, **(who or at_the_kecamatan()))


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("approved", "menyetujui inovasi"),
        ("revision", "minta inovasi"),
        ("returned", "mengembalikan inovasi"),
        ("rejected", "menolak inovasi"),
    ],
)
async def test_who_decided_finds_it_in_the_record_as_long_as_it_stands(decision: str, words: str) -> None:
    record = a_record().reviewed(decision, by=REVIEWER, note="Kata Ibu Sitti, lengkapi dulu")

    officer = await told_in(record)

    assert words in shared(officer)
    assert LINK in shared(officer)
    assert "Sitti" not in shared(officer)


async def test_a_published_record_was_approved_by_who_decided() -> None:
    record = a_record().reviewed("approved", by=REVIEWER).change({"status": "published"}, by="p-kota")

    assert "menyetujui" in shared(await told_in(record))


async def test_of_an_update_it_says_so() -> None:
    record = a_record().reviewed("approved", by=REVIEWER).change({"action": "Baru", "update": "submitted"})
    review = {"decision": "rejected", "note": "Belum", "marks": {}, "seen": 3}
    record.change({"update": "rejected", "reviews/r2": review}, by=REVIEWER)

    words = shared(await told_in(record))

    assert "menolak pembaruan inovasi" in words
    assert "Versi yang sudah disetujui tetap berlaku." in words


@pytest.mark.parametrize(
    "record",
    [
        a_record(),
        a_record().reviewed("approved", by="p-other"),
        a_record().reviewed("revision", by=REVIEWER).change({"status": "submitted", "action": "Lebih lengkap"}),
    ],
    ids=["undecided", "by another", "sent again"],
)
async def test_it_is_not_offered_for_what_is_no_news_of_this_person(record: Record) -> None:
    assert not (await told_in(record)).has_button(NAME)


async def test_an_author_is_not_asked_to_tell_anybody() -> None:
    assert not (await reading(a_record().reviewed("approved", by=REVIEWER))).has_button(NAME)


# After an answer to an idea


async def test_who_noted_an_idea_for_a_resident_can_be_told(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(by=IBU_RT, role="rt"), opened=1)
    await office.press("Tanya")
    await office.type("reason", "Apakah Pak Budi pemilik tanahnya?")
    await office.press("Simpan: Tanya")
    while_resting = office.has_button(NAME)

    accept(office)
    office.clock.advance(11)
    office.app.beat()
    await office.settle()

    assert not while_resting
    assert shared(office) == (
        "Kabar dari Lorong. Kelurahan Kassi-Kassi bertanya tentang usulan warga “Kebun sayur di ujung lorong” "
        "(nomor 0000-0001). Tanyakan kepada warga yang mengusulkan, lalu tulis jawabannya di catatan itu.\n"
        f"Buka di Lorong: {LINK}"
    )


async def test_a_resident_who_filed_it_themselves_follows_it_by_the_tracking_number(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea().step("declined", reason="Belum ada lahan"), opened=1)

    assert not office.has_button(NAME)


@pytest.mark.parametrize("status", ["taken_up", "joined", "forwarded", "complaint", "declined"])
async def test_every_answer_to_a_noted_idea_can_be_told(usulan: OpenIdeas, status: str) -> None:
    noted = an_idea(by=IBU_RT, role="rt").step(status, reason="Kata Pak Budi", office="Dinas Pak Budi")

    office = await usulan(noted, opened=1)

    assert LINK in shared(office)
    assert "Budi" not in shared(office)
