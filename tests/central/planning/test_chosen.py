"""Whose lines go into a file: what stands, in the order of areas, and nothing that was taken back or hidden."""

from __future__ import annotations

from sync.central.planning.chosen import chosen
from sync.central.planning.sirup import Package, listed_codes, take_in
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import MARISO_KELURAHAN, a_note
from tests.support.planned import LINES


def lines(city: Offices, area: str = "73.71", year: int = 2027) -> list[tuple[str, str]]:
    with city.centre.database.read() as connection:
        return [(each.title, each.line.path) for each in chosen(connection, "budget", area, year)]


async def planned(city: Offices, title: str) -> str:
    record = await city.note(title=title)
    await city.accepted(city.kota, record, LINES)
    return record


async def test_lines_stand_in_the_order_of_areas(city: Offices, enrol: Enrol) -> None:
    await planned(city, "Di Kassi-Kassi")
    rt = enrol(Role.RT, f"{MARISO_KELURAHAN}/RW001/RT001")
    record = rt.make_id()
    values = a_note(title="Di Mariso", area=rt.person.area.text)
    await city.accepted(rt, record, values, seen=0, area=MARISO_KELURAHAN)
    await city.accepted(city.kota, record, {"budget/b1": LINES["budget/b1"]}, area=MARISO_KELURAHAN)

    assert lines(city) == [
        ("Di Mariso", "budget/b1"),
        ("Di Kassi-Kassi", "budget/b1"),
        ("Di Kassi-Kassi", "budget/b2"),
    ]
    assert lines(city, MARISO_KELURAHAN) == [("Di Mariso", "budget/b1")]
    assert lines(city, year=2026) == [("Di Kassi-Kassi", "budget/b3")]


async def test_what_was_taken_back_or_hidden_is_in_no_file(city: Offices) -> None:
    record, hidden = await planned(city, "Ditarik"), await planned(city, "Disembunyikan")
    await city.accepted(city.rt, record, {"status": "withdrawn"})
    await city.approve(hidden)
    assert len(lines(city)) == 2

    await city.hide(hidden, before="approved")

    assert lines(city) == []


async def test_a_list_of_more_packages_than_one_question_holds_is_taken_in_and_again(city: Offices) -> None:
    packages = [Package(str(50_000_000 + place), 2027, "Paket contoh") for place in range(2_500)]

    for _ in range(2):
        with city.centre.database.write() as connection:
            take_in(connection, packages)

    with city.centre.database.read() as connection:
        assert len(listed_codes(connection, 2027)) == 2_500
