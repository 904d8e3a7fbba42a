"""An RFC 6962 Merkle tree kept in tiles of 256 hashes, so that growing and proving read a few rows.

A tile of level `n` holds the roots of full subtrees of 256^n leaves, in order; the hashes between are worked out
from it when they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sync.protocol.inclusion import EMPTY_ROOT, node_hash

WIDTH = 256
_BITS = 8
_HASH = 32

Place = tuple[int, int]
"""Level and position of a tile."""

ReadTile = Callable[[Place], bytes]
"""The hashes of a tile that has some. Raises DamagedTree."""


class DamagedTree(LookupError):
    """A tile is missing or too short: the stored tree is not whole."""


def grown(read: ReadTile, size: int, leaves: Sequence[bytes]) -> dict[Place, bytes]:
    """The tiles that change when these leaf hashes are added to a tree of `size` leaves."""
    changed: dict[Place, bytes] = {}
    level, count, hashes = 0, size, list(leaves)
    while hashes:
        full: list[bytes] = []
        for found in hashes:
            place = (level, count // WIDTH)
            if place not in changed:
                changed[place] = _first(read, place, count % WIDTH)
            changed[place] += found
            count += 1
            if count % WIDTH == 0:
                full.append(_root_of(split(changed[place])))
        level, count, hashes = level + 1, count // WIDTH - len(full), full
    return changed


def _first(read: ReadTile, place: Place, count: int) -> bytes:
    tile = read(place)[: count * _HASH] if count else b""
    if len(tile) < count * _HASH:
        raise DamagedTree(f"tile {place[0]}/{place[1]} is too short")
    return tile


def split(tile: bytes) -> list[bytes]:
    return [tile[start : start + _HASH] for start in range(0, len(tile), _HASH)]


def root(read: ReadTile, size: int) -> bytes:
    return _root_between(read, 0, size) if size else EMPTY_ROOT


def inclusion_path(read: ReadTile, index: int, size: int) -> list[bytes]:
    """RFC 6962 section 2.1.1, from the leaf upwards. `index` < `size`."""
    path, low, high = [], 0, size
    while high - low > 1:
        middle = low + _left_part(high - low)
        is_left = index < middle
        path.append(_root_between(read, *((middle, high) if is_left else (low, middle))))
        low, high = (low, middle) if is_left else (middle, high)
    return path[::-1]


def consistency_path(read: ReadTile, old: int, new: int) -> list[bytes]:
    """RFC 6962 section 2.1.2. 0 <= `old` <= `new`; empty when there is nothing to show."""
    if old in (0, new):
        return []
    path, low, high, is_old_root = [], 0, new, True
    while high != old:
        middle = low + _left_part(high - low)
        if old <= middle:
            path.append(_root_between(read, middle, high))
            high = middle
        else:
            path.append(_root_between(read, low, middle))
            low, is_old_root = middle, False
    if not is_old_root:
        path.append(_root_between(read, low, high))
    return path[::-1]


def _left_part(count: int) -> int:
    """The largest power of two that is smaller than the count."""
    return 1 << (count - 1).bit_length() - 1


def _root_between(read: ReadTile, low: int, high: int) -> bytes:
    """The root over the leaves from `low` to before `high`."""
    count = high - low
    if count & (count - 1) == 0:
        return _full(read, count.bit_length() - 1, low)
    middle = low + _left_part(count)
    return node_hash(_full(read, (middle - low).bit_length() - 1, low), _root_between(read, middle, high))


def _full(read: ReadTile, height: int, low: int) -> bytes:
    """The root of the full subtree of 2^height leaves that begins at `low`."""
    level, inside = height // _BITS, height % _BITS
    first = low >> level * _BITS
    hashes = split(read((level, first // WIDTH)))[first % WIDTH :][: 1 << inside]
    if len(hashes) < 1 << inside:
        raise DamagedTree(f"tile {level}/{first // WIDTH} is too short")
    return _root_of(hashes)


def _root_of(hashes: list[bytes]) -> bytes:
    """Of a power of two of hashes."""
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]
