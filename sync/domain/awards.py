"""Competitions as data, and the way of an innovation through one: `tracks/<competition>`.

A track is at a stage since a day; it goes on (`in`), ended there (`out`), or won. Each step is a change of BRIDA's
own, so the chain keeps the whole way. Stages that no regulation at hand confirms are marked as not certain.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.domain.assets import assets_folder
from sync.domain.checks import FINE, is_day, text_outcome
from sync.domain.forms import Label
from sync.domain.records import TRACKS, Values, entries_below

IN, OUT, WON = "in", "out", "won"
_NEEDED = frozenset({"stage", "on", "outcome", "closes_on", "group"})
_KEYS = _NEEDED | {"upp", "note"}


@dataclass(frozen=True, slots=True)
class Stage:
    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class Competition:
    """One year of one award.

    `family` is the award; `form` what it asks for: kipp, iga or none; `min_years` by group how long an innovation
    must have run on the closing day; `needs_upp` that an office carries the proposal.
    """

    code: str
    family: str
    name: Label
    form: str
    min_years: Mapping[str, int]
    needs_upp: bool
    is_certain: bool
    stages: tuple[Stage, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(self.min_years) or ("umum",)

    def place(self, stage: object) -> int:
        """Of a stage in their order, -1 for none of them."""
        codes = [each.code for each in self.stages]
        return codes.index(stage) if isinstance(stage, str) and stage in codes else -1


@functools.cache
def competitions() -> Mapping[str, Competition]:
    """By code, in the order in which they are offered."""
    rows = json.loads((assets_folder() / "catalogues" / "awards" / "lomba.json").read_text("utf-8"))
    return {row["code"]: _competition(row) for row in rows}


def _competition(row: dict[str, Any]) -> Competition:
    stages = tuple(Stage(each["code"], Label(**each["label"])) for each in row["stages"])
    plain = {name: row[name] for name in ("code", "family", "form", "min_years", "needs_upp", "is_certain")}
    return Competition(name=Label(**row["name"]), stages=stages, **plain)


def track_path(competition: str) -> str:
    return f"{TRACKS}/{competition}"


def tracks(values: Values) -> dict[str, dict[str, Any]]:
    """By competition, those that this version's catalogue knows."""
    return {code: track for code, track in entries_below(values, TRACKS).items() if code in competitions()}


def carrier(values: Values, family: str) -> str:
    """The office that agreed to carry it to the award of the family that closes last; empty for none."""
    carried = [t for code, t in tracks(values).items() if competitions()[code].family == family and t.get("upp")]
    return str(max(carried, key=lambda track: track["closes_on"])["upp"]) if carried else ""


def is_track(path: str, value: Any) -> bool:
    """Whether the path can hold this at all: `{stage, on, outcome, closes_on, group}`, and `upp` and `note`."""
    competition = competitions().get(path.partition("/")[2])
    if competition is None or (value is not None and not isinstance(value, dict)):
        return False
    return value is None or _is_track_of(competition, value)


def _is_track_of(competition: Competition, value: dict[str, Any]) -> bool:
    if not _NEEDED <= value.keys() <= _KEYS:
        return False
    fine = competition.place(value["stage"]) >= 0 and value["group"] in competition.groups
    fine = fine and value["outcome"] in (IN, OUT, WON) and all(is_day(value[day]) for day in ("on", "closes_on"))
    fine = fine and text_outcome(value.get("note", ""), 500) == FINE
    upp = value.get("upp", "")
    return fine and text_outcome(upp, 200) == FINE and (bool(upp.strip()) or not competition.needs_upp)


def may_follow(path: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    """Whether a track can go from one value to the other: it begins at the first stage, goes on one by one, is
    corrected where it stands, and taken back only from the first stage. Only the last stage is won."""
    competition = competitions()[path.partition("/")[2]]
    was = competition.place(before["stage"]) if before else -1
    if after is None:
        return was <= 0
    now, last = competition.place(after["stage"]), len(competition.stages) - 1
    if after["outcome"] == WON and now != last:
        return False
    goes_on = now == was + 1 and (before is None or before["outcome"] == IN)
    return goes_on or (before is not None and now == was)
