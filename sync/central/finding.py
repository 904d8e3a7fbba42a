"""What a check found: well, worth a look, or wrong, and then what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    OK = "ok"
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """`advice` says what to do; empty where nothing is."""

    level: Level
    what: str
    advice: str = ""


def ok(what: str) -> Finding:
    return Finding(Level.OK, what)


def warn(what: str, advice: str) -> Finding:
    return Finding(Level.WARN, what, advice)


def fail(what: str, advice: str) -> Finding:
    return Finding(Level.FAIL, what, advice)
