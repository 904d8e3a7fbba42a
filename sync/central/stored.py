"""A record as the centre keeps it: the very text that a device is sent, and what the merge has to know beside it.

Giving a whole record out is then copying its text; one that is changed is parsed, changed and written anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sync.central.json_text import canonical, parsed
from sync.central.statements import fetch
from sync.central.tables import records
from sync.domain.ideas import is_above_kelurahan
from sync.domain.records import Values
from sync.domain.rights import Ownership
from sync.protocol import wire
from sync.protocol.checksum import record_hash
from sync.protocol.merge import Entries, Entry
from sync.protocol.messages import RecordView

Json = dict[str, Any]


@dataclass(slots=True)
class Path:
    """`touched` is the sequence of the last change to the list of values, by the device `by`."""

    held: Entries = ()
    touched: int = 0
    by: str = ""


NO_PATH = Path()


@dataclass(slots=True)
class StoredRecord:
    """The one mutable thing of a transaction: changes are merged into it, then it is written back.

    `set`, `seqs`, `several` and `sources` are those of RecordView, as JSON. `touched` has the sequence and device
    of the last change to a path where these are not those of its newest value.
    """

    stream: str
    id: str
    kind: str
    author: str
    version: int = 0
    set: Values = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
    several: dict[str, list[Json]] = field(default_factory=dict)
    sources: dict[str, Json] = field(default_factory=dict)
    touched: dict[str, tuple[int, str]] = field(default_factory=dict)
    hash: int = 0

    @classmethod
    def from_row(cls, row: Any) -> StoredRecord:
        """Out of a row that has KEPT among its columns."""
        return cls.from_texts(row.view, row.touched, row.hash)

    @classmethod
    def from_texts(cls, view_text: bytes, touched_text: str, hashed: str) -> StoredRecord:
        """Out of the columns `view`, `touched` and `hash`."""
        view = parsed(view_text)
        touched = {path: (seq, by) for path, (seq, by) in parsed(touched_text).items()}
        identity = view["area"], view["id"], view["kind"], view["author"], view["version"]
        contents = view["set"], view["seqs"], view["values"], view["sources"]
        return cls(*identity, *contents, touched, int(hashed, 16))

    def value(self, path: str) -> Any:
        """The value in place, None where there is none."""
        return self.set.get(path)

    def setter(self, path: str) -> str:
        """The id of the person who set the value in place."""
        by: str = self.sources[str(self.seqs[path])]["by"]["id"]
        return by

    @property
    def ownership(self) -> Ownership:
        prefix = "coauthors/"
        coauthors = frozenset(p[len(prefix) :] for p in self.set if p.startswith(prefix) and self.set[p])
        above, status = is_above_kelurahan(self.set), self.set.get("status")
        return Ownership(self.stream, self.author, coauthors, above, status, self.kind)

    @property
    def paths(self) -> dict[str, Path]:
        return {path: self.path(path) for path in self.set}

    def path(self, path: str) -> Path:
        """Its values and last touch; NO_PATH for one that was never set."""
        if path not in self.set:
            return NO_PATH
        held = tuple(self._entry(one["value"], one["seq"]) for one in self._listed(path))
        newest = max(held, key=lambda entry: entry.seq)
        return Path(held, *self.touched.get(path, (newest.seq, newest.device)))

    def _listed(self, path: str) -> list[Json]:
        return self.several.get(path) or [{"value": self.set[path], "seq": self.seqs[path]}]

    def _entry(self, value: Any, seq: int) -> Entry:
        source = self.sources[str(seq)]
        return Entry(value, seq, source["change"], source["device"])

    def touch(self, path: str, held: Entries, seq: int, device: str) -> None:
        """The path holds these values now, by the change with this sequence."""
        self.set[path], self.seqs[path] = held[0].value, held[0].seq
        self.several.pop(path, None)
        self.touched.pop(path, None)
        if len(held) > 1:
            self.several[path] = [{"value": entry.value, "seq": entry.seq} for entry in held]
        if all(entry.seq != seq for entry in held):
            self.touched[path] = (seq, device)

    def fill(self, values: Values, seq: int) -> None:
        """Every path of the change that created the record."""
        self.set, self.seqs = dict(values), dict.fromkeys(values, seq)

    def settle(self, seq: int, source: Json) -> None:
        """End of a change: raise the version, note who made it, forget sources that no value needs."""
        self.version = seq
        self.sources[str(seq)] = source
        if len(self.sources) > 1:
            in_use = set(map(str, self._used_in(self.set)))
            self.sources = {at: known for at, known in self.sources.items() if at in in_use}

    def _used_in(self, paths: Values) -> frozenset[int]:
        """The sequences of all values of the paths."""
        several = (one["seq"] for path, held in self.several.items() if path in paths for one in held)
        return frozenset(map(self.seqs.__getitem__, paths)).union(several)

    def new_hash(self) -> int:
        held = {path: [[value, self.seqs[path]]] for path, value in self.set.items()}
        for path, several in self.several.items():
            held[path] = [[one["value"], one["seq"]] for one in several]
        return record_hash(self.id, self.version, held, canonical)

    def row(self) -> dict[str, Any]:
        """The columns to write."""
        return {
            "stream": self.stream,
            "id": self.id,
            "kind": self.kind,
            "author": self.author,
            "version": self.version,
            "status": self.set.get("status"),
            "hash": f"{self.hash:016x}",
            "view": self._view(self.set, self.seqs, self.several, self.sources),
            "touched": canonical(self.touched).decode(),
            "oldest": self._oldest(),
        }

    def _oldest(self) -> int:
        if not self.touched and not self.several:
            return min(self.seqs.values())
        return min(map(self._touched_at, self.set))

    def _touched_at(self, path: str) -> int:
        if path in self.touched:
            return self.touched[path][0]
        return max((one["seq"] for one in self.several.get(path, ())), default=self.seqs[path])

    def text(self, base: int) -> bytes:
        """What a device is sent that knows everything up to `base`: the JSON of a RecordView."""
        paths = {path: value for path, value in self.set.items() if self._touched_at(path) > base}
        seqs = {path: self.seqs[path] for path in paths}
        several = {path: held for path, held in self.several.items() if path in paths}
        sources = {str(seq): self.sources[str(seq)] for seq in self._used_in(paths)}
        return self._view(paths, seqs, several, sources)

    def _view(self, paths: Values, seqs: Json, several: Json, sources: Json) -> bytes:
        view = {
            "id": self.id,
            "kind": self.kind,
            "area": self.stream,
            "version": self.version,
            "author": self.author,
            "set": paths,
            "seqs": seqs,
            "values": several,
            "sources": sources,
        }
        return canonical(view)

    def view(self, base: int = 0) -> RecordView:
        """The same as a message."""
        return wire.read(RecordView, parsed(self.text(base)))


KEPT = (records.c.view, records.c.touched, records.c.hash)
"""What a record is made of again."""
_ONE = select(*KEPT).where(records.c.id == bindparam("record"))


def read_record(connection: Connection, record: str) -> StoredRecord | None:
    """The record as it stands, for whoever has asked before whether it may be read."""
    rows = fetch(connection, _ONE, record=record)
    return StoredRecord.from_texts(*rows[0]) if rows else None
