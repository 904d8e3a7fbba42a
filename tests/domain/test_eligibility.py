"""What speaks against a proposal is told before it is sent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.awards import competitions
from sync.domain.eligibility import careless, reasons
from sync.domain.iga_catalogue import shipped
from sync.domain.kipp import questions

KIPP, IGA, IMA = (competitions()[code] for code in ("kipp-2019", "iga-2026", "ima-2026"))
CLOSES = "2027-02-28"
WORDS = "warga lorong memilah sampah setiap pagi lalu menimbangnya bersama pengurus bank sampah di balai RW"


def an_answer(number: int) -> str:
    return f"Bagian {number}: {WORDS}, dan hasilnya dibagi {number} kali sebulan. {WORDS} tanpa biaya bagi warga."


def ready(**values: Any) -> dict[str, Any]:
    answers = {
        f"kipp/{each.code}": {"text": an_answer(number), "checked": True}
        for number, each in enumerate(questions(), 1)
    }
    return {"title": "Bank Sampah", "stage": "running", "start_date": "2024-01-15"} | answers | values


def codes(
    values: dict[str, Any], closes_on: str = CLOSES, group: str = "umum", titles: tuple[str, ...] = ()
) -> list[str]:
    return [reason.code for reason in reasons(KIPP, values, closes_on, group, shipped(), titles)]


def test_nothing_speaks_against_a_whole_proposal_that_is_old_enough() -> None:
    assert codes(ready()) == []


@pytest.mark.parametrize(
    ("started", "group", "expected"),
    [
        ("2025-02-28", "umum", []),
        ("2025-03-01", "umum", ["too_young"]),
        ("2026-02-28", "replikasi", []),
        ("2026-03-01", "replikasi", ["too_young"]),
        ("2024-02-29", "umum", []),
    ],
)
def test_the_age_is_counted_to_the_closing_day_of_that_year(started: str, group: str, expected: list[str]) -> None:
    assert codes(ready(start_date=started), group=group) == expected


def test_the_month_of_the_note_counts_when_the_profile_has_no_date() -> None:
    assert codes(ready(start_date=None, since="2025-02")) == []
    assert codes(ready(start_date=None, since="2025-03")) == ["too_young"]
    assert codes(ready(start_date=None)) == ["no_start"]


def test_what_is_only_tried_out_does_not_run() -> None:
    assert codes(ready(stage="trial")) == ["not_running"]


def test_a_title_that_somebody_else_used_is_told_whatever_its_case() -> None:
    assert codes(ready(), titles=("BANK sampah!", "Kebun")) == ["doubled_title"]


def test_a_winner_of_an_earlier_year_of_the_same_award_is_told() -> None:
    won = {
        "stage": "named",
        "on": "2025-12-01",
        "outcome": "won",
        "closes_on": "2025-02-28",
        "group": "umum",
        "upp": "x",
    }

    assert codes(ready(**{"tracks/kipp-2025": won})) == ["won_before"]
    assert codes(ready(**{"tracks/ima-2026": won | {"stage": "winner"}})) == []


def test_an_answer_that_nobody_checked_is_told() -> None:
    values = ready(**{"kipp/2023.umum.2": {"text": an_answer(2), "checked": False}})

    assert [(each.code, each.about) for each in reasons(KIPP, values, CLOSES, "umum", shipped())] == [
        ("unchecked", "2023.umum.2")
    ]


def test_the_same_text_in_two_answers_is_told() -> None:
    assert codes(ready(**{"kipp/2023.umum.3": {"text": an_answer(2), "checked": True}})) == ["repeated"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unanswered"),
        ("Sudah baik.", "too_short"),
        (f"{WORDS} {WORDS} ... {WORDS}", "placeholder"),
        (f"{WORDS} (isi di sini) {WORDS} {WORDS}", "placeholder"),
        (" ".join([WORDS] * 40), "too_long"),
        (f"{questions()[0].text} {WORDS}", "question_repeated"),
    ],
)
def test_a_careless_answer_is_told_as_what_it_is(text: str, code: str) -> None:
    assert [each.code for each in careless(questions()[0], text)] == [code]


def test_an_iga_entry_misses_the_evidence_of_required_indicators() -> None:
    values = {"stage": "running", "levels/sid20": 2, "evidence/sid20/e1": {"link": "https://contoh.id"}}

    found = reasons(IGA, values, CLOSES, "umum", shipped())

    assert [(each.code, each.about) for each in found] == [
        ("no_evidence", code) for code in ("sid01", "sid02", "sid16", "sid17")
    ]


def test_an_award_without_a_form_asks_for_no_answers() -> None:
    assert reasons(IMA, {"title": "Kebun", "stage": "running"}, CLOSES, "umum", shipped()) == []


@given(st.text(max_size=400))
def test_whatever_an_answer_says_there_is_at_most_one_reason(text: str) -> None:
    assert len(careless(questions()[0], text)) <= 1
