"""Reads a line of plan, budget or monitoring out of texts: as somebody types it, and as a file holds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sync.domain.planning import PARTS, Type

_NUMBER = re.compile(r"[0-9]{1,15}")
_RUPIAH = re.compile(r"(?:rp\.?)?\s*([0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3}){1,4})(?:,00|,-)?", re.IGNORECASE)
_TWELVE_DIGITS = re.compile(r"([0-9])([0-9]{2})([0-9]{2})([0-9])([0-9]{2})([0-9]{4})")


def read_line(name: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """What the texts say of the parts of that family. What cannot be read stays a text, and is then a fault."""
    stripped = ((part, texts.get(part.name, "").strip()) for part in PARTS[name])
    return {part.name: _READERS.get(part.type, str)(text) for part, text in stripped if text}


def written(value: Any) -> str:
    """How such a part is typed again: the way back of `read_line`."""
    return "" if value is None else str(value)


def _number(text: str) -> int | str:
    return int(text) if _NUMBER.fullmatch(text) else text


def _rupiah(text: str) -> int | str:
    """`12500000`, `12.500.000`, `Rp 12.500.000,00`. Parts of a rupiah are not guessed at."""
    found = _RUPIAH.fullmatch(text)
    return int(found[1].replace(".", "")) if found else text


def _sub_activity(text: str) -> str:
    """The dots are set where only the twelve digits were typed."""
    found = _TWELVE_DIGITS.fullmatch(re.sub(r"[\s.]", "", text))
    return ".".join(found.groups()) if found else text


_READERS: Mapping[Type, Callable[[str], Any]] = {
    Type.YEAR: _number,
    Type.QUARTER: _number,
    Type.MONEY: _rupiah,
    Type.SUB_ACTIVITY: _sub_activity,
}
