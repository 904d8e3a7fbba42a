"""A record as the centre keeps it: every path with its values, and when and by which device it was touched."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from sync.domain.records import Values
from sync.domain.rights import Ownership
from sync.protocol import wire
from sync.protocol.canonical import canonical
from sync.protocol.checksum import record_hash
from sync.protocol.merge import Entries, Entry
from sync.protocol.messages import Held, RecordView, Source


@dataclass(slots=True)
class Path:
    """`touched` is the sequence of the last change to the list of values, by the device `by`."""

    held: Entries = ()
    touched: int = 0
    by: str = ""


@dataclass(slots=True)
class StoredRecord:
    """The one mutable thing of a transaction: changes are merged into it, then it is written back."""

    stream: str
    id: str
    kind: str
    author: str
    version: int = 0
    paths: dict[str, Path] = field(default_factory=dict)
    sources: dict[int, Source] = field(default_factory=dict)
    hash: int = 0

    @classmethod
    def from_row(cls, row: Row[Any]) -> StoredRecord:
        sources = {int(seq): wire.read(Source, source) for seq, source in json.loads(row.sources).items()}
        paths = {path: _path(state, sources) for path, state in json.loads(row.paths).items()}
        return cls(row.stream, row.id, row.kind, row.author, row.version, paths, sources, int(row.hash, 16))

    def value(self, path: str) -> Any:
        """The value in place, None where there is none."""
        state = self.paths.get(path)
        return state.held[0].value if state and state.held else None

    @property
    def values(self) -> Values:
        return {path: state.held[0].value for path, state in self.paths.items() if state.held}

    @property
    def ownership(self) -> Ownership:
        prefix = "coauthors/"
        coauthors = frozenset(p[len(prefix) :] for p in self.paths if p.startswith(prefix) and self.value(p))
        return Ownership(self.stream, self.author, coauthors)

    def touch(self, path: str, held: Entries, seq: int, device: str) -> None:
        self.paths[path] = Path(held, seq, device)

    def settle(self, seq: int, source: Source) -> None:
        """End of a change: raise the version, note who made it, forget sources that no value needs."""
        self.version = seq
        self.sources[seq] = source
        in_use = {entry.seq for state in self.paths.values() for entry in state.held}
        self.sources = {at: known for at, known in self.sources.items() if at in in_use}

    def new_hash(self) -> int:
        held = {path: [(e.value, e.seq) for e in state.held] for path, state in self.paths.items()}
        return record_hash(self.id, self.version, held)

    def row(self) -> dict[str, Any]:
        """The columns to write."""
        paths = {
            path: {"held": [[e.value, e.seq] for e in state.held], "touched": state.touched, "by": state.by}
            for path, state in self.paths.items()
        }
        return {
            "stream": self.stream,
            "id": self.id,
            "kind": self.kind,
            "author": self.author,
            "version": self.version,
            "status": self.value("status"),
            "hash": f"{self.hash:016x}",
            "paths": canonical(paths).decode(),
            "sources": canonical(wire.write(self.sources)).decode(),
        }

    def view(self, base: int = 0) -> RecordView:
        """What a device is sent: every path touched after `base`."""
        touched = {path: state for path, state in self.paths.items() if state.touched > base and state.held}
        several = {
            path: [Held(entry.value, entry.seq) for entry in state.held]
            for path, state in touched.items()
            if len(state.held) > 1
        }
        in_use = {entry.seq for state in touched.values() for entry in state.held}
        return RecordView(
            self.id,
            self.kind,
            self.stream,
            self.version,
            self.author,
            {path: state.held[0].value for path, state in touched.items()},
            {path: state.held[0].seq for path, state in touched.items()},
            several,
            {seq: source for seq, source in self.sources.items() if seq in in_use},
        )


def _path(state: dict[str, Any], sources: dict[int, Source]) -> Path:
    held = tuple(Entry(value, seq, sources[seq].change, sources[seq].device) for value, seq in state["held"])
    return Path(held, state["touched"], state["by"])
