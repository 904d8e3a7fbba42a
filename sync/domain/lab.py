"""*Papan Labinov*: the five columns through which the lab takes an innovation or a problem, and what moves a card.

`lab` is `{stage, helps, next_date, reason}` on the record itself. Each column has to bring its proof before the
card moves on; back it goes with a reason. The phone and the centre ask the same function.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sync.domain.checks import FINE, is_day, text_outcome
from sync.domain.personal import has_personal_number

LAB = "lab"
STAGES = ("drum_up", "diagnose", "design", "delivery", "display")
OFF = "off"
"""The card is taken from the board: its work is done, or was given up."""
ISSUE, ROOT_CAUSE, DESIGN, PARTNER, MEASUREMENT, EDITION = (
    "issue",
    "root_cause",
    "design",
    "partner",
    "measurement",
    "edition",
)
PROOFS: Mapping[str, tuple[str, ...]] = {
    "drum_up": (ISSUE,),
    "diagnose": (ROOT_CAUSE,),
    "design": (DESIGN, PARTNER),
    "delivery": (MEASUREMENT,),
    "display": (EDITION,),
}
"""What a column brings."""
REASON = "reason"
START = "start"
"""A card begins in the first column."""
HELPS_MAX, REASON_MAX = 200, 300
_LONGEST = {"helps": HELPS_MAX, REASON: REASON_MAX}


def is_lab(value: Any) -> bool:
    """Whether the path can hold this at all."""
    if not isinstance(value, dict) or not {"stage"} <= value.keys() <= {"stage", "next_date", *_LONGEST}:
        return False
    texts = {name: value[name] for name in _LONGEST if name in value}
    fits = value["stage"] in (*STAGES, OFF)
    fits = fits and all(text_outcome(text, _LONGEST[name]) == FINE for name, text in texts.items())
    fits = fits and not any(map(has_personal_number, texts.values()))
    return fits and ("next_date" not in value or is_day(value["next_date"]))


def stage_of(value: Mapping[str, Any] | None) -> str:
    """The column in which the card stands; empty for what is not on the board."""
    stage = str(value["stage"]) if value else OFF
    return "" if stage == OFF else stage


def missing_for(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], proofs: Collection[str]
) -> tuple[str, ...]:
    """What is still missing for this move: proofs, in the order of the columns, REASON or START; empty when the
    card may move. `proofs` are those that are there."""
    here, to = stage_of(before), str(after["stage"])
    if not here:
        return () if to == STAGES[0] else (START,)
    if to == here:
        return ()
    place = STAGES.index(here)
    is_back = to in STAGES and STAGES.index(to) < place
    if is_back or (to == OFF and not (here == STAGES[-1] and EDITION in proofs)):
        return () if str(after.get(REASON) or "").strip() else (REASON,)
    passed = STAGES[place : STAGES.index(to)] if to != OFF else STAGES[place:]
    return tuple(proof for stage in passed for proof in PROOFS[stage] if proof not in proofs)
