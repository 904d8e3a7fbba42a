"""Canonical JSON: sorted keys, no spaces, UTF-8, unescaped. What is hashed, compared and stored."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

from sync.protocol.limits import MAX_DEPTH

_TO_TEXT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class NotCanonical(ValueError):
    """The value cannot go on the wire: a float, NUL, a lone surrogate, or nesting beyond the limit."""


def canonical(value: Any) -> bytes:
    """Raises ValueError for what JSON or UTF-8 cannot hold."""
    return _TO_TEXT(value).encode("utf-8")


def same(one: Any, other: Any) -> bool:
    """Equality on the wire, where true is not 1."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return one is other or canonical(one) == canonical(other)


def checked(value: Any, depth: int = MAX_DEPTH) -> Any:
    """The value with every string in NFC. Raises NotCanonical."""
    if isinstance(value, str):
        return _checked_text(value)
    if isinstance(value, float):
        raise NotCanonical("numbers are integers or decimal strings")
    if isinstance(value, (dict, list)):
        if depth == 0:
            raise NotCanonical("nested too deeply")
        if isinstance(value, list):
            return [checked(inner, depth - 1) for inner in value]
        return {_checked_text(key): checked(inner, depth - 1) for key, inner in value.items()}
    return value


def _checked_text(text: str) -> str:
    if text.isascii() and "\0" not in text:
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotCanonical("text holds half a character") from None
    if "\0" in text:
        raise NotCanonical("text holds NUL")
    return unicodedata.normalize("NFC", text)


def digest(*parts: bytes) -> str:
    """SHA-256 of the parts in order, as lower-case hex."""
    return hashlib.sha256(b"".join(parts)).hexdigest()
