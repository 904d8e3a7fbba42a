"""What the public may know of a record: the only place where a value passes from an edition to the public.

Whatever is not named here stays inside. Texts that people typed lose what looks like a contact or a NIK.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from sync.central.stored import StoredRecord
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.assets import assets_folder
from sync.domain.geo import rounded_for_the_public
from sync.domain.ids import is_id, number_of
from sync.domain.lifecycle import Status
from sync.domain.personal import public_text as public_text
from sync.domain.records import (
    ANSWERS,
    COAUTHORS,
    COMMENTS,
    GREW_FROM,
    PHOTOS,
    PUBLIC,
    WORKS_WITH,
    Values,
    entries_below,
    family,
    is_guarded,
)
from sync.domain.side_steps import FORWARDED, STRATEGIC

Document = dict[str, Any]

_TALK = frozenset({COMMENTS, ANSWERS, COAUTHORS})
_TEXTS = ("title", "problem", "action", "before", "after", "tried", "goals", "benefits", "results", "unit")
_SUMMARY = (
    *("id", "kind", "number", "slug", "title", "theme", "stage", "kelurahan", "kelurahan_name"),
    *("problem", "action", "edition", "published_at", "strategic"),
)
_CODES = ("theme", "stage", "since", "originator_kind", "beneficiary_groups", "sdgs")
_NAMED = (GREW_FROM, WORKS_WITH)
"""Links to ideas and partners, by id alone: what may be said of them is looked up where it is shown."""
_SMALL = 5


def frozen_values(record: StoredRecord) -> Values:
    """What an edition keeps: fields and photos; not the talk about them, nor what may change without a review."""
    kept = {path: value for path, value in record.set.items() if not is_guarded(path) and value is not None}
    return {path: value for path, value in kept.items() if family(path) not in _TALK}


def document_of(
    record: StoredRecord, values: Values, edition: int, approved_at: str, published_at: str
) -> Document:
    """`values` are those of the edition; marks and ticks are as they stand now."""
    found: Document = {
        "id": record.id,
        "kind": record.kind,
        "number": number_of(record.id),
        "edition": edition,
        "approved_at": approved_at,
        "published_at": published_at,
        "affair": affair_of(values),
        "photos": _photos(record, values),
    }
    found |= {path: public_text(values[path]) for path in _TEXTS if isinstance(values.get(path), str)}
    found |= {path: values[path] for path in _CODES if values.get(path)}
    found |= _place(record.stream, values) | _people(values) | _links(values) | _marks(record)
    found["slug"] = slug_of(found.get("title", ""))
    return found


def summary_of(document: Document) -> Document:
    """What a device shows of it in a list."""
    found = {name: document[name] for name in _SUMMARY if name in document}
    previews = [photo["preview"] for photo in document["photos"][:1]]
    return found | ({"preview": previews[0]} if previews else {})


def slug_of(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "catatan"


def _place(stream: str, values: Values) -> Document:
    """A home is public only as its kelurahan; other points are rounded."""
    places, area = gazetteer(), AreaCode(stream)
    kecamatan = str(area.kecamatan)
    found: Document = {
        "kelurahan": stream,
        "kelurahan_name": places.name(stream),
        "kecamatan": kecamatan,
        "kecamatan_name": places.name(kecamatan),
    }
    if values.get("place_private"):
        return found
    if values.get("lorong"):
        found["lorong"] = public_text(values["lorong"])
    if values.get("area", "").startswith(stream):
        found["place"] = places.name(values["area"])
    if values.get("point"):
        found["point"] = {axis: rounded_for_the_public(values["point"][axis]) for axis in ("lat", "lng")}
    return found


def _people(values: Values) -> Document:
    found: Document = {}
    for path in ("beneficiaries", "affected"):
        if values.get(path):
            found[path] = _count(values[path], is_health=affair_of(values) == "kesehatan")
    name = values.get("originator_name") or {}
    if name.get("may_show") is True and name["name"].strip():
        found["originator"] = public_text(name["name"])
    needs = values.get("needs") or {}
    if needs.get("choices") or needs.get("note"):
        found["needs"] = {"choices": needs.get("choices", []), "note": public_text(needs.get("note", ""))}
    return found


def _count(count: Mapping[str, Any], *, is_health: bool) -> Document:
    """So few that somebody could be meant are not counted where health is concerned."""
    number = count.get("number")
    if is_health and number is not None and 0 < number < _SMALL:
        return {"unit": count["unit"], "below": _SMALL}
    return dict(count)


def _links(values: Values) -> Document:
    found = {
        name: values[path]
        for path, name in (("replicates", "replicates"), ("issue", "addresses"))
        if values.get(path)
    }
    for kind in _NAMED:
        ids = [key for key, value in entries_below(values, kind).items() if value and is_id(key)]
        if ids:
            found[kind] = ids
    return found


def _marks(record: StoredRecord) -> Document:
    """What kecamatan and kota noted on an issue; it needs no new edition."""
    if record.kind != "issue":
        return {}
    found: Document = {"strategic": bool(record.value(STRATEGIC))}
    found["is_handled"] = record.value("status") == Status.HANDLED
    if record.value("nature"):
        found["nature"] = record.value("nature")
    forwarded = record.value(FORWARDED)
    if forwarded:
        shown = ("office", "date", "answer", "next_date")
        found["forwarded"] = {name: public_text(forwarded[name]) for name in shown if forwarded.get(name)}
    return found


def _photos(record: StoredRecord, values: Values) -> list[Document]:
    """Those of the edition that are ticked now and are still the same picture; a child's only when blurred."""
    found = []
    for photo_id, photo in entries_below(values, PHOTOS).items():
        current = record.value(f"{PHOTOS}/{photo_id}") or {}
        is_fit = record.value(f"{PUBLIC}/{photo_id}") is True and current.get("sha256") == photo["sha256"]
        if is_fit and (photo.get("people") != "child" or photo.get("blurred") is True):
            shown = {"sha256": photo["sha256"], "preview": photo["preview"]}
            shown["caption"] = public_text(photo.get("caption") or "")
            found.append(shown | {"taken_on": (photo.get("taken_at") or "")[:10]})
    return found


def affair_of(values: Mapping[str, Any]) -> str:
    """The affair of government that the profile names, else that of the theme."""
    return values.get("affair") or _affairs_of_themes().get(values.get("theme") or "", "")


@functools.cache
def _affairs_of_themes() -> Mapping[str, str]:
    path = assets_folder() / "catalogues" / "city" / "tema.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["kode"]: row["kode_sigap_urusan"] for row in csv.DictReader(file)}
