"""What the device shows of a record: what was pulled, with what waits overlaid. Merged on every read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.client.tables import CURSORS, OUTBOX, RECORDS, REFUSED, Document, Tables
from sync.domain.ideas import is_above_kelurahan
from sync.domain.records import Values, is_guarded
from sync.domain.rights import Ownership
from sync.protocol import wire
from sync.protocol.merge import UNNUMBERED, Entries, Entry, apply, apply_guarded
from sync.protocol.messages import Change, RecordView, Source


@dataclass(frozen=True, slots=True)
class RecordState:
    """A record as this device knows it. `version` is what was pulled: 0 when the centre has not answered yet."""

    id: str
    kind: str
    area: str
    version: int
    author: str
    entries: Mapping[str, Entries]
    sources: Mapping[int, Source] = field(default_factory=dict)

    @property
    def values(self) -> Values:
        """The value in place of each path."""
        return {path: held[0].value for path, held in self.entries.items() if held}

    @property
    def status(self) -> str | None:
        held = self.entries.get("status")
        return held[0].value if held else None

    @property
    def two_values(self) -> dict[str, Entries]:
        """The paths that hold two values or more."""
        return {path: held for path, held in self.entries.items() if len(held) > 1}

    @property
    def coauthors(self) -> frozenset[str]:
        prefix = "coauthors/"
        return frozenset(p[len(prefix) :] for p, value in self.values.items() if p.startswith(prefix) and value)

    @property
    def ownership(self) -> Ownership:
        above = is_above_kelurahan(self.values)
        return Ownership(self.area, self.author, self.coauthors, above, kind=self.kind)

    def source(self, path: str) -> Source | None:
        """Who set the value in place, None while it is this device's and unanswered."""
        held = self.entries.get(path)
        return self.sources.get(held[0].seq) if held else None


class Replica:
    """Reads of one account's tables. `device` and `person` tell whose the pending changes are."""

    def __init__(self, tables: Tables, device: str, person: str) -> None:
        self._tables = tables
        self.device = device
        self.person = person

    def record(self, record_id: str) -> RecordState | None:
        """The record with every change of this device overlaid; None when neither is known."""
        pulled = self.pulled(record_id)
        pending = list(self._pending(record_id))
        if pulled is None and not (pending and self._is_known_by_changes(record_id)):
            return None
        state = pulled or self._known_by(pending[0][0])
        entries = dict(state.entries)
        for change, seq, accepted in pending:
            self._overlay(entries, change, seq, accepted)
        return RecordState(state.id, state.kind, state.area, state.version, state.author, entries, state.sources)

    def pulled(self, record_id: str) -> RecordState | None:
        document = self._tables.table(RECORDS).read(record_id)
        return state_of(wire.read(RecordView, document["view"])) if document else None

    def record_ids(self) -> list[str]:
        """Every record known here, pulled or only saved."""
        found = dict.fromkeys(key for key, _ in self._tables.table(RECORDS).items())
        for name in (OUTBOX, REFUSED):
            mine = (document for _, document in self._tables.table(name).items())
            found |= dict.fromkeys(document["record"] for document in mine if tells_of_its_record(document))
        return list(found)

    def _is_known_by_changes(self, record: str) -> bool:
        mine = [pair for name in (OUTBOX, REFUSED) for pair in self._tables.table(name).matching("record", record)]
        return any(tells_of_its_record(document) for _, document in mine)

    def _known_by(self, change: Change) -> RecordState:
        """A record of which only changes of this device are here. Who saw it before need not be its author."""
        author = "" if change.seen else self.person
        return RecordState(change.record, change.kind, change.area, 0, author, {})

    def _pending(self, record_id: str) -> Iterator[tuple[Change, int, bool]]:
        """Changes not yet in what was pulled, oldest first, with their sequence; False for a refused one."""
        found = [
            (key, document, True) for key, document in self._tables.table(OUTBOX).matching("record", record_id)
        ]
        found += [
            (key, document, False) for key, document in self._tables.table(REFUSED).matching("record", record_id)
        ]
        for _, document, standing in sorted(found, key=lambda item: item[0]):
            change = wire.read(Change, document["change"])
            seq = document.get("seq") or UNNUMBERED
            if not standing or not self._is_pulled(change.area, document):
                yield change, seq, standing

    def _is_pulled(self, area: str, document: Document) -> bool:
        seq = document.get("seq")
        if seq is None:
            return False
        cursor = self._tables.table(CURSORS).read(area)
        if cursor is not None:
            return bool(cursor["reached"] >= seq)
        # Of a stream that is not held: a record that was opened came whole.
        opened = self._tables.table(RECORDS).read(document["record"])
        return opened is not None and bool(opened["view"]["version"] >= seq)

    def _overlay(self, entries: dict[str, Entries], change: Change, seq: int, standing: bool) -> None:
        for path, value in change.set.items():
            new = Entry(value, seq, change.id, self.device)
            if is_guarded(path):
                # A refused decision or transition did not happen; refused words are still the person's.
                if standing:
                    entries[path] = apply_guarded(entries.get(path, ()), new)
            else:
                entries[path] = apply(entries.get(path, ()), new, change.seen)


def tells_of_its_record(document: Document) -> bool:
    """Whether a record is known by this change alone. It is not once the copy was let go on which it was made."""
    return not document.get("let_go") or bool(document.get("again"))


def state_of(view: RecordView) -> RecordState:
    """The pulled record in the form that the merge rule works on."""
    entries = {path: _entries(view, path) for path in view.set}
    return RecordState(view.id, view.kind, view.area, view.version, view.author, entries, view.sources)


def _entries(view: RecordView, path: str) -> Entries:
    if path in view.values:
        pairs = [(held.value, held.seq) for held in view.values[path]]
    else:
        pairs = [(view.set[path], view.seqs[path])]
    return tuple(Entry(value, seq, *_origin(view.sources.get(seq))) for value, seq in pairs)


def _origin(source: Source | None) -> tuple[str, str]:
    return (source.change, source.device) if source else ("", "")


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Values:
    """What `after` says otherwise; a path that it empties becomes null."""
    changed = {path: value for path, value in after.items() if path not in before or before[path] != value}
    return {path: value for path, value in changed.items() if not (value is None and before.get(path) is None)}
