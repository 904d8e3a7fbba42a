"""Bars below one another as SVG, for a page or for paper: each says its number, and all of it is told aloud."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from sync.domain.measuring import Bar

_WIDTH, _ROW, _THICK = 320, 38, 12
_TEXT_PX = 13
_MOST_LETTERS = 44
"""So many stand beside one another in the width."""
_THINNEST = 3
_COLOURS = {True: ("before", "#7f766a"), False: ("now", "#00695a")}
"""By whether it is what was before: a class, which a page colours for the dark, and the colour on paper."""


def bar_chart(name: str, bars: Sequence[Bar]) -> str:
    """One `<svg>`; empty without bars. Whoever cannot see it hears `name` and every bar."""
    if not bars:
        return ""
    said = f"{name}. " + "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    high = _ROW * len(bars)
    head = f'<svg class="chart" role="img" viewBox="0 0 {_WIDTH} {high}" aria-label={quoteattr(said)}'
    head += f' xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="{_TEXT_PX}">'
    return head + "".join(_drawn(place, bar) for place, bar in enumerate(bars)) + "</svg>"


def _drawn(place: int, bar: Bar) -> str:
    top, (kind, colour) = place * _ROW, _COLOURS[bar.is_before]
    words = f"{bar.label}: {bar.text}"
    if len(words) > _MOST_LETTERS:
        words = words[: _MOST_LETTERS - 1] + "…"
    wide = max(_THINNEST, round(bar.length * _WIDTH))
    text = f'<text x="0" y="{top + _TEXT_PX}" fill="#1f1b16">{escape(words)}</text>'
    size = f'y="{top + _TEXT_PX + 6}" width="{wide}" height="{_THICK}"'
    return f'{text}<rect class="{kind}" x="0" {size} rx="3" fill="{colour}"/>'
