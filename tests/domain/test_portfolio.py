"""A line of *Portofolio* says what the record says, and a sieve takes what fits all of what it asks."""

from __future__ import annotations

import pytest

from sync.domain.iga_catalogue import shipped
from sync.domain.portfolio import Sieve, line_of, months_between

AREA = "73.71.13.1002"
HELD = {
    "title": "Teba kompos",
    "status": "approved",
    "since": "2024-05",
    "levels/sid20": 2,
    "evidence/sid20/e1": {"link": "https://contoh.id/v"},
    "levels/sid01": 3,
    "granted/sid20": {"level": 1, "note": ""},
}
LINE = line_of("r1", AREA, HELD, shipped())


def test_a_line_tells_age_level_points_and_evidence() -> None:
    assert (LINE.started, LINE.level, LINE.status) == ("2024-05-01", "note", "approved")
    assert LINE.proved == ["sid20"]
    assert len(LINE.lacks) == 19
    assert LINE.claimed == 2 * LINE.granted > 0  # a level without evidence counts nothing


@pytest.mark.parametrize(
    ("started", "closes_on", "months"),
    [
        ("2024-05-01", "2026-05-01", 24),
        ("2024-05-02", "2026-05-01", 23),
        ("2026-01-31", "2026-02-28", 0),
        ("2026-05-02", "2026-05-01", None),
        ("", "2026-05-01", None),
        ("2024-05-01", "", None),
    ],
)
def test_months_are_whole_until_the_closing_day(started: str, closes_on: str, months: int | None) -> None:
    assert months_between(started, closes_on) == months


@pytest.mark.parametrize(
    ("sieve", "takes"),
    [
        (Sieve(), True),
        (Sieve(area="73.71.13"), True),
        (Sieve(area="73.71.01"), False),
        (Sieve(status="published"), False),
        (Sieve(level="note", status="approved"), True),
        (Sieve(level="kipp"), False),
        (Sieve(lacks="sid01"), True),
        (Sieve(lacks="sid20"), False),
        (Sieve(years=2, closes_on="2026-05-01"), True),
        (Sieve(years=2, closes_on="2026-04-30"), False),
    ],
)
def test_a_sieve_takes_what_fits_all_that_it_asks(sieve: Sieve, takes: bool) -> None:
    assert sieve.takes(LINE) is takes
