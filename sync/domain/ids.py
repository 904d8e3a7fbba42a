"""Ids made on the device: UUIDv7 that never go back, and the short number that people say and write."""

from __future__ import annotations

import re
import secrets
import time
import uuid
from collections.abc import Callable

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def is_id(text: object) -> bool:
    """True for a UUIDv7 in its canonical, lower-case form."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """True for a UUID of any version in its canonical form: people and devices have such ids."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


class IdSource:
    """Makes ids that grow, also when the clock is set back.

    `floor` is the highest id this device made before; nothing at or below it is made again.
    """

    def __init__(
        self,
        floor: str | None = None,
        *,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        random_bits: Callable[[int], int] = secrets.randbits,
    ) -> None:
        self._now_ms = now_ms
        self._random_bits = random_bits
        self._last = _stamp(floor) if floor else -1

    def __call__(self) -> str:
        """The next id. The 60 leading bits are milliseconds and a counter, the 62 last are random."""
        stamp = max(self._now_ms() << 12 | self._random_bits(8), self._last + 1)
        self._last = stamp
        milliseconds, counter = stamp >> 12, stamp & 0xFFF
        value = milliseconds << 80 | 7 << 76 | counter << 64 | 0b10 << 62 | self._random_bits(62)
        return str(uuid.UUID(int=value))


def _stamp(identifier: str) -> int:
    value = uuid.UUID(identifier).int
    return (value >> 80) << 12 | (value >> 64) & 0xFFF


def time_ms_of(identifier: str) -> int:
    """When the id was made, in milliseconds since 1970, by the clock of the device that made it."""
    return uuid.UUID(identifier).int >> 80


def number_of(identifier: str) -> str:
    """The number on card, receipt and PDF: `7K4Q-2MXD`, from the last 40 bits of the id."""
    value = uuid.UUID(identifier).int & (1 << 40) - 1
    letters = "".join(CROCKFORD[value >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def as_number(text: str) -> str:
    """What somebody typed, as a number would be written: case, blanks and look-alikes do not matter."""
    letters = re.sub(r"[\s-]", "", text).upper().translate(_LOOK_ALIKES)
    return f"{letters[:4]}-{letters[4:]}" if len(letters) > 4 else letters


def is_whole_number(text: str) -> bool:
    """Whether everything of a number was typed, be it one that exists or not."""
    return len(as_number(text)) == len("7K4Q-2MXD")
