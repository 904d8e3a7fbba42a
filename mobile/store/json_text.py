"""Compact JSON in UTF-8. A lone surrogate is kept: a person's text is never refused on their own device."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from json import encoder
from typing import Any

_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"))


def text_of(document: Mapping[str, Any]) -> bytes:
    """The text of a document. A number that JSON does not know raises ValueError.

    Documents are trees: nobody looks for circles, which took a tenth of what a save takes besides the disk. One
    that holds itself raises RecursionError.
    """
    pieces = _pieces(document if isinstance(document, dict) else dict(document), 0)
    return "".join(pieces).encode("utf-8", "surrogatepass")


def document_of(text: bytes) -> dict[str, Any]:
    """A private copy: nothing that is done to it reaches the store."""
    document: dict[str, Any] = json.loads(text)
    return document


def quoted(name: str) -> bytes:
    """The text of a string."""
    return encoder.encode_basestring(name).encode("utf-8", "surrogatepass")


def _encoder_made_once(make: Callable[..., Callable[[object, int], Iterable[str]]] | None) -> Any:
    """`JSONEncoder` makes one for each document, which takes a tenth of a save besides the disk, too.

    Without `make`, which is C's and not on every Python, it goes on doing so.
    """
    if make is None:
        return lambda document, _level: (_COMPACT.encode(document),)
    separators = _COMPACT.key_separator, _COMPACT.item_separator
    settings = _COMPACT.sort_keys, _COMPACT.skipkeys, _COMPACT.allow_nan
    return make(None, _COMPACT.default, encoder.encode_basestring, None, *separators, *settings)


_pieces = _encoder_made_once(getattr(encoder, "c_make_encoder", None))
