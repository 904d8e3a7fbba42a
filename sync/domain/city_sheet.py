"""*Lembar kota*: the city as a whole before IGA, and what it shows for its own indicators (SPD).

A level of such an indicator counts only with its evidence, as that of an innovation does (iga.py).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sync.domain.assets import catalogue_rows
from sync.domain.checks import FINE, first_fault, is_day, is_whole_number, text_outcome
from sync.domain.growing import is_secure_link
from sync.domain.iga_catalogue import FIRST, MOST_LEVEL

CURRENT_YEAR = FIRST
"""The indicators of the government unit come with the app; *Katalog* loads those of innovations alone."""
BASIC_GROUP = "wajib pelayanan dasar"
_SUBJECT_MAX, _NUMBER_MAX = 200, 100


@dataclass(frozen=True, slots=True)
class UnitIndicator:
    """`code` is the letter's own number, such as `2a`; `parameters` what each level asks for, from level 1."""

    code: str
    variable: str
    name: str
    weight: Fraction
    is_required: bool
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CityProof:
    """The level that the city claims, 0 for none, and the document that shows it. `on` is the document's day."""

    level: int
    subject: str = ""
    number: str = ""
    on: str = ""
    link: str = ""

    @property
    def is_shown(self) -> bool:
        return bool(self.subject.strip() or self.link)


@functools.cache
def unit_indicators(year: str = CURRENT_YEAR) -> tuple[UnitIndicator, ...]:
    """In the order of the letter. Raises FileNotFoundError for an unknown year."""
    return tuple(_indicator(row) for row in catalogue_rows(f"iga/iga_{year}_indikator_spd.csv"))


def _indicator(row: dict[str, str]) -> UnitIndicator:
    return UnitIndicator(
        row["nomor"],
        row["variabel"],
        row["indikator"],
        Fraction(row["bobot"]),
        row["wajib"] == "ya",
        tuple(row[f"parameter_{level}"] for level in range(1, MOST_LEVEL + 1)),
    )


@functools.cache
def basic_affairs() -> Mapping[str, str]:
    """The six affairs of basic services that a government must run, by code, in the order of the law."""
    rows = catalogue_rows("city/urusan_38.csv")
    return {row["kode_sigap"]: row["nama"] for row in rows if row["kelompok"] == BASIC_GROUP}


def is_proof(proof: CityProof) -> bool:
    """Whether it can be kept: a level, texts within their limits, a real day, a link that nobody changes."""
    texts = first_fault(text_outcome(proof.subject, _SUBJECT_MAX), text_outcome(proof.number, _NUMBER_MAX))
    fine = is_whole_number(proof.level, 0, MOST_LEVEL) and texts == FINE
    fine = fine and (not proof.on or is_day(proof.on))
    return fine and (not proof.link or is_secure_link(proof.link))


def points(proofs: Mapping[str, CityProof], year: str = CURRENT_YEAR) -> Fraction:
    """Weight times level, of what is shown."""
    shown = {code: proof.level for code, proof in proofs.items() if proof.is_shown}
    return sum((each.weight * shown.get(each.code, 0) for each in unit_indicators(year)), Fraction())


def most_points(year: str = CURRENT_YEAR) -> Fraction:
    return sum((each.weight * MOST_LEVEL for each in unit_indicators(year)), Fraction())


def tenths(numbers: Iterable[int]) -> int | None:
    """Ten times their average, rounded half up; None of none."""
    held = list(numbers)
    return int(Fraction(sum(held) * 10, len(held)) + Fraction(1, 2)) if held else None
