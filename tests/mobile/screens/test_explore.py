"""*Jelajah* with the whole app around it, beside the real endpoint: looked through, opened, and replicated."""

from __future__ import annotations

from typing import Any

import flet as ft
import pytest

from sync.client.tables import BANK, SETTINGS, WORKING
from sync.domain.areas import CITY, gazetteer
from sync.domain.city_map import picture
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.mobile.screens.office import RT_AREA, Office, OpenOffice
from tests.support.bank import Offices
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, Speaker, a_note
from tests.support.clock import StandingClock

FOUND = "found:"


@pytest.fixture
def open_app(office: OpenOffice) -> OpenOffice:
    async def opening(role: Role = Role.RT, area: str = RT_AREA, route: str = "/explore") -> Office:
        opened = await office(role, area, route)
        await opened.officer.bank.reader.read()
        await opened.settle()
        return opened

    return opening


def rows(page: Office) -> list[str]:
    tiles = [tile for tile in page.find(ft.ListTile) if str(tile.key or "").startswith(FOUND)]
    return [str(tile.title.controls[0].value) for tile in tiles]


def lines(page: Office) -> list[tuple[int, str]]:
    """The family: how far each is indented, and its title."""
    tiles = [tile for tile in page.find(ft.ListTile) if str(tile.key or "").startswith("family:")]
    boxes = {id(box.content): box for box in page.find(ft.Container) if isinstance(box.content, ft.ListTile)}
    return [(round(boxes[id(tile)].margin.left) // 20, str(tile.title.value)) for tile in tiles]


async def choose(page: Office, key: str) -> None:
    await page.tap(page.get(ft.OutlinedButton, key=key))


async def open_found(page: Office, record: str) -> None:
    await page.tap(page.get(ft.ListTile, key=FOUND + record))
    await page.settle()


async def in_mariso(city: Offices, enrol: Enrol, title: str) -> str:
    rt: Speaker = enrol(Role.RT, MARISO_KELURAHAN)
    record = rt.make_id()
    values = a_note(title=title, area=f"{MARISO_KELURAHAN}/RW001/RT001")
    await city.accepted(rt, record, values, seen=0, area=MARISO_KELURAHAN)
    kecamatan = enrol(Role.KECAMATAN, MARISO_KELURAHAN[:8])
    decided = {"status": "approved", **city.review("approved")}
    await city.accepted(kecamatan, record, decided, area=MARISO_KELURAHAN)
    shown = {"status": "published", "published": "2026-12-03"}
    await city.accepted(city.kota, record, shown, area=MARISO_KELURAHAN)
    return record


async def test_beranda_leads_to_it_and_back(city: Offices, open_app: OpenOffice) -> None:
    await city.published(title="Teba kompos")
    page = await open_app(route="/")

    await page.press("Jelajahi inovasi kota")
    assert rows(page) == ["Teba kompos"]
    await page.press("Kembali")

    assert page.where == "/"


@pytest.mark.parametrize("role", [Role.KOTA, Role.PIMPINAN, Role.AUDITOR])
async def test_who_works_through_search_gets_there_from_cari(open_app: OpenOffice, role: Role) -> None:
    page = await open_app(role, CITY, route="/find")

    await page.until(lambda: page.has_button("Jelajahi inovasi kota"))
    await page.press("Jelajahi inovasi kota")

    assert page.where == "/explore"


async def test_it_stands_in_the_order_of_areas_and_the_newest_first_within_one(
    city: Offices, enrol: Enrol, open_app: OpenOffice, clock: StandingClock
) -> None:
    await city.published(title="Lama")
    clock.move(hours=1)
    await city.published(title="Baru")
    await in_mariso(city, enrol, "Di Mariso")

    page = await open_app()

    assert rows(page) == ["Di Mariso", "Baru", "Lama"]


async def test_words_and_filters_narrow_it_without_a_signal(
    city: Offices, enrol: Enrol, open_app: OpenOffice
) -> None:
    await in_mariso(city, enrol, "Teba Mariso")
    await city.published(title="Teba Rappocini")
    await city.published(title="Kelas malam", theme="school", problem="Putus sekolah.", action="Belajar.")
    await city.listed(title="Drainase")
    page = await open_app()
    page.phone.set_signal(False)

    await choose(page, "filter=kecamatan")
    await choose(page, f"kecamatan={RAPPOCINI}")
    assert sorted(rows(page)) == ["Drainase", "Kelas malam", "Teba Rappocini"]
    await choose(page, "filter=kelurahan")
    await choose(page, f"kelurahan={KASSI}")
    await choose(page, "filter=kind")
    await choose(page, "kind=innovation")
    await page.enter(page.get(ft.TextField, key="search"), "sampah")

    assert rows(page) == ["Teba Rappocini"]


async def test_nothing_found_leads_back_to_everything(city: Offices, open_app: OpenOffice) -> None:
    await city.published(title="Teba")
    page = await open_app()
    await page.enter(page.get(ft.TextField, key="search"), "tidak ada")
    assert page.shows("Tidak ada yang cocok")

    await page.press("Tampilkan semua")

    assert rows(page) == ["Teba"]


async def test_before_the_first_reading_it_says_how_it_comes(open_app: OpenOffice) -> None:
    page = await open_app()
    assert page.shows("Belum ada yang terbit")

    page.officer.tables.table(SETTINGS).discard("bank")
    await page.settle()

    assert page.shows("Belum ada daftar di HP ini")


async def test_news_are_asked_for_by_hand_and_a_failure_is_said(city: Offices, open_app: OpenOffice) -> None:
    page = await open_app()
    await city.published(title="Teba")
    page.phone.set_signal(False)
    await page.press("Perbarui sekarang")
    await page.until_shown("sinyal")
    assert rows(page) == []

    page.phone.set_signal(True)
    await page.press("Perbarui sekarang")

    await page.until(lambda: rows(page) == ["Teba"])
    assert page.shows("Terakhir diperbarui 3 Des 2026")


async def test_a_tap_on_the_map_opens_what_the_kelurahan_has(
    city: Offices, enrol: Enrol, open_app: OpenOffice
) -> None:
    await in_mariso(city, enrol, "Di Mariso")
    for title in ("Di Kassi-Kassi", "Di sebelahnya"):
        await city.published(title=title)
    page = await open_app()
    await choose(page, "map")
    places = [str(tile.key) for tile in page.find(ft.ListTile) if str(tile.key or "").startswith("place:")]
    assert places == [f"place:{MARISO_KELURAHAN}", f"place:{KASSI}"]

    drawn, place = picture(CITY), gazetteer().place(KASSI)
    (image,) = [each for each in page.find(ft.Image) if each.semantics_label]
    x = (place.longitude * _squeeze(drawn) - drawn.west) * drawn.scale * image.width / drawn.width
    y = (drawn.north - place.latitude) * drawn.scale * image.width / drawn.width
    await page.emit(page.get(ft.GestureDetector, key="city"), "tap_down", {"l": {"x": x, "y": y}})

    assert sorted(rows(page)) == ["Di Kassi-Kassi", "Di sebelahnya"]


def _squeeze(drawn: Any) -> float:
    """By how much the picture squeezes degrees of longitude."""
    _, longitude = drawn.place_at(0, 0)
    return float(drawn.west / (longitude / 1e7))


async def test_an_opened_one_is_whole_and_is_read_again_without_a_signal(
    city: Offices, open_app: OpenOffice
) -> None:
    record = await city.published(title="Teba", problem="Sampah menumpuk.", after="Bersih sekali.")
    page = await open_app()
    await open_found(page, record)
    await page.until_shown("Bersih sekali.")
    await page.press("Kembali")

    page.phone.set_signal(False)
    await open_found(page, record)

    assert page.shows("Bersih sekali.")


async def test_without_a_signal_the_summary_is_read_and_said_to_be_one(
    city: Offices, open_app: OpenOffice
) -> None:
    record = await city.published(title="Teba", problem="Sampah menumpuk.", after="Bersih sekali.")
    page = await open_app()
    page.phone.set_signal(False)

    await open_found(page, record)

    await page.until_shown("Ini ringkasannya")
    assert page.shows("Sampah menumpuk.")
    assert not page.shows("Bersih sekali.")


async def test_one_that_was_hidden_meanwhile_is_gone_when_it_is_opened(
    city: Offices, open_app: OpenOffice
) -> None:
    record = await city.published(title="Teba")
    page = await open_app()
    await city.hide(record)

    await open_found(page, record)

    await page.until_shown("Tidak ada di daftar terbit")
    assert page.officer.tables.table(BANK).read(record) is None


async def test_tiru_begins_a_draft_with_its_lineage_that_is_sent_with_what_was_adapted(
    city: Offices, open_app: OpenOffice
) -> None:
    record = await city.published(title="Teba kompos", problem="Sampah menumpuk.")
    page = await open_app()
    await open_found(page, record)
    await page.press("Tiru inovasi ini")

    assert page.shows("Meniru: Teba kompos, Kassi-Kassi")
    assert page.shows("Sampah menumpuk.")
    ((draft, kept),) = page.officer.tables.table(WORKING).items()
    assert kept["values"]["replicates"] == record
    assert kept["values"]["title"] == "Teba kompos di RT 002 / RW 003, Kassi-Kassi"
    assert "problem" not in kept["values"]
    await page.enter(page.get(ft.TextField, key="adapted"), "Pakai ember bekas.")
    await page.enter(page.get(ft.TextField, key="adaptation_cost"), "150000")
    page.app.pauses += 1
    await page.settle()
    copy = page.officer.open(draft)
    assert copy is not None
    values = a_note(replicates=record, adapted="Pakai ember bekas.", title=None)
    page.officer.submit(page.phone.typed(copy, **values))
    await page.phone.round()

    state = page.officer.record(draft)
    assert state is not None
    assert state.status == "submitted"
    assert state.version
    assert state.values["adaptation_cost"] == {"unit": "rupiah", "number": 150000}


async def test_tiru_a_second_time_goes_on_with_the_same_draft(city: Offices, open_app: OpenOffice) -> None:
    record = await city.published(title="Teba kompos")
    page = await open_app()
    for _ in range(2):
        page.page.navigate(f"/explore/{record}")
        await page.settle()
        await page.press("Tiru inovasi ini")

    assert len(list(page.officer.tables.table(WORKING).items())) == 1


async def test_a_replication_that_is_not_accepted_keeps_its_words_and_can_be_let_go(
    city: Offices, open_app: OpenOffice
) -> None:
    parent = await city.published(title="Teba kompos")
    page = await open_app(route="/")
    record = page.phone.note(title="Teba kami", replicates=parent, adapted="Ember bekas.")
    await city.hide(parent)
    await page.phone.round()
    assert page.officer.refusals(record)[0]["code"] == "not_published"
    await page.officer.bank.reader.read()

    page.page.navigate(f"/note/{record}")
    await page.settle()
    assert page.get(ft.TextField, key="adapted").value == "Ember bekas."
    assert page.shows("Tidak ada di daftar terbit HP ini")
    await page.press("Ini bukan tiruan")
    assert not page.find(ft.TextField, key="adapted")
    await page.press("Betulkan")
    await page.phone.round()

    state = page.officer.record(record)
    assert state is not None
    assert (state.values["title"], state.values.get("replicates")) == ("Teba kami", None)
    assert page.officer.refusals(record) == []


@pytest.mark.parametrize(("role", "area"), [(Role.KECAMATAN, RAPPOCINI), (Role.KOTA, CITY)])
async def test_who_writes_no_notes_is_not_asked_to_replicate(
    city: Offices, open_app: OpenOffice, role: Role, area: str
) -> None:
    record = await city.published(title="Teba")
    page = await open_app(role, area, route=f"/explore/{record}")

    assert page.shows("Teba")
    assert not page.has_button("Tiru inovasi ini")


async def test_a_problem_is_not_replicated(city: Offices, open_app: OpenOffice) -> None:
    record = await city.listed(title="Drainase")

    page = await open_app(route=f"/explore/{record}")

    assert page.shows("Drainase")
    assert not page.has_button("Tiru inovasi ini")


async def test_the_family_is_indented_and_leads_to_each_of_them(city: Offices, open_app: OpenOffice) -> None:
    first = await city.published(title="Teba pertama")
    second = await city.published(title="Teba kedua", replicates=first)
    page = await open_app(route=f"/explore/{second}")
    mine = page.phone.note(title="Teba kami", replicates=second)
    await page.settle()
    page.phone.set_signal(False)

    assert lines(page) == [(0, "Teba pertama"), (1, "Teba kedua"), (2, "Teba kami")]
    await page.tap(page.get(ft.ListTile, key=f"family:{first}"))
    assert page.where == f"/explore/{first}"
    await page.tap(page.get(ft.ListTile, key=f"family:{mine}"))
    assert page.where == f"/record/{mine}"
    assert lines(page) == [(0, "Teba pertama"), (1, "Teba kedua"), (2, "Teba kami")]
    assert not page.find(ft.Image)


async def test_one_that_was_withdrawn_is_of_the_family_no_more(city: Offices, open_app: OpenOffice) -> None:
    parent = await city.published(title="Teba")
    page = await open_app(route=f"/explore/{parent}")
    mine = page.phone.note(title="Teba kami", replicates=parent)
    await page.settle()
    assert [title for _, title in lines(page)] == ["Teba", "Teba kami"]

    state = page.officer.record(mine)
    assert state is not None
    page.officer.withdraw(state)
    await page.settle()

    assert lines(page) == []


async def test_the_field_that_is_typed_in_stays_the_same_one(city: Offices, open_app: OpenOffice) -> None:
    await city.published(title="Teba kompos")
    page = await open_app()
    before = page.get(ft.TextField, key="search")._i

    for words in ("t", "te", "teb"):
        await page.enter(page.get(ft.TextField, key="search"), words)

    assert page.get(ft.TextField, key="search")._i == before


async def test_who_read_one_finds_their_place_in_the_list_again(city: Offices, open_app: OpenOffice) -> None:
    record = await city.published(title="Teba")
    page = await open_app()
    page.app.explore.place.offset = 300.0

    await open_found(page, record)
    await page.press("Kembali")
    assert [call.args["offset"] for call in page.client.calls if call.name == "scroll_to"] == [300.0]

    await page.enter(page.get(ft.TextField, key="search"), "lain")
    assert page.app.explore.place.offset == 0


async def test_on_a_wide_screen_three_or_more_are_drawn_too(city: Offices, open_app: OpenOffice) -> None:
    first = await city.published(title="Teba pertama")
    second = await city.published(title="Teba kedua", replicates=first)
    page = await open_app(route=f"/explore/{second}")
    page.app.width = 1280
    await page.settle()
    assert not page.find(ft.Image)

    page.phone.note(title="Teba kami", replicates=second)
    await page.settle()

    (image,) = page.find(ft.Image)
    assert image.src.count("<text") == 3
    assert "Silsilah" in image.semantics_label


async def test_one_without_relatives_has_no_family(city: Offices, open_app: OpenOffice) -> None:
    record = await city.published(title="Teba")

    page = await open_app(route=f"/explore/{record}")

    assert lines(page) == []
