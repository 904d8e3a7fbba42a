"""JSON at the centre, written and read by orjson, twenty times as fast as the standard library.

What it writes is byte for byte what sync/protocol/canonical.py writes, by which phones and signatures go; a test
holds the two together. What orjson cannot hold (an integer of more than 64 bits) goes the standard way.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

from sync.protocol import canonical as protocol

parsed = orjson.loads
"""For texts that the centre itself wrote."""


def canonical(value: Any) -> bytes:
    """Raises ValueError for what JSON or UTF-8 cannot hold. Never a float: the wire has none."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return protocol.canonical(value)


def foreign(content: bytes) -> Any:
    """What somebody sent, with floats where they sent some. Raises ValueError, RecursionError.

    Half characters are for the caller to find, in the change that holds them: orjson only says no.
    """
    try:
        return orjson.loads(content)
    except ValueError:
        return json.loads(content)
