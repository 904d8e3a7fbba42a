"""*Terbitkan*: what waits for the kota, what the public will read, and the steps from there."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft
import pytest

from sync.central import page_reports
from sync.domain.ids import number_of
from sync.domain.people import Role
from tests.mobile.screens.city_page import PHONE, WIDE, CityPage, OpenPage
from tests.support.bank import Offices, addressing
from tests.support.centres import KASSI, RAPPOCINI

CHILD = {"sha256": "a" * 64, "preview": "b" * 64, "people": "child", "caption": "Anak bermain"}


@pytest.fixture
def open_page(city_page: OpenPage) -> OpenPage:
    return partial(city_page, route="/publish")


async def status_of(city: Offices, record: str) -> str:
    headers = {"Authorization": f"Bearer {city.rt.token}"}
    found = (await city.rt.http.get(f"/v1/records/{record}", headers=headers)).json()
    return str(found["set"]["status"])


async def test_what_was_approved_waits_and_what_was_not_does_not(city: Offices, open_page: OpenPage) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)
    await city.note(title="Masih ditinjau")

    page = await open_page()
    await page.until(lambda: page.found == ["Teba kompos"])


async def test_the_public_view_is_shown_before_publishing_with_what_is_left_out(
    city: Offices, open_page: OpenPage
) -> None:
    values = {"place_private": True, "lorong": "Lorong 4", "photos/p1": CHILD}
    record = await city.note(title="Teba kompos", **values)
    await city.approve(record)
    page = await open_page()
    await page.until(lambda: bool(page.found))
    await page.open_found(record)

    await page.press("Terbitkan")
    await page.sees("Tidak ikut tampil")

    assert page.shows("rumah tinggal")
    assert page.shows("ada anak")
    assert await status_of(city, record) == "approved"
    opening = page.get(ft.OutlinedButton, key="public-page").action
    assert isinstance(opening, ft.OpenUrl)
    server, path = str(opening.url).split("/pratinjau/")
    assert server == page.phone.session.account.server
    assert "Pratinjau, belum tentu terbit." in (await city.kota.http.get(f"/pratinjau/{path}")).text


@pytest.mark.parametrize("width", [WIDE, PHONE])
async def test_kota_publishes_hides_with_a_reason_and_shows_again(
    city: Offices, open_page: OpenPage, width: float
) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)
    page = await open_page(width=width)
    await page.until(lambda: bool(page.found))
    await page.open_found(record)

    await page.press("Terbitkan")
    await page.until(lambda: not _publish_button(page).disabled)
    await page.tap(_publish_button(page))
    await page.send()
    assert await status_of(city, record) == "published"
    await page.sees("Terbit di Bank Inovasi")

    await page.press("Sembunyikan")
    await page.enter(page.get(ft.TextField, key="reason"), "Menyebut nama anak.")
    await page.tap(page.find(ft.FilledButton, content="Sembunyikan")[-1])
    await page.send()
    assert await status_of(city, record) == "hidden"
    await page.sees("Disembunyikan: Menyebut nama anak.")

    await page.press("Tampilkan lagi")
    await page.send()
    assert await status_of(city, record) == "published"


def _publish_button(page: CityPage) -> Any:
    return page.find(ft.FilledButton, content="Terbitkan")[-1]


async def test_an_objection_is_read_and_reopened_with_a_note(city: Offices, open_page: OpenPage) -> None:
    record = await city.note(title="Teba kompos")
    review = city.review("rejected", "Bukan inovasi.", title="reject")
    await city.accepted(city.kecamatan, record, {"status": "rejected", **review})
    await city.accepted(city.rt, record, {"objection": "Sudah berjalan setahun."})
    page = await open_page()

    await page.choose("queue=objections")
    await page.until(lambda: page.found == ["Teba kompos"])
    await page.open_found(record)
    await page.press("Jawab keberatan")
    assert page.shows("Sudah berjalan setahun.")
    await page.enter(page.get(ft.TextField, key="reason"), "Mari ditinjau lagi.")
    await page.press("Buka lagi")
    await page.send()

    assert await status_of(city, record) == "submitted"
    await page.until(lambda: page.found == [])


async def test_a_listed_issue_is_marked_as_strategic(city: Offices, open_page: OpenPage) -> None:
    record = await city.listed(title="Drainase tersumbat")
    page = await open_page()
    await page.choose("queue=issues")
    await page.until(lambda: page.found == ["Drainase tersumbat"])
    await page.open_found(record)

    await page.press("Tandai Isu Strategis")
    await page.send()

    assert page.phone.values(record)["strategic"] is True


async def test_without_a_signal_the_last_list_stands_and_says_so(city: Offices, open_page: OpenPage) -> None:
    await city.approve(await city.note(title="Teba kompos"))
    page = await open_page()
    await page.until(lambda: page.found == ["Teba kompos"])

    page.phone.set_signal(False)
    await page.choose("queue=objections")
    await page.choose("queue=ready")

    await page.sees("Ini yang terlihat")
    assert page.found == ["Teba kompos"]


async def test_open_page_reports_stand_on_top_until_they_are_answered(city: Offices, open_page: OpenPage) -> None:
    report = page_reports.Report("/inovasi/x", KASSI, None, "wrong", "Angkanya keliru.")
    page_reports.keep(city.centre, report, "1.2.3.4")
    page = await open_page()
    await page.sees("1 laporan halaman menunggu jawaban")

    await page.press("Buka laporan")
    await page.sees("Angkanya keliru.")
    await page.press("Jawab")
    await page.enter(page.get(ft.TextField, key="answer"), "Sudah kami betulkan.")
    await page.press("Simpan jawaban")
    await page.sees("Sudah kami betulkan.")

    assert page.app.city.reports.open == 0


async def test_the_last_letters_of_an_answer_are_sent_when_the_tap_comes_with_them(
    city: Offices, open_page: OpenPage
) -> None:
    page_reports.keep(city.centre, page_reports.Report("/inovasi/x", KASSI, None, "wrong", "Keliru."), "1.2.3.4")
    page = await open_page(route="/reports")
    await page.sees("Keliru.")
    await page.press("Jawab")
    await page.enter(page.get(ft.TextField, key="answer"), "Sudah")

    answer = page.get(ft.TextField, key="answer")
    await page.enter_and_tap(answer, "Sudah kami betulkan.", page.button("Simpan jawaban"))

    await page.sees("Sudah kami betulkan.")


async def test_a_report_that_somebody_answered_meanwhile_is_told(city: Offices, open_page: OpenPage) -> None:
    report = page_reports.Report("/inovasi/x", KASSI, None, "wrong", "Angkanya keliru.")
    page_reports.keep(city.centre, report, "1.2.3.4")
    mine = await open_page(Role.KECAMATAN, route="/reports", area=RAPPOCINI, width=PHONE)
    theirs = await open_page(route="/reports")
    for page in (theirs, mine):
        await page.sees("Angkanya keliru.")
        await page.press("Jawab")
        await page.enter(page.get(ft.TextField, key="answer"), "Sudah.")
        await page.press("Simpan jawaban")
        await page.until(lambda page=page: page.shows("Dijawab") or page.shows("Sudah diputuskan orang lain"))  # type: ignore[misc]

    assert mine.shows("Sudah diputuskan orang lain lebih dulu")


async def test_on_a_phone_the_record_fills_the_screen_and_leads_back(city: Offices, open_page: OpenPage) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)
    page = await open_page(width=PHONE)
    await page.until(lambda: page.found == ["Teba kompos"])

    await page.open_found(record)
    assert page.found == []
    await page.press("Kembali ke daftar")

    assert page.found == ["Teba kompos"]


async def test_the_city_reads_who_solves_a_problem_and_marks_it_as_solved(
    city: Offices, open_page: OpenPage
) -> None:
    issue = await city.listed(title="Got depan pos ronda tersumbat")
    record = await city.note(title="Parit mini", **addressing(issue, "wholly"))
    page = await open_page(route=f"/publish/{issue}")
    await page.until(lambda: page.shows("tuntas"))

    await page.press("Tandai tertangani")
    await page.until(lambda: bool(page.find(ft.OutlinedButton, key=f"solved={record}")))
    await page.choose(f"solved={record}")
    (save,) = [each for each in page.find(ft.FilledButton) if each.content == "Tandai tertangani"]
    await page.tap(save)
    await page.phone.session.engine.round()

    assert await status_of(city, issue) == "handled"


async def test_the_city_joins_a_problem_to_another_that_it_names_by_its_number(
    city: Offices, open_page: OpenPage
) -> None:
    other = await city.listed(title="Selokan pasar mampet")
    issue = await city.issue(title="Got depan pos ronda tersumbat")
    page = await open_page(route=f"/publish/{issue}")
    await page.until(lambda: page.has_button("Gabung"))

    await page.press("Gabung")
    await page.enter(page.get(ft.TextField, key="number"), number_of(other))
    await page.sees(f"{number_of(other)} · Selokan pasar mampet")
    (save,) = [each for each in page.find(ft.FilledButton) if each.content == "Gabung"]
    await page.tap(save)
    await page.phone.session.engine.round()

    assert await status_of(city, issue) == "joined"


async def test_a_number_that_cannot_be_looked_up_without_a_signal_says_so(
    city: Offices, open_page: OpenPage
) -> None:
    issue = await city.issue(title="Got depan pos ronda tersumbat")
    page = await open_page(route=f"/publish/{issue}")
    await page.until(lambda: page.has_button("Gabung"))
    page.phone.line.is_up = False

    await page.press("Gabung")
    await page.enter(page.get(ft.TextField, key="number"), "9999-9999")

    await page.sees("Perlu sinyal")


async def test_problems_without_an_innovation_wait_on_a_list_of_their_own(
    city: Offices, open_page: OpenPage
) -> None:
    solved = await city.listed(title="Lorong gelap")
    await city.note(**addressing(solved))
    await city.listed(title="Got tersumbat")
    await city.issue(title="Belum dipilah")
    page = await open_page()

    await page.choose("queue=ideas_wanted")
    await page.until(lambda: page.found == ["Got tersumbat"])
    await page.choose("queue=new_issues")

    await page.until(lambda: page.found == ["Belum dipilah"])
