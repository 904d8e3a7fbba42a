"""How far a record is on its way to each goal: a full note, SIGAP's profile, the award, the proposal.

Pure functions of the values, so that a phone without a signal and the centre say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.domain import iga, kipp
from sync.domain.forms import Field, form
from sync.domain.iga_catalogue import Catalogue
from sync.domain.records import PHOTOS, Values, entries_below

NOTE, PROFILE, AWARD, PROPOSAL = "note", "profile", "iga", "kipp"


@dataclass(frozen=True, slots=True)
class Meter:
    """`done` of `whole`: answers, or points of the award."""

    goal: str
    done: int
    whole: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.done / self.whole if self.whole else 1.0


def meters(values: Values, catalogue: Catalogue) -> list[Meter]:
    """The nearest goal first."""
    return [note_meter(values), profile_meter(values), award_meter(values, catalogue), proposal_meter(values)]


def level_of(values: Values) -> str:
    """How far the record has grown: NOTE, PROFILE once all of SIGAP's is there, PROPOSAL with KIPP's answers."""
    grown = [meter.goal for meter in (profile_meter(values), proposal_meter(values)) if meter.done == meter.whole]
    return grown[-1] if grown else NOTE


def note_meter(values: Values) -> Meter:
    """What the quick form requires, and what it advises: photos and place."""
    fields = form("note").fields
    return _meter(NOTE, values, [item for item in fields if item.advised or "submit" in item.required_to])


def profile_meter(values: Values) -> Meter:
    """What SIGAP requires; a text counts from its minimum of words on."""
    return _meter(PROFILE, values, profile_fields())


def profile_fields() -> list[Field]:
    """A tick is an answer either way, so what only asks for one is never missing."""
    asked = (item for item in form("profile").fields if item.type != "yes_no")
    return [item for item in asked if "submit" in item.required_to]


def award_meter(values: Values, catalogue: Catalogue) -> Meter:
    return Meter(AWARD, iga.score(values, catalogue).points_claimed, catalogue.most_points)


def proposal_meter(values: Values) -> Meter:
    """Answers that somebody read and that keep their limit."""
    asked = kipp.questions()
    return Meter(PROPOSAL, sum(kipp.is_answered(values, each) for each in asked), len(asked))


def is_filled(values: Values, item: Field) -> bool:
    if item.path == PHOTOS:
        return bool(entries_below(values, PHOTOS))
    value = values.get(item.path)
    if item.min_words:
        return kipp.count_words(str(value or "")) >= item.min_words
    return value not in (None, "", [])


def _meter(goal: str, values: Values, fields: list[Field]) -> Meter:
    return Meter(goal, sum(is_filled(values, item) for item in fields), len(fields))
