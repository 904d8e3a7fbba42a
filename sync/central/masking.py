"""Hides personal data from who sees records without answering for them: names of people, and where homes are.

The role and id of an officer stay: who decided is no secret to an auditor, what they are called is asked for.
"""

from __future__ import annotations

from typing import Any

from sync.domain.people import Person, Role
from sync.domain.records import COAUTHORS, Values, family
from sync.protocol.messages import PersonRef

MASK = "[disamarkan]"
_NAMES = frozenset({"originator_name", "initiator_name"})


def is_masked_for(person: Person) -> bool:
    return person.role is Role.AUDITOR


def masked_ref(by: PersonRef) -> PersonRef:
    return PersonRef(by.id, MASK, by.role)


def masked_values(values: Values, *, is_home: bool) -> Values:
    """`is_home`: the record says that its place is somebody's home."""
    return {path: _masked(path, value, is_home) for path, value in values.items()}


def is_home(values: Values) -> bool:
    return values.get("place_private") is True


def _masked(path: str, value: Any, is_home: bool) -> Any:
    if value is None or value == "":
        return value
    if path in _NAMES or family(path) == COAUTHORS:
        return {"name": MASK, "may_show": False} if isinstance(value, dict) else MASK
    if is_home and path == "point":
        return None
    if is_home and path == "lorong":
        return MASK
    if isinstance(value, dict) and "sha256" in value and is_home:
        return {key: inner for key, inner in value.items() if key not in ("point", "accuracy_m")}
    return value
