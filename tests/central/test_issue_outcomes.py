"""What an office answers to a problem, and how far innovations solve it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sync.domain.ids import number_of
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices, addressing, an_issue
from tests.support.centres import a_note

REASON = "Sudah masuk rencana perbaikan drainase 2027."


def outcome(status: str, **said: str) -> dict[str, Any]:
    return {"status": status, "outcome": {"status": status, **said}}


async def answer(city: Offices, record: str, values: dict[str, Any]) -> str | None:
    """The code of the refusal; None where it was accepted."""
    return (await city.send(city.kecamatan, record, values, kind="issue")).code


async def test_a_problem_is_declined_only_with_a_reason(city: Offices) -> None:
    record = await city.issue()

    assert await answer(city, record, {"status": "declined"}) == "note_needed"
    assert await answer(city, record, outcome("declined", reason="  ")) == "note_needed"
    assert await answer(city, record, outcome("declined", reason=REASON)) is None


async def test_a_problem_is_joined_to_another_and_says_to_which(city: Offices) -> None:
    first, second = await city.listed(), await city.issue()

    assert await answer(city, second, {"status": "joined"}) == "incomplete"
    assert await answer(city, second, outcome("joined", target=second)) == "bad_value"
    assert await answer(city, second, outcome("joined", target="satu")) == "bad_value"
    assert await answer(city, second, outcome("joined", target=first)) is None


async def test_it_is_handled_by_an_innovation_or_by_what_an_office_answered(city: Offices) -> None:
    one, two, three = await city.listed(), await city.listed(), await city.listed()
    solving = await city.note(**addressing(two, "wholly"))

    assert await answer(city, one, {"status": "handled"}) == "note_needed"
    assert await answer(city, two, outcome("handled", target=solving)) is None
    assert await answer(city, three, outcome("handled", reason="Dinas PU mengeruk saluran induk.")) is None


async def test_an_innovation_handles_only_what_it_says_it_solves_wholly_while_it_goes_on(city: Offices) -> None:
    issue, other = await city.listed(), await city.listed()
    partly = await city.note(**addressing(issue, "partly"))
    elsewhere = await city.note(**addressing(other, "wholly"))
    hidden = await city.published(**addressing(issue, "wholly"))
    await city.hide(hidden)

    for target in (partly, elsewhere, hidden, other, city.rt.make_id()):
        refused = await city.send(city.kecamatan, issue, outcome("handled", target=target), kind="issue")
        assert (refused.code, refused.fields) == ("bad_value", {"outcome": "not_wholly"})


@pytest.mark.parametrize(
    "value",
    [
        *(None, "x", [], {}, {"status": "withdrawn"}, {"status": 3}, {"status": "listed", "by": "x"}),
        *({"status": "declined", "reason": reason} for reason in ("x" * 501, 5, None)),
    ],
)
async def test_an_answer_of_another_shape_is_refused(city: Offices, value: Any) -> None:
    record = await city.issue()

    assert await answer(city, record, {"status": "declined", "outcome": value}) == "bad_value"


async def test_a_personal_number_in_a_reason_is_refused(city: Offices) -> None:
    record = await city.issue()
    said = outcome("declined", reason="Atas nama 7371131208800003.")

    assert await answer(city, record, said) == "personal_number"


async def test_an_answer_says_what_the_status_says_and_stands_with_it(city: Offices) -> None:
    record = await city.issue()

    assert await answer(city, record, {"status": "listed", "outcome": {"status": "declined"}}) == "bad_value"
    assert await answer(city, record, {"outcome": {"status": "listed"}}) == "illegal_transition"


async def test_no_problem_begins_answered_and_no_innovation_ever_is(city: Offices) -> None:
    note, begun = await city.note(), an_issue() | {"outcome": {"status": "listed"}}
    said = {"outcome": {"status": "listed"}}

    assert (await city.send(city.rt, city.rt.make_id(), begun, kind="issue", seen=0)).code == "illegal_transition"
    assert (await city.send(city.kecamatan, note, said)).code == "bad_value"
    assert (await city.send(city.rt, city.rt.make_id(), a_note() | said, seen=0)).code == "bad_value"


async def test_fields_that_offices_add_are_theirs_alone(city: Offices, enrol: Enrol) -> None:
    record = await city.listed()
    added = {"root_cause": "Saluran induk dangkal.", "urgency": "4", "affair": "lingkungan"}
    lurah = enrol(Role.KELURAHAN)

    for who in (city.rt, lurah):
        refused = await city.send(who, record, added, kind="issue")
        assert (refused.code, set(refused.fields or {})) == ("not_allowed", set(added))
    assert (await city.send(city.kecamatan, record, {"tried": "Kerja bakti."}, kind="issue")).code == "not_allowed"
    assert (await city.send(city.kota, record, {"urgency": "6"}, kind="issue")).code == "bad_value"
    assert (await city.send(city.kecamatan, record, added | {"affair": None}, kind="issue")).status == "accepted"


async def test_an_innovation_and_its_problem_show_each_other_with_the_degree(
    city: Offices, http: httpx.AsyncClient
) -> None:
    issue, other = await city.listed(title="Got tersumbat"), await city.listed(title="Lorong gelap")
    links = addressing(issue, "wholly", "Sejak Mei tidak meluap.") | addressing(other, "failed")
    record = await city.published(title="Parit mini", **links)

    innovation = await http.get(f"/inovasi/{number_of(record)}", follow_redirects=True)
    problem = await http.get(f"/isu/{number_of(issue)}", follow_redirects=True)

    assert "Got tersumbat</a>, Kassi-Kassi (tuntas). Sejak Mei tidak meluap." in innovation.text
    assert "Lorong gelap</a>, Kassi-Kassi (belum berhasil)" in innovation.text
    assert "Parit mini</a>, Kassi-Kassi (tuntas)" in problem.text
    assert len(problem.content) < 30_000
    assert "<script" not in problem.text


async def test_a_hidden_innovation_is_gone_from_its_problems_page(city: Offices, http: httpx.AsyncClient) -> None:
    issue = await city.listed()
    record = await city.published(title="Parit mini", **addressing(issue))
    await city.hide(record)

    assert "Parit mini" not in (await http.get(f"/isu/{number_of(issue)}", follow_redirects=True)).text


async def test_what_offices_add_to_a_listed_problem_is_public_at_once(
    city: Offices, http: httpx.AsyncClient
) -> None:
    issue = await city.listed(theme="works")
    added = {"nature": "functional", "sdgs": ["6"], "root_cause": "Rahasia dapur"}
    await city.accepted(city.kecamatan, issue, added, kind="issue")

    page = (await http.get(f"/isu/{number_of(issue)}", follow_redirects=True)).text

    assert "Fungsional" in page
    assert "Air Bersih" in page
    assert "Rahasia dapur" not in page
