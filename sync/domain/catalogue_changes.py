"""What one catalogue of the award has that another has not, and what moving a record from one to the other does.

Nothing of a record is dropped: what its people claimed and showed for an indicator, or a level, that the later one
no longer has stays in the record, and is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sync.domain.growing import EVIDENCE, LEVELS
from sync.domain.iga import Score, score
from sync.domain.iga_catalogue import Catalogue, Indicator
from sync.domain.records import GRANTED, Values

ADDED, REMOVED = "added", "removed"
WEIGHT, THRESHOLD, REQUIRED, PROOF, NAME = "weight", "threshold", "required", "proof", "name"
LEVEL_ADDED, LEVEL_REMOVED = "level_added", "level_removed"
YES = "ya"
KINDS = (ADDED, REMOVED, WEIGHT, THRESHOLD, LEVEL_ADDED, LEVEL_REMOVED, REQUIRED, PROOF, NAME)


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` is one of KINDS; `level` where it speaks of one, else 0."""

    code: str
    name: str
    what: str
    level: int = 0
    before: str = ""
    after: str = ""


def differences(old: Catalogue, new: Catalogue) -> list[Difference]:
    """In the order of the codes."""
    codes = sorted({each.code for each in (*old.indicators, *new.indicators)})
    return [found for code in codes for found in _of_one(old.indicator(code), new.indicator(code))]


def touching(values: Values, old: Catalogue, new: Catalogue) -> list[Difference]:
    """Those of indicators for which the record claims, shows or was granted something."""
    return [each for each in differences(old, new) if _is_used(values, each.code)]


@dataclass(frozen=True, slots=True)
class Move:
    """The score of a record under its own catalogue and under the later one."""

    before: Score
    after: Score

    @property
    def changes(self) -> bool:
        points = (self.before.points_claimed, self.before.points_granted)
        return points != (self.after.points_claimed, self.after.points_granted)


def move_of(values: Values, old: Catalogue, new: Catalogue) -> Move:
    return Move(score(values, old), score(values, new))


def left_behind(values: Values, catalogue: Catalogue) -> list[str]:
    """The indicators for which the record holds something, and which its catalogue does not have (any more)."""
    known = {each.code for each in catalogue.indicators}
    held = {path.split("/")[1] for path, value in values.items() if value is not None and _is_of_award(path)}
    return sorted(held - known)


def _is_of_award(path: str) -> bool:
    return path.startswith((f"{LEVELS}/", f"{EVIDENCE}/", f"{GRANTED}/"))


def _is_used(values: Values, code: str) -> bool:
    own = (f"{LEVELS}/{code}", f"{GRANTED}/{code}")
    return any(
        value is not None and (path in own or path.startswith(f"{EVIDENCE}/{code}/"))
        for path, value in values.items()
    )


def _of_one(old: Indicator | None, new: Indicator | None) -> Iterator[Difference]:
    if old is None or new is None:
        one = new or old
        assert one is not None
        yield Difference(one.code, one.name, ADDED if old is None else REMOVED)
        return
    said = [
        (NAME, old.name, new.name),
        (WEIGHT, str(old.weight), str(new.weight)),
        (REQUIRED, _yes_no(answer=old.is_required), _yes_no(answer=new.is_required)),
        (PROOF, _proof(old), _proof(new)),
    ]
    yield from (Difference(new.code, new.name, what, 0, was, now) for what, was, now in said if was != now)
    yield from _of_levels(old, new)


def _of_levels(old: Indicator, new: Indicator) -> Iterator[Difference]:
    for place in range(max(len(old.parameters), len(new.parameters))):
        was, now = _at(old, place), _at(new, place)
        if was != now:
            what = LEVEL_ADDED if not was else LEVEL_REMOVED if not now else THRESHOLD
            yield Difference(new.code, new.name, what, place + 1, was, now)


def _at(indicator: Indicator, place: int) -> str:
    return indicator.parameters[place] if place < len(indicator.parameters) else ""


def _yes_no(*, answer: bool) -> str:
    return YES if answer else "tidak"


def _proof(indicator: Indicator) -> str:
    return f"{indicator.documents} ({', '.join(indicator.files)})"
