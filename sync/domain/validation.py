"""The one validator of values, used on the phone before submitting and at the centre on arrival."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sync.domain.areas import UnknownArea, gazetteer
from sync.domain.forms import Field, Form, fields_of
from sync.domain.ids import is_id
from sync.domain.personal import has_personal_number
from sync.domain.records import ANSWERS, COAUTHORS, COMMENTS, GREW_FROM, PHOTOS, WORKS_WITH, family

SHA256 = re.compile(r"[0-9a-f]{64}")
_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
_DATE = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_FORM = re.compile(r"[a-z]{1,20}/[0-9.]{1,12}")
COMMENT_MAX = 500
PEOPLE_IN_PHOTO = ("none", "consented", "child")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one path. `limit` is set where the code speaks of one."""

    path: str
    code: str
    limit: int | None = None


def faults_in(kind: str, values: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with these values whatever else the record holds: types, sizes, personal numbers."""
    checks, typed, found = _checks(kind), list[str](), list[Fault]()
    for path, value in values.items():
        check = checks.get(path) or _check_of_family(path)
        if check is None:
            found.append(Fault(path, "unknown_path"))
        elif value is not None:
            code, limit = check.outcome(value)
            if code:
                found.append(Fault(path, code, limit))
            elif check.is_typed:
                _gather(value, typed)
    # To look at all texts at once is several times as quick, and hardly any has such a number.
    return found + _personal_faults(checks, values) if has_personal_number("\n".join(typed)) else found


def _check_of_family(path: str) -> Check | None:
    return _FAMILIES.get(family(path)) if "/" in path else None


def _gather(value: Any, texts: list[str]) -> None:
    """The texts in a value that somebody may have typed; hashes only look like numbers."""
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _HASHES:
                _gather(inner, texts)
    elif isinstance(value, list):
        for inner in value:
            _gather(inner, texts)


def _personal_faults(checks: Mapping[str, Check], values: Mapping[str, Any]) -> list[Fault]:
    return [Fault(path, "personal_number") for path, value in values.items() if _is_personal(checks, path, value)]


def _is_personal(checks: Mapping[str, Check], path: str, value: Any) -> bool:
    """Whether a text in a value that fits holds such a number."""
    check, texts = checks.get(path) or _check_of_family(path), list[str]()
    if check is not None and check.is_typed and value is not None and check.outcome(value) == _FINE:
        _gather(value, texts)
    return any(has_personal_number(text) and not is_id(text) for text in texts)


def missing_from(form: Form, values: Mapping[str, Any], to: str = "submit") -> list[Fault]:
    """The fields still needed `to` "submit" (or to keep a "draft")."""
    asked = [item for item in form.fields if to in item.required_to]
    empty = [item for item in asked if values.get(item.path) in (None, "", [])]
    return [Fault(item.path, "required") for item in empty if item.is_required(values, to)]


Outcome = tuple[str | None, int | None]


@dataclass(frozen=True, slots=True)
class Check:
    """What looks at a value. `is_typed`: a value that fits may hold what somebody typed freely."""

    outcome: Callable[[Any], Outcome]
    is_typed: bool = True


_HASHES = frozenset({"sha256", "preview"})
_FINE: Outcome = (None, None)
_WRONG: Outcome = ("wrong_type", None)


@functools.cache
def _checks(kind: str) -> Mapping[str, Check]:
    """What looks at the value of each field that a record of this kind has."""
    checks = {path: Check(_outcome_of(item), item.type in _TYPED) for path, item in fields_of(kind).items()}
    return checks | {"form": Check(_form_reference, is_typed=False)}


def _outcome_of(item: Field) -> Callable[[Any], Outcome]:
    if item.type == "text":
        return functools.partial(_text_outcome, limit=item.max)
    return functools.partial(_TYPES[item.type], item)


def _text_outcome(value: Any, limit: int | None) -> Outcome:
    if not isinstance(value, str) or "\0" in value or not (value.isascii() or _is_whole(value)):
        return _WRONG
    return ("too_long", limit) if limit is not None and len(value) > limit else _FINE


def _is_whole(text: str) -> bool:
    """False where half a character stands alone."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _choice(item: Field, value: Any) -> Outcome:
    return _FINE if isinstance(value, str) and value in item.codes else ("unknown_choice", None)


def _is_choice(item: Field, value: Any) -> bool:
    return isinstance(value, str) and value in item.codes


def _choices(item: Field, value: Any) -> Outcome:
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        return _WRONG
    return _FINE if all(_is_choice(item, code) for code in value) else ("unknown_choice", None)


def _matches(pattern: re.Pattern[str]) -> Callable[[Field, Any], Outcome]:
    return lambda _, value: _FINE if isinstance(value, str) and pattern.fullmatch(value) else _WRONG


def _yes_no(_: Field, value: Any) -> Outcome:
    return _FINE if isinstance(value, bool) else _WRONG


def is_whole_number(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _count(item: Field, value: Any) -> Outcome:
    """`{"unit": "person", "number": 40}`, or `{"unit": "unknown"}`."""
    if not isinstance(value, dict) or not set(value) <= {"unit", "number"}:
        return _WRONG
    if not _is_choice(item, value.get("unit")):
        return "unknown_choice", None
    if value["unit"] == "unknown":
        return _FINE if "number" not in value else _WRONG
    fits = is_whole_number(value.get("number"), 0, item.max or 0)
    return _FINE if fits else ("out_of_range", item.max)


def _name(item: Field, value: Any) -> Outcome:
    if (
        not isinstance(value, dict)
        or set(value) != {"name", "may_show"}
        or not isinstance(value["may_show"], bool)
    ):
        return _WRONG
    return _text_outcome(value["name"], item.max)


def _needs(item: Field, value: Any) -> Outcome:
    if not isinstance(value, dict) or not value.keys() <= {"choices", "note"}:
        return _WRONG
    outcome = _choices(item, value.get("choices", []))
    return outcome if outcome != _FINE else _text_outcome(value.get("note", ""), item.max)


def _point_outcome(value: Any) -> Outcome:
    """`{"lat": 1e-7 degrees, "lng": …, "accuracy_m": metres, "source": "phone" | "map" | "photo"}`."""
    if not isinstance(value, dict) or not {"lat", "lng"} <= set(value) <= {
        "lat",
        "lng",
        "accuracy_m",
        "source",
    }:
        return _WRONG
    lies = is_whole_number(value["lat"], -900_000_000, 900_000_000)
    lies = lies and is_whole_number(value["lng"], -1_800_000_000, 1_800_000_000)
    lies = lies and is_whole_number(value.get("accuracy_m", 0), 0, 1_000_000)
    return _FINE if lies and value.get("source", "phone") in ("phone", "map", "photo") else _WRONG


def _area(_: Field, value: Any) -> Outcome:
    try:
        gazetteer().check(value)
    except (UnknownArea, TypeError):
        return "unknown_area", None
    return _FINE


def _references(item: Field, value: Any) -> Outcome:
    if not isinstance(value, list) or len(value) > (item.max or 0):
        return _WRONG
    keys = {"title", "link", "text"}
    fine = all(isinstance(one, dict) and set(one) <= keys for one in value)
    return _FINE if fine and all(len(str(text)) <= 500 for one in value for text in one.values()) else _WRONG


def _file(_: Field, value: Any) -> Outcome:
    fine = isinstance(value, dict) and set(value) <= {"sha256", "number", "date", "title"}
    return _FINE if fine and _is_sha256(value.get("sha256")) else _WRONG


def _link(_: Field, value: Any) -> Outcome:
    return _FINE if is_id(value) else _WRONG


def _is_sha256(value: Any) -> bool:
    return isinstance(value, str) and SHA256.fullmatch(value) is not None


_PHOTO_KEYS = {"sha256", "preview", "taken_at", "point", "accuracy_m", "source", "caption", "people", "blurred"}


def _photo(value: Any) -> Outcome:
    """`{sha256, preview, taken_at, point, accuracy_m, source, caption, people, blurred}`; two are needed."""
    if not isinstance(value, dict) or not {"sha256", "preview"} <= set(value) <= _PHOTO_KEYS:
        return _WRONG
    if not (_is_sha256(value["sha256"]) and _is_sha256(value["preview"])):
        return _WRONG
    if value.get("people", "none") not in PEOPLE_IN_PHOTO or value.get("source", "camera") not in (
        "camera",
        "gallery",
    ):
        return "unknown_choice", None
    if not _photo_facts_fit(value):
        return _WRONG
    if value.get("point") is not None and _point_outcome(value["point"]) != _FINE:
        return _WRONG
    return _text_outcome(value.get("caption", ""), 200)


def _photo_facts_fit(value: dict[str, Any]) -> bool:
    taken_at, accuracy_m = value.get("taken_at"), value.get("accuracy_m")
    fits = isinstance(value.get("blurred", False), bool)
    fits = fits and (taken_at is None or (isinstance(taken_at, str) and len(taken_at) <= 40))
    return fits and (accuracy_m is None or is_whole_number(accuracy_m, 0, 1_000_000))


def _comment(value: Any) -> Outcome:
    return _text_outcome(value, COMMENT_MAX)


def _coauthor(value: Any) -> Outcome:
    return _text_outcome(value, 80)


def _mark(value: Any) -> Outcome:
    return _FINE if isinstance(value, bool) else _WRONG


def _form_reference(value: Any) -> Outcome:
    fine = isinstance(value, str) and _FORM.fullmatch(value)
    return _FINE if fine else _WRONG


_FAMILIES: dict[str, Check] = {
    PHOTOS: Check(_photo),
    COMMENTS: Check(_comment),
    ANSWERS: Check(_comment),
    COAUTHORS: Check(_coauthor),
    GREW_FROM: Check(_mark, is_typed=False),
    WORKS_WITH: Check(_mark, is_typed=False),
}

_TYPED = frozenset({"text", "name", "needs", "references", "file"})

_TYPES: dict[str, Callable[[Field, Any], Outcome]] = {
    "choice": _choice,
    "choices": _choices,
    "month": _matches(_MONTH),
    "date": _matches(_DATE),
    "number": _matches(_DECIMAL),
    "count": _count,
    "name": _name,
    "needs": _needs,
    "point": lambda _, value: _point_outcome(value),
    "yes_no": _yes_no,
    "area": _area,
    "references": _references,
    "file": _file,
    "link": _link,
    "photos": lambda _, __: _WRONG,
}
