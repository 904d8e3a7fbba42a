"""Which documents of a table have a value in a field.

A save only notes what it touched and the next question reads it: neither an opening nor a save parses for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mobile.store.json_text import document_of
from mobile.store.lines import Changes

Scalar = str | int | float | bool | None

_ABSENT = object()


class FieldIndex:
    """Over the top-level fields of one table. A list, an object or no value at all is never found by it."""

    def __init__(self, fields: Sequence[str], unread: Iterable[str]) -> None:
        self._fields = tuple(fields)
        self._clear()
        self._unread.update(dict.fromkeys(unread))

    def note(self, changes: Changes) -> None:
        if changes.emptied:
            self._clear()
        for doc_id in changes.texts:
            self.note_one(doc_id)

    def note_one(self, doc_id: str) -> None:
        self._unread[doc_id] = None

    def ids(self, field: str, value: Scalar, texts: Mapping[str, bytes]) -> Iterable[str]:
        """Which of the table's texts have the value. What was touched since the last question is read first."""
        for doc_id in self._unread:
            self._discard(doc_id)
            if doc_id in texts:
                self._add(doc_id, document_of(texts[doc_id]))
        self._unread.clear()
        return self._ids[field].get(value, {})

    def _clear(self) -> None:
        self._unread: dict[str, None] = {}
        self._values: dict[str, tuple[object, ...]] = {}
        self._ids: dict[str, dict[object, dict[str, None]]] = {field: {} for field in self._fields}

    def _add(self, doc_id: str, document: Mapping[str, Any]) -> None:
        values = tuple(_key(document.get(field, _ABSENT)) for field in self._fields)
        self._values[doc_id] = values
        for field, value in zip(self._fields, values, strict=True):
            if value is not _ABSENT:
                self._ids[field].setdefault(value, {})[doc_id] = None

    def _discard(self, doc_id: str) -> None:
        for field, value in zip(self._fields, self._values.pop(doc_id, ()), strict=False):
            if value is not _ABSENT:
                ids = self._ids[field][value]
                del ids[doc_id]
                if not ids:
                    del self._ids[field][value]


def _key(value: Any) -> object:
    return value if value is None or isinstance(value, str | int | float | bool) else _ABSENT
