"""*Bagikan kartu*: what the picture of an innovation says, only what was approved and the public may read.

The device holds no edition, so what was touched after the approval is left out until an update of it is approved.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sync.client.replica import RecordState
from sync.client.steps import changed_since_approval
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.ids import number_of
from sync.domain.lifecycle import Status
from sync.domain.personal import public_text
from sync.domain.records import MOVED_TO, PHOTOS, PUBLIC, Kind, Values, entries_below

_SHARED = frozenset({Status.APPROVED, Status.PUBLISHED})


@dataclass(frozen=True, slots=True)
class ShareCard:
    """In the city's language. `photo` is a sha256, `link` the public page; what is not to be shown is empty."""

    title: str
    summary: str
    place: str
    number: str
    stands: str
    originator: str = ""
    photo: str = ""
    link: str = ""


def may_share(state: RecordState) -> bool:
    """Approved or published, and the city server has said so: what this device only decided may be undone yet."""
    is_there = state.source("status") is not None and not state.values.get(MOVED_TO)
    return state.kind == Kind.INNOVATION and state.status in _SHARED and is_there


def share_card(state: RecordState, server: str) -> ShareCard | None:
    """None while its name is another than the approved one."""
    values, changed = state.values, frozenset(changed_since_approval(state))
    if "title" in changed or not values.get("title"):
        return None
    is_out = state.status == Status.PUBLISHED
    return ShareCard(
        public_text(str(values["title"])),
        public_text(str(values.get("action") or "")) if "action" not in changed else "",
        _place(state, changed),
        number_of(state.id),
        "Lorong · Pindai untuk membaca" if is_out else f"Lorong · Disetujui Kecamatan {_kecamatan(state)}",
        _originator(values, changed),
        _photo(values, changed),
        f"{server.rstrip('/')}/inovasi/{state.id}" if is_out else "",
    )


def _place(state: RecordState, changed: Collection[str]) -> str:
    """RT and RW; of a home, and of what is not surely none, the kelurahan alone."""
    values, places, city = state.values, gazetteer(), gazetteer().name(AreaCode(state.area).city)
    is_home = bool(values.get("place_private")) or "place_private" in changed
    area = str(values.get("area") or "")
    if is_home or "area" in changed or not area.startswith(f"{state.area}/"):
        return f"Kelurahan {places.name(state.area)}, {city}"
    return f"{places.name(area)}, {city}"


def _kecamatan(state: RecordState) -> str:
    return gazetteer().name(AreaCode(state.area).kecamatan or state.area)


def _originator(values: Values, changed: Collection[str]) -> str:
    """By the consent that stands beside the name, and was there when it was approved."""
    name = values.get("originator_name")
    if not isinstance(name, dict) or name.get("may_show") is not True or "originator_name" in changed:
        return ""
    return public_text(str(name.get("name") or "").strip())


def _photo(values: Values, changed: Collection[str]) -> str:
    """The first that a reviewer ticked as fit for the public; a child's only when blurred."""
    for photo_id, photo in entries_below(values, PHOTOS).items():
        is_fit = values.get(f"{PUBLIC}/{photo_id}") is True and f"{PHOTOS}/{photo_id}" not in changed
        if photo and is_fit and (photo.get("people") != "child" or photo.get("blurred") is True):
            return str(photo["sha256"])
    return ""
