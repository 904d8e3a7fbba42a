"""Judges what an innovation says of others: it replicates what the public can read, and not itself. Pure too."""

from __future__ import annotations

from collections.abc import Collection

from sync.central.stored import StoredRecord
from sync.domain.records import REPLICATES
from sync.protocol.messages import Change
from sync.protocol.problems import Code, Problem


def named_in(change: Change) -> frozenset[str]:
    """The records that have to be published for this change to stand."""
    replicated = change.set.get(REPLICATES)
    return frozenset({replicated}) if isinstance(replicated, str) else frozenset()


def check(change: Change, record: StoredRecord | None, published: Collection[str]) -> None:
    """What stood there before is not judged again: the other one may have been hidden since."""
    named = named_in(change)
    is_new = named and (record is None or record.value(REPLICATES) not in named)
    if is_new and not (named <= set(published) and change.record not in named):
        raise Problem(Code.NOT_PUBLISHED, fields={REPLICATES: "not_published"})
