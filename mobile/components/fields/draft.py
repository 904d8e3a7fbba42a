"""What the fields of one open form share: the answers as they are now, and when they are kept on the device.

Half a second after the last change, when a field is left and when the form closes, what changed is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

import flet as ft

from mobile.award_catalogues import shelf
from mobile.session import Session
from mobile.store.errors import StoreError
from sync.client.reviewing import open_marks
from sync.client.working import Working
from sync.domain.forms import Field
from sync.domain.rights import Ownership, may_edit, may_write
from sync.domain.shelf import is_scored
from sync.domain.validation import Fault
from sync.protocol.messages import Change

SAVE_AFTER_S = 0.5
Result = TypeVar("Result")
_log = logging.getLogger(__name__)


class Waiting(Protocol):
    def cancel(self) -> None: ...


Later = Callable[[float, Callable[[], object]], Waiting]
"""Calls back after so many seconds, unless cancelled: a loop's `call_later`."""


@ft.observable
@dataclass
class Keeping:
    """What the quiet line says: when it was kept last, or that it could not be. `times` counts."""

    saved_at: str = ""
    failed: bool = False
    times: int = 0


@ft.observable
@dataclass
class Remarks:
    """What fields show beside their answers. `turn` grows when an answer changed from elsewhere."""

    faults: dict[str, Fault] = field(default_factory=dict)
    masked: frozenset[str] = frozenset()
    turn: int = 0


@ft.observable
@dataclass
class InHand:
    """How many photos and documents of the record are being made ready, also for its form that was left: what is
    submitted meanwhile lacks them."""

    count: int = 0


