"""What the paths of a growing innovation may hold; the form's own fields are looked at in test_validation."""

from __future__ import annotations

from typing import Any

import pytest

from sync.domain.growing import is_granting
from sync.domain.validation import faults_in

ISSUE = "0198c0de-0000-7000-8000-000000000001"
HASH = "a" * 64


def codes(path: str, value: Any, kind: str = "innovation") -> list[str]:
    return [fault.code for fault in faults_in(kind, {path: value})]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("levels/sid01", 3),
        ("evidence/sid20/e1", {"link": "https://contoh.id/video", "subject": "Video tiga menit"}),
        ("evidence/sid02/e1", {"sha256": HASH, "number": "12/SK/2026", "date": "2026-03-01", "subject": "SK tim"}),
        ("evidence/sid09/e1", {"sha256": HASH, "preview": HASH}),
        ("kipp/2023.umum.1", {"text": "Bank sampah di lorong.", "checked": False}),
        (f"addresses/{ISSUE}", {"degree": "partly", "note": "Baru di RT 2."}),
        (
            "indicators/i1",
            {"name": "Sampah", "unit": "kg", "kind": "value", "better": "down", "baseline": "120.5"},
        ),
        ("indicators/i1", {"name": "KB", "unit": "%", "kind": "ratio", "better": "up", "longset": 1}),
        (
            "indicators/i1",
            {"name": "Balita", "unit": "anak", "kind": "value", "better": "down", "baseline": {"below": 5}},
        ),
    ],
)
def test_a_growing_innovation_holds_what_belongs_to_it(path: str, value: Any) -> None:
    assert codes(path, value) == []
    assert codes(path, value, kind="idea") == ["unknown_path"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("levels/sid01", 0),
        ("levels/sid01", 4),
        ("levels/sid01", True),
        ("evidence/sid20/e1", {"subject": "nothing shown"}),
        ("evidence/sid20/e1", {"link": "javascript:alert(1)"}),
        ("evidence/sid20/e1", {"link": "https://contoh.id", "sha256": HASH}),
        ("evidence/sid20/e1", {"sha256": "short"}),
        ("evidence/sid20/e1", {"sha256": HASH, "date": "kemarin"}),
        ("kipp/2023.umum.1", "plain text"),
        ("kipp/2023.umum.1", {"text": "x", "checked": "yes"}),
        ("indicators/i1", {"name": "Sampah", "unit": "kg", "kind": "value", "better": "down", "baseline": 1.5}),
        ("indicators/i1", {"name": "KB", "unit": "%", "kind": "ratio", "better": "up", "longset": 13}),
        ("indicators/i1", {"name": "KB", "unit": "%", "kind": "ratio", "better": "up", "baseline": {"below": 4}}),
        (
            "indicators/i1",
            {"name": "KB", "unit": "%", "kind": "ratio", "better": "up", "baseline": {"below": 5.0}},
        ),
        ("indicators/i1", {"name": "KB", "unit": "%", "kind": "ratio", "better": "up", "baseline": {"below": 5}}),
        ("indicators/i1", {"name": " ", "unit": "%", "kind": "ratio", "better": "up"}),
    ],
)
def test_a_value_of_another_shape_is_a_fault(path: str, value: Any) -> None:
    assert codes(path, value) == ["wrong_type"]


@pytest.mark.parametrize(
    "path", ["levels/video", "levels/sid٠١", "levels/sid01/x", "evidence/sid01", "addresses/nobody"]
)
def test_a_path_is_unknown_when_it_names_no_indicator_and_no_record(path: str) -> None:
    assert codes(path, 1) == ["unknown_path"]


def test_a_degree_is_one_of_three() -> None:
    assert codes(f"addresses/{ISSUE}", {"degree": "mostly"}) == ["unknown_choice"]


def test_a_personal_number_is_found_in_evidence_and_in_answers() -> None:
    number = "7371010101900001"

    assert codes("evidence/sid01/e1", {"link": "https://contoh.id", "subject": number}) == ["personal_number"]
    assert codes("kipp/2023.umum.1", {"text": f"NIK {number}", "checked": True}) == ["personal_number"]


def test_granting_nothing_needs_a_reason() -> None:
    assert is_granting({"level": 2, "note": ""})
    assert is_granting({"level": 0, "note": "SK belum ditandatangani."})
    assert not is_granting({"level": 0, "note": " "})
    assert not is_granting({"level": 4, "note": ""})


@pytest.mark.parametrize(("number", "fits"), [("0", True), ("100.0", True), ("100.1", False), ("-1", False)])
def test_a_share_begins_and_ends_within_the_whole(number: str, fits: bool) -> None:
    share = {"name": "KB", "unit": "%", "kind": "ratio", "better": "up", "target": number}

    assert codes("indicators/i1", share) == ([] if fits else ["out_of_range"])
