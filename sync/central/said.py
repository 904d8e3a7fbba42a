"""What a change says of one path, in words for paper: the question, and the answer cut to a length."""

from __future__ import annotations

from typing import Any

from sync.domain.areas import UnknownArea, gazetteer
from sync.domain.forms import Field, fields_of
from sync.domain.records import Kind, family

LONGEST = 200
_NOTHING = "(kosong)"


def said(kind: str, path: str, value: Any) -> str:
    """Total: what no form of ours knows is told as it stands."""
    fields = fields_of(kind) if kind in set(Kind) else {}
    item = fields.get(path) or fields.get(family(path))
    question = item.question.id if item else family(path)
    text = " ".join(_answer(item, value).split()) or _NOTHING
    return f"{question}: {text[: LONGEST - 1]}…" if len(text) > LONGEST else f"{question}: {text}"


def _answer(item: Field | None, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return ", ".join(_answer(item, each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_answer(item, each)}" for name, each in value.items() if each is not None)
    choice = item.choice(value) if item else None
    if choice is not None:
        return choice.label.id
    return _place(value) if item and item.type == "area" else str(value)


def _place(code: str) -> str:
    try:
        return gazetteer().name(code)
    except UnknownArea:
        return str(code)
