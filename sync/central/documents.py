"""What the public may know of a record: the only place where a value passes from an edition to the public.

Whatever is not named here stays inside. Texts that people typed lose what looks like a contact or a NIK.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Set
from typing import Any

from sync.central.stored import StoredRecord
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.assets import catalogue_rows
from sync.domain.checks import is_day
from sync.domain.forms import fields_of
from sync.domain.geo import rounded_for_the_public
from sync.domain.growing import ADDRESSES, INDICATORS
from sync.domain.ids import is_id, number_of
from sync.domain.lifecycle import Status
from sync.domain.measuring import as_it_may_be_shown, indicators_of
from sync.domain.needs import Need, needs_of
from sync.domain.personal import public_text as public_text
from sync.domain.records import (
    GREW_FROM,
    PHOTOS,
    PUBLIC,
    WORKS_WITH,
    Values,
    entries_below,
    family,
    is_guarded,
)
from sync.domain.side_steps import FORWARDED, STRATEGIC, UNREVIEWED

Document = dict[str, Any]

NO_TITLE = "Judul dihapus"
"""What stands where a title was erased: everything here has one, and others count on it."""
_TEXTS = ("title", "problem", "action", "before", "after", "tried", "goals", "benefits", "results", "unit")
_SUMMARY = (
    *("id", "kind", "number", "slug", "title", "theme", "stage", "kelurahan", "kelurahan_name"),
    *("problem", "action", "edition", "published_at", "strategic", "replicates"),
)
_CODES = ("theme", "stage", "since", "originator_kind", "beneficiary_groups", "sdgs", "nature")
_NAMED = (GREW_FROM, WORKS_WITH)
"""Links to ideas and partners, by id alone: what may be said of them is looked up where it is shown."""
_SMALL = 5
_MOST_ASKS = 12


def frozen_values(record: StoredRecord, beside: Set[str] = UNREVIEWED) -> Values:
    """What an edition keeps: fields and photos; not what stands beside them, nor what may change unreviewed."""
    kept = {path: value for path, value in record.set.items() if not is_guarded(path) and value is not None}
    return {path: value for path, value in kept.items() if family(path) not in beside}


def document_of(
    record: StoredRecord, values: Values, edition: int, approved_at: str, published_at: str
) -> Document:
    """`values` are those of the edition; marks and ticks are as they stand now."""
    values = values | _noted(record)
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
    found |= _indicators(values) | _asks(record, values)
    found["slug"] = slug_of(found.get("title", ""))
    return {"title": NO_TITLE} | found


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
    found: Document = {"replicates": values["replicates"]} if values.get("replicates") else {}
    problems = {key: value for key, value in entries_below(values, ADDRESSES).items() if is_id(key)}
    if problems:
        found[ADDRESSES] = {key: _degree(value) for key, value in problems.items()}
    found |= _adaptation(values) if "replicates" in found else {}
    for kind in _NAMED:
        ids = [key for key, value in entries_below(values, kind).items() if value and is_id(key)]
        if ids:
            found[kind] = ids
    return found


def _indicators(values: Values) -> Document:
    """What is measured; the results are looked up where they are shown, since each is confirmed by itself."""
    innovation = values | {"affair": affair_of(values)}
    shown = {
        key: {
            **as_it_may_be_shown(innovation, each),
            **{name: public_text(each[name]) for name in ("name", "unit")},
        }
        for key, each in indicators_of(values).items()
    }
    return {INDICATORS: shown} if shown else {}


def _asks(record: StoredRecord, values: Values) -> Document:
    """What is needed, in the words that were approved. Whether somebody helps is as it stands now, and what was
    taken back since is needed no more."""
    now = {need.id: need for need in needs_of(record.set)}
    shown = [_ask(need, now[need.id]) for need in needs_of(values) if need.id in now][:_MOST_ASKS]
    return {"asks": shown} if shown else {}


def _ask(approved: Need, now: Need) -> Document:
    found = {"id": approved.id, "kind": approved.kind, "by": approved.by, "state": now.state.value}
    texts = {"text": approved.text, "how_many": approved.how_many}
    return found | {name: public_text(text) for name, text in texts.items()} | {"on": now.met.get("on", "")}


def _adaptation(values: Values) -> Document:
    """What others who replicate it learn from."""
    found: Document = {}
    if values.get("adapted"):
        found["adapted"] = public_text(values["adapted"])
    if values.get("adaptation_cost"):
        found["adaptation_cost"] = dict(values["adaptation_cost"])
    return found


def _degree(value: Mapping[str, Any]) -> Document:
    note = public_text(value.get("note") or "")
    return {"degree": value["degree"]} | ({"note": note} if note else {})


def _noted(record: StoredRecord) -> Values:
    """What kecamatan and kota added to a problem stands as it is now: it needs no new edition."""
    return {path: record.value(path) for path, item in fields_of(record.kind).items() if item.set_by}


def _marks(record: StoredRecord) -> Document:
    """What kecamatan and kota decided on an issue."""
    if record.kind != "issue":
        return {}
    found: Document = {"strategic": bool(record.value(STRATEGIC))}
    found["is_handled"] = record.value("status") == Status.HANDLED
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
            found.append(shown | {"taken_on": _day_of(photo)})
    return found


def _day_of(photo: Values) -> str:
    """Empty for what is no day: whatever had so many letters was once taken in."""
    day = (photo.get("taken_at") or "")[:10]
    return day if is_day(day) else ""


def affair_of(values: Mapping[str, Any]) -> str:
    """The affair of government that the profile names, else that of the theme."""
    return values.get("affair") or _affairs_of_themes().get(values.get("theme") or "", "")


@functools.cache
def _affairs_of_themes() -> Mapping[str, str]:
    return {row["kode"]: row["kode_sigap_urusan"] for row in catalogue_rows("city/tema.csv")}
