"""The journal database as the engine's `Tables`, which tells listeners of every write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mobile.store.database import JournalDatabase
from mobile.store.table import JournalTable
from sync.client.tables import Document

NoteWrite = Callable[[str, str, Document | None], None]
"""Table, key, and what was written; for a removal, what was there before."""


class Shelves:
    """`sync.client.tables.Tables` on one journal."""

    def __init__(self, database: JournalDatabase, closed: Callable[[], None] = lambda: None) -> None:
        self.database = database
        self._closed = closed
        self._listeners: list[NoteWrite] = []
        self._noted: list[tuple[str, str, Document | None]] = []
        self._depth = 0

    def listen(self, note_write: NoteWrite) -> None:
        self._listeners.append(note_write)

    def table(self, name: str) -> Shelf:
        return Shelf(self.database.table(name), name, self._note)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Listeners hear of a write when it is made, and again when the transaction has ended.

        The second time is for what they remembered in between, which is wrong if nothing was kept.
        """
        start = len(self._noted)
        self._depth += 1
        try:
            with self.database.transaction():
                yield
        finally:
            self._depth -= 1
            noted = self._noted[start:]
            if self._depth == 0:
                self._noted.clear()
            for each in noted:
                self._tell(*each)

    def compact(self) -> None:
        self.database.compact()

    def close(self) -> None:
        self.database.close()
        self._closed()

    def _note(self, table: str, key: str, document: Document | None) -> None:
        if self._depth:
            self._noted.append((table, key, document))
        self._tell(table, key, document)

    def _tell(self, table: str, key: str, document: Document | None) -> None:
        for note_write in self._listeners:
            note_write(table, key, document)


class Shelf:
    """`sync.client.tables.Table`."""

    def __init__(self, table: JournalTable, name: str, note: NoteWrite) -> None:
        self._table, self._name, self._note = table, name, note

    def read(self, key: str) -> Document | None:
        return self._table.read(key)

    def put(self, key: str, document: Document) -> None:
        self._table.put(key, document)
        self._note(self._name, key, document)

    def discard(self, key: str) -> None:
        before = self._table.read(key)
        if before is not None:
            self._table.discard(key)
            self._note(self._name, key, before)

    def items(self) -> Iterator[tuple[str, Document]]:
        return self._table.items()

    def matching(self, field: str, value: str) -> list[tuple[str, Document]]:
        return self._table.matching(field, value)

    def __len__(self) -> int:
        return len(self._table)
