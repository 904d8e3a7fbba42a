"""What would raise an innovation's IGA score next, and who can obtain it: the catalogue of a year says it by
indicator and level.

A step is worth weight × the levels that it gains. Copies between lorong gain nothing here: the indicator of
replication counts other regions with a letter only (400.10.11/1887/BSKDN).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.domain.iga import claimed_level
from sync.domain.iga_catalogue import CITY, EFFORTS, KELURAHAN, OFFICE, RECORDER, Catalogue, Indicator, Way
from sync.domain.people import Role
from sync.domain.records import Values

REPLICATION = "sid14"
OBTAINS: Mapping[Role, frozenset[str]] = {
    Role.UMKM: frozenset({RECORDER}),
    Role.RT: frozenset({RECORDER}),
    Role.RW: frozenset({RECORDER}),
    Role.KELURAHAN: frozenset({RECORDER, KELURAHAN}),
    Role.KECAMATAN: frozenset({OFFICE}),
    Role.KOTA: frozenset({OFFICE, CITY}),
}
NEXT = 3


@dataclass(frozen=True, slots=True)
class NextStep:
    """A way that is open, and the points that it is worth to the record as it stands."""

    way: Way
    points: int


def open_ways(values: Values, indicator: Indicator, catalogue: Catalogue) -> tuple[Way, ...]:
    """The ways to the levels that the record does not have yet."""
    claimed = claimed_level(values, indicator)
    return tuple(way for way in catalogue.ways[indicator.code] if way.level > claimed)


def steps_for(values: Values, role: Role, catalogue: Catalogue) -> list[NextStep]:
    """The nearest level of each indicator that this role can obtain: most points first, then least effort."""
    found = (_nearest(values, role, each, catalogue) for each in catalogue.indicators)
    return sorted((step for step in found if step), key=_order)


def next_steps(values: Values, role: Role, catalogue: Catalogue) -> list[NextStep]:
    return steps_for(values, role, catalogue)[:NEXT]


def waits_for(values: Values, role: Role, indicator: Indicator, catalogue: Catalogue) -> str:
    """Who alone can raise this indicator further; empty where this role can, or nothing is left."""
    left = open_ways(values, indicator, catalogue)
    mine = OBTAINS.get(role, frozenset())
    return "" if not left or any(way.by in mine for way in left) else left[0].by


def _nearest(values: Values, role: Role, each: Indicator, catalogue: Catalogue) -> NextStep | None:
    mine = OBTAINS.get(role, frozenset())
    way = next((way for way in open_ways(values, each, catalogue) if way.by in mine), None)
    if way is None:
        return None
    return NextStep(way, each.weight * (way.level - claimed_level(values, each)))


def _order(step: NextStep) -> tuple[int, int, str]:
    return -step.points, EFFORTS.index(step.way.effort), step.way.code
