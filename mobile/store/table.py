"""TinyDB's table on the journal. Ids are strings; every read is a private copy; a save costs what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, overload

from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from mobile.store.field_index import Scalar
from mobile.store.json_text import document_of, text_of
from mobile.store.lines import Changes, apply
from mobile.store.storage import JournalStorage


class JournalTable(Table):
    """`read`, `put`, `discard`, `matching` and `get_by` cost the same however many documents there are.

    What takes a query parses every document. (TinyDB's own annotations say int where our ids are strings.)
    """

    document_id_class = str  # type: ignore[assignment]
    _storage: JournalStorage

    def __init__(
        self, storage: JournalStorage, name: str, *, new_id: Callable[[], str], index: Sequence[str] = ()
    ) -> None:
        # TinyDB's query cache would hand the same documents out twice.
        super().__init__(storage, name, cache_size=0)
        self._new_id = new_id
        storage.index(name, index)

    def read(self, doc_id: str) -> dict[str, Any] | None:
        text = self._storage.text(self.name, doc_id)
        return None if text is None else document_of(text)

    def put(self, doc_id: str, document: Mapping[str, Any]) -> None:
        """Saves the document under this id, new or not. Nothing is written when it is what is there."""
        self._storage.put(self.name, doc_id, text_of(document))

    def discard(self, doc_id: str) -> None:
        """Safe when there is no such document."""
        self._storage.put(self.name, doc_id, None)

    def items(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Ids and documents as they are now, in the order in which they were first put."""
        return iter(self._read_table().items())

    def ids(self) -> list[str]:
        return list(self._storage.texts(self.name))

    def matching(self, field: str, value: Scalar) -> list[tuple[str, dict[str, Any]]]:
        """Ids and documents with this value in an indexed field, in the order of their ids."""
        found = self._storage.find(self.name, field, value)
        return [(doc_id, document_of(text)) for doc_id, text in found.items()]

    def get_by(self, field: str, value: Scalar) -> list[Document]:
        """`matching`, as TinyDB's documents."""
        return [self._document(document, doc_id) for doc_id, document in self.matching(field, value)]

    @overload  # type: ignore[override]
    def get(self, cond: QueryLike) -> Document | None: ...

    @overload
    def get(self, cond: None = None, *, doc_id: str) -> Document | None: ...

    @overload
    def get(self, cond: None = None, *, doc_ids: Sequence[str]) -> list[Document]: ...

    def get(
        self, cond: QueryLike | None = None, doc_id: str | None = None, doc_ids: Sequence[str] | None = None
    ) -> Document | list[Document] | None:
        """As TinyDB's; several ids give their documents in the order asked for."""
        if doc_id is not None:
            document = self.read(str(doc_id))
            return None if document is None else self._document(document, doc_id)
        if doc_ids is not None:
            found = ((each, self.read(str(each))) for each in dict.fromkeys(doc_ids))
            return [self._document(document, each) for each, document in found if document is not None]
        if cond is None:
            raise RuntimeError("a query or an id is needed")
        return super().get(cond)

    def __len__(self) -> int:
        return self._storage.count(self.name)

    def _document(self, document: dict[str, Any], doc_id: str) -> Document:
        return self.document_class(document, doc_id)  # type: ignore[arg-type]

    def _get_next_id(self) -> str:
        return self._new_id()

    def _read_table(self) -> Mapping[str, dict[str, Any]]:  # type: ignore[override]
        return _Documents(self._storage.texts(self.name))

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._storage.writing():
            draft = _Draft(self._storage, self.name)
            updater(draft)
            self._storage.change(self.name, draft.finished())


class _Documents(Mapping[str, dict[str, Any]]):
    """The documents of a table at one moment, each parsed when it is asked for."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts

    def __getitem__(self, doc_id: str) -> dict[str, Any]:
        return document_of(self._texts[doc_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


class _Draft(MutableMapping[str, dict[str, Any]]):
    """What TinyDB's updaters work on. It gathers changes and touches the store only when it is finished.

    One document is open at a time: whoever asks for it may change it, and moving on to the next one takes note.
    So an update of a large table holds one parsed document, not all of them.
    """

    def __init__(self, storage: JournalStorage, name: str) -> None:
        self._storage = storage
        self._name = name
        self._changes = Changes()
        self._open: tuple[str, dict[str, Any]] | None = None

    def finished(self) -> Changes:
        self._close()
        return self._changes

    def __getitem__(self, doc_id: object) -> dict[str, Any]:
        key = str(doc_id)
        if self._open is None or self._open[0] != key:
            self._close()
            text = self._text(key)
            if text is None:
                raise KeyError(doc_id)
            self._open = key, document_of(text)
        return self._open[1]

    def __setitem__(self, doc_id: object, document: Mapping[str, Any]) -> None:
        self._close()
        self._changes.texts[str(doc_id)] = text_of(document)

    def __delitem__(self, doc_id: object) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._open = None
        self._changes.texts[str(doc_id)] = None

    def __contains__(self, doc_id: object) -> bool:
        return self._text(str(doc_id)) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts())

    def __len__(self) -> int:
        return len(self._texts())

    def clear(self) -> None:
        self._open = None
        self._changes = Changes(emptied=True)

    def _close(self) -> None:
        if self._open is not None:
            doc_id, document = self._open
            self._open = None
            text = text_of(document)
            if text != self._text(doc_id):
                self._changes.texts[doc_id] = text

    def _text(self, doc_id: str) -> bytes | None:
        if self._changes.emptied or doc_id in self._changes.texts:
            return self._changes.texts.get(doc_id)
        return self._storage.text(self._name, doc_id)

    def _texts(self) -> dict[str, bytes]:
        tables = {self._name: self._storage.texts(self._name)}
        apply({self._name: self._changes}, tables)
        return tables.get(self._name, {})
