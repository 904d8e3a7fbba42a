"""*Catat masalah*: six questions for an RT, drafts and cards as for innovations, and what an office adds."""

from __future__ import annotations

from typing import Any

from mobile.routes import NEW_ISSUE
from mobile.screens.record import RecordScreen
from sync.client.tables import OUTBOX
from sync.domain.people import Role
from sync.domain.records import PHOTOS
from tests.mobile.screens.desk import RT, record_id
from tests.mobile.screens.home_page import OpenHome
from tests.mobile.screens.issues_page import an_issue
from tests.mobile.screens.officer import INSIDE, PHOTO, Officer, an_officer, noting
from tests.support.sessions import FakeLocation, FakePhotoSource, a_session

SIX = (
    "Foto",
    "Masalah apa?",
    "Tentang apa?",
    "Lokasi",
    "Siapa dan berapa yang terdampak?",
    "Apa yang sudah dicoba?",
)


def asked(officer: Officer) -> list[str]:
    return [text for text in officer.texts if text in SIX or text in ("Sifat masalah", "Akar masalah", "Mendesak")]


async def test_an_rt_is_asked_six_questions_photos_first() -> None:
    officer = await noting(NEW_ISSUE)

    assert officer.shows("Catat masalah")
    assert asked(officer) == list(SIX)


async def test_catat_offers_both_and_what_was_written_of_one_is_kept() -> None:
    officer = await noting(NEW_ISSUE)
    assert officer.is_chosen("new-issue")
    await officer.type("title", "Got tersumbat")

    await officer.choose("new-issue")
    assert officer.route == ""
    await officer.choose("new")

    assert officer.route == "/note/new"
    assert [each["values"]["title"] for each in officer.drafts.values()] == ["Got tersumbat"]


async def test_what_was_submitted_stays_what_it_is() -> None:
    officer = await noting(record_id(1), an_issue(1), person_id=RT)

    assert officer.shows("Ubah catatan")
    assert not officer.has_button("Inovasi")


async def test_a_problem_is_submitted_as_one_change_with_its_photo_and_place() -> None:
    source = FakePhotoSource(photos=[PHOTO])
    officer = await noting(NEW_ISSUE, location=FakeLocation(positions=[INSIDE]), source=source)

    await officer.press("Pilih foto")
    await officer.type("title", "Got depan pos ronda tersumbat")
    await officer.choose("theme=works")
    await officer.type("affected", "12")
    await officer.type("tried", "Kerja bakti dua kali.")
    await officer.press("Ajukan")

    ((_, document),) = officer.lorong.tables.table(OUTBOX).items()
    sent: dict[str, Any] = document["change"]["set"]
    assert document["change"]["kind"] == "issue"
    assert sent["status"] == "submitted"
    assert sent["title"] == "Got depan pos ronda tersumbat"
    assert sent["affected"] == {"unit": "person", "number": 12}
    assert any(path.startswith(PHOTOS) for path in sent)
    assert officer.shows("Tersimpan. Dikirim begitu ada sinyal.")


async def test_a_problem_without_a_theme_is_not_sent() -> None:
    officer = await noting(NEW_ISSUE)
    await officer.type("title", "Got tersumbat")

    await officer.press("Ajukan")

    assert officer.shows("Tinggal 2 isian lagi.")
    assert officer.sent == []


async def test_its_card_on_beranda_says_that_it_is_a_problem(home: OpenHome) -> None:
    session = a_session(Role.RT, "73.71.13.1002/RW003/RT005", person_id=RT)
    an_issue(1).into(session)

    screen = await home(session)

    assert screen.driver.shows("Masalah · 0000-0001")


async def test_the_kecamatan_is_asked_only_what_it_adds() -> None:
    officer = await noting(record_id(1), an_issue(1), role=Role.KECAMATAN, area="73.71.13", person_id="p-kec")

    assert officer.shows("Telaah masalah")
    assert asked(officer) == ["Sifat masalah", "Akar masalah", "Mendesak"]

    await officer.choose("nature=structural")
    await officer.choose("urgency=4")
    await officer.type("root_cause", "Saluran induk dangkal.")
    await officer.type("data_value", "1.250,5")
    await officer.press("Simpan")

    assert officer.sent == [
        {"nature": "structural", "urgency": "4", "root_cause": "Saluran induk dangkal.", "data_value": "1250.5"}
    ]


async def test_a_figure_that_is_none_is_said_and_not_kept() -> None:
    officer = await noting(record_id(1), an_issue(1), role=Role.KECAMATAN, area="73.71.13", person_id="p-kec")

    await officer.type("data_value", "banyak sekali")
    said = officer.shows("Tulis angka, misalnya 12 atau 2,5.")
    await officer.press("Simpan")

    assert (said, officer.sent) == (True, [])


async def test_the_record_shows_what_was_added_below_what_was_noted() -> None:
    issue = an_issue(1, nature="structural", root_cause="Saluran induk dangkal.")
    officer = await an_officer(lambda: RecordScreen(record_id(1)), issue)

    assert officer.shows("Telaah kecamatan dan kota")
    assert officer.shows("Struktural")
    assert officer.shows("Saluran induk dangkal.")
    assert not officer.has_button("Telaah masalah")
