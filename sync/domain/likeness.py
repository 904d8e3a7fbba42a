"""What a note looks like: a complaint in disguise, or one that is there already. Hints for a reader, no verdicts.

A complaint names a category of Lontara+ and asks somebody else to act; an innovation says who does what.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from sync.domain.assets import catalogue_rows
from sync.domain.words import words_in

_PLEADS = re.compile(r"\b(mohon|tolong(?! menolong)|kapan diperbaiki|segera (diperbaiki|ditangani|diangkut))\b")
_ASKS = re.compile(
    r"\b(minta|segera|harap|diharapkan|ditindaklanjuti|keluhan|mengeluh|"
    r"(belum|tidak)( juga| pernah)? (diperbaiki|ditangani|diangkut|dibersihkan))\b"
)
_BROKEN = re.compile(r"\b(rusak|mati|padam|bocor|mampet|tersumbat|berlubang|macet|tidak menyala)\b")


def looks_like_complaint(values: Mapping[str, Any]) -> str | None:
    """The category of complaint that the note speaks of while it asks others to act; None for most notes."""
    title, problem, action = (_plain(values.get(path)) for path in ("title", "problem", "action"))
    words = f" {title} {problem} {action} "
    if not (_PLEADS.search(words) or _ASKS.search(f"{title} {action}") or _BROKEN.search(title)):
        return None
    return next((name for name in complaint_categories() if f" {_plain(name)} " in words), None)


@functools.cache
def complaint_categories() -> tuple[str, ...]:
    """As the city's complaint service names them; the longest first, so that the most exact one is found."""
    names = [row["kategori"] for row in catalogue_rows("city/lontara_kategori_aduan.csv")]
    return tuple(sorted(names, key=len, reverse=True))


def same_title(one: str, other: str) -> bool:
    """Whether two titles say the same, whatever their case, blanks and punctuation."""
    return bool(title_key(one)) and title_key(one) == title_key(other)


def title_key(title: str) -> str:
    """Equal for titles that say the same."""
    return _plain(title)


def is_alike(words: str, title: str) -> bool:
    """Whether what somebody wrote speaks of what this title says: two words of it and more than half of them."""
    written, said = stems_in(words), stems_in(title)
    shared = len(written & said)
    return shared >= 2 and shared * 2 > len(said)


_EVERYWHERE = frozenset({"contoh", "kelurahan", "lorong", "warga"})
_ENDINGS = re.compile(r"(nya|kan|an|i)$")
_BEGINNINGS = re.compile(r"^(meng|mem|men|me|ber|ter|peng|pem|pen|pe|di)(?=\w{4})")


@functools.lru_cache(4096)
def stems_in(text: str) -> frozenset[str]:
    """The words that mean something, roughly without prefix and suffix: *mengolah*, *pengolahan* → *olah*."""
    return frozenset(
        _BEGINNINGS.sub("", _ENDINGS.sub("", word) if len(word) > 5 else word)
        for word in words_in(text)
        if len(word) > 2 and word not in _EVERYWHERE
    )


def _plain(text: Any) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())) if isinstance(text, str) else ""
