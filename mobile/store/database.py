"""The device's TinyDB: tables on one journal, and transactions over several of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from tinydb import TinyDB

from mobile.store.journal import COMPACT_ABOVE_BYTES, Journal, JournalFile, SetAside
from mobile.store.lines import Changes
from mobile.store.storage import JournalStorage
from mobile.store.table import JournalTable


class JournalDatabase(TinyDB):
    """TinyDB's interface. A table is there while it holds documents."""

    table_class = JournalTable  # type: ignore[assignment]
    _storage: JournalStorage

    def __init__(
        self, storage: JournalStorage, *, indexes: Mapping[str, Sequence[str]], new_id: Callable[[], str]
    ) -> None:
        super().__init__(storage=lambda: storage)
        self._indexed = dict(indexes)
        self._new_id = new_id

    def table(self, name: str, **options: Any) -> JournalTable:
        """`index=("stream", "status")` names the fields that `matching` may ask for, if not done at opening."""
        defaults = {"index": self._indexed.get(name, ()), "new_id": self._new_id}
        table = super().table(name, **(defaults | options))
        assert isinstance(table, JournalTable)
        return table

    def transaction(self) -> AbstractContextManager[None]:
        """Everything saved inside is saved together, in one line of the journal, or, when it raises, not at all.

        Reads inside see it already, others only afterwards. One inside another joins it. No `await` inside.
        """
        return self._storage.transaction()

    def tables(self) -> set[str]:
        return self._storage.names()

    def drop_table(self, name: str) -> None:
        if name in self._storage.names():
            self._storage.change(name, Changes(emptied=True))

    def drop_tables(self) -> None:
        with self.transaction():
            for name in self._storage.names():
                self.drop_table(name)

    def compact(self) -> None:
        """Leaves nothing of what was removed on the disk. Raises `StoreError` when that did not succeed."""
        self._storage.compact()

    @property
    def damage(self) -> tuple[bytes, ...]:
        """What could not be read when this was opened. It was set aside, and the person should be told."""
        return self._storage.damage


def open_database(
    a: JournalFile,
    b: JournalFile,
    *,
    set_aside: SetAside,
    indexes: Mapping[str, Sequence[str]] | None = None,
    new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    compact_above_bytes: int = COMPACT_ABOVE_BYTES,
) -> JournalDatabase:
    """Reads the two files of one account. `set_aside` keeps what cannot be read, durably, in a file of its own."""
    journal = Journal(a, b, set_aside=set_aside, compact_above_bytes=compact_above_bytes)
    return JournalDatabase(JournalStorage(journal), indexes=indexes or {}, new_id=new_id)
