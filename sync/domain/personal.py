"""Keeps national identity and family-card numbers (NIK, KK) out of free text (UU 27/2022).

The phone masks what looks like one before it reaches the journal; the centre refuses it.
"""

from __future__ import annotations

import re
from string import digits

_SIXTEEN = re.compile(r"(?<![0-9A-Za-z])(?:\d[ .\-/]?){15}\d(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![\w.])(?:\+?62|0)[\s.\-]?8(?:[\s.\-]?\d){7,12}(?!\w)")
_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]*\w")
MASK = "[nomor pribadi disamarkan]"
_HIDDEN_TEXT = "[disamarkan]"


def _is_personal(match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", match.group())
    province, day, month = int(digits[0:2]), int(digits[6:8]), int(digits[8:10])
    return 11 <= province <= 94 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _has_many_digits(text: str) -> bool:
    return any(map(text.__contains__, digits)) and sum(map(text.count, digits)) >= 16


def has_personal_number(text: str) -> bool:
    # Most texts have few digits or none at all, and that is found ten times as fast.
    if len(text) < 16 or (text.isascii() and not _has_many_digits(text)):
        return False
    return any(map(_is_personal, _SIXTEEN.finditer(text)))


def mask_personal_numbers(text: str) -> str:
    """The text with every such number replaced by MASK; other 16-digit numbers stay."""
    return _SIXTEEN.sub(lambda match: MASK if _is_personal(match) else match.group(), text)


def public_text(text: str) -> str:
    """What strangers may read of a text that somebody typed: without NIK, KK, telephone and mail address."""
    return _MAIL.sub(_HIDDEN_TEXT, _PHONE.sub(_HIDDEN_TEXT, mask_personal_numbers(text)))
