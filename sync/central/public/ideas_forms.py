"""What was typed into the page of ideas: checked, and kept for when it has to be shown again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.central import contacts, reading
from sync.central.public.ideas_words import fault
from sync.domain.areas import gazetteer
from sync.domain.forms import Choice, form, form_of
from sync.domain.ideas import is_secret, new_secret
from sync.domain.ids import IdSource, is_id
from sync.domain.records import Kind
from sync.domain.validation import faults_in, missing_from
from sync.protocol import wire
from sync.protocol.ideas import Contact, IdeaRequest
from sync.protocol.problems import Code, Problem

TRAP = "website"
"""A field that people do not see, and programs fill in."""
_make_id = IdSource()

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """One filled form. `errors` has a sentence for each field that has to be mended."""

    fields: Fields
    errors: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")


def empty(area: str = "") -> Typed:
    known = area if area in gazetteer() and len(area) == 13 else ""
    return Typed(with_ids({"area": known}))


def with_ids(fields: Fields, *, fresh: bool = False) -> Fields:
    """With the id and secret that make a repeat harmless; new ones where there are none that can be used."""
    good = is_id(fields.get("id")) and is_secret(fields.get("secret", "")) and not fresh
    return fields if good else dict(fields) | {"id": _make_id(), "secret": new_secret()}


def checked(fields: Fields) -> Typed:
    """With an error beside each field that the centre would refuse."""
    values = {"title": fields.get("title"), "text": fields.get("text"), "area": fields.get("area")}
    given = {path: value for path, value in values.items() if value}
    found = {one.path: one.code for one in missing_from(form_of(Kind.IDEA), given)}
    found |= {one.path: one.code for one in faults_in(Kind.IDEA, given)}
    if given.get("area") and len(given["area"]) != 13:
        found["area"] = "unknown_area"
    if fields.get(TRAP):
        found[TRAP] = "filled"
    found |= contact_faults(fields)
    return Typed(with_ids(fields), {name: fault(name, code) for name, code in found.items()})


def refused(typed: Typed, problem: Problem) -> Typed:
    """The same form after the centre said no."""
    errors = {name: fault(name, code) for name, code in problem.fields.items() if name in _SHOWN_FIELDS}
    is_known = problem.code is Code.ID_REUSED
    return Typed(with_ids(typed.fields, fresh=is_known), errors)


_SHOWN_FIELDS = frozenset({"area", "title", "text", "theme", "name", "phone", "consent"})


def contact_faults(fields: Fields) -> dict[str, str]:
    contact = contact_in(fields)
    if contact is None:
        return {}
    try:
        contacts.check(contact)
    except Problem as problem:
        return problem.fields
    return {}


def contact_in(fields: Fields) -> Contact | None:
    name, phone = fields.get("name", ""), fields.get("phone", "")
    return Contact(name, phone, bool(fields.get("consent"))) if name or phone else None


def request_of(fields: Fields) -> IdeaRequest:
    """Raises Problem for characters that cannot be kept."""
    contact = contact_in(fields)
    message: dict[str, Any] = {name: fields.get(name, "") for name in ("id", "secret", "area", "title", "text")}
    message |= {name: fields[name] for name in ("theme", "joins") if fields.get(name)}
    message["about_office"] = bool(fields.get("about_office"))
    if contact is not None:
        message["contact"] = wire.write(contact)
    request: IdeaRequest = reading.message(IdeaRequest, json.dumps(message).encode())
    return request


def themes() -> tuple[Choice, ...]:
    return form("idea").field("theme").choices


@dataclass(frozen=True, slots=True)
class Group:
    """The kelurahan of one kecamatan, for one `<optgroup>`."""

    name: str
    places: tuple[tuple[str, str], ...]


def groups(city: str) -> list[Group]:
    names = gazetteer()
    return [
        Group(place.name, tuple((inner.code, inner.name) for inner in names.below(place.code)))
        for place in names.below(city)
    ]
