from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.central import json_text
from sync.protocol import canonical as protocol

WHOLE = st.text(st.characters(exclude_categories=["Cs"]))
SHORT = st.integers(-(2**63), 2**63 - 1)


def values(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    scalars = st.none() | st.booleans() | numbers | WHOLE
    return st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(WHOLE, inner))


@given(values(st.integers()))
def test_the_centre_writes_the_canonical_json_of_the_protocol(value: Any) -> None:
    assert json_text.canonical(value) == protocol.canonical(value)


@given(st.dictionaries(st.integers(), WHOLE))
def test_keys_that_are_numbers_are_written_as_the_protocol_writes_them(value: Any) -> None:
    assert json_text.canonical(value) == protocol.canonical(value)


@pytest.mark.parametrize(
    "letter", [*map(chr, range(0x20)), '"', "\\", "/", "\x7f", "\u2028", "\ufffd", "\U0001f600"]
)
def test_a_letter_is_escaped_as_the_protocol_escapes_it(letter: str) -> None:
    assert json_text.canonical({letter: letter}) == protocol.canonical({letter: letter})


def test_half_a_character_is_refused_in_writing() -> None:
    with pytest.raises(ValueError):
        json_text.canonical("\ud800")


@given(values(SHORT))
def test_what_somebody_sent_is_read_as_the_standard_library_reads_it(value: Any) -> None:
    content = protocol.canonical({"value": value})

    assert json_text.foreign(content) == json.loads(content)


def test_a_number_of_more_than_64_bits_is_read_as_one_that_the_wire_refuses() -> None:
    with pytest.raises(protocol.NotCanonical):
        protocol.checked(json_text.foreign(str(2**64).encode()))


def test_half_a_character_that_was_sent_is_there_to_be_found() -> None:
    assert json_text.foreign(b'["\\ud800"]') == ["\ud800"]
