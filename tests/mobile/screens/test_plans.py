"""*Rencana & anggaran*: lines by year, written without a signal, undone, told in words where wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import flet as ft
import pytest

from mobile.screens.plans import PlansScreen
from mobile.screens.record import RecordScreen
from mobile.session import Session
from sync.central.answer import Centre
from sync.central.stored import read_record
from sync.client.tables import OUTBOX
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.messages import Change
from tests.mobile.screens.desk import KASSI, Record, a_record, record_id
from tests.mobile.screens.office import OpenOffice
from tests.mobile.screens.officer import Officer, an_officer
from tests.support.bank import Offices
from tests.support.notes import refuse
from tests.support.sessions import pulled

LURAH = "0192aaaa-0000-7000-8000-00000000beef"
PLAN: dict[str, Any] = {
    "year": 2027,
    "stage": "lurah",
    "activity": "Teba kompos di tiga lorong",
    "target": "12 teba",
}
MONEY: dict[str, Any] = {"year": 2026, "source": "apbd", "ceiling": 12_500_000, "realised": 4_000_000}
QUARTER: dict[str, Any] = {"year": 2026, "quarter": 1, "target": "3 teba", "obstacles": "Hujan."}
LINES: dict[str, Any] = {"plans/p1": PLAN, "budget/b1": MONEY, "monev/m1": QUARTER}

Open = Callable[..., Awaitable[Officer]]


@pytest.fixture
async def plans() -> AsyncIterator[Open]:
    """The screen of the first record, of a lurah where nothing else is said."""
    opened: list[Officer] = []

    async def begin(record: Record, role: Role = Role.KELURAHAN, area: str = KASSI, **how: Any) -> Officer:
        screen = how.pop("screen", PlansScreen)
        opened.append(
            await an_officer(lambda: screen(record_id(1)), record, role=role, area=area, person_id=LURAH, **how)
        )
        return opened[-1]

    yield begin
    for each in opened:
        await each.close()


async def confirm(officer: Officer, text: str) -> None:
    (dialog,) = officer.dialogs
    (button,) = [each for each in dialog.actions if each.content == text]
    await officer.tap(button)


def told(officer: Officer, text: str) -> bool:
    """Whether it is on the screen, wherever its lines end."""
    return any(text in each.replace("\u00a0", " ") for each in officer.texts)


async def write(officer: Officer, key: str, text: str) -> None:
    await officer.enter(officer.get(ft.TextField, key=key), text)


def values_of(officer: Officer, path: str) -> list[Any]:
    """What stands there: two values where nobody has chosen yet."""
    state = officer.lorong.record(record_id(1))
    assert state is not None
    return [entry.value for entry in state.entries[path]]


async def open_line(officer: Officer, path: str) -> None:
    await officer.tap(officer.get(ft.ListTile, key=path))


def the_change(session: Session) -> Change:
    [(_, document)] = session.tables.table(OUTBOX).items()
    return wire.read(Change, document["change"])


async def test_money_is_added_read_back_while_it_is_typed_and_summed(plans: Open) -> None:
    officer = await plans(a_record())

    await officer.press("Tambah anggaran")
    await officer.choose("source=kelurahan")
    await write(officer, "ceiling", "12.500.000")
    assert officer.field("ceiling").helper == "Rp12.500.000"
    await write(officer, "realised", "4000000")
    await confirm(officer, "Simpan")

    [(path, parts)] = officer.sent[0].items()
    assert path.startswith("budget/")
    assert parts == {"year": 2025, "source": "kelurahan", "ceiling": 12_500_000, "realised": 4_000_000}
    assert officer.dialogs == []
    assert officer.shows("Dana kelurahan")
    assert told(officer, "Pagu Rp12.500.000 · terpakai Rp4.000.000 · sisa Rp8.500.000")


async def test_a_plan_begins_in_the_next_year_with_the_lurah(plans: Open) -> None:
    officer = await plans(a_record())

    await officer.press("Tambah rencana")
    assert officer.field("year").value == "2026"
    assert officer.is_chosen("stage=lurah")
    await write(officer, "activity", "Teba kompos")
    await confirm(officer, "Simpan")

    assert list(officer.sent[0].values()) == [{"year": 2026, "stage": "lurah", "activity": "Teba kompos"}]


async def test_what_is_wrong_is_said_under_its_field_and_nothing_is_kept(plans: Open) -> None:
    officer = await plans(a_record())

    await officer.press("Tambah rencana")
    await officer.choose("stage=skpd")
    await write(officer, "year", "27")
    await write(officer, "sub_activity", "7.01")
    await confirm(officer, "Simpan")

    errors = {key: officer.field(key).error for key in ("year", "activity", "office", "sub_activity")}
    assert errors == {
        "year": "Tulis tahunnya dengan empat angka, misalnya 2027.",
        "activity": "Wajib diisi.",
        "office": "Wajib diisi.",
        "sub_activity": "Kodenya 12 angka, seperti 7.01.02.2.01.0001.",
    }
    assert officer.shows("Tinggal 4 isian lagi.")
    assert officer.sent == []

    await write(officer, "year", "2027")
    await write(officer, "activity", "Teba kompos")
    await write(officer, "office", "Dinas Lingkungan Hidup")
    await write(officer, "sub_activity", "701022010001")
    await confirm(officer, "Simpan")

    assert next(iter(officer.sent[0].values()))["sub_activity"] == "7.01.02.2.01.0001"


@pytest.mark.parametrize("typed", ["12,5 juta", "1.2500", "99999999999999"])
async def test_an_amount_that_is_none_is_told_in_words(plans: Open, typed: str) -> None:
    officer = await plans(a_record())

    await officer.press("Tambah anggaran")
    await write(officer, "ceiling", typed)
    await confirm(officer, "Simpan")

    assert "Tulis rupiah bulat, misalnya 12.500.000" in str(officer.field("ceiling").error)
    assert officer.shows("Pilih salah satu yang tersedia.") or officer.shows("Wajib diisi.")
    assert officer.sent == []


async def test_a_quarter_is_chosen_with_one_tap(plans: Open) -> None:
    officer = await plans(a_record())

    await officer.press("Tambah triwulan")
    await write(officer, "target", "3 teba")
    await confirm(officer, "Simpan")
    assert officer.shows("Wajib diisi.")
    await officer.choose("quarter=2")
    await confirm(officer, "Simpan")

    assert list(officer.sent[0].values()) == [{"year": 2025, "quarter": 2, "target": "3 teba"}]


async def test_a_line_is_changed_and_the_change_undone(plans: Open) -> None:
    officer = await plans(a_record(**LINES))

    await open_line(officer, "budget/b1")
    assert officer.field("ceiling").value == "12500000"
    await write(officer, "realised", "13.000.000")
    await confirm(officer, "Simpan")
    assert told(officer, "terpakai Rp13.000.000 · lebih Rp500.000 dari pagu")
    assert officer.shows("Lebih dari pagu")
    await officer.undo()

    assert [list(each) for each in officer.sent] == [["budget/b1"], ["budget/b1"]]
    assert officer.sent[1]["budget/b1"] == MONEY
    assert told(officer, "sisa Rp8.500.000")
    assert "Rp8.500.000" in officer.texts


async def test_a_line_is_taken_away_and_comes_back(plans: Open) -> None:
    officer = await plans(a_record(**LINES))

    await open_line(officer, "monev/m1")
    await confirm(officer, "Hapus")
    assert not officer.shows("Triwulan 1")
    assert officer.sent == [{"monev/m1": None}]
    await officer.undo()

    assert officer.shows("Triwulan 1")
    assert officer.shows("Yang menghambat: Hujan.")


async def test_cancelling_keeps_nothing(plans: Open) -> None:
    officer = await plans(a_record(**LINES))

    await open_line(officer, "plans/p1")
    await write(officer, "activity", "Lain")
    await confirm(officer, "Batal")

    assert officer.sent == []
    assert officer.shows("Teba kompos di tiga lorong")


@pytest.mark.parametrize(
    ("role", "area"), [(Role.RT, f"{KASSI}/RW003/RT005"), (Role.RW, f"{KASSI}/RW003"), (Role.PIMPINAN, "73.71.13")]
)
async def test_others_read_and_are_asked_nothing(plans: Open, role: Role, area: str) -> None:
    officer = await plans(a_record(**LINES), role, area)

    assert officer.shows("Teba kompos di tiga lorong")
    assert officer.shows("Diisi oleh kelurahan, kecamatan, dan BRIDA.")
    assert not officer.has_button("Tambah anggaran")
    assert all(tile.on_click is None for tile in officer.find(ft.ListTile))


async def test_an_rt_finds_no_plans_where_there_are_none(plans: Open) -> None:
    officer = await plans(a_record(), Role.RT, f"{KASSI}/RW003/RT005", screen=RecordScreen)

    assert not officer.shows("Rencana & anggaran")


async def test_the_record_leads_to_its_lines_and_says_the_sums_of_each_year(plans: Open) -> None:
    officer = await plans(a_record(**LINES), screen=RecordScreen)

    assert officer.shows("2027 · belum ada anggaran")
    assert told(officer, "2026 · Pagu Rp12.500.000 · terpakai Rp4.000.000 · sisa Rp8.500.000")
    await officer.press("Isi rencana & anggaran")

    assert officer.route == f"/plans/{record_id(1)}"


async def test_two_values_of_a_line_are_chosen_between(plans: Open) -> None:
    record = a_record(**LINES)
    officer = await plans(record.two("budget/b1", MONEY, MONEY | {"ceiling": 9_000_000}))  # type: ignore[arg-type]

    assert told(officer, "2026\nAPBD kota\nPagu Rp9.000.000 · terpakai Rp4.000.000 · sisa Rp5.000.000")
    await officer.tap(officer.find(ft.OutlinedButton, content="Pilih yang ini")[1])

    assert officer.sent == [{"budget/b1": MONEY | {"ceiling": 9_000_000}}]
    assert not officer.has_button("Pilih yang ini")


async def test_what_is_not_known_here_is_said() -> None:
    officer = await an_officer(lambda: PlansScreen(record_id(7)), role=Role.KELURAHAN, area=KASSI)

    assert officer.shows("Catatan ini belum ada di HP ini")
    await officer.close()


async def test_a_refused_line_is_put_right_where_it_stands_and_carries_the_others_along(plans: Open) -> None:
    officer = await plans(a_record(**LINES), Role.KECAMATAN, "73.71.13")
    session, state = officer.lorong, officer.lorong.record(record_id(1))
    assert state is not None
    session.edit(state, {"budget/b2": MONEY | {"source": "csr"}})
    refuse(session.tables, the_change(session))
    await officer.settle()

    await open_line(officer, "budget/b1")
    await write(officer, "realised", "5000000")
    await confirm(officer, "Simpan")

    assert session.refusals(record_id(1)) == []
    assert officer.sent == [{"budget/b2": MONEY | {"source": "csr"}, "budget/b1": MONEY | {"realised": 5_000_000}}]


async def test_betulkan_of_a_refused_line_leads_to_the_lines(plans: Open) -> None:
    officer = await plans(a_record(**LINES), screen=RecordScreen)
    session, state = officer.lorong, officer.lorong.record(record_id(1))
    assert state is not None
    session.edit(state, {"budget/b2": MONEY | {"source": "csr"}})
    refuse(session.tables, the_change(session))
    await officer.settle()

    await officer.press("Betulkan")

    assert officer.route == f"/plans/{record_id(1)}"


async def test_while_something_else_was_refused_no_line_is_written(plans: Open) -> None:
    officer = await plans(a_record(**LINES))
    session, state = officer.lorong, officer.lorong.record(record_id(1))
    assert state is not None
    session.edit(state, {"title": "Lain"})
    refuse(session.tables, the_change(session))
    await officer.settle()

    assert officer.shows("Ada perubahan catatan ini yang belum diterima.")
    assert not officer.has_button("Tambah anggaran")


async def test_the_city_writes_a_line_of_a_record_that_it_found(
    centre: Centre, city: Offices, office: OpenOffice
) -> None:
    record = await city.note(title="Teba kompos")
    kota = await office(Role.KOTA, "73.71", f"/find/{record}")
    await kota.until(lambda: kota.has_button("Isi rencana & anggaran"))

    await kota.press("Isi rencana & anggaran")
    assert kota.where == f"/plans/{record}"
    await kota.press("Tambah anggaran")
    await kota.tap(kota.get(ft.OutlinedButton, key="source=apbd"))
    await kota.enter(kota.get(ft.TextField, key="ceiling"), "5000000")
    await kota.confirm("Simpan")
    await kota.phone.round()

    with centre.database.read() as connection:
        stored = read_record(connection, record)
    assert stored is not None
    [money] = [value for path, value in stored.set.items() if path.startswith("budget/")]
    assert money["ceiling"] == 5_000_000


async def add_money(officer: Officer) -> None:
    for closed in officer.find(ft.AlertDialog):
        if not closed.open:
            await officer.emit(closed, "dismiss")
    await officer.tap(officer.button("Tambah anggaran"))


async def test_two_letters_before_a_redraw_are_both_kept(plans: Open) -> None:
    officer = await plans(a_record())
    await add_money(officer)
    ceiling, realised = (officer.get(ft.TextField, key=key) for key in ("ceiling", "realised"))

    for field, text in ((ceiling, "12500000"), (realised, "4000000")):
        officer.session.apply_patch(field._i, {"value": text})
        await officer.session.dispatch_event(field._i, "change", text)
    await officer.settle()

    assert officer.get(ft.TextField, key="ceiling").value == "12500000"
    assert officer.get(ft.TextField, key="realised").value == "4000000"


async def test_a_line_that_was_left_half_written_is_found_again_after_the_app_was_killed(plans: Open) -> None:
    before = await plans(a_record())
    await add_money(before)
    await write(before, "ceiling", "12500000")
    before.app.pauses += 1
    await before.settle()

    after = await plans(a_record(), session=before.lorong)
    await add_money(after)

    assert after.get(ft.TextField, key="ceiling").value == "12500000"


async def test_back_leaves_a_line_half_written_and_cancelling_gives_it_up(plans: Open) -> None:
    officer = await plans(a_record())
    await add_money(officer)
    await write(officer, "ceiling", "12500000")
    (dialog,) = officer.dialogs

    await officer.emit(dialog, "dismiss")
    await add_money(officer)
    assert officer.get(ft.TextField, key="ceiling").value == "12500000"
    await confirm(officer, "Batal")
    await add_money(officer)

    assert officer.get(ft.TextField, key="ceiling").value == ""


async def test_a_line_that_a_colleague_changed_while_it_was_open_is_kept_beside_it(plans: Open) -> None:
    record = a_record(**LINES)
    officer = await plans(record)
    await open_line(officer, "budget/b1")
    theirs, mine = MONEY | {"ceiling": 9_000_000}, MONEY | {"realised": 5_000_000}

    pulled(officer.lorong, record.change({"budget/b1": theirs}, by="p-other").view())
    await write(officer, "realised", "5000000")
    await confirm(officer, "Simpan")

    assert values_of(officer, "budget/b1") == [theirs, mine]
    await officer.undo()
    assert values_of(officer, "budget/b1") == [theirs]


async def test_a_half_written_line_that_is_found_again_overwrites_nothing_that_came_meanwhile(plans: Open) -> None:
    record = a_record(**LINES)
    before = await plans(record)
    await open_line(before, "budget/b1")
    await write(before, "realised", "5000000")
    before.app.pauses += 1
    await before.settle()
    theirs = MONEY | {"ceiling": 9_000_000}

    after = await plans(record.change({"budget/b1": theirs}, by="p-other"), session=before.lorong)
    await open_line(after, "budget/b1")
    await confirm(after, "Simpan")

    assert values_of(after, "budget/b1") == [theirs, MONEY | {"realised": 5_000_000}]


async def test_what_was_saved_is_not_half_written_any_more(plans: Open) -> None:
    officer = await plans(a_record())
    await add_money(officer)
    await officer.choose("source=apbd")
    await write(officer, "ceiling", "12500000")
    button = next(each for each in officer.dialogs[0].actions if each.content == "Simpan")
    for _ in range(2):
        await officer.session.dispatch_event(button._i, "click", None)
    await officer.settle()

    await add_money(officer)

    assert officer.get(ft.TextField, key="ceiling").value == ""
    assert len(officer.sent) == 1
