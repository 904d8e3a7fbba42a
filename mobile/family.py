"""The family of an innovation as this device knows it: what is published, and the records it holds itself."""

from __future__ import annotations

from dataclasses import dataclass

from mobile.session import Session
from sync.domain import lineage
from sync.domain.lifecycle import Status
from sync.domain.lineage import Branch
from sync.domain.records import REPLICATES

_NO_MORE = frozenset({Status.WITHDRAWN, Status.REJECTED, Status.HIDDEN})


@dataclass(frozen=True, slots=True)
class Relative:
    """`is_published` is opened in *Jelajah*; the others are records, or drafts, of this device."""

    record: str
    title: str
    area: str
    is_published: bool
    is_draft: bool = False


def family_of(session: Session, record: str) -> Branch | None:
    """None for an innovation without relatives."""
    replicating = session.records.replicating()

    def parent_of(each: str) -> str | None:
        parent = _replicated(session, each)
        return parent if parent and relative(session, parent) else None

    def children_of(each: str) -> list[str]:
        held = (r for r in replicating.get(each, ()) if session.records.listed(r).status not in _NO_MORE)
        return sorted({*session.bank.replicas_of(each), *held})

    return lineage.family_of(record, parent_of, children_of)


def relative(session: Session, record: str) -> Relative | None:
    """None for what this device does not know, or the public reads no more."""
    edition = session.bank.get(record)
    if edition is not None:
        return Relative(record, edition.title, edition.kelurahan, is_published=True)
    state = session.record(record)
    if state is not None:
        title, area = state.values.get("title"), state.values.get("area")
        return Relative(record, str(title or ""), str(area or state.area), is_published=False)
    draft = session.open(record) if session.is_being_typed(record) else None
    if draft is None:
        return None
    return Relative(record, str(draft.values.get("title") or ""), draft.area, is_published=False, is_draft=True)


def _replicated(session: Session, record: str) -> str:
    edition, state = session.bank.get(record), session.record(record)
    if state is not None:
        return str(state.values.get(REPLICATES) or "")
    return edition.replicates if edition else ""
