"""How an answer of a form reads on the screen, in words a person would use.

Total, since components call it while they render: what cannot be read is shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mobile.amount_text import kept_text
from mobile.context import AppState
from mobile.text import date, month, number
from sync.domain.areas import gazetteer
from sync.domain.forms import Field
from sync.domain.ids import is_id, number_of

_DEGREE = 10_000_000


def answer_text(app: AppState, item: Field, value: Any) -> str:
    """The answer in the chosen language; empty for none."""
    if value is None or value == "" or value == []:
        return ""
    reader = _READERS.get(item.type)
    try:
        return reader(app, item, value) if reader else str(value)
    except (TypeError, KeyError, ValueError, AttributeError):
        return str(value)


def choice_text(app: AppState, item: Field, code: Any) -> str:
    choice = item.choice(code)
    return choice.label.in_language(app.language) if choice else str(code)


def _choices(app: AppState, item: Field, value: list[str]) -> str:
    return ", ".join(choice_text(app, item, code) for code in value)


def _count(app: AppState, item: Field, value: Mapping[str, Any]) -> str:
    unit = choice_text(app, item, value["unit"])
    return f"{number(value['number'], app)} {unit}" if "number" in value else unit


def _name(app: AppState, _: Field, value: Mapping[str, Any]) -> str:
    if value["may_show"]:
        return str(value["name"])
    return f"{value['name']} ({app.gettext('tidak mau disebut')})"


def _needs(app: AppState, item: Field, value: Mapping[str, Any]) -> str:
    return ". ".join(
        part for part in (_choices(app, item, value.get("choices", [])), value.get("note", "")) if part
    )


def _point(app: AppState, _: Field, value: Mapping[str, Any]) -> str:
    where = ", ".join(f"{value[axis] / _DEGREE:.5f}" for axis in ("lat", "lng"))
    accuracy = value.get("accuracy_m")
    return f"{where} (± {number(accuracy, app)} m)" if accuracy else where


def _yes_no(app: AppState, _: Field, value: bool) -> str:
    return app.gettext("Ya") if value else app.gettext("Tidak")


def _link(_: AppState, __: Field, value: str) -> str:
    return number_of(value) if is_id(value) else str(value)


_READERS: dict[str, Callable[[AppState, Field, Any], str]] = {
    "choice": choice_text,
    "choices": _choices,
    "month": lambda app, _, value: month(value, app),
    "date": lambda app, _, value: date(value, app),
    "count": _count,
    "name": _name,
    "needs": _needs,
    "point": _point,
    "yes_no": _yes_no,
    "area": lambda _, __, value: gazetteer().name(value),
    "link": _link,
    "amount": lambda app, _, value: kept_text(app, value),
    "number": lambda app, _, value: number(float(value), app, len(value.partition(".")[2])),
}
