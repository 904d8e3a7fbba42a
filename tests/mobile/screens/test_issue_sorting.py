"""What a kecamatan does with a problem on *Rincian*, and what its author reads of it."""

from __future__ import annotations

import asyncio
from typing import Any

import flet as ft
import pytest

from mobile import opened, problems
from mobile.screens.record import RecordScreen
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.bank import FoundRecord
from sync.protocol.messages import Change
from tests.mobile.screens.desk import RT, Record, a_record, record_id
from tests.mobile.screens.home_page import OpenHome
from tests.mobile.screens.issues_page import Issue, addressing, an_issue
from tests.mobile.screens.officer import HOME_AREA, Officer, an_officer
from tests.support.notes import refuse
from tests.support.sessions import a_session

OFFICE: dict[str, Any] = {"role": Role.KECAMATAN, "area": "73.71.13", "person_id": "p-kec"}
REASON = "Sudah masuk rencana perbaikan 2027."


async def supervisor(*records: Record, **options: Any) -> Officer:
    return await an_officer(lambda: RecordScreen(record_id(1)), *records, **(OFFICE | options))


async def reader(*records: Record) -> Officer:
    return await an_officer(lambda: RecordScreen(record_id(1)), *records, person_id=RT)


def answered(status: str, **said: str) -> Issue:
    issue = an_issue(1)
    issue.change({"status": status, "outcome": {"status": status, **said}}, by="p-kec", name="Peninjau contoh")
    return issue


def outcome(status: str, **said: str) -> dict[str, Any]:
    return {"status": status, "outcome": {"status": status, **said}}


async def test_a_problem_is_listed_with_one_tap() -> None:
    officer = await supervisor(an_issue(1))

    await officer.press("Masukkan ke Bank Isu")

    assert officer.sent == [outcome("listed")]
    assert not officer.has_button("Masukkan ke Bank Isu")


async def test_it_is_joined_to_a_similar_one() -> None:
    officer = await supervisor(an_issue(1), an_issue(2, title="Selokan depan poskamling mampet", status="listed"))

    await officer.press("Gabung")
    await officer.choose(f"problem={record_id(2)}")
    (save,) = [button for button in officer.find(ft.FilledButton) if button.content == "Gabung"]
    await officer.tap(save)

    assert officer.sent == [outcome("joined", target=record_id(2))]
    assert officer.shows("Digabung dengan 0000-0002 · Selokan depan poskamling mampet.")


async def test_a_problem_that_the_centre_finds_late_is_not_chosen_when_another_was_picked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_go_on = asyncio.Event()

    async def slow(_session: Any, _text: str) -> FoundRecord:
        await may_go_on.wait()
        return FoundRecord(record_id(7), "0000-0007", "issue", HOME_AREA, 1, "listed", "Lampu mati", "works", "")

    monkeypatch.setattr(problems, "problem_at_centre", slow)
    similar = an_issue(2, title="Selokan depan poskamling mampet", status="listed")
    officer = await supervisor(an_issue(1), similar, role=Role.KOTA, area="73.71", person_id="p-kota")
    await officer.press("Gabung")
    await officer.type("number", "0000-0007")

    # The answer is there at the same moment as the tap, before the screen is drawn again.
    may_go_on.set()
    await officer.choose(f"problem={record_id(2)}")
    (save,) = [button for button in officer.find(ft.FilledButton) if button.content == "Gabung"]
    await officer.tap(save)

    assert officer.sent == [outcome("joined", target=record_id(2))]


async def test_it_is_declined_only_with_a_reason() -> None:
    officer = await supervisor(an_issue(1))

    await officer.press("Belum dapat diangkat")
    assert officer.button("Simpan jawaban").disabled
    await officer.type("reason", f" {REASON} ")
    await officer.press("Simpan jawaban")

    assert officer.sent == [outcome("declined", reason=REASON)]


async def test_it_is_handled_by_an_innovation_that_solves_it_wholly() -> None:
    partly, wholly = a_record(2, **addressing(1)), a_record(3, **addressing(1, "wholly"))
    officer = await supervisor(an_issue(1, status="listed"), partly, wholly)

    await officer.press("Tandai tertangani")
    assert officer.find(ft.OutlinedButton, key=f"solved={record_id(2)}") == []
    await officer.choose(f"solved={record_id(3)}")
    (save,) = [button for button in officer.find(ft.FilledButton) if button.content == "Tandai tertangani"]
    await officer.tap(save)

    assert officer.sent == [outcome("handled", target=record_id(3))]
    assert officer.shows("Tertangani lewat 0000-0003")


async def test_without_such_an_innovation_the_answer_of_an_office_is_asked_for() -> None:
    officer = await supervisor(an_issue(1, status="listed"))

    await officer.press("Tandai tertangani")
    assert officer.shows("Belum ada inovasi yang tercatat menuntaskannya.")
    await officer.type("reason", "Dinas PU mengeruk saluran induk.")
    (save,) = [button for button in officer.find(ft.FilledButton) if button.content == "Tandai tertangani"]
    await officer.tap(save)

    assert officer.sent == [outcome("handled", reason="Dinas PU mengeruk saluran induk.")]


