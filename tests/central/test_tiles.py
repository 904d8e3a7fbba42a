from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.central.tiles import DamagedTree, Place, consistency_path, grown, inclusion_path, root
from sync.protocol.inclusion import EMPTY_ROOT, leaf_hash
from tests.support import rfc6962

ENTRIES = [n.to_bytes(32, "big") for n in range(700)]


class Shelf:
    """Tiles in memory, which knows what was read."""

    def __init__(self) -> None:
        self.tiles: dict[Place, bytes] = {}
        self.read: list[Place] = []

    def __call__(self, place: Place) -> bytes:
        self.read.append(place)
        return self.tiles[place]

    def grow(self, start: int, end: int) -> None:
        self.tiles |= grown(self, start, [leaf_hash(entry) for entry in ENTRIES[start:end]])


def a_shelf(*steps: int) -> Shelf:
    shelf, size = Shelf(), 0
    for step in steps:
        shelf.grow(size, size + step)
        size += step
    return shelf


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 300), max_size=4).filter(lambda steps: sum(steps) <= 700))
def test_the_root_is_that_of_the_definition_however_the_tree_grew(steps: list[int]) -> None:
    size = sum(steps)

    assert root(a_shelf(*steps), size) == rfc6962.mth(ENTRIES[:size])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 700), st.data())
def test_proofs_are_those_of_the_definition(size: int, data: st.DataObject) -> None:
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    shelf = a_shelf(700)

    path = inclusion_path(shelf, index, size)

    assert path == rfc6962.path(index, ENTRIES[:size])
    assert rfc6962.root_by(index, size, ENTRIES[index], path) == rfc6962.mth(ENTRIES[:size])
    assert consistency_path(shelf, old, size) == rfc6962.proof(old, ENTRIES[:size])


def test_a_tree_of_nothing_has_the_root_of_the_definition() -> None:
    assert root(Shelf(), 0) == EMPTY_ROOT == rfc6962.mth([])


def test_growing_reads_only_the_open_tiles() -> None:
    shelf = a_shelf(600)
    shelf.read.clear()

    shelf.grow(600, 601)

    assert shelf.read == [(0, 2)]


def test_a_tile_that_is_too_short_is_not_built_upon() -> None:
    shelf = a_shelf(10)
    shelf.tiles[0, 0] = shelf.tiles[0, 0][:-32]

    with pytest.raises(DamagedTree):
        shelf.grow(10, 11)
    with pytest.raises(DamagedTree):
        root(shelf, 10)
