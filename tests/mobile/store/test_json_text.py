"""A document's text is compact JSON and gives the document back, whatever encoder Python has."""

from __future__ import annotations

import json
from json import encoder
from typing import Any

import pytest
from hypothesis import given

from mobile.store.json_text import _encoder_made_once, document_of, quoted, text_of
from tests.mobile.store.test_lines import documents, names


@given(documents)
def test_a_document_comes_back_from_its_text(document: dict[str, Any]) -> None:
    assert document_of(text_of(document)) == document


@given(documents)
def test_a_document_is_written_as_json_compactly(document: dict[str, Any]) -> None:
    expected = json.dumps(document, ensure_ascii=False, separators=(",", ":"))

    assert text_of(document) == expected.encode("utf-8", "surrogatepass")


@given(names)
def test_a_name_is_written_as_json(name: str) -> None:
    assert quoted(name) == json.dumps(name, ensure_ascii=False).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    "make", [getattr(encoder, "c_make_encoder", None), None], ids=["made once", "made each time"]
)
@given(document=documents)
def test_a_text_is_the_same_whatever_encoder_python_has(make: Any, document: dict[str, Any]) -> None:
    pieces = _encoder_made_once(make)(document, 0)

    assert "".join(pieces).encode("utf-8", "surrogatepass") == text_of(document)


def test_a_lone_surrogate_comes_back_from_its_text() -> None:
    assert document_of(text_of({"title": "\ud83d"})) == {"title": "\ud83d"}


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_know_is_refused(number: float) -> None:
    with pytest.raises(ValueError):
        text_of({"value": number})
