from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.forms import fields_of, form
from sync.domain.validation import faults_in, missing_from

PHOTO = {"sha256": "a" * 64, "preview": "b" * 64}
PERSON, RECORD = "5f0c3f0e-8f65-4c1f-9a36-2f1d4d0a7b11", "01930000-0000-7000-8000-000000000001"

FINE: list[tuple[str, Any]] = [
    ("title", "Teba kompos"),
    ("title", None),
    ("theme", "waste"),
    ("since", "2026-05"),
    ("beneficiary_groups", ["everyone", "women"]),
    ("beneficiaries", {"unit": "family", "number": 24}),
    ("beneficiaries", {"unit": "unknown"}),
    ("originator_name", {"name": "Ibu Contoh", "may_show": True}),
    ("point", {"lat": -51_600_000, "lng": 1_194_000_000, "accuracy_m": 12, "source": "phone"}),
    ("place_private", True),
    ("needs", {"choices": ["tools"], "note": "Cangkul"}),
    ("area", "73.71.13.1002/RW003/RT002"),
    ("photos/p1", PHOTO | {"people": "child", "blurred": True, "caption": "Lubang kompos", "source": "camera"}),
    ("photos/p1", PHOTO | {"taken_at": "2026-11-01"}),
    ("photos/p1", PHOTO | {"taken_at": "2026-11-01T09:00:00"}),
    ("photos/p1", PHOTO | {"taken_at": "2026-11-01T09:00:00Z"}),
    ("comments/c1", "Bagus"),
    ("form", "note/2026.1"),
    (f"coauthors/{PERSON}", "Rekan"),
    (f"grew_from/{RECORD}", True),
    (f"works_with/{RECORD}", True),
]

WRONG: list[tuple[str, Any, str]] = [
    ("title", 7, "wrong_type"),
    ("title", "x" * 256, "too_long"),
    ("problem", "x" * 501, "too_long"),
    ("theme", "nonsense", "unknown_choice"),
    ("since", "2026-13", "wrong_type"),
    ("beneficiary_groups", ["everyone", "everyone"], "wrong_type"),
    ("beneficiary_groups", ["nobody"], "unknown_choice"),
    ("beneficiaries", {"unit": "family", "number": -1}, "out_of_range"),
    ("beneficiaries", {"unit": "family", "number": True}, "out_of_range"),
    ("beneficiaries", {"unit": "unknown", "number": 3}, "wrong_type"),
    ("beneficiaries", 24, "wrong_type"),
    ("originator_name", {"name": "Ibu Contoh"}, "wrong_type"),
    ("point", {"lat": 910_000_000, "lng": 0}, "wrong_type"),
    ("point", {"lat": "x", "lng": 0}, "wrong_type"),
    ("place_private", "ya", "wrong_type"),
    ("needs", {"choices": ["magic"]}, "unknown_choice"),
    ("area", "73.71.99.1001", "unknown_area"),
    ("area", 7, "unknown_area"),
    ("photos/p1", {"sha256": "zz"}, "wrong_type"),
    ("budget_file", {"sha256": "zz"}, "wrong_type"),
    ("budget_file", {"sha256": "a" * 64, "date": "kemarin"}, "wrong_type"),
    ("budget_file", {"sha256": "a" * 64, "date": "2026-02-31"}, "wrong_type"),
    ("budget_file", {"sha256": "a" * 64, "title": "x" * 201}, "too_long"),
    ("budget_file", {"sha256": "a" * 64, "number": "9" * 101}, "too_long"),
    ("budget_file", {"sha256": "a" * 64, "number": ["900/1"]}, "wrong_type"),
    ("photos/p1", PHOTO | {"people": "many"}, "unknown_choice"),
    ("photos/p1", PHOTO | {"taken_at": "kemarin"}, "wrong_type"),
    ("photos/p1", PHOTO | {"taken_at": "2026-13-01T09:00:00"}, "wrong_type"),
    ("photos/p1", PHOTO | {"taken_at": "2026-02-31T09:00:00"}, "wrong_type"),
    ("photos/p1", PHOTO | {"taken_at": "2026-02-28\x0009:00:00"}, "wrong_type"),
    ("photos", [PHOTO], "wrong_type"),
    ("nonsense", "x", "unknown_path"),
    ("problem", "NIK 7371 0912 0488 0001", "personal_number"),
    ("originator_name", {"name": "7371091204880001", "may_show": False}, "personal_number"),
    ("comments/c1", "KK: 7371.0912.0488.0001", "personal_number"),
    ("problem", "“Lorong bersih” kata 7371091204880001", "personal_number"),
    ("problem", "NIK ٧٣٧١٠٩١٢٠٤٨٨٠٠٠١", "personal_number"),
    ("needs", {"choices": [3], "note": ""}, "unknown_choice"),
    ("area", ["73.71.01.1001"], "unknown_area"),
    ("area", "73.71.01.1001/RW001/RT001/RT001", "unknown_area"),
    ("coauthors/" + "x" * 64, "Rekan", "unknown_path"),
    (f"coauthors/{PERSON}/{PERSON}", "Rekan", "unknown_path"),
    (f"coauthors/{PERSON.upper()}", "Rekan", "unknown_path"),
    (f"grew_from/{PERSON}", True, "unknown_path"),
    (f"works_with/{RECORD}/x", True, "unknown_path"),
]


@pytest.mark.parametrize(("path", "value"), FINE)
def test_a_fitting_value_has_no_fault(path: str, value: Any) -> None:
    assert faults_in("innovation", {path: value}) == []


@pytest.mark.parametrize(("path", "value", "code"), WRONG)
def test_a_wrong_value_is_named_by_path_and_code(path: str, value: Any, code: str) -> None:
    assert [(fault.path, fault.code) for fault in faults_in("innovation", {path: value})] == [(path, code)]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from([*fields_of("innovation"), "photos/p", "comments/c", "answers/r/title", "form"]), json_values
)
def test_no_value_whatever_makes_the_validator_fail(path: str, value: Any) -> None:
    assert len(faults_in("innovation", {path: value})) <= 1


def test_what_is_missing_is_told_in_the_order_of_the_form() -> None:
    missing = [fault.path for fault in missing_from(form("note"), {"title": "x", "stage": "planned"})]

    assert missing[:3] == ["problem", "action", "theme"]
    assert "since" not in missing
