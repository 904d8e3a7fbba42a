"""The component that answers a field, by the field's type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from mobile.components.fields.amount import AmountAnswer
from mobile.components.fields.choices import ChoiceAnswer, ChoicesAnswer, NeedsAnswer, YesNoAnswer
from mobile.components.fields.count import CountAnswer
from mobile.components.fields.dates import DateAnswer
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.months import MonthAnswer
from mobile.components.fields.place import PlaceAnswer
from mobile.components.fields.references import ReferencesAnswer
from mobile.components.fields.texts import NameAnswer, TextAnswer
from sync.domain.forms import Field

Answer = Callable[[Draft, Remarks, Field], Any]

ANSWERS: Mapping[str, Answer] = {
    "text": TextAnswer,
    "choice": ChoiceAnswer,
    "choices": ChoicesAnswer,
    "month": MonthAnswer,
    "date": DateAnswer,
    "count": CountAnswer,
    "name": NameAnswer,
    "number": lambda draft, remarks, item: AmountAnswer(draft, remarks, item, "", False),
    "needs": NeedsAnswer,
    "yes_no": YesNoAnswer,
    "point": PlaceAnswer,
    "references": ReferencesAnswer,
}


def answered_here(item: Field) -> bool:
    """Whether this app can ask the question; what a newer catalogue adds in a new type waits for a newer app."""
    return item.screen and not item.automatic and item.type in ANSWERS


def answer_field(draft: Draft, remarks: Remarks, item: Field) -> ft.Control:
    """Not memoised: a memoised component loses its context for the components inside it."""
    control: ft.Control = ANSWERS[item.type](draft, remarks, item)
    return control
