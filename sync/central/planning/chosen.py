"""The innovations of an area whose plans and money go into a file: the same ones for every file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.central.dossiers.gather import innovations, plain
from sync.central.stored import StoredRecord
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.ids import number_of
from sync.domain.lifecycle import Status
from sync.domain.planning import Line, lines_of

_REFUSED = (Status.RETURNED, Status.REJECTED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A line with the innovation that it belongs to. Texts are without contacts, as they leave the office."""

    record: StoredRecord
    line: Line

    @property
    def number(self) -> str:
        return number_of(self.record.id)

    @property
    def title(self) -> str:
        return plain(str(self.record.value("title") or ""))

    @property
    def kelurahan(self) -> str:
        return gazetteer().name(self.record.stream)

    @property
    def kecamatan(self) -> str:
        return gazetteer().name(AreaCode(self.record.stream).kecamatan or self.record.stream)

    def text(self, part: str) -> str:
        """A part that somebody typed freely."""
        return plain(str(self.line.parts.get(part) or ""))


def chosen(connection: Connection, name: str, area: str, year: int) -> Iterator[Chosen]:
    """The lines of that family and year, kelurahan in the order of their codes, then innovations of their ids."""
    for record in innovations(connection, area):
        if record.value("status") not in _REFUSED:
            for line in lines_of(record.set, name, year):
                yield Chosen(record, line)
