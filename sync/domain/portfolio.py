"""*Portofolio*: an innovation as one line, and which of the lines the city wants to look at.

The lines stand in the order of their areas and ids, never by score: nothing here is a ranking (DESIGN section 6).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.domain import goals, iga
from sync.domain.eligibility import started_on
from sync.domain.iga_catalogue import Catalogue
from sync.domain.records import Values


@dataclass(frozen=True, slots=True)
class Line:
    """`level` is how far it has grown, `started` the day since which it runs (empty: not told), `claimed` and
    `granted` points of the award under its own catalogue, `proved` the indicators of that which have evidence and
    `lacks` those which have none."""

    id: str
    title: str
    area: str
    status: str
    level: str
    started: str
    claimed: int
    granted: int
    proved: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)


def line_of(record: str, area: str, values: Values, catalogue: Catalogue) -> Line:
    found, proved = iga.score(values, catalogue), iga.proved_codes(values)
    codes = [each.code for each in catalogue.indicators]
    return Line(
        record,
        str(values.get("title") or ""),
        area,
        str(values.get("status") or ""),
        goals.level_of(values),
        started_on(values),
        found.points_claimed,
        found.points_granted,
        [code for code in codes if code in proved],
        [code for code in codes if code not in proved],
    )


def months_between(started: str, closes_on: str) -> int | None:
    """Whole months from one day to the other; None where either is not told or it begins after that day."""
    if not started or not closes_on or started > closes_on:
        return None
    (year, month, day), (last_year, last_month, last_day) = (
        map(int, on.split("-")) for on in (started, closes_on)
    )
    return (last_year - year) * 12 + last_month - month - (last_day < day)


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is looked for; empty is everything. `years` old on the day `closes_on`; `lacks` names an indicator."""

    area: str = ""
    status: str = ""
    level: str = ""
    lacks: str = ""
    years: int = 0
    closes_on: str = ""

    def takes(self, line: Line) -> bool:
        same = (not self.status or line.status == self.status) and (not self.level or line.level == self.level)
        lies_there = not self.area or line.area.startswith(self.area)
        lacks = not self.lacks or self.lacks in line.lacks
        return same and lies_there and lacks and self._is_old_enough(line)

    def _is_old_enough(self, line: Line) -> bool:
        months = months_between(line.started, self.closes_on)
        return not self.years or (months is not None and months >= self.years * 12)
