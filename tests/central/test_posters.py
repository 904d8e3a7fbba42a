"""Posters: a page for each kelurahan, and a QR that opens its form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sync.central.cli import app
from sync.central.posters import link_of, posters
from sync.domain.areas import UnknownArea, gazetteer
from tests.support.centres import KASSI, RAPPOCINI


def pages(pdf: bytes) -> int:
    found = re.search(rb"/Count (\d+)", pdf)
    assert found is not None
    return int(found[1])


def test_a_kelurahan_gets_one_page_and_a_kecamatan_one_for_each_of_its_own() -> None:
    assert pages(posters(KASSI, "https://lorong.example.id")) == 1
    assert pages(posters(RAPPOCINI, "https://lorong.example.id")) == len(gazetteer().below(RAPPOCINI))


def test_a_long_address_and_a_long_name_still_fit_on_their_page() -> None:
    longest = max(gazetteer().kelurahan("73.71"), key=lambda place: len(place.name))

    assert pages(posters(longest.code, "https://" + "lorong-inovasi." * 5 + "makassarkota.go.id")) == 1


def test_the_link_names_the_kelurahan() -> None:
    assert link_of(KASSI, "https://lorong.example.id") == f"https://lorong.example.id/usul?wilayah={KASSI}"


def test_an_area_of_another_city_has_no_poster() -> None:
    with pytest.raises(UnknownArea):
        posters("73.72.01.1001", "https://lorong.example.id")


def test_the_command_writes_the_file_or_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "poster.pdf"

    done = CliRunner().invoke(app, ["poster", KASSI, str(file)])
    refused = CliRunner().invoke(app, ["poster", "Kassi-Kassi", str(tmp_path / "other.pdf")])

    assert (done.exit_code, file.read_bytes()[:5]) == (0, b"%PDF-")
    assert refused.exit_code == 1
    assert "There is no area" in refused.stderr
    assert not (tmp_path / "other.pdf").exists()
