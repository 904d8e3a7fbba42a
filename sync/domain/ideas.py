"""Residents' ideas: their tracking number, and what an officer has to say with each step.

The tracking number is the record's number and six letters that no officer's device has: whoever knows all of it
speaks for the idea.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from sync.domain.ids import CROCKFORD, as_number, number_of
from sync.domain.lifecycle import Status
from sync.domain.records import APPEAL, Kind, Values

SECRET_LETTERS = 6
REASON_MAX = 500
ABOUT_OFFICE = "about_office"
JOINS = "joins"
CONTACT_GIVEN = "contact_given"

OPEN = frozenset({Status.RECEIVED, Status.READ, Status.ASKED})
"""Still to be answered."""

SHOWN_TO_OTHERS: Mapping[Kind, frozenset[Status]] = {
    Kind.INNOVATION: frozenset({Status.PUBLISHED}),
    Kind.IDEA: frozenset({Status.TAKEN_UP}),
}
"""Whose title a resident with a like idea is shown."""

STEP_NEEDS: Mapping[Status, frozenset[str]] = {
    Status.READ: frozenset(),
    Status.ASKED: frozenset({"reason"}),
    Status.TAKEN_UP: frozenset({"owner"}),
    Status.JOINED: frozenset({"target"}),
    Status.FORWARDED: frozenset({"reason", "office"}),
    Status.COMPLAINT: frozenset({"reason"}),
    Status.DECLINED: frozenset({"reason"}),
}
"""What `steps/<id>` holds beside its `status`. The `reason` is the question where something is asked; `owner` is a
person's id, `target` a record's."""

_KEYS = frozenset({"status", "reason", "office", "owner", "target", "need", "on"})
_LONGEST = {"status": 20, "reason": REASON_MAX, "office": 120, "owner": 36, "target": 36, "need": 36, "on": 10}
_PHONE = re.compile(r"\+?[0-9][0-9 .\-]{6,18}")
_TRACKING = re.compile(rf"[{CROCKFORD}]{{4}}-[{CROCKFORD}]{{{4 + SECRET_LETTERS}}}")


def is_above_kelurahan(values: Values) -> bool:
    """Whether the kecamatan answers: it is about the kelurahan's own office, or the resident asked for it."""
    return bool(values.get(ABOUT_OFFICE) or values.get(APPEAL))


def is_step(value: Any) -> bool:
    """Whether a value of `steps/<id>` has the right shape."""
    return (
        isinstance(value, dict)
        and "status" in value
        and _KEYS.issuperset(value)
        and all(isinstance(text, str) and len(text) <= _LONGEST[key] for key, text in value.items())
    )


def missing_in(step: Mapping[str, str]) -> list[str]:
    """What this step still has to say, in alphabetical order."""
    return sorted(key for key in STEP_NEEDS[Status(step["status"])] if not step.get(key, "").strip())


def is_phone(text: str) -> bool:
    """Whether a resident can be called by it: digits, and what people write between them."""
    return _PHONE.fullmatch(text.strip()) is not None


def new_secret() -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(SECRET_LETTERS))


def is_secret(text: str) -> bool:
    return len(text) == SECRET_LETTERS and set(text) <= set(CROCKFORD)


def tracking_of(record: str, secret: str) -> str:
    """`7K4Q-2MXD-R8T3VW`."""
    return f"{number_of(record)}-{secret}"


def as_tracking(text: str) -> tuple[str, str] | None:
    """Number and secret of what somebody typed, whatever its case, blanks and look-alikes; None if it is none."""
    written = as_number(text[:40])
    if _TRACKING.fullmatch(written) is None:
        return None
    return written[:9], written[9:]
