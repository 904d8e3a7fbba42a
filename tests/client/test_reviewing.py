from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from mobile.store.shelves import Shelves
from sync.client import outbox, review_memory, reviewing
from sync.client.replica import RecordState, Replica, state_of
from sync.client.review_memory import Draft, Mark
from sync.client.tables import INDEXES, OUTBOX, RECORDS, REFUSED, Tables
from sync.domain.areas import AreaCode
from sync.domain.lifecycle import Status
from sync.domain.people import Person, Role
from sync.protocol import wire
from sync.protocol.messages import Change, Held, PersonRef, Receipt, RecordView, Source
from tests.support.memory_file import MemoryDisk

RECORD = "01930000-0000-7000-8000-000000000001"
KELURAHAN = "73.71.13.1005"
REVIEWER = Person("p-camat", "Peninjau contoh", Role.KECAMATAN, AreaCode("73.71.13"))
NOW_MS = 1_764_741_600_000
NOTE = {
    "title": "Teba kompos",
    "problem": "Sampah menumpuk",
    "action": "Warga mengompos",
    "status": "submitted",
}


@pytest.fixture
def tables() -> Tables:
    return Shelves(MemoryDisk(indexes=INDEXES).open())


def a_view(
    values: dict[str, Any], *, seq: int = 1, later: dict[str, tuple[Any, int, str]] | None = None
) -> RecordView:
    """Values of the author at `seq`; `later` maps paths to (value, sequence, person)."""
    sets = dict(values) | {path: value for path, (value, _, _) in (later or {}).items()}
    seqs = dict.fromkeys(values, seq) | {path: at for path, (_, at, _) in (later or {}).items()}
    people = {seq: "p-rt"} | {at: person for _, at, person in (later or {}).values()}
    sources = {
        at: Source(f"c{at:04}", f"device-of-{person}", PersonRef(person, person, "rt"), "2026-12-01T06:05:00Z")
        for at, person in people.items()
    }
    return RecordView(RECORD, "innovation", KELURAHAN, max(people), "p-rt", sets, seqs, {}, sources)


def a_state(values: dict[str, Any] | None = None, **later: tuple[Any, int, str]) -> RecordState:
    return state_of(a_view(NOTE | (values or {}), later=later))


def reviewed_at(seq: int, seen: int, *, by: str = REVIEWER.id, **marks: str) -> dict[str, tuple[Any, int, str]]:
    value = {
        "decision": "revision",
        "note": "Lengkapi",
        "marks": {path: {"verdict": "revise", "comment": comment} for path, comment in marks.items()},
        "seen": seen,
    }
    return {f"reviews/r{seq}": (value, seq, by)}


def decide(tables: Tables, state: RecordState, **given: Any) -> Change:
    numbers = count(1)
    facts: dict[str, Any] = {"marks": {}, "note": "", "give_back": False, "public_photos": {}} | given
    return reviewing.decide(
        tables,
        state,
        make_id=lambda: f"01930000-0000-7000-9000-{next(numbers):012}",
        at="2026-12-03T06:05:00Z",
        now_ms=NOW_MS,
        **facts,
    )


def refuse(tables: Tables, change: Change, code: str, fields: dict[str, str] | None = None) -> None:
    with tables.transaction():
        outbox.take_receipts(
            tables, [Receipt(change.id, "refused", code=code, fields=fields)], "2026-12-03T06:06:00Z"
        )


# What is judged


def test_fields_that_are_filled_or_required_are_judged_in_the_forms_order() -> None:
    state = a_state({"lorong": "Lorong 4", "before": None})

    paths = [item.path for item in reviewing.reviewed_fields(state)]

    assert paths[:3] == ["title", "problem", "action"]
    assert "theme" in paths  # required, and empty
    assert "lorong" in paths
    assert "before" not in paths
    assert "photos" not in paths


def test_photos_are_judged_when_there_are_any() -> None:
    state = a_state({"photos/f1": {"sha256": "a" * 64, "preview": "b" * 64}})

    assert next(item.path for item in reviewing.reviewed_fields(state)) == "photos"


