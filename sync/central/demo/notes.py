"""Turns the texts of a note into what a phone would send: values of the quick form, photos with their place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sync.central.demo.material import Photo, marked
from sync.central.demo.scenes import draw
from sync.domain.areas import gazetteer
from sync.domain.forms import form_of
from sync.domain.geo import lies_in_kelurahan, to_e7
from sync.domain.people import Person, Role
from sync.domain.records import Kind, Values

_TEXTS = ("title", "problem", "action", "lorong", "before", "after", "adapted")
_SHORT = ("title", "text", "tried")
_ORIGINATORS = {Role.UMKM: "business", Role.KELURAHAN: "kelurahan", Role.RW: "group", Role.RT: "resident"}
_SPREAD_DEGREES = 0.004
_TRIES = 200


def note_values(note: dict[str, str], person: Person, at: datetime, point: dict[str, Any]) -> Values:
    """What the author's phone fills in by itself, and what was typed. `at` is in the city's time."""
    is_umkm = person.role is Role.UMKM
    values: Values = {
        "form": form_of(Kind.INNOVATION).reference,
        "area": person.area.text,
        "unit": gazetteer().name(person.area.kelurahan or person.area.text),
        "classification": "society" if is_umkm else "village",
        "originator_kind": _ORIGINATORS[person.role],
        "place_private": is_umkm,
        "point": point,
        "theme": note["theme"],
        "stage": note["stage"],
        "beneficiary_groups": note["groups"].split(";"),
        "beneficiaries": count(note["unit"], note["number"]),
        "needs": {"choices": note["needs"].split(";")},
    }
    values |= {path: marked(note[path]) for path in _TEXTS if note.get(path)}
    if cost := note.get("adaptation_cost"):
        values["adaptation_cost"] = count("rupiah", cost)
    if note["months"]:
        values["since"] = months_before(at, int(note["months"]))
    return values


def short_values(kind: str, note: dict[str, str], person: Person) -> Values:
    """The same of a problem or an idea."""
    values: Values = {"form": form_of(kind).reference, "area": person.area.text, "theme": note["theme"]}
    if "unit" in note:
        values["affected"] = count(note["unit"], note["number"])
    return values | {path: marked(note[path]) for path in _SHORT if path in note}


def count(unit: str, number: str) -> dict[str, Any]:
    return {"unit": unit, "number": int(number)} if number else {"unit": unit}


def months_before(at: datetime, months: int) -> str:
    """`2026-09`."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return f"{year}-{month + 1:02}"


def a_point(random: Random, kelurahan: str) -> dict[str, Any]:
    """Somewhere in the kelurahan, as a phone would find it."""
    place = gazetteer().place(kelurahan)
    middle = lat, lng = to_e7(place.latitude), to_e7(place.longitude)
    for _ in range(_TRIES):
        lat, lng = (each + to_e7(random.uniform(-_SPREAD_DEGREES, _SPREAD_DEGREES)) for each in middle)
        if lies_in_kelurahan(lat, lng, kelurahan):
            break
    else:
        lat, lng = middle
    return {"lat": lat, "lng": lng, "accuracy_m": random.randint(4, 28), "source": "phone"}


@dataclass(frozen=True, slots=True)
class DrawnPhoto:
    """`files` are the preview and the photo, by sha256, in the order in which a phone sends them."""

    value: dict[str, Any]
    files: dict[str, bytes]


def drawn_photo(photo: Photo, at: datetime, point: dict[str, Any]) -> DrawnPhoto:
    """A picture of ours in the place of a photo. The same photo at the same place is the same picture."""
    content, preview = draw(photo.scene, f"{photo.caption}{point['lat']}")
    files = {hashlib.sha256(each).hexdigest(): each for each in (preview, content)}
    small, full = files
    value = {
        "sha256": full,
        "preview": small,
        "taken_at": (at - timedelta(minutes=35)).replace(microsecond=0, tzinfo=None).isoformat(),
        "point": point,
        "accuracy_m": point["accuracy_m"],
        "source": "camera",
        "caption": marked(photo.caption),
        "people": "none",
    }
    return DrawnPhoto(value, files)
