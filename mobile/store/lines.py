"""The text of a journal: how the operations of one transaction become a line, and how lines are read back.

A line is a checksum and JSON: `{"records":{"<id>":{…},"<id>":null},"bank":null}`: a document put, a document
removed, a whole table emptied. Documents stand between tabs, which JSON text never contains unescaped, so that
reading a journal slices them out without parsing any. Two more lines, `start <n>` and `complete <n>`, stand
around the state that a compaction wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from zlib import crc32

from mobile.store.json_text import quoted

_AROUND_A_DOCUMENT = 32
"""Bytes of checksum, table name and punctuation in a line that holds one document."""

Tables = dict[str, dict[str, bytes]]
"""The JSON text of every document, by table and id. A table without documents is not there."""


@dataclass(slots=True)
class Changes:
    """What one transaction does to one table: empties it if so marked, then puts texts and removes (None)."""

    emptied: bool = False
    texts: dict[str, bytes | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.emptied or bool(self.texts)

    def add(self, later: Changes) -> None:
        if later.emptied:
            self.emptied = True
            self.texts.clear()
        self.texts.update(later.texts)

    def copy(self) -> Changes:
        return Changes(self.emptied, dict(self.texts))


Operations = dict[str, Changes]
"""What one transaction does, by table."""


def line_of(payload: bytes) -> bytes:
    return b"%08x %s\n" % (crc32(payload), payload)


def encode(operations: Mapping[str, Changes]) -> bytes:
    """The payload of one line."""
    return b"{%s}" % b",".join([b"%s:%s" % (quoted(table), _form(each)) for table, each in operations.items()])


def encode_put(table: str, doc_id: str, text: bytes | None) -> bytes:
    """The payload of a line that puts or removes one document: what `encode` gives for it, in less time."""
    return b"{%s:{%s:\t%s\t}}" % (quoted(table), quoted(doc_id), text or b"null")


def decode(payload: bytes) -> Operations:
    """What `encode` was given. Raises ValueError for anything else."""
    pieces = payload.split(b"\t")
    skeleton = json.loads(b"0".join(pieces[::2]))
    if not isinstance(skeleton, dict):
        raise ValueError("a transaction is changes by table")
    texts = iter(pieces[1::2])
    operations = {table: _changes(form, texts) for table, form in skeleton.items()}
    if next(texts, None) is not None:
        raise ValueError("a document belongs to no table")
    return operations


def apply(operations: Mapping[str, Changes], tables: Tables) -> int:
    """Does to `tables` what a transaction did, and returns by how many bytes they grew."""
    grown = 0
    for name, changes in operations.items():
        if changes.emptied:
            grown -= _size(tables.pop(name, {}))
        for doc_id, text in changes.texts.items():
            grown += put(tables, name, doc_id, text)
    return grown


def put(tables: Tables, name: str, doc_id: str, text: bytes | None) -> int:
    """Puts or removes (None) one text, and returns by how many bytes the tables grew."""
    texts = tables.setdefault(name, {})
    before = texts.get(doc_id)
    if text is not None:
        texts[doc_id] = text
    elif before is not None:
        del texts[doc_id]
    if not texts:
        del tables[name]
    return _weight(doc_id, text) - _weight(doc_id, before)


def size_of(tables: Tables) -> int:
    """About how many bytes the tables take in a journal."""
    return sum(map(_size, tables.values()))


@dataclass(slots=True)
class Replay:
    """What a journal file said: its marks, the tables after its last line, and what could not be read."""

    tables: Tables
    generation: int = 0
    complete: bool = False
    damage: list[bytes] = field(default_factory=list)
    whole_bytes: int = 0
    """Up to the end of the last finished line; what follows is the torn rest of a save that never returned."""

    @property
    def is_clean(self) -> bool:
        return self.complete and not self.damage


def replay(data: bytes, onto: Tables) -> Replay:
    """Reads everything that is whole. A line that is not is damage, wherever it stands, but for a torn tail."""
    found = Replay(onto, whole_bytes=data.rfind(b"\n") + 1)
    damaged_from: int | None = None
    for start, end in _line_bounds(data, found.whole_bytes):
        if _take(found, data[start:end]):
            if damaged_from is not None:
                found.damage.append(data[damaged_from:start])
                damaged_from = None
        elif damaged_from is None:
            damaged_from = start
    if damaged_from is not None:
        found.damage.append(data[damaged_from : found.whole_bytes])
    return found


def start_line(generation: int) -> bytes:
    return line_of(b"start %d" % generation)


def complete_line(generation: int) -> bytes:
    return line_of(b"complete %d" % generation)


def _line_bounds(data: bytes, until: int) -> Iterator[tuple[int, int]]:
    start = 0
    while start < until:
        end = data.index(b"\n", start)
        yield start, end
        start = end + 1


def _take(found: Replay, line: bytes) -> bool:
    """False when the line is not whole, or whole but in no form that this version knows."""
    payload = line[9:]
    try:
        if line[:9] != b"%08x " % crc32(payload):
            return False
        if payload.startswith(b"{"):
            apply(decode(payload), found.tables)
        else:
            _take_mark(found, payload)
    except ValueError:
        return False
    return True


def _take_mark(found: Replay, payload: bytes) -> None:
    word, _, number = payload.partition(b" ")
    if word not in (b"start", b"complete"):
        raise ValueError("not a mark")
    found.generation = int(number)
    found.complete = found.complete or word == b"complete"


def _form(changes: Changes) -> bytes:
    if changes.emptied and not changes.texts:
        return b"null"
    documents = b"{%s}" % b",".join([_pair(doc_id, text) for doc_id, text in changes.texts.items()])
    return b"[%s]" % documents if changes.emptied else documents


def _pair(doc_id: str, text: bytes | None) -> bytes:
    return b"%s:\t%s\t" % (quoted(doc_id), text or b"null")


def _changes(form: object, texts: Iterator[bytes]) -> Changes:
    if form is None:
        return Changes(emptied=True)
    emptied = isinstance(form, list) and len(form) == 1
    ids = form[0] if emptied and isinstance(form, list) else form
    if not isinstance(ids, dict):
        raise ValueError("a table's changes are documents by id")
    pairs = zip(ids, islice(texts, len(ids)), strict=True)
    return Changes(emptied, {doc_id: None if text == b"null" else text for doc_id, text in pairs})


def _size(texts: Mapping[str, bytes]) -> int:
    return sum(_weight(doc_id, text) for doc_id, text in texts.items())


def _weight(doc_id: str, text: bytes | None) -> int:
    return 0 if text is None else len(doc_id) + len(text) + _AROUND_A_DOCUMENT