class Draft:
    """The working copy behind one open form. Change it only in handlers and effects of the page."""

    def __init__(
        self,
        session: Session,
        copy: Working,
        later: Later,
        tell_failed: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self.session = session
        self.copy = copy
        state = None if copy.is_new else session.record(copy.record)
        self.ownership = state.ownership if state else _own(session, copy)
        self.review, self.marks = open_marks(state) if state else ("", {})
        self.keeping = Keeping(copy.saved_at)
        self.remarks = Remarks()
        earlier = session.drafts.get(copy.record)
        self.in_hand: InHand = earlier.in_hand if earlier else InHand()
        session.drafts[copy.record] = self
        self._later, self._tell_failed = later, tell_failed
        self._waiting: Waiting | None = None
        self._is_touched = bool(copy.saved_at)
        self._is_kept = True
        self._is_checked = False
        self._is_over = self._is_left = False

    @property
    def record(self) -> str:
        return self.copy.record

    @property
    def latest(self) -> Draft:
        """The draft that the form shows now, where this one's was left and opened again."""
        return self.session.drafts.get(self.record, self)

    @property
    def is_touched(self) -> bool:
        """Whether a person has answered anything; what fills itself in alone makes no draft."""
        return self._is_touched

    @property
    def is_analysis(self) -> bool:
        """Whether an office adds to what somebody else noted."""
        return not may_edit(self.session.person, self.ownership)

    @property
    def may_end(self) -> bool:
        """Whether it can be submitted or dropped now: once, and with all that was chosen for it."""
        return not self._is_over and not self.in_hand.count

    def may_answer(self, item: Field) -> bool:
        """Whether the form asks this person that."""
        return may_write(self.session.person, self.ownership, item.path)

    def value(self, path: str) -> Any:
        return self.copy.values.get(path)

    def set(self, path: str, value: Any) -> None:
        """An answer of the person: kept half a second after the last one."""
        if self._is_over or (path in self.copy.values and self.copy.values[path] == value):
            return
        self._is_touched = True
        self.copy = self._pinned(self.copy, path)
        self._change(path, value)

    def adopt(self, path: str, value: Any) -> bool:
        """What took its time to be made, as a photo, also where the form was left meanwhile. False where the draft
        was dropped or submitted. Raises StoreError."""
        if not self._is_over:
            self.set(path, value)
            self.save()
            self.refresh()
        elif self._is_left:
            kept = self.session.open(self.record) or self.copy
            self.session.keep(self._pinned(kept, path).with_value(path, value))
        return self._is_left or not self._is_over

    @contextmanager
    def holding(self) -> Iterator[None]:
        """While a photo or a document is being made ready."""
        self.in_hand.count += 1
        try:
            yield
        finally:
            self.in_hand.count -= 1

    def _pinned(self, copy: Working, path: str) -> Working:
        """Whatever claims or shows something for the award first, names the catalogue that it was read in."""
        pinned = shelf(self.session).pin(copy.values) if is_scored(path) else {}
        for each, version in pinned.items():
            copy = copy.with_value(each, version)
        return copy

    def fill(self, path: str, value: Any) -> None:
        """What the phone answers by itself, the place: kept together with what the person answers."""
        if not self._is_over and self.value(path) != value:
            self._change(path, value)
            self.refresh()

    def refresh(self) -> None:
        """Fields show an answer again that changed from elsewhere."""
        self.remarks.turn += 1

    def _change(self, path: str, value: Any) -> None:
        self.copy = self.copy.with_value(path, value)
        self._is_kept = False
        if self._is_checked:
            self._check()
        if self._is_touched:
            self._stop_waiting()
            self._waiting = self._later(SAVE_AFTER_S, self.save)

    def save(self) -> bool:
        """Keep what changed now. False when the device could not: `keeping.failed` says so on the screen."""
        self._stop_waiting()
        if self._is_kept or self._is_over or not self._is_touched:
            return not self.keeping.failed
        try:
            kept = self.session.keep(self.copy)
        except StoreError:
            _log.exception("a draft could not be kept")
            self._note_kept(failed=True)
            return False
        self._is_kept = True
        self._take_masked(kept)
        self.keeping.saved_at = kept.saved_at
        self.keeping.times += 1
        self._note_kept(failed=False)
        return True

    def close(self) -> None:
        """The form leaves the screen: what changed is kept, later calls do nothing."""
        self.save()
        self._is_left = not self._is_over
        self._end()

    def faults(self) -> list[Fault]:
        """What is to be put right before submitting; from now on shown, and forgotten as soon as it is."""
        self._is_checked = True
        return self._check()

    def submit(self, *, with_status: bool = True) -> Change | None:
        """One change on its way; None when nothing differs. Without its status it is no *Kirim perbaikan*. Call
        without faults. Raises StoreError."""
        copy = self.copy if with_status else replace(self.copy, sends_status=False)
        return self._end_with(lambda: self.session.submit(copy))

    def discard(self) -> Callable[[], None]:
        """Drop the draft. Returns the undo, which keeps it again. Raises StoreError."""
        self._end_with(lambda: self.session.discard(self.record))
        return lambda: self.session.restore(self.copy)

    def _end_with(self, last: Callable[[], Result]) -> Result:
        try:
            result = last()
        except StoreError:
            self._is_kept = False
            self._note_kept(failed=True)
            raise
        self._note_kept(failed=False)
        self._end()
        return result

    def _check(self) -> list[Fault]:
        found = self.session.faults(self.copy)
        shown: dict[str, Fault] = {}
        for fault in found:
            shown.setdefault(fault.path, fault)
        if shown != self.remarks.faults:
            self.remarks.faults = shown
        return found

    def _take_masked(self, kept: Working) -> None:
        """Also what was erased at the centre meanwhile, of which nothing is left."""
        changed = {path: value for path, value in kept.values.items() if value != self.copy.values.get(path)}
        self.copy = kept
        if changed:
            self.remarks.masked |= {path for path, value in changed.items() if value is not None}
            self.refresh()

    def _note_kept(self, *, failed: bool) -> None:
        self.keeping.failed = failed
        self._tell_failed(failed)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _end(self) -> None:
        self._stop_waiting()
        self._is_over = True


def _own(session: Session, copy: Working) -> Ownership:
    """Of what nobody else knows yet."""
    return Ownership(copy.area, session.person.id, kind=copy.kind)
