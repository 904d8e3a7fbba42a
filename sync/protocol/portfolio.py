"""The innovations of the city side by side, and the dossiers of those that were chosen."""

from __future__ import annotations

from dataclasses import dataclass

from sync.domain.portfolio import Line

MOST_AT_ONCE = 20
"""Of so many records dossiers are made in one request; a table of SIGAP holds `MOST_IN_TABLE`."""
MOST_IN_TABLE = 500
LEFT_OUT = "tidak-dibuat.txt"
"""In a ZIP of dossiers: which were not made, and why, one a line."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A page; `after` goes into the next request, without it this was the last."""

    lines: list[Line]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ids of records."""

    records: list[str]
