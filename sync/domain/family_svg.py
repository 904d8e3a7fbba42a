"""Draws the family of a replication as a small static picture: the oldest on the left, before what replicates it.

The picture repeats an indented list for the eye; whoever shows it gives that list too. It has one ink, so that
pages and phones colour it as their text.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from sync.domain.lineage import Branch, members

FEWEST = 3
"""A family of two is said in one line."""
_WIDTH, _HEIGHT, _ACROSS, _DOWN = 215, 58, 32, 12
_LETTERS = 21

Name = Callable[[str], str]
"""The title of a record."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`svg` is for the inside of a page, `file` the same where it stands alone."""

    svg: str
    width: int
    height: int

    @property
    def file(self) -> str:
        return self.svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


@dataclass(frozen=True, slots=True)
class _Box:
    record: str
    x: int
    y: int
    below: tuple[_Box, ...]


def drawn(family: Branch, here: str, name: Name, title: str, ink: str = "currentColor") -> Picture | None:
    """None for a family that needs no picture. `title` is what is spoken of it."""
    if sum(1 for _ in members(family)) < FEWEST:
        return None
    root, rows = _placed(family, 0, 0)
    width = (max(depth for depth, _ in members(family)) + 1) * (_WIDTH + _ACROSS) - _ACROSS
    height = rows * (_HEIGHT + _DOWN) - _DOWN
    boxes = list(_all(root))
    # As few elements as there can be: the public page has to stay small.
    parts = (
        f'<path fill-opacity=".05" d="{"".join(map(_frame, boxes))}"/>',
        f'<path fill-opacity=".12" stroke-width="3" d="{"".join(_frame(b) for b in boxes if b.record == here)}"/>',
        f'<path fill="none" d="{"".join(map(_lines, boxes))}"/>',
        f'<g stroke="none">{"".join(_words(box, name) for box in boxes)}</g>',
    )
    head = f'<svg viewBox="-2 -2 {width + 4} {height + 4}" role="img">'
    body = (
        f'<title>{escape(title)}</title><g fill="{ink}" stroke="{ink}" font-size="16">{"".join(parts)}</g></svg>'
    )
    return Picture(head + body, width, height)


def _placed(branch: Branch, depth: int, row: int) -> tuple[_Box, int]:
    """The box, in the middle of what stands below it, and how many rows all of it takes."""
    below, rows = [], 0
    for each in branch.below:
        box, taken = _placed(each, depth + 1, row + rows)
        below.append(box)
        rows += taken
    y = (below[0].y + below[-1].y) // 2 if below else row * (_HEIGHT + _DOWN)
    return _Box(branch.record, depth * (_WIDTH + _ACROSS), y, tuple(below)), max(rows, 1)


def _all(box: _Box) -> Iterator[_Box]:
    yield box
    for each in box.below:
        yield from _all(each)


def _frame(box: _Box) -> str:
    return f"M{box.x} {box.y}h{_WIDTH}v{_HEIGHT}h-{_WIDTH}z"


def _lines(box: _Box) -> str:
    right, middle = box.x + _WIDTH, box.y + _HEIGHT // 2
    half = _ACROSS // 2
    return "".join(f"M{right} {middle}h{half}V{each.y + _HEIGHT // 2}h{half}" for each in box.below)


def _words(box: _Box, name: Name) -> str:
    lines = textwrap.wrap(name(box.record), _LETTERS, max_lines=2, placeholder=" …") or ["…"]
    first = box.y + _HEIGHT // 2 + (5 if len(lines) == 1 else -5)
    return "".join(
        f'<text x="{box.x + 10}" y="{first + 20 * at}">{escape(line)}</text>' for at, line in enumerate(lines)
    )
