"""A record's score for the Innovative Government Award, under one of its catalogues.

Score = the sum over the indicators of weight × level (Kemendagri, 400.10.11/1887/BSKDN). A level counts only with
its evidence, and only while the catalogue has that level: what a later one dropped stays in the record, uncounted.
The bands are SIGAP BRIDA's; Kemendagri publishes none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sync.domain.growing import EVIDENCE, LEVELS
from sync.domain.iga_catalogue import Catalogue, Indicator
from sync.domain.records import GRANTED, Values, entries_below

_OF_AWARD = (f"{LEVELS}/", f"{EVIDENCE}/", f"{GRANTED}/")
_BANDS = ((80, "very_good"), (60, "good"), (30, "fair"), (-1, "poor"))


def evidence_for(values: Values, code: str) -> dict[str, dict[str, str]]:
    """What is shown for an indicator, by id, the oldest first."""
    return entries_below(values, f"{EVIDENCE}/{code}")


def claimed_level(values: Values, indicator: Indicator) -> int:
    """What the record's people claim for an indicator: 0 without evidence, whatever they chose."""
    is_proved = indicator.code in proved_codes(values)
    return _existing(chosen_level(values, indicator.code), len(indicator.parameters)) if is_proved else 0


def proved_codes(values: Values) -> frozenset[str]:
    """The indicators for which something is shown. Looked for once in a record, and not once for each of them."""
    shown = f"{EVIDENCE}/"
    return frozenset(
        path.split("/", 2)[1] for path, value in values.items() if value is not None and path.startswith(shown)
    )


def granted_level(values: Values, indicator: Indicator) -> int:
    return _existing(given_level(values, indicator.code), len(indicator.parameters))


def chosen_level(values: Values, code: str) -> int:
    """What stands in the record, with evidence or without, whether the catalogue has it or not."""
    return int(values.get(f"{LEVELS}/{code}") or 0)


def given_level(values: Values, code: str) -> int:
    """The same of what BRIDA granted."""
    granted = values.get(f"{GRANTED}/{code}")
    return int(granted["level"]) if granted else 0


def _existing(level: int, most: int) -> int:
    """Of a level that the catalogue does not have, nothing."""
    return level if level <= most else 0


@dataclass(frozen=True, slots=True)
class Score:
    """By indicator what is claimed with evidence and what BRIDA granted, and the points of both."""

    claimed: MappingProxyType[str, int]
    granted: MappingProxyType[str, int]
    points_claimed: int
    points_granted: int

    @property
    def band(self) -> str:
        """SIGAP's band of what is claimed: poor, fair, good, very_good."""
        return band_of(self.points_claimed)


def score(values: Values, catalogue: Catalogue) -> Score:
    held, scale = held_in(values), scale_of(catalogue)
    claimed = {code: _existing(held.claimed.get(code, 0), most) for code, (_, most) in scale.items()}
    granted = {code: _existing(held.granted.get(code, 0), most) for code, (_, most) in scale.items()}
    return Score(MappingProxyType(claimed), MappingProxyType(granted), *held.points(scale))


@dataclass(frozen=True, slots=True)
class Held:
    """The levels in a record by indicator, whatever its catalogue has: claimed with evidence, and granted."""

    claimed: Mapping[str, int]
    granted: Mapping[str, int]

    def points(self, scale: Scale) -> tuple[int, int]:
        """Claimed and granted."""
        return _points(scale, self.claimed), _points(scale, self.granted)


def held_in(values: Values) -> Held:
    """Read once, for whoever asks under several catalogues what many records are worth."""
    chosen, granted, proved = dict[str, int](), dict[str, int](), set[str]()
    for path, value in values.items():
        if value is None or not path.startswith(_OF_AWARD):
            continue
        name, _, rest = path.partition("/")
        if name == EVIDENCE:
            proved.add(rest.partition("/")[0])
        elif name == LEVELS:
            chosen[rest] = int(value)
        elif value:
            granted[rest] = int(value["level"])
    return Held({code: level for code, level in chosen.items() if code in proved}, granted)


Scale = Mapping[str, tuple[int, int]]
"""The weight of each indicator, and its highest level."""


def scale_of(catalogue: Catalogue) -> Scale:
    return {each.code: (each.weight, len(each.parameters)) for each in catalogue.indicators}


def _points(scale: Scale, levels: Mapping[str, int]) -> int:
    # Levels that are held are few, and indicators many.
    known = ((level, *scale[code]) for code, level in levels.items() if code in scale)
    return sum(weight * _existing(level, most) for level, weight, most in known)


def band_of(points: int) -> str:
    return next(name for most, name in _BANDS if points > most)