@pytest.mark.parametrize(
    ("kind", "status", "person", "awaited"),
    [
        ("innovation", "submitted", REVIEWER, True),
        ("innovation", "approved", REVIEWER, False),
        ("issue", "submitted", REVIEWER, False),
        ("of_tomorrow", "submitted", REVIEWER, False),
        ("innovation", "submitted", Person("p2", "Lain", Role.KECAMATAN, AreaCode("73.71.14")), False),
        ("innovation", "submitted", Person("p3", "Lurah", Role.KELURAHAN, AreaCode(KELURAHAN)), False),
        ("innovation", "submitted", Person("p-rt", "Penulis", Role.KECAMATAN, AreaCode("73.71.13")), False),
    ],
)
def test_only_the_kecamatan_is_asked_and_nobody_about_a_record_of_their_own(
    kind: str, status: str, person: Person, awaited: bool
) -> None:
    view = a_view(NOTE | {"status": status})
    state = state_of(RecordView(view.id, kind, *(getattr(view, name) for name in RecordView.__slots__[2:])))

    assert reviewing.awaits_review(state, person) is awaited


# What changed since


def test_nothing_is_called_changed_at_the_first_reading() -> None:
    assert reviewing.changed_since_review(a_state(title=("Teba baru", 5, "p-rt")), REVIEWER.id) == frozenset()


def test_what_the_author_touched_after_my_review_is_changed() -> None:
    later = reviewed_at(2, 1) | {
        "title": ("Teba kompos Lorong 4", 3, "p-rt"),
        "status": ("submitted", 3, "p-rt"),
    }

    changed = reviewing.changed_since_review(state_of(a_view(NOTE, later=later)), REVIEWER.id)

    assert changed == {"title"}


def test_what_came_in_while_i_decided_counts_as_changed_though_my_review_is_newer() -> None:
    later = {"action": ("Warga dan PKK mengompos", 2, "p-rt")} | reviewed_at(3, 1)

    assert reviewing.changed_since_review(state_of(a_view(NOTE, later=later)), REVIEWER.id) == {"action"}


def test_my_own_comment_is_not_a_change_to_me() -> None:
    later = reviewed_at(2, 1) | {"comments/k1": ("Sudah saya lihat", 3, REVIEWER.id)}

    assert reviewing.changed_since_review(state_of(a_view(NOTE, later=later)), REVIEWER.id) == frozenset()


def test_a_comment_of_mine_that_waits_is_not_a_change_to_me(tables: Tables) -> None:
    view = a_view(NOTE, later=reviewed_at(2, 1))
    tables.table(RECORDS).put(
        RECORD, {"area": view.area, "kind": view.kind, "hash": "0", "view": wire.write(view)}
    )
    outbox.save(tables, Change("c-1", RECORD, "innovation", KELURAHAN, 2, "", {"comments/k1": "Mohon foto"}))

    state = Replica(tables, "my-device", REVIEWER.id).record(RECORD)

    assert state is not None
    assert reviewing.changed_since_review(state, REVIEWER.id) == frozenset()


def test_anothers_review_does_not_move_what_i_have_seen() -> None:
    later = reviewed_at(2, 1) | {"title": ("B", 3, "p-rt")} | reviewed_at(4, 3, by="p-other")

    assert reviewing.changed_since_review(state_of(a_view(NOTE, later=later)), REVIEWER.id) == {"title"}


# Earlier marks and answers


def test_the_answer_stands_with_the_mark_it_answers() -> None:
    later = reviewed_at(2, 1, since="Sejak bulan apa?") | {"answers/r2/since": ("Sejak Maret", 3, "p-rt")}
    state = state_of(a_view(NOTE, later=later))

    review_id, marks = reviewing.earlier_marks(state)

    assert marks == {"since": Mark("revise", "Sejak bulan apa?")}
    assert reviewing.answers(state, review_id) == {"since": "Sejak Maret"}


def test_marks_are_open_only_while_the_author_is_asked() -> None:
    later = reviewed_at(2, 1, since="Sejak bulan apa?")

    asked = state_of(a_view(NOTE | {"status": "revision"}, later=later))
    sent_again = state_of(a_view(NOTE, later=later))

    assert reviewing.open_marks(asked)[0] == "r2"
    assert reviewing.open_marks(sent_again) == ("", {})


# Deciding


@pytest.mark.parametrize(
    ("verdicts", "give_back", "decided"),
    [
        ([], False, Status.APPROVED),
        ([], True, Status.RETURNED),
        (["revise"], False, Status.REVISION),
        (["revise", "reject"], False, Status.REJECTED),
        (["revise"], True, Status.REVISION),
    ],
)
def test_the_marks_fix_the_decision(verdicts: list[str], give_back: bool, decided: Status) -> None:
    marks = {str(place): Mark(verdict, "") for place, verdict in enumerate(verdicts)}

    assert reviewing.outcome(marks, give_back=give_back) is decided
    assert reviewing.needs_note(decided) is (decided is not Status.APPROVED)


