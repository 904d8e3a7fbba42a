"""Where somebody is in a list, kept by whoever wants it to be found again there."""

from __future__ import annotations

from dataclasses import dataclass

STEP = 40
"""By so many rows a list grows while somebody scrolls."""


@dataclass
class Place:
    """From which row, how many are built, and how far it was scrolled, in pixels. Not observed."""

    start: int = 0
    shown: int = STEP
    offset: float = 0.0
