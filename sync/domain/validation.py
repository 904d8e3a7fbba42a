"""The one validator of values, used on the phone before submitting and at the centre on arrival."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sync.domain import growing, needs, planning
from sync.domain.areas import AREA_MAX, UnknownArea, gazetteer
from sync.domain.checks import (
    DECIMAL,
    FINE,
    MONTH,
    SHA256,
    UNKNOWN,
    WRONG,
    Check,
    Outcome,
    first_fault,
    is_amount,
    is_day,
    is_moment,
    is_whole_number,
    matches,
    text_outcome,
)
from sync.domain.forms import Field, Form, fields_of
from sync.domain.ids import is_id, is_uuid
from sync.domain.personal import has_personal_number
from sync.domain.records import ANSWERS, COAUTHORS, COMMENTS, GREW_FROM, PHOTOS, WORKS_WITH, Kind, family

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
        check = checks.get(path) or _check_of_family(kind, path)
        if check is None:
            found.append(Fault(path, "unknown_path"))
        elif value is not None:
            code, limit = check.outcome(value)
            if code:
                found.append(Fault(path, code, limit))
            elif check.is_typed and type(value) is str:
                typed.append(value)
            elif check.is_typed:
                _gather(value, typed)
    return found + _personal_faults(kind, values) if _may_be_personal(typed) else found


def _may_be_personal(texts: list[str]) -> bool:
    """To look at all texts at once is several times as quick, and hardly any has such a number."""
    others = (text for text in texts if not text.isascii())
    return any(map(has_personal_number, ("\n".join(filter(str.isascii, texts)), *others)))


def _check_of_family(kind: str, path: str) -> Check | None:
    name, parts = family(path), path.count("/") + 1
    if kind == Kind.INNOVATION and growing.DEPTHS.get(name) == parts:
        return growing.CHECKS[name] if growing.is_named_well(path) else None
    if kind == Kind.INNOVATION and parts == 2 and name in planning.CHECKS:
        return planning.CHECKS[name]
    if name == needs.NEEDS and parts == 2:
        return _NEED if kind in _NEEDING and is_id(path.partition("/")[2]) else None
    if name in _NAMED and not (parts == 2 and _NAMED[name](path.partition("/")[2])):
        return None
    return _FAMILIES.get(name) if parts > 1 else None


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


def _personal_faults(kind: str, values: Mapping[str, Any]) -> list[Fault]:
    return [Fault(path, "personal_number") for path, value in values.items() if _is_personal(kind, path, value)]


def _is_personal(kind: str, path: str, value: Any) -> bool:
    """Whether a text in a value that fits holds such a number."""
    check, texts = _checks(kind).get(path) or _check_of_family(kind, path), list[str]()
    if check is not None and check.is_typed and value is not None and check.outcome(value) == FINE:
        _gather(value, texts)
    return any(has_personal_number(text) and not is_id(text) for text in texts)


def missing_from(form: Form, values: Mapping[str, Any], to: str = "submit") -> list[Fault]:
    """The fields still needed `to` "submit" (or to keep a "draft")."""
    asked = [item for item in form.fields if to in item.required_to]
    empty = [item for item in asked if values.get(item.path) in (None, "", [])]
    return [Fault(item.path, "required") for item in empty if item.is_required(values, to)]


_HASHES = frozenset({"sha256", "preview"})


@functools.cache
def _checks(kind: str) -> Mapping[str, Check]:
    """What looks at the value of each field that a record of this kind has."""
    checks = {path: Check(_outcome_of(item), item.type in _TYPED) for path, item in fields_of(kind).items()}
    return checks | {"form": Check(_form_reference, is_typed=False)}


def _outcome_of(item: Field) -> Callable[[Any], Outcome]:
    if item.type == "text":
        return lambda value: text_outcome(value, item.max)
    return functools.partial(_TYPES[item.type], item)


_TEXT_ALONE = frozenset({str})


def _choice(item: Field, value: Any) -> Outcome:
    return FINE if isinstance(value, str) and value in item.codes else UNKNOWN


def _is_choice(item: Field, value: Any) -> bool:
    return isinstance(value, str) and value in item.codes


def _choices(item: Field, value: Any) -> Outcome:
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        return WRONG
    return FINE if set(map(type, value)) <= _TEXT_ALONE and item.codes.issuperset(value) else UNKNOWN


def _matches(pattern: re.Pattern[str]) -> Callable[[Field, Any], Outcome]:
    return lambda _, value: FINE if matches(pattern, value) else WRONG


def _yes_no(_: Field, value: Any) -> Outcome:
    return FINE if isinstance(value, bool) else WRONG


def _count(item: Field, value: Any) -> Outcome:
    """`{"unit": "person", "number": 40}`, or `{"unit": "unknown"}`."""
    if not isinstance(value, dict) or not set(value) <= {"unit", "number"}:
        return WRONG
    if not _is_choice(item, value.get("unit")):
        return UNKNOWN
    if value["unit"] == "unknown":
        return FINE if "number" not in value else WRONG
    fits = is_whole_number(value.get("number"), 0, item.max or 0)
    return FINE if fits else ("out_of_range", item.max)


def _name(item: Field, value: Any) -> Outcome:
    if (
        not isinstance(value, dict)
        or set(value) != {"name", "may_show"}
        or not isinstance(value["may_show"], bool)
    ):
        return WRONG
    return text_outcome(value["name"], item.max)


def _needs(item: Field, value: Any) -> Outcome:
    if not isinstance(value, dict) or not value.keys() <= {"choices", "note"}:
        return WRONG
    outcome = _choices(item, value.get("choices", []))
    return outcome if outcome != FINE else text_outcome(value.get("note", ""), item.max)


_PLACE = frozenset({"lat", "lng"})
_POINT_KEYS = _PLACE | {"accuracy_m", "source"}


def _point_outcome(value: Any) -> Outcome:
    """`{"lat": 1e-7 degrees, "lng": …, "accuracy_m": metres, "source": "phone" | "map" | "photo"}`."""
    if not isinstance(value, dict) or not _PLACE <= set(value) <= _POINT_KEYS:
        return WRONG
    lies = is_whole_number(value["lat"], -900_000_000, 900_000_000)
    lies = lies and is_whole_number(value["lng"], -1_800_000_000, 1_800_000_000)
    lies = lies and is_whole_number(value.get("accuracy_m", 0), 0, 1_000_000)
    return FINE if lies and value.get("source", "phone") in ("phone", "map", "photo") else WRONG


def _area(_: Field, value: Any) -> Outcome:
    # What is too long for one is not even remembered.
    is_short = isinstance(value, str) and len(value) <= AREA_MAX
    return FINE if is_short and _is_area(value) else ("unknown_area", None)


@functools.lru_cache(8192)
def _is_area(code: str) -> bool:
    try:
        gazetteer().check(code)
    except UnknownArea:
        return False
    return True


def _references(item: Field, value: Any) -> Outcome:
    if not isinstance(value, list) or len(value) > (item.max or 0):
        return WRONG
    keys = {"title", "link", "text"}
    fine = all(isinstance(one, dict) and set(one) <= keys for one in value)
    return FINE if fine and all(len(str(text)) <= 500 for one in value for text in one.values()) else WRONG


def _file(_: Field, value: Any) -> Outcome:
    """`{sha256, number, date, title}`: the file, and what the document says of itself where somebody typed it."""
    if not isinstance(value, dict) or not value.keys() <= {"sha256", "number", "date", "title"}:
        return WRONG
    if not matches(SHA256, value.get("sha256")) or ("date" in value and not is_day(value["date"])):
        return WRONG
    return first_fault(text_outcome(value.get("title", ""), 200), text_outcome(value.get("number", ""), 100))


def _amount(_: Field, value: Any) -> Outcome:
    return FINE if is_amount(value) else WRONG


def _link(_: Field, value: Any) -> Outcome:
    return FINE if is_id(value) else WRONG


_PHOTO_KEYS = {"sha256", "preview", "taken_at", "point", "accuracy_m", "source", "caption", "people", "blurred"}


def _photo(value: Any) -> Outcome:
    """`{sha256, preview, taken_at, point, accuracy_m, source, caption, people, blurred}`; two are needed."""
    if not isinstance(value, dict) or not {"sha256", "preview"} <= set(value) <= _PHOTO_KEYS:
        return WRONG
    if not (matches(SHA256, value["sha256"]) and matches(SHA256, value["preview"])):
        return WRONG
    if value.get("people", "none") not in PEOPLE_IN_PHOTO or value.get("source", "camera") not in (
        "camera",
        "gallery",
    ):
        return UNKNOWN
    if not _photo_facts_fit(value):
        return WRONG
    if value.get("point") is not None and _point_outcome(value["point"]) != FINE:
        return WRONG
    return text_outcome(value.get("caption", ""), 200)


def _photo_facts_fit(value: dict[str, Any]) -> bool:
    taken_at, accuracy_m = value.get("taken_at"), value.get("accuracy_m")
    fits = isinstance(value.get("blurred", False), bool)
    fits = fits and (taken_at is None or is_moment(taken_at))
    return fits and (accuracy_m is None or is_whole_number(accuracy_m, 0, 1_000_000))


def _comment(value: Any) -> Outcome:
    return text_outcome(value, COMMENT_MAX)


def _coauthor(value: Any) -> Outcome:
    return text_outcome(value, 80)


def _mark(value: Any) -> Outcome:
    return FINE if isinstance(value, bool) else WRONG


def _form_reference(value: Any) -> Outcome:
    return FINE if matches(_FORM, value) else WRONG


_FAMILIES: dict[str, Check] = {
    PHOTOS: Check(_photo),
    COMMENTS: Check(_comment),
    ANSWERS: Check(_comment),
    COAUTHORS: Check(_coauthor),
    GREW_FROM: Check(_mark, is_typed=False),
    WORKS_WITH: Check(_mark, is_typed=False),
}

_NAMED: Mapping[str, Callable[[str], bool]] = {COAUTHORS: is_uuid, GREW_FROM: is_id, WORKS_WITH: is_id}
"""What stands below these is the id of a person, or of a record."""

_NEEDING = frozenset({Kind.INNOVATION, Kind.ISSUE})
_NEED = Check(needs.need_outcome)

_TYPED = frozenset({"text", "name", "needs", "references", "file"})

_TYPES: dict[str, Callable[[Field, Any], Outcome]] = {
    "choice": _choice,
    "choices": _choices,
    "month": _matches(MONTH),
    "date": lambda _, value: FINE if is_day(value) else WRONG,
    "number": _matches(DECIMAL),
    "amount": _amount,
    "count": _count,
    "name": _name,
    "needs": _needs,
    "point": lambda _, value: _point_outcome(value),
    "yes_no": _yes_no,
    "area": _area,
    "references": _references,
    "file": _file,
    "link": _link,
    "photos": lambda _, __: WRONG,
}
