"""What a list has to know of each of thousands of records, read without computing their cards."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from mobile.answers import answer_of, is_answer
from sync.client.replica import RecordState
from sync.client.tables import Document
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.forms import fields_of
from sync.domain.ideas import is_above_kelurahan
from sync.domain.ids import as_number, number_of
from sync.domain.issues import degrees_in
from sync.domain.measuring import INNOVATION
from sync.domain.people import Person
from sync.domain.records import COAUTHORS, GREW_FROM, REPLICATES, Values
from sync.domain.rights import Ownership, may_edit
from sync.domain.side_steps import UPDATE

_SEARCHED = ("title", "problem", "action", "text")


@dataclass(frozen=True, slots=True)
class Listed:
    """`status` is None for a draft, `last_answer` the sequence of an office's newest answer, 0 without one.

    `distance` is 0 in the person's own RT (or RW, or whatever they stand for), 1 in their RW, else 2.
    """

    record: str
    number: str
    is_mine: bool
    status: str | None
    asks_to_choose: bool
    last_answer: int
    distance: int
    words: str
    kind: str = ""
    title: str = ""
    grew_from: frozenset[str] = frozenset()
    replicates: str = ""
    update: str | None = None
    """Where the update of an approved record stands."""
    measures: str = ""
    """The innovation of which a measurement says something."""
    area: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """How far an innovation solves each problem, by the problem's id."""


def listed_view(view: Mapping[str, Any], person: Person) -> Listed:
    """From a record as it was pulled."""
    values: Values = view["set"]
    seqs = view["seqs"]
    last_answer = max((seqs[path] for path, value in values.items() if is_answer(path, value)), default=0)
    above, kind = is_above_kelurahan(values), view["kind"]
    ownership = Ownership(view["area"], view["author"], _coauthors(values), above, kind=kind)
    return _listed(view["id"], kind, values, person, ownership, bool(view["values"]), last_answer)


def listed_state(state: RecordState, person: Person) -> Listed:
    """From a record with this device's changes laid over it."""
    last_answer = newest.seq if (newest := answer_of(state)) else 0
    has_two = bool(state.two_values)
    return _listed(state.id, state.kind, state.values, person, state.ownership, has_two, last_answer)


def listed_draft(record: str, draft: Document, person: Person) -> Listed:
    """From what is only typed here."""
    ownership = Ownership(draft.get("area", ""), person.id)
    values = {path: value for path, value in draft.get("values", {}).items() if path != "status"}
    return _listed(record, draft.get("kind", ""), values, person, ownership, False, 0)


def _listed(
    record: str,
    kind: str,
    values: Values,
    person: Person,
    ownership: Ownership,
    has_two_values: bool,
    last_answer: int,
) -> Listed:
    area = str(values.get("area") or ownership.kelurahan)
    number = number_of(record)
    texts = [number, *(str(values.get(path) or "") for path in _SEARCHED), gazetteer().name(area)]
    return Listed(
        record,
        number,
        ownership.author == person.id or person.id in ownership.coauthors,
        values.get("status"),
        has_two_values and may_edit(person, ownership),
        last_answer,
        _distance(person.area, area),
        " ".join([*texts, theme_words(kind, str(values.get("theme") or ""))]).casefold(),
        kind,
        str(values.get("title") or ""),
        _below(values, GREW_FROM),
        str(values.get(REPLICATES) or ""),
        values.get(UPDATE),
        str(values.get(INNOVATION) or ""),
        area,
        degrees_in(values),
    )


def _coauthors(values: Values) -> frozenset[str]:
    return _below(values, COAUTHORS)


def _below(values: Values, name: str) -> frozenset[str]:
    prefix = name + "/"
    return frozenset(path[len(prefix) :] for path, value in values.items() if path.startswith(prefix) and value)


def _distance(own: AreaCode, area: str) -> int:
    if own.contains(area):
        return 0
    same_rw = own.rw is not None and AreaCode(own.text[:19]).contains(area)
    return 1 if same_rw else 2


@functools.cache
def theme_words(kind: str, theme: str) -> str:
    """A theme in both languages, so that it is found in either."""
    item = fields_of(kind).get("theme") if kind else None
    choice = item.choice(theme) if item else None
    return f"{choice.label.id} {choice.label.en}" if choice else ""


class Findable(Protocol):
    @property
    def number(self) -> str: ...

    @property
    def words(self) -> str:
        """In lower case, all that it is found by."""


def matches(listed: Findable, text: str) -> bool:
    """Whether the record carries this number or the beginning of it, or every one of these words."""
    wanted = text.casefold().split()
    number = as_number(text)
    return all(word in listed.words for word in wanted) or (bool(number) and listed.number.startswith(number))