def test_a_decision_carries_guarded_paths_alone_and_what_was_seen(tables: Tables) -> None:
    state = a_state({"photos/f1": {}, "photos/f2": {}, "public/f2": True})

    change = decide(
        tables,
        state,
        marks={"since": Mark("revise", " NIK 7371130101900001? ")},
        note=" Lengkapi ",
        public_photos={"f1": True, "f2": True},
    )

    assert set(change.set) == {"status", f"reviews/{change.id}", "public/f1"}
    assert change.seen == state.version == 1
    review = change.set[f"reviews/{change.id}"]
    assert review["note"] == "Lengkapi"
    assert review["seen"] == 1
    assert review["marks"] == {"since": {"verdict": "revise", "comment": "NIK [nomor pribadi disamarkan]?"}}


def test_a_decision_rests_ten_seconds_before_it_goes(tables: Tables) -> None:
    change = decide(tables, a_state())

    assert outbox.next_batch(tables, NOW_MS + 9_999) == []
    assert [each.id for each in outbox.next_batch(tables, NOW_MS + 10_000)] == [change.id]


def test_a_decision_taken_back_leaves_its_marks_and_note_as_a_draft(tables: Tables) -> None:
    marks = {"since": Mark("revise", "Sejak bulan apa?")}
    change = decide(tables, a_state({"photos/f1": {}}), marks=marks, note="Lengkapi", public_photos={"f1": True})

    undone = reviewing.take_back(tables, change.id)

    assert undone
    assert tables.table(OUTBOX).read(change.id) is None
    assert reviewing.draft_of(tables, RECORD) == Draft(marks, "Lengkapi", {"f1": True})


def test_a_decision_on_its_way_is_not_taken_back(tables: Tables) -> None:
    change = decide(tables, a_state())
    outbox.mark_on_its_way(tables, [change])

    assert reviewing.take_back(tables, change.id) is False
    assert reviewing.unsent_decision(tables, RECORD) is None
    assert tables.table(OUTBOX).read(change.id) is not None


def test_a_decision_is_accepted_once_the_centre_has_it_and_not_when_it_refused(tables: Tables) -> None:
    first = decide(tables, a_state())
    waiting = outbox.is_accepted(tables, first.id)
    refuse(tables, first, "already_decided")
    refused = outbox.is_accepted(tables, first.id)

    again = decide(tables, a_state())
    receipt = Receipt(again.id, "accepted", seq=2, link="ab12cd34" * 8)
    outbox.take_receipts(tables, [receipt], "2026-12-03T06:06:00Z")

    assert (waiting, refused, outbox.is_accepted(tables, again.id)) == (False, False, True)


def test_what_a_restored_centre_is_given_again_is_not_accepted_until_it_answers(tables: Tables) -> None:
    change = decide(tables, a_state())
    receipt = Receipt(change.id, "accepted", seq=2, link="ab12cd34" * 8)
    outbox.take_receipts(tables, [receipt], "2026-12-03T06:06:00Z")

    outbox.send_again(tables)

    assert not outbox.is_accepted(tables, change.id)


def test_a_review_is_of_the_update_that_it_decided() -> None:
    later = {"status": ("approved", 2, REVIEWER.id), "update": ("approved", 5, REVIEWER.id)}
    state = a_state(None, **later, **reviewed_at(2, 1), **reviewed_at(5, 4))

    first, last = reviewing.reviews(state)

    assert not reviewing.is_of_update(state, first)
    assert reviewing.is_of_update(state, last)


def test_a_draft_is_found_again_masked_and_ends_with_the_decision(tables: Tables) -> None:
    draft = Draft({"title": Mark("revise", "7371130101900001")}, "Lengkapi", {})

    review_memory.keep_draft(tables, RECORD, draft)
    found = reviewing.draft_of(tables, RECORD)
    decide(tables, a_state(), marks=found.marks, note=found.note)

    assert found.marks["title"].comment == "[nomor pribadi disamarkan]"
    assert reviewing.draft_of(tables, RECORD).is_empty


def test_an_emptied_draft_leaves_nothing(tables: Tables) -> None:
    review_memory.keep_draft(tables, RECORD, Draft(note="Lengkapi"))
    review_memory.keep_draft(tables, RECORD, Draft())

    assert review_memory.draft(tables, RECORD) is None


