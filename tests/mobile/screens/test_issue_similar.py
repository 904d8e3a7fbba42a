"""*Mungkin sudah tercatat*: similar problems are found on the device while one is written."""

from __future__ import annotations

import flet as ft

from mobile.routes import NEW_ISSUE, Trail
from tests.mobile.screens.desk import record_id
from tests.mobile.screens.issues_page import an_issue
from tests.mobile.screens.officer import Officer, noting
from tests.support.notes import draft, refuse, save

FAR = "73.71.13.1007"


def hinted(officer: Officer) -> list[str]:
    rows = [str(tile.key) for tile in officer.find(ft.ListTile) if str(tile.key or "").startswith("problem:")]
    return [key.removeprefix("problem:") for key in rows]


async def test_a_similar_problem_is_shown_once_the_title_was_kept_and_opens() -> None:
    officer = await noting(NEW_ISSUE, an_issue(1, status="listed"), an_issue(2, title="Lampu jalan mati"))
    officer.page.data = Trail()
    assert hinted(officer) == []

    await officer.type("title", "Selokan di depan poskamling mampet")

    assert officer.shows("Mungkin sudah tercatat")
    assert hinted(officer) == [record_id(1)]
    (kept,) = officer.drafts

    await officer.tap(officer.get(ft.ListTile, key=f"problem:{record_id(1)}"))

    assert officer.route == f"/record/{record_id(1)}"
    assert officer.page.data.before(f"/record/{record_id(1)}") == f"/note/{kept}"


async def test_at_most_three_are_shown_those_of_the_same_rw_first() -> None:
    far = [an_issue(number, kelurahan=FAR) for number in (1, 2, 3)]
    officer = await noting(NEW_ISSUE, *far, an_issue(4))

    await officer.type("title", "Got depan pos ronda tersumbat")

    assert len(hinted(officer)) == 3
    assert hinted(officer)[0] == record_id(4)


async def test_the_hint_goes_when_the_words_change_and_nothing_is_blocked() -> None:
    officer = await noting(NEW_ISSUE, an_issue(1))
    await officer.type("title", "Got depan pos ronda tersumbat")
    await officer.choose("theme=works")
    await officer.type("affected", "12")

    await officer.type("title", "Lampu pos ronda padam")
    assert hinted(officer) == []
    await officer.type("title", "Got depan pos ronda tersumbat")
    await officer.press("Ajukan")

    assert [each["title"] for each in officer.sent] == ["Got depan pos ronda tersumbat"]


async def test_what_ended_otherwise_is_not_offered() -> None:
    ended = [an_issue(1, status="declined"), an_issue(2, status="withdrawn"), an_issue(3, status="joined")]
    officer = await noting(NEW_ISSUE, *ended)

    await officer.type("title", "Got depan pos ronda tersumbat")

    assert hinted(officer) == []


async def test_an_innovation_and_a_draft_are_no_problems_to_compare_with() -> None:
    officer = await noting(NEW_ISSUE)
    draft(officer.lorong.tables, record_id(7), title="Got depan pos ronda tersumbat")
    refuse(
        officer.lorong.tables, save(officer.lorong.tables, 1, record_id(8), title="Got depan pos ronda tersumbat")
    )

    await officer.type("title", "Got depan pos ronda tersumbat")

    assert hinted(officer) == []
