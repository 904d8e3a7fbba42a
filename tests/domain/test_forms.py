"""The forms are exactly what was agreed: the quick form row by row, the profile in SIGAP's names."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from sync.domain.forms import CURRENT, fields_of, form
from sync.domain.records import Kind

DATA = Path(__file__).parents[1] / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_quick_form_is_the_agreed_one_row_by_row() -> None:
    asked = [item for item in form("note").fields if not item.only_with]
    agreed = rows("formulir_catat.csv")

    assert [item.path for item in asked] == [row["kode"] for row in agreed]
    for item, row in zip(asked, agreed, strict=True):
        assert item.question.id == row["pertanyaan"].removeprefix("(otomatis) ")
        assert (item.help.id if item.help else "") == row["bantuan"]
        assert ("submit" in item.required_to) == row["ajukan"].startswith("ya")
        assert ("draft" in item.required_to) == (row["draf"] == "ya")
        limit = re.search(r"maks (\d+)", row["jenis"])
        assert limit is None or item.max == int(limit[1])


def test_the_choices_of_the_quick_form_are_the_agreed_ones() -> None:
    for row in rows("formulir_catat.csv"):
        item = form("note").field(row["kode"])
        if ";" in row["pilihan"] and not item.automatic and item.type in ("choice", "choices", "needs"):
            assert [choice.label.id for choice in item.choices] == row["pilihan"].split(";")
    assert [choice.code for choice in form("note").field("theme").choices][:3] == ["waste", "food", "health"]
    assert len(form("note").field("theme").choices) == 12


def test_rows_11_and_13_to_18_are_folded() -> None:
    folded = [place for place, item in enumerate(form("note").fields, 1) if item.section == "more"]

    assert folded == [11, *range(13, 19)]


def test_what_was_adapted_is_asked_of_a_replication_alone() -> None:
    adapted = form("note").in_section("replication")

    assert [item.path for item in adapted] == ["adapted", "adaptation_cost"]
    assert not any(item.is_asked({}) or item.is_asked({"replicates": None}) for item in adapted)
    assert all(item.is_asked({"replicates": "0192"}) for item in adapted)


def test_since_is_not_asked_of_what_is_only_planned() -> None:
    since = form("note").field("since")

    assert since.is_required({"stage": "running"}, "submit")
    assert not since.is_required({"stage": "planned"}, "submit")


def test_the_profile_has_every_field_of_sigap_under_its_name() -> None:
    agreed = rows("iga_profil_inovasi_bidang.csv")
    profile = form("profile")

    assert [item.sigap for item in profile.fields] == [(row["bidang"],) for row in agreed]
    assert [item.question.id for item in profile.fields] == [row["label"] for row in agreed]
    assert [bool(item.required_to) for item in profile.fields] == [row["wajib_di_sigap"] == "ya" for row in agreed]


@pytest.mark.parametrize("name", CURRENT)
def test_every_form_speaks_both_languages_and_has_stable_codes(name: str) -> None:
    for item in form(name).fields:
        labels = [item.question, *([item.help] if item.help else []), *(c.label for c in item.choices)]
        assert all(label.id and label.en for label in labels)
        assert all(re.fullmatch(r"[a-zA-Z0-9_]+", choice.code) for choice in item.choices)
        assert len({choice.code for choice in item.choices}) == len(item.choices)


def test_every_kind_of_record_has_a_form() -> None:
    assert all(fields_of(kind) for kind in Kind)
