"""*Jadikan masalah tercatat*, *Hubungkan dengan masalah yang ada*, and what a problem shows of its innovations."""

from __future__ import annotations

from typing import Any

import flet as ft
import pytest

from mobile.problems import shortened
from mobile.screens.record import RecordScreen
from sync.client.tables import OUTBOX, RECORDS
from sync.domain.people import Role
from tests.mobile.screens.desk import RT, Record, a_record, record_id
from tests.mobile.screens.issues_page import addressing, an_issue
from tests.mobile.screens.officer import Officer, an_officer, reading
from tests.support.sessions import pulled

PROBLEM = "Got depan pos ronda tersumbat."


def linked(issue: int, degree: str = "partly", **values: Any) -> Record:
    return a_record(1, **addressing(issue, degree), **values)


async def author(*records: Record, **options: Any) -> Officer:
    return await reading(*records, person_id=RT, **options)


def changes(officer: Officer) -> list[dict[str, Any]]:
    return [document["change"] for _, document in officer.lorong.tables.table(OUTBOX).items()]


async def test_one_tap_makes_a_problem_of_what_the_innovation_says_of_it() -> None:
    officer = await author(a_record(1, problem=PROBLEM, theme="works"))

    await officer.press("Jadikan masalah tercatat")

    problem, link = changes(officer)
    assert (problem["kind"], problem["area"]) == ("issue", "73.71.13.1002")
    assert problem["set"]["title"] == PROBLEM
    assert problem["set"]["theme"] == "works"
    assert problem["set"]["affected"] == {"unit": "family", "number": 40}
    assert problem["set"]["status"] == "submitted"
    assert link["set"] == {f"addresses/{problem['record']}": {"degree": "partly"}}
    assert officer.shows("teratasi sebagian")
    assert not officer.has_button("Jadikan masalah tercatat")


async def test_a_home_is_in_the_problem_only_as_its_kelurahan() -> None:
    point = {"lat": -51_700_000, "lng": 1_194_500_000}
    officer = await author(a_record(1, problem=PROBLEM, place_private=True, point=point))

    await officer.press("Jadikan masalah tercatat")

    sent = changes(officer)[0]["set"]
    assert "point" not in sent
    assert sent["area"] == "73.71.13.1002"


async def test_a_similar_problem_is_linked_with_how_far_it_is_solved() -> None:
    officer = await author(a_record(1, problem=PROBLEM), an_issue(2, title="Selokan depan poskamling mampet"))

    await officer.press("Hubungkan dengan masalah yang ada")
    await officer.choose(f"problem={record_id(2)}")
    await officer.choose("degree=wholly")
    await officer.type("link_note", "Sejak Mei tidak meluap.")
    await officer.press("Simpan")

    assert officer.sent == [{f"addresses/{record_id(2)}": {"degree": "wholly", "note": "Sejak Mei tidak meluap."}}]
    assert officer.shows("tuntas · Sejak Mei tidak meluap.")


async def test_another_problem_is_named_by_its_number() -> None:
    officer = await author(a_record(1, problem=PROBLEM), an_issue(2, title="Lampu jalan mati"))
    await officer.press("Hubungkan dengan masalah yang ada")
    assert officer.button("Simpan").disabled

    await officer.type("number", "0000-0002")
    await officer.press("Simpan")

    assert list(officer.sent[0]) == [f"addresses/{record_id(2)}"]


async def test_a_number_that_no_problem_has_links_nothing() -> None:
    officer = await author(a_record(1, problem=PROBLEM), an_issue(2, status="declined"))
    await officer.press("Hubungkan dengan masalah yang ada")

    for number in ("9999-9999", "0000-0001", "0000-0002", "got"):
        await officer.type("number", number)
        assert officer.button("Simpan").disabled, number
        assert officer.shows("Nomor ini tidak ditemukan") is (number != "got"), number


async def test_the_last_letters_of_a_links_note_are_kept_when_the_tap_comes_with_them() -> None:
    officer = await author(linked(2), an_issue(2))
    await officer.press("Ubah hubungan")

    await officer.enter_and_tap(officer.field("link_note"), "Sejak Mei.", officer.button("Simpan"))

    assert officer.sent == [{f"addresses/{record_id(2)}": {"degree": "partly", "note": "Sejak Mei."}}]


