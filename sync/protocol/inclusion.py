"""Proofs in an RFC 6962 Merkle tree, checked as RFC 9162 section 2.1 says.

A leaf is the 32 bytes of a change's link. Whoever holds a receipt can check that it stands in the city's log, and
that a later log still holds everything an earlier one held, without seeing any other change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


class BadProof(ValueError):
    """The proof does not show what it claims; the message says why, in words for an auditor."""


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def check_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
    """The leaf with this hash stands at `index` of the tree of `size` leaves under `root`. Raises BadProof."""
    if not 0 <= index < size:
        raise BadProof("the position is outside the log")
    at, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise BadProof("the path is too long")
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            at, last = _past_missing(at, last)
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    if last != 0 or found != root:
        raise BadProof("the path does not lead to the signed root")


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """The tree of `new` leaves begins with the tree of `old` leaves. Raises BadProof."""
    if not 0 <= old <= new:
        raise BadProof("the later log is the shorter one")
    if old in (0, new):
        if path or old_root != (new_root if old else EMPTY_ROOT):
            raise BadProof("two logs of one length differ")
        return
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        raise BadProof("the path is too short")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    _fold(at, last, hashes, old_root, new_root)


def _fold(at: int, last: int, hashes: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    before = after = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise BadProof("the path is too long")
        if at & 1 or at == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            at, last = _past_missing(at, last)
        else:
            after = node_hash(after, sibling)
        at, last = at >> 1, last >> 1
    if last != 0 or before != old_root or after != new_root:
        raise BadProof("the later log does not begin with the earlier one")


def _past_missing(at: int, last: int) -> tuple[int, int]:
    """Up over the levels on which a last node has no sibling."""
    while not at & 1 and at != 0:
        at, last = at >> 1, last >> 1
    return at, last
