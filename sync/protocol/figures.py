"""The figures of an area, as the centre tells them."""

from __future__ import annotations

from dataclasses import dataclass

from sync.domain.figures import Told


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """`at` is the date of the data. Figures are of the days `since` to `until`, and what they were `before` of
    those from `since_before` to `until_before`."""

    area: str
    at: str
    since: str
    until: str
    since_before: str
    until_before: str
    figures: list[Told]
