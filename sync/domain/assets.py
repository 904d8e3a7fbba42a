"""Finds the shipped assets in a checkout, an installed wheel, a phone bundle and the browser."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def assets_folder() -> Path:
    """The folder `assets`: beside the packages (checkout, phone, browser), else as the wheel names it.

    The checkout comes first because an editable install may hold a stale copy under the wheel's name.
    """
    for name in ("assets", "lorong_assets"):
        folder = _ROOT / name
        if (folder / "catalogues").is_dir():
            return folder
    raise FileNotFoundError("assets/catalogues is missing from this installation of Lorong")


@functools.cache
def catalogue_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV among the catalogues, by its path below them: `iga/iga_2026_indikator_sid.csv`."""
    with (assets_folder() / "catalogues" / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
