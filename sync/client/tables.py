"""What the engine asks of the device's memory: a few tables of documents, and transactions over several.

`mobile/store` keeps them in TinyDB on a journal. When a write returns, it is durable.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

Document = dict[str, Any]

WORKING = "working"
"""Records being typed, by record id; on this device only."""
RECORDS = "records"
"""Records as pulled, by id, with their stream and checksum."""
OUTBOX = "outbox"
"""Changes saved here, by change id, kept until the centre reports them as backed up."""
REFUSED = "refused"
"""Changes that the centre did not accept, by change id, until corrected or thrown away."""
FILES = "files"
"""Photos and documents by sha256: kept, stored or refused. Of one that is kept the centre had `sent` bytes when it
last spoke; after a failure there are `tries` and the last `error`."""
CURSORS = "cursors"
"""Per stream: the cursor, how far it reached, and the checksum of what is held."""
HANDOVERS = "handovers"
"""What this device carries for others, by the sha256 of its manifest: waiting, delivered or refused."""
BANK = "bank"
"""What is published, by record: its `summary` and, once it was opened, the `document` that the public reads."""
CATALOGUES = "catalogues"
"""The award's later catalogues, by name (`iga/2027`): the `body` as it was hashed, and its `sha256`."""
PARTNERS = "partners"
"""The city's list of partners, by id."""
SETTINGS = "settings"

INDEXES: dict[str, tuple[str, ...]] = {
    WORKING: (),
    RECORDS: ("area", "kind"),
    OUTBOX: ("record",),
    REFUSED: ("record",),
    FILES: ("state", "record"),
    CURSORS: (),
    HANDOVERS: ("state",),
    BANK: (),
    CATALOGUES: (),
    PARTNERS: (),
    SETTINGS: (),
}


class Table(Protocol):
    def read(self, key: str) -> Document | None: ...

    def put(self, key: str, document: Document) -> None: ...

    def discard(self, key: str) -> None:
        """Safe when there is no such document."""

    def items(self) -> Iterator[tuple[str, Document]]:
        """In the order in which they were first put."""

    def matching(self, field: str, value: str) -> list[tuple[str, Document]]:
        """The documents whose indexed field has this value."""

    def __len__(self) -> int: ...


class Tables(Protocol):
    def table(self, name: str) -> Table: ...

    def transaction(self) -> AbstractContextManager[None]:
        """Everything written inside becomes durable together, or, when it raises, not at all."""

    def compact(self) -> None:
        """Leaves nothing of what was removed on the device. Safe to repeat."""
