"""When what is typed is kept, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from mobile.components.fields.draft import SAVE_AFTER_S, Draft
from mobile.session import Session
from mobile.store.errors import StoreFull
from sync.client.tables import WORKING
from tests.support.sessions import a_session


@dataclass
class FakeTimer:
    """Rings when the test says so."""

    waiting: list[tuple[float, Callable[[], object]]] = field(default_factory=list)

    def __call__(self, seconds: float, ring: Callable[[], object]) -> Any:
        entry = (seconds, ring)
        self.waiting.append(entry)
        return _Cancel(self.waiting, entry)

    def ring(self) -> None:
        for _, ring in list(self.waiting):
            ring()


@dataclass
class _Cancel:
    waiting: list[tuple[float, Callable[[], object]]]
    entry: tuple[float, Callable[[], object]]

    def cancel(self) -> None:
        if self.entry in self.waiting:
            self.waiting.remove(self.entry)


@dataclass
class FullDisk:
    """The session's tables on a disk that has no room until `has_room`."""

    session: Session
    has_room: bool = False

    def keep(self, copy: Any) -> Any:
        if not self.has_room:
            raise StoreFull("no room")
        return self.session.keep(copy)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)


def a_draft(timer: FakeTimer | None = None, session: Any = None, **parts: Any) -> Draft:
    session = session or a_session()
    return Draft(session, session.begin(), timer or FakeTimer(), **parts)


def kept(draft: Draft) -> dict[str, Any]:
    document = draft.session.tables.table(WORKING).read(draft.record)
    return document["values"] if document else {}


def test_a_draft_is_kept_half_a_second_after_the_last_key() -> None:
    timer = FakeTimer()
    draft = a_draft(timer)

    for text in ("T", "Te", "Teb"):
        draft.set("title", text)
    before = kept(draft)
    timer.ring()

    assert before == {}
    assert [seconds for seconds, _ in timer.waiting] == []
    assert kept(draft)["title"] == "Teb"
    assert SAVE_AFTER_S == 0.5


def test_a_draft_says_when_it_was_kept() -> None:
    draft = a_draft()
    draft.set("title", "Teba")

    draft.save()

    assert draft.keeping.saved_at == draft.session.clock.now_iso()
    assert not draft.keeping.failed


def test_nothing_is_kept_when_only_the_phone_answered() -> None:
    timer = FakeTimer()
    draft = a_draft(timer)

    draft.fill("point", {"lat": 1, "lng": 2})
    timer.ring()
    draft.close()

    assert kept(draft) == {}


def test_what_the_phone_answered_is_kept_with_what_the_person_answers() -> None:
    draft = a_draft()
    draft.fill("point", {"lat": 1, "lng": 2})
    draft.set("title", "Teba")

    draft.save()

    assert kept(draft)["point"] == {"lat": 1, "lng": 2}


def test_closing_the_form_keeps_what_was_typed() -> None:
    draft = a_draft()
    draft.set("title", "Teba")

    draft.close()

    assert kept(draft)["title"] == "Teba"


def test_a_full_disk_is_said_and_the_text_is_kept_when_there_is_room_again() -> None:
    told: list[bool] = []
    disk = FullDisk(a_session())
    draft = a_draft(session=disk, tell_failed=told.append)
    draft.set("title", "Teba")

    draft.save()
    failed = draft.keeping.failed
    disk.has_room = True
    draft.save()

    assert (failed, draft.keeping.failed, told) == (True, False, [True, False])
    assert kept(draft)["title"] == "Teba"


def test_a_number_like_a_nik_is_masked_and_the_field_is_told() -> None:
    draft = a_draft()
    draft.set("problem", "Milik 7371130101800001 di lorong")

    draft.save()

    assert draft.value("problem") == "Milik [nomor pribadi disamarkan] di lorong"
    assert draft.remarks.masked == {"problem"}
    assert draft.remarks.turn == 1


def test_a_fault_is_shown_only_after_submitting_was_tried_and_goes_when_it_is_put_right() -> None:
    draft = a_draft()
    before = dict(draft.remarks.faults)

    faults = draft.faults()
    draft.set("title", "Teba")

    assert before == {}
    assert "title" in {fault.path for fault in faults}
    assert "title" not in draft.remarks.faults
    assert "problem" in draft.remarks.faults


def test_a_discarded_draft_is_gone_until_it_is_undone() -> None:
    draft = a_draft()
    draft.set("title", "Teba")
    draft.save()

    undo = draft.discard()
    gone = kept(draft)
    undo()

    assert gone == {}
    assert kept(draft)["title"] == "Teba"


def test_nothing_is_kept_any_more_after_a_draft_was_discarded() -> None:
    timer = FakeTimer()
    draft = a_draft(timer)
    draft.set("title", "Teba")

    draft.discard()
    draft.set("title", "Teba kompos")
    timer.ring()
    draft.close()

    assert kept(draft) == {}


@pytest.mark.parametrize("value", [None, "", []])
def test_an_answer_given_again_makes_no_draft(value: Any) -> None:
    timer = FakeTimer()
    draft = a_draft(timer)
    draft.copy = draft.copy.with_value("title", value)

    draft.set("title", value)

    assert timer.waiting == []
