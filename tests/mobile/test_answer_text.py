from __future__ import annotations

from typing import Any

import pytest

from mobile.answer_text import answer_text
from sync.domain.forms import fields_of
from tests.support.sessions import an_app


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("title", "Teba kompos", "Teba kompos"),
        ("theme", "waste", "Sampah dan lingkungan"),
        ("since", "2026-03", "Maret 2026"),
        ("beneficiary_groups", ["youth", "women"], "Anak dan remaja, Perempuan"),
        ("beneficiaries", {"unit": "person", "number": 1250}, "1.250 orang"),
        ("beneficiaries", {"unit": "unknown"}, "Belum tahu"),
        ("originator_name", {"name": "Ibu Contoh", "may_show": True}, "Ibu Contoh"),
        ("originator_name", {"name": "Ibu Contoh", "may_show": False}, "Ibu Contoh (tidak mau disebut)"),
        ("point", {"lat": -51477000, "lng": 1194327000, "accuracy_m": 12}, "-5.14770, 119.43270 (± 12 m)"),
        ("point", {"lat": -51477000, "lng": 1194327000}, "-5.14770, 119.43270"),
        ("place_private", True, "Ya"),
        ("place_private", False, "Tidak"),
        ("needs", {"choices": ["tools", "money"], "note": "Terpal"}, "Alat atau bahan, Dana. Terpal"),
        ("area", "73.71.13.1002/RW003/RT002", "RT 002 / RW 003, Kassi-Kassi"),
        ("area", "73.71.13.9999", "73.71.13.9999"),
        ("replicates", "01930000-0000-7000-8000-000000000001", "0000-0001"),
    ],
)
def test_answers_read_in_words_a_person_uses(path: str, value: Any, text: str) -> None:
    assert answer_text(an_app(None), fields_of("innovation")[path], value) == text


@pytest.mark.parametrize("value", [None, "", []])
def test_no_answer_reads_as_nothing(value: Any) -> None:
    assert answer_text(an_app(None), fields_of("innovation")["title"], value) == ""


@pytest.mark.parametrize("path", ["theme", "since", "beneficiaries", "originator_name", "point", "needs", "area"])
@pytest.mark.parametrize("value", [7, {"of": "tomorrow"}, ["x"], "zzz", True])
def test_what_cannot_be_read_still_reads_as_some_text(path: str, value: Any) -> None:
    assert isinstance(answer_text(an_app(None), fields_of("innovation")[path], value), str)
