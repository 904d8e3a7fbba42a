from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from sync.protocol import wire
from sync.protocol.canonical import NotCanonical, canonical, checked, same
from sync.protocol.messages import EnrolRequest, Held, PersonRef, Receipt, RecordView, Source, SyncRequest
from sync.protocol.problems import Code, Problem


def test_null_is_a_value_that_survives_the_way() -> None:
    held = Held(None, 7)

    assert wire.read(Held, wire.write(held)) == held


def test_what_may_be_missing_is_left_out() -> None:
    assert wire.write(Receipt("a", "accepted", seq=3)) == {"id": "a", "status": "accepted", "seq": 3}


def test_a_record_survives_the_way() -> None:
    source = Source("c1", "d1", PersonRef("p", "Ibu Contoh", "rt"), "2026-12-03T06:05:00.000Z")
    view = RecordView(
        "r", "innovation", "a", 7, "p", {"x": None}, {"x": 7}, {"x": [Held(None, 6), Held("y", 7)]}, {7: source}
    )

    assert wire.read(RecordView, wire.write(view)) == view


@pytest.mark.parametrize(
    ("message", "data", "field"),
    [
        (SyncRequest, {}, "changes"),
        (SyncRequest, {"changes": [{"id": 1}]}, "changes[0].id"),
        (SyncRequest, {"changes": [], "cursors": {"a": 1}}, "cursors.a"),
        (SyncRequest, {"changes": [], "limit": True}, "limit"),
        (EnrolRequest, {"code": "x", "device": []}, "device"),
        (RecordView, [], ""),
    ],
)
def test_the_field_that_is_wrong_is_named(message: type, data: Any, field: str) -> None:
    with pytest.raises(wire.Unreadable) as found:
        wire.read(message, data)

    assert found.value.field == field


def test_what_a_newer_sender_says_more_is_ignored() -> None:
    assert wire.read(Held, {"value": 1, "seq": 2, "mood": "good"}) == Held(1, 2)


@dataclass(frozen=True)
class _Keyed:
    by_number: dict[int, str]


def test_a_key_of_the_wrong_type_is_named() -> None:
    assert wire.read(_Keyed, {"by_number": {"7": "x"}}) == _Keyed({7: "x"})
    with pytest.raises(wire.Unreadable, match="by_number"):
        wire.read(_Keyed, {"by_number": {"seven": "x"}})


def test_canonical_json_sorts_keys_and_escapes_nothing() -> None:
    assert canonical({"b": "é", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"é"}'.encode()


def test_text_is_brought_to_one_form_and_bad_text_refused() -> None:
    assert checked("e\u0301") == "é"
    for value in ("a\0b", "\ud800", 1.5, [[[[[[["deep"]]]]]]]):
        with pytest.raises(NotCanonical):
            checked(value)


def test_equality_is_that_of_the_wire() -> None:
    assert same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert not same(True, 1)
    assert not same(None, "")


def test_a_problem_is_a_document_with_its_code_and_what_to_do() -> None:
    document = Problem(Code.TOO_LARGE, extra={"limit": 5}).document()

    assert document["code"] == "too_large"
    assert document["status"] == 413
    assert document["detail"] == Code.TOO_LARGE.advice
    assert document["limit"] == 5


def test_a_code_of_a_newer_centre_is_none_of_ours() -> None:
    assert Code.from_text("changed_since_seen") is Code.CHANGED_SINCE_SEEN
    assert Code.from_text("from_the_future") is None
