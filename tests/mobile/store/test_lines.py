"""A transaction becomes one line of JSON and comes back from it, whatever stands in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.store.json_text import text_of
from mobile.store.lines import (
    Changes,
    Operations,
    Tables,
    apply,
    decode,
    encode,
    encode_put,
    line_of,
    replay,
    size_of,
)

names = st.text(max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(st.text(max_size=6), values, max_size=4)
changes = st.builds(
    Changes,
    emptied=st.booleans(),
    texts=st.dictionaries(names, st.none() | documents.map(text_of), max_size=4),
)
operations = st.dictionaries(names, changes.filter(bool), max_size=3)


@given(operations)
def test_a_transaction_comes_back_from_its_line(given_operations: Operations) -> None:
    assert decode(encode(given_operations)) == given_operations


@given(names, names, st.none() | documents.map(text_of))
def test_one_document_makes_the_line_that_a_transaction_makes_of_it(
    table: str, doc_id: str, text: bytes | None
) -> None:
    assert encode_put(table, doc_id, text) == encode({table: Changes(texts={doc_id: text})})


@given(operations)
def test_a_line_is_json_on_one_line(given_operations: Operations) -> None:
    payload = encode(given_operations)

    assert isinstance(json.loads(payload), dict)
    assert b"\n" not in payload


@pytest.mark.parametrize(
    "payload",
    [
        b"[]",
        b'"records"',
        b'{"records":5}',
        b'{"records":"ab"}',
        b'{"records":[]}',
        b'{"records":[5]}',
        b'{"records":[{},{}]}',
        b'{"records":{"a":{"n":1}}}',
        b'{"records":{"a":\t{"n":1}\t}},\t{}\t',
        b'{"records":{}}\t{}\t',
        b"{",
        b"\xff",
    ],
)
def test_a_line_of_another_form_is_no_transaction(payload: bytes) -> None:
    with pytest.raises(ValueError):
        decode(payload)


@given(st.lists(operations, max_size=5))
def test_tables_keep_count_of_their_size(transactions: list[Operations]) -> None:
    tables: Tables = {}

    grown = sum(apply(each, tables) for each in transactions)

    assert grown == size_of(tables)
    assert all(tables.values())


@given(st.lists(operations.filter(bool), max_size=5))
def test_lines_replay_to_what_the_transactions_did(transactions: list[Operations]) -> None:
    tables: Tables = {}
    for each in transactions:
        apply(each, tables)

    found = replay(b"".join(line_of(encode(each)) for each in transactions), onto={})

    assert found.tables == tables
    assert found.damage == []
