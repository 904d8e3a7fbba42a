"""The canonical text that is kept of a change is that of the change as it was read, however it came."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sync.central import reading
from sync.protocol import wire
from sync.protocol.canonical import canonical

A_CHANGE: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-000000000001",
    "record": "0198c0de-0000-7000-8000-000000000002",
    "kind": "innovation",
    "area": "73.71.13.1002",
    "seen": 0,
    "at": "2026-12-03T06:05:00Z",
    "set": {"title": "Bank sampah"},
}
LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
"""NUL is refused."""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(LETTERS, max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(LETTERS, max_size=4), inner, max_size=3),
    max_leaves=6,
)


def body_of(item: dict[str, Any], *, ascii_only: bool = False) -> tuple[bytes, bytes]:
    """What is kept, and what should be."""
    content = json.dumps({"changes": [item], "cursors": {}}, ensure_ascii=ascii_only).encode()
    read = reading.sync_request(content)
    return read.bodies[0], canonical(wire.write(read.request.changes[0]))


@given(VALUES, st.booleans())
def test_the_text_that_is_kept_is_canonical_whatever_a_change_holds(value: Any, ascii_only: bool) -> None:
    kept, canonical_text = body_of(A_CHANGE | {"set": {"action": value}}, ascii_only=ascii_only)
    assert kept == canonical_text


def test_the_text_that_is_kept_has_no_key_that_a_change_does_not_know() -> None:
    kept, canonical_text = body_of(A_CHANGE | {"mood": "good"})
    assert kept == canonical_text
    assert b"mood" not in kept


def test_the_text_that_is_kept_is_in_one_form_when_letters_came_in_another() -> None:
    came = unicodedata.normalize("NFD", "Kafé")
    kept, canonical_text = body_of(A_CHANGE | {"set": {"title": came}})
    assert kept == canonical_text
    assert unicodedata.normalize("NFC", came).encode() in kept
