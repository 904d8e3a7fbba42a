"""Text for a picture: only what the fonts have letters for, broken into lines, shortened at a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from mobile.device.drawing import Measure

_NOT_IN_FONT = re.compile(
    "[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u0148\u014a-\u017e\u2010\u2012-\u2015\u2018-\u201a\u201c-\u201e"
    "\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2190-\u2193\u2212\u2248\u2264\u2265]"
)
"""Pictographs and other scripts: they would be drawn as empty boxes."""
_SPACES = re.compile(r"\s+")
Fits = Callable[[str], bool]


def drawable(text: str) -> str:
    """On one line. What only looks like a letter of ours becomes that letter, the rest is left out."""
    plain = _SPACES.sub(" ", unicodedata.normalize("NFKC", text))
    return _SPACES.sub(" ", _NOT_IN_FONT.sub("", plain)).strip()


def lines_of(text: str, size: int, most: int, width: int, measure: Measure, *, is_bold: bool = False) -> list[str]:
    """At most `most` lines of this width; the last ends with … where something was left out."""

    def fits(line: str) -> bool:
        return measure(line, size, is_bold) <= width

    lines: list[str] = []
    left = text.split()
    while left and len(lines) < most:
        line, left = _one_line(left, fits)
        lines.append(line)
    if left and lines:
        lines[-1] = _shortened(lines[-1], fits)
    return lines or [""]


def _one_line(words: list[str], fits: Fits) -> tuple[str, list[str]]:
    """As many words as fit, at least a part of the first."""
    line = ""
    for place, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if not fits(longer):
            return (line, words[place:]) if line else _broken(word, words[place + 1 :], fits)
        line = longer
    return line, []


def _broken(word: str, rest: list[str], fits: Fits) -> tuple[str, list[str]]:
    """A word that is wider than the line."""
    n = next((n for n in range(len(word), 1, -1) if fits(word[:n])), 1)
    return word[:n], [word[n:], *rest]


def _shortened(line: str, fits: Fits) -> str:
    words = line.split()
    while len(words) > 1 and not fits(f"{_open(words)}…"):
        words.pop()
    text = _open(words)
    while len(text) > 1 and not fits(f"{text}…"):
        text = text[:-1]
    return f"{text}…"


def _open(words: list[str]) -> str:
    return " ".join(words).rstrip(" .,;:-")
