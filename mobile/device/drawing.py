"""A picture as a list of marks, painted alike by every home (`Painter` of ports.py). Lengths are pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Measure = Callable[[str, int, bool], float]
"""How wide a text is at a size, regular or bold, with the fonts that will paint it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with round corners; `color` is `#RRGGBB`."""

    x: int
    y: int
    width: int
    height: int
    color: str
    radius: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is the line that the letters stand on."""

    text: str
    x: int
    y: int
    size: int
    color: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file that fills the rectangle; what does not fit is cut off on both sides alike."""

    content: bytes
    x: int
    y: int
    width: int
    height: int
    radius: int = 0


Mark = Box | Words | Picture


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks on a ground, the later over the earlier."""

    width: int
    height: int
    color: str
    marks: tuple[Mark, ...]


LayOut = Callable[[Measure], Drawing]
"""Where everything goes, once it is known how wide the letters are."""