# What stood there before


def test_the_values_that_a_reviewer_decided_on_are_remembered_by_their_version(tables: Tables) -> None:
    first = a_state({"photos/f1": {"sha256": "a"}, "comments/k1": "Halo"})
    decide(tables, first, note="Lengkapi", give_back=True)
    later = reviewed_at(2, 1) | {"title": ("Teba kompos Lorong 4", 3, "p-rt")}
    decide(tables, state_of(a_view(NOTE, later=later)))

    old = review_memory.seen_values(tables, RECORD, 1)

    assert old is not None
    assert old["title"] == "Teba kompos"
    assert old["photos/f1"] == {"sha256": "a"}
    assert not {"comments/k1", "status"} & set(old)
    assert (review_memory.seen_values(tables, RECORD, 3) or {})["title"] == "Teba kompos Lorong 4"
    assert review_memory.seen_values(tables, RECORD, 2) is None


def test_old_values_are_forgotten_from_the_oldest_decision_on_when_there_are_very_many(
    tables: Tables,
) -> None:
    first = a_state()
    records = [f"01930000-0000-7000-8000-{number:012}" for number in range(301)]
    decided = [*records[:200], records[0], *records[200:]]

    for number, record in enumerate(decided):
        state = RecordState(record, "innovation", KELURAHAN, 1, "p-rt", first.entries, first.sources)
        review_memory.keep_seen(tables, state, f"{number:04}")

    forgotten = [record for record in records if review_memory.seen_values(tables, record, 1) is None]
    assert forgotten == [records[1]]


# Refused decisions


def test_a_refused_decision_comes_back_with_its_marks_and_the_changed_fields(tables: Tables) -> None:
    marks = {"since": Mark("revise", "Sejak bulan apa?")}
    change = decide(tables, a_state(), marks=marks, note="Lengkapi")

    refuse(tables, change, "changed_since_seen", {"title": "changed"})

    (refused,) = reviewing.refused_decisions(tables)
    assert (refused.record, refused.code) == (RECORD, "changed_since_seen")
    assert refused.paths == frozenset({"title"})
    assert refused.review.seen == 1
    assert refused.review.decision == "revision"
    assert reviewing.draft_of(tables, RECORD) == Draft(marks, "Lengkapi", {})


def test_deciding_again_takes_the_place_of_the_refused_decision(tables: Tables) -> None:
    refuse(tables, decide(tables, a_state()), "changed_since_seen")

    again = reviewing.decide(
        tables,
        a_state(title=("Teba baru", 4, "p-rt")),
        marks={},
        note="",
        give_back=False,
        public_photos={},
        make_id=lambda: "01930000-0000-7000-9001-000000000001",
        at="",
        now_ms=NOW_MS,
    )

    assert reviewing.refused_decisions(tables) == []
    assert [key for key, _ in tables.table(OUTBOX).items()] == [again.id]
    assert again.seen == 4


def test_letting_a_refused_decision_go_sends_the_comment_that_waited_behind_it(tables: Tables) -> None:
    decision = decide(tables, a_state())
    comment = Change(
        "01930000-0000-7000-9000-000000000002", RECORD, "innovation", KELURAHAN, 1, "", {"comments/k": "Ya"}
    )
    outbox.save(tables, comment)
    with tables.transaction():
        receipts = [
            Receipt(decision.id, "refused", code="already_decided"),
            Receipt(comment.id, "refused", code="earlier_refused"),
        ]
        outbox.take_receipts(tables, receipts, "")

    reviewing.let_go(tables, RECORD)

    assert len(tables.table(REFUSED)) == 0
    assert outbox.next_batch(tables, NOW_MS) == [comment]


def test_a_comment_refused_for_a_reason_of_its_own_is_kept_when_a_decision_is_let_go(tables: Tables) -> None:
    comment = Change("c-1", RECORD, "innovation", KELURAHAN, 1, "", {"comments/k": "Ya"})
    outbox.save(tables, comment)
    refuse(tables, comment, "personal_number")

    reviewing.let_go(tables, RECORD)

    assert len(tables.table(REFUSED)) == 1


def test_two_values_of_a_field_are_known_before_deciding() -> None:
    view = a_view(NOTE)
    values = {"title": [Held("Teba kompos", 1), Held("Teba", 1)]}
    facts = {name: getattr(view, name) for name in RecordView.__slots__} | {"values": values}

    assert set(state_of(RecordView(**facts)).two_values) == {"title"}
