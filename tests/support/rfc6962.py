"""The Merkle tree as RFC 6962 section 2.1 defines it, word for word, slow and whole in memory.

Written apart from ours, to judge it: proofs are made by sync/central/tiles.py and checked here, and the other way.
"""

from __future__ import annotations

from hashlib import sha256


def mth(entries: list[bytes]) -> bytes:
    """MTH(D[n])."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = k_of(len(entries))
    return sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def k_of(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, entries: list[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(entries) == 1:
        return []
    k = k_of(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def proof(m: int, entries: list[bytes]) -> list[bytes]:
    """PROOF(m, D[n])."""
    return subproof(m, entries, True)


def subproof(m: int, entries: list[bytes], b: bool) -> list[bytes]:
    if m == len(entries):
        return [] if b else [mth(entries)]
    k = k_of(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], b), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def root_by(m: int, n: int, entry: bytes, siblings: list[bytes]) -> bytes:
    """The root to which an audit path leads: PATH read backwards."""
    if n == 1:
        assert not siblings
        return sha256(b"\x00" + entry).digest()
    k, last = k_of(n), siblings[-1]
    if m < k:
        return sha256(b"\x01" + root_by(m, k, entry, siblings[:-1]) + last).digest()
    return sha256(b"\x01" + last + root_by(m - k, n - k, entry, siblings[:-1])).digest()
