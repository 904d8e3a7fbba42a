"""Records and changes for tests of the device: as typed, saved, accepted, refused and pulled."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sync.client import outbox
from sync.client.tables import FILES, OUTBOX, WORKING, Tables
from sync.protocol.messages import Change, Held, PersonRef, Receipt, RecordView, Source

KELURAHAN = "73.71.13.1005"
OWN_RT = f"{KELURAHAN}/RW003/RT005"
ME = "0192aaaa-0000-7000-8000-000000000001"
NEIGHBOUR = "0192aaaa-0000-7000-8000-000000000002"
REVIEWER = "0192aaaa-0000-7000-8000-000000000003"
SENT_AT = "2025-12-02T03:05:00Z"
"""11.05 in Makassar, an hour before the clock of `a_session`."""


def an_id(number: int) -> str:
    """A UUIDv7; a higher number is a later one."""
    value = (0x0193_0000_0000 + number) << 80 | 7 << 76 | 0b10 << 62 | number
    return str(uuid.UUID(int=value))


def a_photo(sha256: str, preview: str = "") -> dict[str, Any]:
    return {"sha256": sha256, "preview": preview or f"preview-{sha256}", "source": "camera", "people": "none"}


def a_view(
    record: str,
    *,
    version: int = 5,
    author: str = ME,
    by: str = "",
    also: Mapping[str, Any] | None = None,
    **values: Any,
) -> RecordView:
    """A submitted note as pulled. A value given as a list of `Held` is two values; `by` set the status last.

    `also` has the values of paths that are no names.
    """
    values |= also or {}
    held = {path: value for path, value in values.items() if isinstance(value, list) and value[:1]}
    two = {path: entries for path, entries in held.items() if isinstance(entries[0], Held)}
    plain = {path: value for path, value in values.items() if path not in two}
    sets = {"title": "Teba kompos", "area": OWN_RT, "theme": "waste", "status": "submitted"} | plain
    sets |= {path: entries[0].value for path, entries in two.items()}
    seqs = dict.fromkeys(sets, version) | {path: entries[0].seq for path, entries in two.items()}
    used = {*seqs.values(), *(entry.seq for entries in two.values() for entry in entries)}
    setter = by or author
    sources = {seq: Source(an_id(9000 + seq), "d", PersonRef(setter, "X", "rt"), SENT_AT) for seq in used}
    return RecordView(record, "innovation", KELURAHAN, version, author, sets, seqs, two, sources)


def a_review(decision: str = "revision", **marks: str) -> dict[str, Any]:
    """The value of `reviews/<id>`; `marks` maps paths to comments."""
    noted = {path: {"verdict": "revise", "comment": comment} for path, comment in marks.items()}
    return {"decision": decision, "note": "Lengkapi", "marks": noted, "seen": 1}


def a_change(
    number: int, record: str, *, seen: int = 0, also: Mapping[str, Any] | None = None, **values: Any
) -> Change:
    """A change with the id of that number; `status: submitted` unless it says otherwise."""
    edits = values | dict(also or {}) or {"title": "Teba kompos", "area": OWN_RT, "status": "submitted"}
    return Change(an_id(number), record, "innovation", KELURAHAN, seen, SENT_AT, edits)


def save(
    tables: Tables,
    number: int,
    record: str,
    *,
    seen: int = 0,
    also: Mapping[str, Any] | None = None,
    **values: Any,
) -> Change:
    change = a_change(number, record, seen=seen, also=also, **values)
    outbox.save(tables, change)
    return change


def accept(tables: Tables, change: Change, seq: int = 1, at: str = SENT_AT) -> None:
    outbox.take_receipts(tables, [Receipt(change.id, "accepted", seq=seq, link="ab12cd34" * 8)], at)


def refuse(
    tables: Tables, change: Change, code: str = "bad_value", fields: Mapping[str, str] | None = None
) -> None:
    marked = dict(fields or {"title": "too_long"})
    receipt = Receipt(change.id, "refused", code=code, message="", fields=marked)
    outbox.take_receipts(tables, [receipt], SENT_AT)


def draft(
    tables: Tables,
    record: str,
    base: Mapping[str, Any] | None = None,
    also: Mapping[str, Any] | None = None,
    **values: Any,
) -> None:
    document = {"record": record, "kind": "innovation", "area": KELURAHAN, "seen": 0, "sends_status": True}
    typed = dict(base or {"area": OWN_RT}) | dict(also or {}) | values
    tables.table(WORKING).put(record, document | {"values": typed, "base": dict(base or {}), "saved_at": SENT_AT})


def file(
    tables: Tables, sha256: str, record: str, *, state: str = "kept", role: str = "photo", size: int = 400_000
) -> None:
    document = {"record": record, "role": role, "type": "image/jpeg", "size": size, "state": state}
    tables.table(FILES).put(sha256, document | {"added_at": SENT_AT})


def rest(tables: Tables, change: Change, until_ms: int) -> None:
    """As a decision rests before it may be sent."""
    document = tables.table(OUTBOX).read(change.id)
    assert document is not None
    tables.table(OUTBOX).put(change.id, document | {"rest_until_ms": until_ms})
