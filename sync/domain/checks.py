"""Looks at one plain value: the bricks of which the validator of a record is made."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

SHA256 = re.compile(r"[0-9a-f]{64}")
MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII)
DATE = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)
BELOW = {"below": 5}
"""In the place of a count from 1 to 4 where somebody's health is concerned: *kurang dari 5*."""
_MOMENT_MAX = 40
LINK = re.compile(r"https?://[^\s\"'<>]{3,490}")

Outcome = tuple[str | None, int | None]
"""What is wrong with a value, and the limit of which that speaks; FINE for nothing."""
FINE: Outcome = (None, None)
WRONG: Outcome = ("wrong_type", None)
UNKNOWN: Outcome = ("unknown_choice", None)


@dataclass(frozen=True, slots=True)
class Check:
    """What looks at a value. `is_typed`: a value that fits may hold what somebody typed freely."""

    outcome: Callable[[Any], Outcome]
    is_typed: bool = True


def text_outcome(value: Any, limit: int | None) -> Outcome:
    if not isinstance(value, str) or "\0" in value or not (value.isascii() or _is_whole(value)):
        return WRONG
    return ("too_long", limit) if limit is not None and len(value) > limit else FINE


def _is_whole(text: str) -> bool:
    """False where half a character stands alone."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_whole_number(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def is_day(value: Any) -> bool:
    """A day that the calendar has: 31 February has the shape of one, and would break whatever reads it."""
    return matches(DATE, value) and _is_read_by(date.fromisoformat, value)


def is_moment(value: Any) -> bool:
    """A day alone, or with a time after it, in the years that a DATE has."""
    if not isinstance(value, str) or len(value) > _MOMENT_MAX or value[10:11] not in ("", "T", " "):
        return False
    return is_day(value[:10]) and _is_read_by(datetime.fromisoformat, value)


def _is_read_by(read: Callable[[str], Any], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def is_amount(value: Any) -> bool:
    """A decimal string, or BELOW."""
    return matches(DECIMAL, value) or (value == BELOW and type(value["below"]) is int)


def first_fault(*outcomes: Outcome) -> Outcome:
    return next((outcome for outcome in outcomes if outcome != FINE), FINE)
