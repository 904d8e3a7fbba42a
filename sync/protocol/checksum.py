"""The sum by which a device knows that it holds exactly what the centre holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sync.protocol.canonical import canonical

_MODULUS = 1 << 64


def record_hash(
    record: str,
    version: int,
    values: Mapping[str, Sequence[Sequence[Any]]],
    encode: Callable[[Any], bytes] = canonical,
) -> int:
    """64 bits over id, version and every path's ordered pairs of value and sequence.

    `encode` writes canonical JSON; the centre has a faster one.
    """
    body = encode([record, version, values])
    return int.from_bytes(hashlib.sha256(body).digest()[:8], "big")


def plus(total: int, added: int, removed: int = 0) -> int:
    return (total + added - removed) % _MODULUS


def as_text(total: int) -> str:
    return f"{total:016x}"
