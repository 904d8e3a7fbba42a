"""*Pengukuran* on an innovation: an indicator, a result without a signal, before and after, and *Sahkan*."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import flet as ft
import pytest

from mobile import outgoing
from mobile.screens.measure import MeasureScreen
from mobile.screens.note import NoteScreen
from mobile.screens.record import RecordScreen
from mobile.session import Session
from mobile.store.errors import StoreError
from sync.central.answer import Centre
from sync.domain.measuring import indicators_of, longset_indicators
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.mobile.screens.desk import a_record, record_id
from tests.mobile.screens.officer import Officer, an_officer, reading
from tests.support.bank import Offices, offices
from tests.support.centres import KASSI
from tests.support.clock import StandingClock
from tests.support.phones import Phone, a_phone
from tests.support.sessions import pulled

WASTE = {"name": "Sampah diangkut", "unit": "kantong", "kind": "value", "better": "down", "baseline": "6"}
SORTED = {"name": "Rumah yang memilah", "unit": "%", "kind": "ratio", "better": "up", "target": "90"}
LONGSET = {f"indicators/{key}": each for key, each in longset_indicators().items()}


class Lane:
    """An RT, and the kelurahan, with their phones and one innovation."""

    def __init__(self, city: Offices, phones: dict[str, Phone]) -> None:
        self.city, self.phones = city, phones
        self.innovation = ""
        self._pages: list[Officer] = []

    def session(self, who: str = "rt") -> Session:
        return self.phones[who].session

    async def begin(self, **values: Any) -> None:
        self.innovation = await self.city.note(title="Teba kompos", **values)
        await self.exchange()

    async def exchange(self) -> None:
        """What waits is sent, and what is new is fetched."""
        for phone in [*self.phones.values(), *self.phones.values()]:
            await phone.round()

    async def open(self, screen: Callable[[], Any], who: str = "rt", **options: Any) -> Officer:
        self._pages.append(await an_officer(screen, session=self.session(who), **options))
        return self._pages[-1]

    async def record(self, who: str = "rt", **options: Any) -> Officer:
        return await self.open(lambda: RecordScreen(self.innovation), who, **options)

    async def measure(self, indicator: str, who: str = "rt") -> Officer:
        return await self.open(lambda: MeasureScreen(self.innovation, indicator), who)

    async def note_value(self, number: str, who: str = "rt", month: str = "now") -> None:
        page = await self.measure("waste", who)
        await page.choose(f"period={month}")
        await page.type("value", number)
        await page.press("Simpan")

    def results(self, who: str = "rt") -> list[dict[str, Any]]:
        session = self.session(who)
        states = map(session.record, session.records.measurements_of(self.innovation))
        return [state.values for state in states if state]

    async def close(self) -> None:
        for page in self._pages:
            await page.close()


@pytest.fixture
async def lane(centre: Centre, clock: StandingClock, enrol: Enrol) -> AsyncIterator[Lane]:
    city = offices(enrol)
    people = {"rt": city.rt.person, "kelurahan": enrol(Role.KELURAHAN, KASSI).person}
    found = Lane(city, {name: await a_phone(centre, person, clock) for name, person in people.items()})
    yield found
    await found.close()


def journal_of(session: Session) -> str:
    """Everything this account keeps, as text."""
    names = ("working", "outbox", "records", "refused")
    return json.dumps([list(session.tables.table(name).items()) for name in names])


async def test_an_indicator_is_added_and_its_results_are_compared(lane: Lane) -> None:
    await lane.begin()
    page = await lane.record()
    await page.press("Tambah indikator")
    await page.type("indicator_name", "Sampah diangkut")
    await page.type("indicator_unit", "kantong")
    await page.choose("better=down")
    await page.type("indicator_baseline", "6,5")
    await page.press("Simpan")
    (key,) = indicators_of(lane.session().record(lane.innovation).values)  # type: ignore[union-attr]

    form = await lane.measure(key)
    await form.choose("period=now")
    await form.type("value", "2")
    await form.press("Simpan")
    await page.settle()

    assert page.shows("Lebih baik: dari 6,5 kantong menjadi 2 kantong")
    assert [bar.content for bar in form.find(ft.SnackBar)] == ["Tersimpan. Dikirim begitu ada sinyal."]
    await lane.exchange()
    assert lane.results("kelurahan")[0]["value"] == "2"


async def test_an_indicator_without_a_name_or_with_letters_for_a_number_is_not_kept(lane: Lane) -> None:
    await lane.begin()
    page = await lane.record()
    await page.press("Tambah indikator")
    await page.type("indicator_baseline", "1,2,3")
    await page.press("Simpan")

    assert (page.shows("Wajib diisi."), page.shows("Tulis angka, misalnya 12 atau 2,5.")) == (True, True)
    assert page.sent == []


async def test_a_share_is_two_numbers(lane: Lane) -> None:
    await lane.begin(**{"indicators/sorted": SORTED})
    form = await lane.measure("sorted")
    await form.choose("period=before")
    await form.type("numerator", "31")
    await form.type("denominator", "30")
    await form.press("Simpan")
    complaint = form.shows("Tidak bisa lebih banyak dari seluruhnya.")
    await form.type("denominator", "40")
    await form.press("Simpan")
    page = await lane.record()

    assert complaint
    assert page.shows("31 dari 40 (77,5%)")
    assert page.shows("Target: 90%")
    assert page.shows("Belum ada data awal untuk dibandingkan.")


async def test_what_is_missing_is_said_and_nothing_is_sent(lane: Lane) -> None:
    await lane.begin(**{"indicators/waste": WASTE})
    form = await lane.measure("waste")
    await form.press("Simpan")

    assert form.faults == ["period", "value"]
    assert form.sent == []


async def test_a_result_is_kept_while_it_is_typed_and_found_again(lane: Lane) -> None:
    await lane.begin(**{"indicators/waste": WASTE})
    form = await lane.measure("waste")
    await form.type("value", "2,5")
    await form.close()

    page = await lane.record()
    again = await lane.measure("waste")

    assert page.find(ft.OutlinedButton, content="Lanjutkan draf")
    assert again.field("value").value == "2,5"
    assert len(again.drafts) == 1
    assert lane.session().records.mine() == [lane.innovation]


async def test_looking_at_the_form_keeps_nothing(lane: Lane) -> None:
    await lane.begin(**{"indicators/waste": WASTE})
    form = await lane.measure("waste")
    await form.close()

    assert form.drafts == {}


async def test_very_few_about_health_never_reach_the_device(lane: Lane) -> None:
    await lane.begin(
        theme="health", **{"indicators/waste": {**WASTE, "name": "Balita kurang gizi", "unit": "anak"}}
    )
    form = await lane.measure("waste")
    await form.choose("period=now")
    await form.type("value", "3")
    kept = journal_of(lane.session())
    await form.press("Simpan")
    await lane.exchange()
    page = await lane.record("kelurahan")

    assert '"value": "3"' not in kept + journal_of(lane.session())
    assert form.shows("Disimpan sebagai kurang dari 5, agar tidak ada yang dikenali.")
    assert lane.results("kelurahan")[0]["value"] == {"below": 5}
    assert page.shows("Lebih baik: dari 6 anak menjadi kurang dari 5 anak")


async def test_nor_does_a_baseline_of_very_few(lane: Lane) -> None:
    await lane.begin(theme="health")
    page = await lane.record()
    await page.press("Tambah indikator")
    await page.type("indicator_name", "Balita kurang gizi")
    await page.type("indicator_unit", "anak")
    await page.type("indicator_baseline", "4")
    await page.press("Simpan")

    (edits,) = page.sent
    assert next(iter(edits.values()))["baseline"] == {"below": 5}


async def test_an_indicator_is_changed_and_keeps_what_is_not_asked(lane: Lane) -> None:
    few = {**WASTE, "baseline": {"below": 5}, "longset": 9}
    await lane.begin(**{"indicators/waste": few})
    page = await lane.record()
    await page.press("Ubah indikator")
    said = page.shows("Disimpan sebagai kurang dari 5")
    await page.type("indicator_name", "Anak kurang gizi")
    await page.press("Simpan")
    again = await lane.record()
    await again.press("Ubah indikator")
    await again.type("indicator_baseline", "12")
    await again.press("Simpan")

    edits = [edit["indicators/waste"] for edit in page.sent]
    assert said
    assert edits == [few | {"name": "Anak kurang gizi"}, few | {"name": "Anak kurang gizi", "baseline": "12"}]


async def test_a_share_has_no_target_beyond_the_whole(lane: Lane) -> None:
    await lane.begin(**{"indicators/sorted": SORTED})
    page = await lane.record()
    await page.press("Ubah indikator")
    await page.type("indicator_target", "101")
    await page.press("Simpan")

    assert (page.shows("Isi angka dari 0 sampai 100."), page.sent) == (True, [])


async def test_the_kelurahan_confirms_one_by_one(lane: Lane) -> None:
    await lane.begin(**{"indicators/waste": WASTE})
    await lane.note_value("4", month="before")
    await lane.note_value("2")
    await lane.exchange()

    page = await lane.record("kelurahan")
    await page.press("Semua hasil ukur")
    await page.tap(page.find(ft.OutlinedButton, content="Sahkan")[0])
    await lane.exchange()
    mine = await lane.record()
    await mine.press("Semua hasil ukur")

    assert [values.get("confirmed") for values in lane.results()] == [None, True]
    assert (mine.shows("Disahkan kelurahan"), mine.shows("Belum disahkan kelurahan")) == (True, True)
    assert mine.find(ft.OutlinedButton, content="Sahkan") == []


async def test_a_result_is_corrected_and_then_to_be_confirmed_again(lane: Lane) -> None:
    await lane.begin(**{"indicators/waste": WASTE})
    await lane.note_value("40")
    await lane.exchange()
    record = lane.session().records.measurements_of(lane.innovation)[0]
    kelurahan = lane.session("kelurahan")
    kelurahan.edit(kelurahan.record(record), {"confirmed": True})  # type: ignore[arg-type]
    await lane.exchange()

    form = await lane.open(lambda: NoteScreen(record))
    before = form.field("value").value
    await form.type("value", "4")
    await form.press("Simpan")
    await lane.exchange()

    (values,) = lane.results("kelurahan")
    assert (before, values["value"], values["confirmed"]) == ("40", "4", False)


async def test_a_month_that_has_a_result_says_so(lane: Lane) -> None:
    await lane.begin(**{"indicators/waste": WASTE})
    await lane.note_value("4")
    form = await lane.measure("waste")
    await form.choose("period=now")
    await form.type("value", "5")

    assert form.shows("sudah ada hasilnya: 4 kantong.")
    await form.press("Betulkan yang itu")
    assert form.route.startswith("/note/")


async def test_one_measurement_has_a_page_of_its_own(lane: Lane) -> None:
    await lane.begin(**{"indicators/waste": WASTE})
    await lane.note_value("4")
    await lane.exchange()
    record = lane.session().records.measurements_of(lane.innovation)[0]

    page = await lane.open(lambda: RecordScreen(record), "kelurahan")
    await page.press("Sahkan")
    await lane.exchange()

    assert page.shows("Sampah diangkut")
    assert page.shows("Disahkan kelurahan")


async def test_a_draft_without_room_on_the_disk_is_said_to_be_unsaved(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise StoreError("full")

    await lane.begin(**{"indicators/waste": WASTE})
    form = await lane.measure("waste")
    monkeypatch.setattr("sync.client.working.keep", full)
    await form.type("value", "4")

    assert form.shows("BELUM TERSIMPAN. Jangan tutup layar ini.")


async def test_longset_adds_its_twelve_and_the_recap_is_the_kelurahans(lane: Lane) -> None:
    await lane.begin(theme="health")
    page = await lane.record()
    await page.press("Tambah 12 indikator Longset")
    await page.press("Tambahkan")
    await lane.exchange()
    office = await lane.record("kelurahan")

    assert len(page.find(ft.OutlinedButton, content="Catat hasil ukur")) == 4
    assert page.shows("Diisi kelurahan dari rekap puskesmas, tidak dengan menanyai rumah satu per satu.")
    assert len(office.find(ft.OutlinedButton, content="Catat hasil ukur")) == 12
    assert not page.find(ft.TextButton, content="Tambah 12 indikator Longset")


async def test_the_recap_is_closed_to_an_rt_and_says_where_it_comes_from(lane: Lane) -> None:
    await lane.begin(**LONGSET)

    mine = await lane.measure("longset01")
    office = await lane.measure("longset01", "kelurahan")

    assert not mine.find(ft.TextField)
    assert office.shows("Isi dari rekap puskesmas.")


async def test_longset_is_offered_where_it_belongs(lane: Lane) -> None:
    await lane.begin()
    page = await lane.record()

    assert not page.find(ft.TextButton, content="Tambah 12 indikator Longset")


@pytest.mark.parametrize("indicator", ["gone", "waste/../x"])
async def test_an_indicator_that_is_not_there_is_said_to_be_so(lane: Lane, indicator: str) -> None:
    await lane.begin(**{"indicators/waste": WASTE})
    page = await lane.measure(indicator)

    assert page.shows("Yang diukur belum ada di HP ini")


async def test_a_measurement_is_called_after_what_it_measures_and_stands_in_no_list(lane: Lane) -> None:
    await lane.begin(**{"indicators/waste": WASTE})
    lane.phones["rt"].set_signal(False)
    await lane.note_value("4")

    (row,) = outgoing.waiting(lane.session())
    assert (row.title, row.kinds) == ("Sampah diangkut", ("new",))
    assert lane.session().records.known() == [lane.innovation]


async def test_an_indicator_that_was_changed_while_it_was_open_is_kept_beside_what_is_saved() -> None:
    record = a_record(1).change({"indicators/waste": WASTE})
    page = await reading(record)
    await page.press("Ubah indikator")

    pulled(page.lorong, record.change({"indicators/waste": WASTE | {"target": "1"}}, by="p-other").view())
    page.app.beat()
    await page.enter(page.field("indicator_target"), "2")
    await page.press("Simpan")

    state = page.lorong.record(record_id(1))
    assert state is not None
    assert [entry.value["target"] for entry in state.entries["indicators/waste"]] == ["1", "2"]


@pytest.mark.parametrize(("role", "is_shown"), [(Role.KECAMATAN, True), (Role.KOTA, False)])
async def test_who_does_not_hold_the_results_is_not_told_that_there_are_none(role: Role, is_shown: bool) -> None:
    indicators: dict[str, Any] = {"indicators/waste": WASTE}
    record = a_record(1, **indicators)
    area = {Role.KECAMATAN: KASSI[:8], Role.KOTA: KASSI[:5]}[role]

    page = await reading(record, role=role, area=area)
    shown = page.shows("Belum ada hasil ukur.")
    await page.close()

    assert shown is is_shown
