"""Plans and money at the centre: merged like every value, refused with what is wrong, beside what is reviewed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from sync.central.json_text import parsed
from sync.central.stored import read_record
from sync.central.tables import editions
from sync.domain.people import Role
from sync.domain.planning import FAMILIES
from sync.domain.records import family
from sync.protocol.messages import ACCEPTED, CONFLICTED, REFUSED
from tests.conftest import Enrol
from tests.support.bank import Offices

MONEY: dict[str, Any] = {"year": 2027, "source": "apbd", "ceiling": 12_500_000}


async def test_two_offices_that_change_one_line_leave_two_values(city: Offices, enrol: Enrol) -> None:
    record, kelurahan = await city.note(), enrol(Role.KELURAHAN)
    await city.accepted(kelurahan, record, {"budget/b1": MONEY})

    first = await city.send(city.kecamatan, record, {"budget/b1": MONEY | {"ceiling": 10_000_000}}, seen=2)
    second = await city.send(city.kota, record, {"budget/b1": MONEY | {"ceiling": 9_000_000}}, seen=2)
    beside = await city.send(kelurahan, record, {"budget/b2": MONEY}, seen=2)

    assert (first.status, second.status, second.paths) == (ACCEPTED, CONFLICTED, ["budget/b1"])
    assert beside.status == ACCEPTED
    with city.centre.database.read() as connection:
        stored = read_record(connection, record)
    assert stored is not None
    assert [held.value["ceiling"] for held in stored.path("budget/b1").held] == [10_000_000, 9_000_000]


async def test_a_line_that_does_not_fit_is_refused_with_its_path_and_changes_nothing(city: Offices) -> None:
    record = await city.note()

    receipt = await city.send(
        city.kecamatan, record, {"budget/b1": MONEY | {"ceiling": 10**15}, "budget/b2": MONEY}
    )

    assert (receipt.status, receipt.code, receipt.fields) == (REFUSED, "bad_value", {"budget/b1": "out_of_range"})
    with city.centre.database.read() as connection:
        stored = read_record(connection, record)
    assert stored is not None
    assert "budget/b2" not in stored.set


async def test_money_noted_after_the_approval_is_in_no_edition(city: Offices) -> None:
    record = await city.published()
    await city.accepted(city.kota, record, {"budget/b1": MONEY})
    await city.accepted(city.rt, record, {"title": "Judul baru", "update": "submitted"})

    await city.accepted(city.kecamatan, record, {"update": "approved", **city.review("approved")})

    with city.centre.database.read() as connection:
        bodies = connection.scalars(select(editions.c.body).order_by(editions.c.number)).all()
    assert [parsed(body)["title"] for body in bodies] == ["Teba kompos (contoh)", "Judul baru"]
    assert not [path for body in bodies for path in parsed(body) if family(path) in FAMILIES]