async def test_a_link_is_changed_and_undone() -> None:
    officer = await author(linked(2), an_issue(2))

    await officer.press("Ubah hubungan")
    await officer.choose("degree=failed")
    await officer.press("Simpan")
    for dialog in officer.find(ft.AlertDialog):
        await officer.emit(dialog, "dismiss")
    await officer.press("Ubah hubungan")
    await officer.press("Lepas hubungan")

    path = f"addresses/{record_id(2)}"
    assert officer.sent == [{path: {"degree": "failed"}}, {path: None}]
    assert officer.shows("Belum dihubungkan dengan masalah yang tercatat.")


async def test_a_link_that_a_colleague_changed_while_it_was_open_is_kept_beside_what_is_saved() -> None:
    record, path = linked(2), f"addresses/{record_id(2)}"
    officer = await author(record, an_issue(2))
    await officer.press("Ubah hubungan")

    pulled(officer.lorong, record.change({path: {"degree": "wholly"}}, by="p-other").view())
    officer.app.beat()
    await officer.choose("degree=failed")
    await officer.press("Simpan")

    state = officer.lorong.record(record_id(1))
    assert state is not None
    assert [entry.value["degree"] for entry in state.entries[path]] == ["wholly", "failed"]


async def test_a_link_that_was_left_half_written_is_found_again_unless_its_problem_is_gone() -> None:
    before = await author(a_record(1, problem=PROBLEM), an_issue(2))
    await before.press("Hubungkan dengan masalah yang ada")
    await before.type("number", "0000-0002")
    await before.type("link_note", "Sejak Mei.")
    await before.emit(before.dialogs[0], "dismiss")
    session = before.lorong

    session.tables.table(RECORDS).discard(record_id(2))
    after = await author(session=session)
    await after.press("Hubungkan dengan masalah yang ada")

    assert after.field("link_note").value == "Sejak Mei."
    assert after.button("Simpan").disabled


async def test_a_neighbour_reads_the_link_and_changes_nothing() -> None:
    officer = await reading(linked(2), an_issue(2), person_id="somebody")

    await officer.tap(officer.get(ft.ListTile, key=f"link:{record_id(2)}"))

    assert officer.route == f"/record/{record_id(2)}"
    assert not officer.has_button("Ubah hubungan")
    assert not officer.has_button("Hubungkan dengan masalah yang ada")


async def test_a_problem_that_is_not_on_this_device_is_shown_by_its_number() -> None:
    officer = await author(linked(2))

    assert officer.shows("Nomor 0000-0002")


async def test_a_problem_lists_the_innovations_that_address_it() -> None:
    withdrawn = Record(3).change({**linked(2).set, "title": "Ditarik", "status": "withdrawn"})
    officer = await an_officer(lambda: RecordScreen(record_id(2)), an_issue(2), linked(2, "wholly"), withdrawn)

    assert officer.shows("Inovasi yang mengatasinya")
    assert officer.shows("Teba kompos")
    assert officer.shows("tuntas")
    assert not officer.shows("Ditarik")


async def test_an_innovation_is_begun_for_a_problem_with_the_link_set() -> None:
    officer = await an_officer(lambda: RecordScreen(record_id(2)), an_issue(2, status="listed"))

    await officer.press("Catat inovasi untuk masalah ini")

    ((record, kept),) = officer.drafts.items()
    assert officer.route == f"/note/{record}"
    assert kept["kind"] == "innovation"
    assert kept["values"]["problem"] == "Got depan pos ronda tersumbat"
    assert kept["values"][f"addresses/{record_id(2)}"] == {"degree": "partly"}


async def test_a_second_tap_finds_the_innovation_that_was_begun_for_the_problem() -> None:
    officer = await an_officer(lambda: RecordScreen(record_id(2)), an_issue(2, status="listed"))
    button = officer.button("Catat inovasi untuk masalah ini")

    for _ in range(2):
        await officer.session.dispatch_event(button._i, "click", None)
    await officer.settle()

    assert len(officer.drafts) == 1


async def test_a_supervisor_notes_no_innovation() -> None:
    session: dict[str, Any] = {"role": Role.KECAMATAN, "area": "73.71.13", "person_id": "p-kec"}
    officer = await an_officer(lambda: RecordScreen(record_id(2)), an_issue(2, status="listed"), **session)

    assert not officer.has_button("Catat inovasi untuk masalah ini")


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Got tersumbat.", "Got tersumbat."),
        ("  Got \n tersumbat ", "Got tersumbat"),
        ("Got tersumbat. " + "Warga mengeluh. " * 10, "Got tersumbat"),
        ("panjang " * 20, "panjang panjang panjang…"),
        ("x" * 50, "x" * 30),
        ("", ""),
    ],
)
def test_a_title_is_the_first_sentence_or_as_many_words_as_fit(text: str, short: str) -> None:
    assert shortened(text, 30) == short
