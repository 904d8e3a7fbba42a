"""What the city finds of problems: those that wait for an idea, and the innovations that solve one."""

from __future__ import annotations

from sync.central import desk
from sync.central.accept import Caller
from sync.central.desk import Question
from tests.support.bank import Offices, addressing


def found(city: Offices, **asked: str) -> list[str]:
    page = desk.find(city.centre, Caller(city.kota.person, city.kota.device), Question(**asked))
    return [each.id for each in page.records]


async def test_a_problem_waits_until_an_innovation_solves_it_at_least_partly(city: Offices) -> None:
    names = ("Got mampet", "Banjir", "Sampah menumpuk", "Lorong gelap")
    partly, wholly, failed, bare = [await city.listed(title=name) for name in names]
    await city.issue(title="Belum tercatat")
    await city.note(**addressing(partly), **addressing(failed, "failed"))
    await city.note(**addressing(wholly, "wholly"))

    assert found(city, waits="idea") == [bare, failed]
    assert found(city, waits="idea", q="gelap") == [bare]


async def test_what_was_withdrawn_solves_nothing(city: Offices) -> None:
    issue = await city.listed()
    record = await city.note(**addressing(issue))
    before = found(city, waits="idea")

    await city.accepted(city.rt, record, {"status": "withdrawn"})

    assert (before, found(city, waits="idea")) == ([], [issue])


async def test_an_undone_link_leaves_the_problem_waiting(city: Offices) -> None:
    issue = await city.listed()
    record = await city.note(**addressing(issue))
    assert found(city, waits="idea") == []

    await city.accepted(city.rt, record, {f"addresses/{issue}": None})

    assert found(city, waits="idea") == [issue]


async def test_the_innovations_of_a_problem_are_found_by_degree(city: Offices) -> None:
    issue = await city.listed()
    partly, wholly = await city.note(**addressing(issue)), await city.note(**addressing(issue, "wholly"))

    assert found(city, addresses=f"partly:{issue}") == [partly]
    assert found(city, addresses=f"wholly:{issue}") == [wholly]
    assert found(city, addresses=f"failed:{issue}") == []
    assert found(city, addresses="\0") == []
