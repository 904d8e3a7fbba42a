"""What a supervisor's device remembers of reviewing: marks being made, and what stood there when they decided.

Nothing of it is sent. Old values are kept only here, so that a record that comes back can show what was before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.client.replica import RecordState
from sync.client.tables import SETTINGS, Tables
from sync.client.working import masked
from sync.domain.records import ANSWERS, COAUTHORS, COMMENTS, Values, family, is_guarded

_DRAFT, _SEEN = "review_draft/", "review_seen/"
_MOST_SEEN = 300
"""So many records with old values are remembered: those decided last."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reviewer says of one field: `revise` or `reject`, and why."""

    verdict: str
    comment: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A review that is not decided yet. `public` holds ticks that differ from the record's."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    note: str = ""
    public: Mapping[str, bool] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.marks or self.note or self.public)


def marks_of(document: Mapping[str, Mapping[str, str]]) -> dict[str, Mark]:
    return {path: Mark(mark.get("verdict", ""), mark.get("comment", "")) for path, mark in document.items()}


def written(marks: Mapping[str, Mark]) -> dict[str, dict[str, str]]:
    """As a review holds them. What looks like a NIK or KK number is masked."""
    return {path: {"verdict": m.verdict, "comment": masked(m.comment.strip())} for path, m in marks.items()}


def draft(tables: Tables, record: str) -> Draft | None:
    document = tables.table(SETTINGS).read(_DRAFT + record)
    if document is None:
        return None
    return Draft(marks_of(document["marks"]), document["note"], document["public"])


def keep_draft(tables: Tables, record: str, review: Draft) -> None:
    """Autosave of the marks; an empty one is kept as nothing."""
    if review.is_empty:
        forget_draft(tables, record)
        return
    document = {"marks": written(review.marks), "note": masked(review.note), "public": dict(review.public)}
    tables.table(SETTINGS).put(_DRAFT + record, document)


def forget_draft(tables: Tables, record: str) -> None:
    tables.table(SETTINGS).discard(_DRAFT + record)


def keep_seen(tables: Tables, state: RecordState, decision: str) -> None:
    """Remember what stands in the record now, under its version. `decision` is the id of the deciding change."""
    table, key = tables.table(SETTINGS), _SEEN + state.id
    now = {path: value for path, value in state.values.items() if _is_judged(path)}
    before = (table.read(key) or {"versions": {}})["versions"]
    with tables.transaction():
        table.put(key, {"decision": decision, "versions": before | {str(state.version): now}})
        _forget_oldest(tables)


def _forget_oldest(tables: Tables) -> None:
    kept = [
        (document["decision"], key) for key, document in tables.table(SETTINGS).items() if key.startswith(_SEEN)
    ]
    for _, key in sorted(kept)[:-_MOST_SEEN]:
        tables.table(SETTINGS).discard(key)


def _is_judged(path: str) -> bool:
    return not is_guarded(path) and family(path) not in (ANSWERS, COAUTHORS, COMMENTS)


def seen_values(tables: Tables, record: str, seen: int) -> Values | None:
    """What stood in the record at that version, None when this device does not remember it."""
    document: dict[str, Any] = tables.table(SETTINGS).read(_SEEN + record) or {"versions": {}}
    values: Values | None = document["versions"].get(str(seen))
    return values
