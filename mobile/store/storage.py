"""TinyDB's storage on the journal: the tables in memory, transactions over several of them, and their indexes.

Two locks. One is held by whoever writes, from the start of a transaction until it is on the disk; the other only
while memory is looked at or changed, so that a screen never waits for a flush or a compaction.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from tinydb.storages import Storage

from mobile.store.field_index import FieldIndex, Scalar
from mobile.store.journal import Journal
from mobile.store.json_text import document_of, text_of
from mobile.store.lines import Changes, Operations, apply, encode, encode_put


class JournalStorage(Storage):
    """Texts in, texts out. Outside a transaction every change is one of its own, durable when it returns."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._writing = threading.RLock()
        self._looking = threading.Lock()
        self._pending: Operations | None = None
        self._owner: object = None
        self._indexed_fields: dict[str, tuple[str, ...]] = {}
        self._indexes: dict[str, FieldIndex] = {}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is changed inside becomes one line of the journal at the end. An exception undoes its own block.

        One inside another joins it. No `await` inside: a save of another task in the meantime raises RuntimeError.
        """
        with self._writing:
            if self._pending is not None:
                with self._joined():
                    yield
                return
            self._pending, self._owner = {}, _caller()
            try:
                yield
                operations = {name: changes for name, changes in self._pending.items() if changes}
            finally:
                self._pending = self._owner = None
            self._commit(operations)

    def put(self, table: str, doc_id: str, text: bytes | None) -> None:
        """Changes one text (None removes it), unless that is what is there. Raises as `change` does."""
        with self._writing:
            if self._pending is not None:
                if self.text(table, doc_id) != text:
                    self.change(table, Changes(texts={doc_id: text}))
            elif self._journal.tables.get(table, {}).get(doc_id) != text:  # only who writes changes them
                # `_commit` without the detour over all that a transaction can hold.
                self._journal.append(encode_put(table, doc_id, text))
                with self._looking:
                    self._journal.put(table, doc_id, text)
                    if table in self._indexes:
                        self._indexes[table].note_one(doc_id)
                self._journal.compact_when_due()

    def change(self, table: str, changes: Changes) -> None:
        """Changes one table: in the open transaction, else at once. Raises `StoreError` when it is not saved."""
        with self._writing:
            if self._pending is None:
                self._commit({table: changes} if changes else {})
            else:
                self._require_owner()
                self._pending.setdefault(table, Changes()).add(changes)

    def writing(self) -> AbstractContextManager[bool]:
        """Held while something is read in order to change it."""
        return self._writing

    def text(self, table: str, doc_id: str) -> bytes | None:
        pending = self._own_pending(table)
        if pending and (pending.emptied or doc_id in pending.texts):
            return pending.texts.get(doc_id)
        with self._looking:
            return self._journal.tables.get(table, {}).get(doc_id)

    def texts(self, table: str) -> dict[str, bytes]:
        """All texts of a table by id, in the order in which they were first put. The dict is the caller's own."""
        with self._looking:
            texts = dict(self._journal.tables.get(table, {}))
        return self._overlaid(table, texts)

    def count(self, table: str) -> int:
        if self._own_pending(table):
            return len(self.texts(table))
        with self._looking:
            return len(self._journal.tables.get(table, {}))

    def names(self) -> set[str]:
        """The tables that hold anything."""
        with self._looking:
            names = set(self._journal.tables)
        if self._pending and self._owner == _caller():
            names = {name for name in names | self._pending.keys() if self.count(name)}
        return names

    def index(self, table: str, fields: Sequence[str]) -> None:
        """Declares which fields of a table `find` answers for. The index is built when it is first asked."""
        if self._indexed_fields.get(table, ()) != tuple(fields):
            with self._looking:
                self._indexed_fields[table] = tuple(fields)
                self._indexes.pop(table, None)

    def find(self, table: str, field: str, value: Scalar) -> dict[str, bytes]:
        """The texts whose indexed field has this value, in the order of their ids."""
        if field not in self._indexed_fields.get(table, ()):
            raise LookupError(f"{table} has no index on {field}")
        with self._looking:
            texts = self._journal.tables.get(table, {})
            found = {doc_id: texts[doc_id] for doc_id in self._index_of(table).ids(field, value, texts)}
        pending = self._own_pending(table)
        if pending:
            kept = {} if pending.emptied else {i: text for i, text in found.items() if i not in pending.texts}
            put = {doc_id: text for doc_id, text in pending.texts.items() if text is not None}
            found = kept | {doc_id: put[doc_id] for doc_id in FieldIndex([field], put).ids(field, value, put)}
        return dict(sorted(found.items()))

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Everything, parsed; None when there is nothing. For TinyDB's own classes: ours never ask for it."""
        tables = {name: self.texts(name) for name in sorted(self.names())}
        return {
            name: {doc_id: document_of(text) for doc_id, text in texts.items()} for name, texts in tables.items()
        } or None

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Makes `data` the whole content, in one transaction that holds only what differs."""
        with self.transaction():
            for name in self.names() - data.keys():
                self.change(name, Changes(emptied=True))
            for name, documents in data.items():
                before = self.texts(name)
                after = {str(doc_id): text_of(document) for doc_id, document in documents.items()}
                differing = {doc_id: text for doc_id, text in after.items() if before.get(doc_id) != text}
                self.change(name, Changes(texts=differing | dict.fromkeys(before.keys() - after.keys())))

    def compact(self) -> None:
        """Leaves nothing of what was removed on the disk. Raises `StoreError` when that did not succeed."""
        with self._writing:
            self._journal.compact()

    @property
    def damage(self) -> tuple[bytes, ...]:
        """What could not be read when this was opened, and was set aside."""
        return self._journal.damage

    def close(self) -> None:
        with self._writing:
            self._journal.close()

    def _commit(self, operations: Operations) -> None:
        if not operations:
            return
        self._journal.append(encode(operations))
        with self._looking:
            self._journal.apply(operations)
            for name, changes in operations.items():
                if name in self._indexes:
                    self._indexes[name].note(changes)
        self._journal.compact_when_due()

    @contextmanager
    def _joined(self) -> Iterator[None]:
        self._require_owner()
        before = {name: changes.copy() for name, changes in (self._pending or {}).items()}
        try:
            yield
        except BaseException:
            self._pending = before
            raise

    def _require_owner(self) -> None:
        if self._owner != _caller():
            raise RuntimeError("another task's transaction is open: there must be no await inside one")

    def _own_pending(self, table: str) -> Changes | None:
        """Only whoever opened the transaction sees what is not yet saved."""
        pending = self._pending
        return pending.get(table) if pending and self._owner == _caller() else None

    def _overlaid(self, table: str, texts: dict[str, bytes]) -> dict[str, bytes]:
        pending = self._own_pending(table)
        if not pending:
            return texts
        tables = {table: texts}
        apply({table: pending}, tables)
        return tables.get(table, {})

    def _index_of(self, table: str) -> FieldIndex:
        if table not in self._indexes:
            self._indexes[table] = FieldIndex(self._indexed_fields[table], self._journal.tables.get(table, {}))
        return self._indexes[table]


def _caller() -> object:
    """The task, or the thread outside of any."""
    try:
        return asyncio.current_task() or threading.get_ident()
    except RuntimeError:
        return threading.get_ident()
