"""The release package against OCDS's own schema, 1.1.5."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.support.planned import LINES, planned, run

SCHEMAS = Path(__file__).parents[2] / "data" / "ocds"


def schema(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SCHEMAS / f"{name}-schema-1__1__5.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def ocds() -> jsonschema_rs.Validator:
    release = schema("release")
    registry = jsonschema_rs.Registry([(release["id"], release)])
    return jsonschema_rs.validator_for(schema("release-package"), registry=registry, validate_formats=True)


def package(folder: Path, *more: object) -> Any:
    result = run("export", "ocds", folder / "ocds.json", "--year", 2027, "--prefix", "ocds-a1b2c3", *more)
    assert result.exit_code == 0, result.output
    return json.loads((folder / "ocds.json").read_text(encoding="utf-8"))


def test_the_package_is_valid_by_the_standards_own_schema(folder: Path, ocds: jsonschema_rs.Validator) -> None:
    planned(title='=HYPERLINK("x") 🌱 hubungi 081234567890')
    planned(**{"budget/b4": LINES["budget/b1"] | {"source": "apbn", "ceiling": 10**13}})

    made = package(folder)

    assert [error.message for error in ocds.iter_errors(made)] == []
    assert len(made["releases"]) == 3
    assert "081234567890" not in json.dumps(made)


def test_the_schema_would_notice_what_is_wrong(folder: Path, ocds: jsonschema_rs.Validator) -> None:
    planned()
    made = package(folder)

    for wrong in ({"tag": ["plan"]}, {"date": "kemarin"}, {"ocid": ""}, {"planning": {"budget": {"amount": 5}}}):
        assert not ocds.is_valid(made | {"releases": [made["releases"][0] | wrong]}), wrong
    assert not ocds.is_valid(made | {"releases": []})


def test_only_public_money_is_procurement_and_its_rup_code_is_the_tender(folder: Path) -> None:
    planned()

    [release] = package(folder)["releases"]

    assert release["planning"]["budget"]["amount"] == {"amount": 12_500_000, "currency": "IDR"}
    assert release["planning"]["budget"]["description"] == "APBD kota, 2027"
    assert release["tender"] == {"id": "51234567", "title": "Teba kompos", "status": "planned"}
    assert release["buyer"] == {"id": "73.71.13.1002", "name": "Kelurahan Kassi-Kassi"}


def test_without_public_money_or_a_prefix_no_file_is_written(folder: Path) -> None:
    planned()
    file = folder / "ocds.json"

    nothing = run("export", "ocds", file, "--year", 2026, "--prefix", "ocds-a1b2c3")
    no_prefix = run("export", "ocds", file, "--year", 2027, "--prefix", "makassar")

    assert (nothing.exit_code, no_prefix.exit_code) == (1, 1)
    assert "Belum ada anggaran pemerintah 2026" in nothing.stderr
    assert "Open Contracting Partnership" in no_prefix.stderr
    assert not file.exists()