async def test_a_structural_problem_is_passed_on_and_its_answer_noted_later() -> None:
    issue = an_issue(1, status="listed", nature="structural")
    officer = await supervisor(issue)

    await officer.press("Teruskan")
    await officer.choose("office=Dinas Pekerjaan Umum")
    await officer.choose("next=2025-12-16")
    (save,) = [button for button in officer.find(ft.FilledButton) if button.content == "Teruskan"]
    await officer.tap(save)

    sent = {"office": "Dinas Pekerjaan Umum", "date": "2025-12-02", "next_date": "2025-12-16"}
    assert officer.sent == [{"forwarded": sent}]
    assert officer.shows("Diteruskan ke Dinas Pekerjaan Umum, 2 Des 2025. Kabar berikutnya 16 Des 2025.")
    assert officer.has_button("Perbarui penerusan")


async def test_the_last_letters_of_a_reason_are_kept_when_the_tap_comes_with_them() -> None:
    officer = await supervisor(an_issue(1))
    await officer.press("Belum dapat diangkat")
    await officer.type("reason", "Sudah")

    await officer.enter_and_tap(officer.field("reason"), REASON, officer.button("Simpan jawaban"))

    assert officer.sent == [outcome("declined", reason=REASON)]


async def test_a_reason_that_was_emptied_is_none_when_the_tap_comes_with_it() -> None:
    officer = await supervisor(an_issue(1))
    await officer.press("Belum dapat diangkat")
    await officer.type("reason", REASON)

    await officer.enter_and_tap(officer.field("reason"), " ", officer.button("Simpan jawaban"))

    assert officer.sent == []
    assert officer.button("Simpan jawaban").disabled


async def test_the_last_letters_of_a_letter_number_are_passed_on_when_the_tap_comes_with_them() -> None:
    officer = await supervisor(an_issue(1, status="listed", nature="structural"))
    await officer.press("Teruskan")
    await officer.choose("office=Dinas Pekerjaan Umum")
    (save,) = [button for button in officer.find(ft.FilledButton) if button.content == "Teruskan"]

    await officer.enter_and_tap(officer.field("letter"), "600/12", save)

    assert officer.sent[0]["forwarded"]["letter"] == "600/12"


async def test_a_functional_problem_is_not_passed_on() -> None:
    officer = await supervisor(an_issue(1, status="listed", nature="functional"))

    assert not officer.has_button("Teruskan")


@pytest.mark.parametrize("role", [Role.RT, Role.KELURAHAN])
async def test_nobody_else_answers(role: Role) -> None:
    officer = await an_officer(lambda: RecordScreen(record_id(1)), an_issue(1), role=role)

    assert not officer.has_button("Masukkan ke Bank Isu")
    assert not officer.has_button("Gabung")


async def test_what_is_not_solved_wholly_says_what_that_means_and_what_to_do() -> None:
    officer = await supervisor(an_issue(1, status="listed"))
    state = officer.lorong.record(record_id(1))
    assert state is not None
    officer.lorong.edit(state, outcome("handled", target=record_id(9)))
    ((_, document),) = officer.lorong.changes(record_id(1))

    refuse(officer.lorong.tables, wire.read(Change, document["change"]), "bad_value", {"outcome": "not_wholly"})
    await officer.settle()

    assert officer.shows(
        "Belum diterima. Inovasi yang dipilih tidak tercatat menuntaskan masalah ini. Minta pencatatnya memilih "
        "“Tuntas”, lalu tandai lagi, atau tulis jawaban kantor yang berwenang."
    )


async def test_a_refused_answer_is_replaced_by_the_next_one() -> None:
    officer = await supervisor(an_issue(1))
    await officer.press("Masukkan ke Bank Isu")
    ((_, document),) = officer.lorong.changes(record_id(1))
    refuse(officer.lorong.tables, wire.read(Change, document["change"]), "changed_since_seen")
    await officer.settle()
    assert officer.shows("Belum diterima.")

    await officer.press("Masukkan ke Bank Isu")

    assert officer.sent == [outcome("listed")]
    assert officer.lorong.refusals(record_id(1)) == []


async def test_its_author_reads_why_it_was_declined_and_in_the_history() -> None:
    officer = await reader(answered("declined", reason=REASON))

    assert officer.shows(f"Belum dapat diangkat: {REASON}")
    assert REASON in officer.texts
    assert not officer.has_button("Ubah")


async def test_its_author_is_told_on_beranda(home: OpenHome) -> None:
    session = a_session(Role.RT, HOME_AREA, person_id=RT)
    answered("listed").into(session)

    screen = await home(session)

    assert screen.driver.shows("Ada jawaban")
    assert [each.decided for each in opened.unopened(session.tables, session.records)] == ["listed"]


async def test_a_strategic_issue_is_said_to_be_one() -> None:
    issue = answered("listed")
    issue.change({"strategic": True}, by="p-kota")

    assert (await reader(issue)).shows("Isu Strategis: BRIDA menandainya")
