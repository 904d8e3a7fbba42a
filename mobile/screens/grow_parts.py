"""The record on *Lengkapi*: as it is being typed, or as it is read, and who may look."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from mobile.award_catalogues import shelf
from mobile.components.fields.draft import Draft
from mobile.screens.record_moved import has_left
from mobile.session import Session
from sync.client.replica import RecordState
from sync.domain.iga_catalogue import Catalogue
from sync.domain.lifecycle import Status
from sync.domain.people import Role
from sync.domain.records import Kind, Values
from sync.domain.rights import Relation, may_edit, relations

_CLOSED = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.ERASED})
_HIDES_SCORE = frozenset({Role.UMKM, Role.RT, Role.RW})
"""Who notes sees no score until they ask for it: nobody is to be measured by it."""

EDGE = ft.Padding.symmetric(horizontal=4)
"""Of a row: on a narrow phone its text needs the room."""


@dataclass(frozen=True, slots=True)
class Grown:
    """One record on *Lengkapi*: as it is being typed, or as it stands for who only reads it."""

    session: Session
    state: RecordState
    draft: Draft | None

    @property
    def record(self) -> str:
        return self.state.id

    @property
    def values(self) -> Values:
        return self.draft.copy.values if self.draft else self.state.values

    @property
    def catalogue(self) -> Catalogue:
        """The one that the record is scored under, as it is being typed."""
        return shelf(self.session).of(self.values)

    @property
    def may_grant(self) -> bool:
        """Levels are granted on what the centre has confirmed."""
        return bool(self.state.version) and Relation.KOTA in relations(self.session.person, self.state.ownership)

    @property
    def hides_score(self) -> bool:
        return self.session.person.role in _HIDES_SCORE


def use_answers(grown: Grown, *, while_typing: bool = False) -> None:
    """The component renders again when a piece of evidence or another part changed an answer, and `while_typing`
    each time that what is typed was kept. A hook."""
    draft = grown.draft
    ft.use_state(draft.remarks if draft else None)
    ft.use_state(draft.keeping if draft and while_typing else None)


def may_look(session: Session, state: RecordState) -> bool:
    """Its people and their offices; neighbours read the record alone."""
    if state.kind != Kind.INNOVATION or state.status in _CLOSED or has_left(state):
        return False
    offices = {Relation.KECAMATAN, Relation.KOTA}
    standing = relations(session.person, state.ownership)
    return may_edit(session.person, state.ownership) or bool(standing & offices)
