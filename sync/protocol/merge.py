"""The merge rule: no change ever removes a value that its author had not seen.

One pure function, used by the centre when a change arrives, by the device when it overlays what waits on what
was pulled, and by the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sync.protocol.canonical import same

UNNUMBERED = 2**62
"""The sequence of a value that the centre has not numbered yet: nobody else has seen it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a path, with the change and device it came from and its sequence in the stream."""

    value: Any
    seq: int
    change: str
    device: str


Entries = tuple[Entry, ...]


def apply(held: Entries, new: Entry, seen: int) -> Entries:
    """The values of a path after a change; the very same tuple when the change adds and removes nothing.

    `seen` is the record's version that the author had pulled. Values at or below it, and those that the same
    device set by an earlier change, are replaced: the new one stands in the place of the first of them, else
    at the end. A value equal to one that stays adds nothing, and so does a change that comes after a later
    one of the same device. The first value is the one in place; two or more are shown to people to choose.
    """
    if any(entry.device == new.device and entry.change >= new.change for entry in held):
        return held
    stays = [not _was_seen(entry, new, seen) for entry in held]
    rest = [entry for entry, keep in zip(held, stays, strict=True) if keep]
    if any(same(entry.value, new.value) for entry in rest):
        return held if len(rest) == len(held) else tuple(rest)
    place = sum(stays[: stays.index(False)]) if False in stays else len(rest)
    return (*rest[:place], new, *rest[place:])


def apply_guarded(held: Entries, new: Entry) -> Entries:
    """A guarded path holds one value; set to the value it has, nothing happens."""
    return held if held and same(held[0].value, new.value) else (new,)


def _was_seen(entry: Entry, new: Entry, seen: int) -> bool:
    return entry.seq <= seen or (entry.device == new.device and entry.change < new.change)
