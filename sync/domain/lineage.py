"""The family of a replication: what an innovation replicates, what that one replicates, and what replicates it.

Whoever asks says what is known: `parent_of` and `children_of` name only what may be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

MOST = 12
"""Innovations in one family, so that a page stays small."""
_GENERATIONS = 4

ParentOf = Callable[[str], str | None]
ChildrenOf = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Branch:
    """An innovation by its record id, and below it those that replicate it."""

    record: str
    below: tuple[Branch, ...] = ()


def family_of(record: str, parent_of: ParentOf, children_of: ChildrenOf) -> Branch | None:
    """From the oldest down; None for one without relatives. Each stands in it once, also where two say that they
    replicate each other."""
    above = _above(record, parent_of)
    branch = Branch(record, _below(record, children_of, {record, *above}, _GENERATIONS))
    for parent in above:
        branch = Branch(parent, (branch,))
    return branch if above or branch.below else None


def members(branch: Branch, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Every record of the family and how far below the oldest it stands, in the order of reading."""
    yield depth, branch.record
    for each in branch.below:
        yield from members(each, depth + 1)


def _above(record: str, parent_of: ParentOf) -> list[str]:
    """The nearest first."""
    found: list[str] = []
    parent = parent_of(record)
    while parent and parent != record and parent not in found and len(found) < _GENERATIONS:
        found.append(parent)
        parent = parent_of(parent)
    return found


def _below(record: str, children_of: ChildrenOf, seen: set[str], generations: int) -> tuple[Branch, ...]:
    """`seen` grows."""
    if not generations:
        return ()
    found = []
    for child in children_of(record):
        if child not in seen and len(seen) < MOST:
            seen.add(child)
            found.append(Branch(child, _below(child, children_of, seen, generations - 1)))
    return tuple(found)
