"""What taking in a table of SIGAP would do, row by row and with reasons: shown first, then done exactly so.

A cell that reads as Lorong itself would write it says nothing new, and an empty one takes nothing away. Status,
note and evidence are shown where they differ, but not taken over: they are decided in Lorong.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any

from sqlalchemy import Connection, select

from sync.central.dossiers.gather import is_ready
from sync.central.dossiers.sigap_columns import Column, columns
from sync.central.dossiers.sigap_rows import SigapRow
from sync.central.moments import day
from sync.central.stored import KEPT, StoredRecord
from sync.central.tables import records
from sync.domain.areas import CITY, gazetteer
from sync.domain.growing import SIGAP_ID
from sync.domain.ids import as_number, number_of
from sync.domain.lifecycle import Status
from sync.domain.personal import MASK
from sync.domain.records import MOVED_TO, Kind
from sync.protocol.canonical import same

NEW, SAME, CHANGED, LEFT = "new", "same", "changed", "left"
_NUMBER = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
_OFFICE = re.compile(r"^(kantor\s+)?(kelurahan|kel\.?)\s+", re.IGNORECASE)
_REST = re.compile(r"[,/(]|\bkec(amatan)?\b", re.IGNORECASE)
_HIDDEN_TEXTS = (MASK, "[disamarkan]")
_SHOWN = 60

Known = dict[str, list[StoredRecord]]


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one row: `state` is one of the four above, `set` what is written into the record that was
    seen at version `seen`. `notes` are for who reads the preview, in Indonesian."""

    row: SigapRow
    state: str
    notes: tuple[str, ...] = ()
    record: str = ""
    area: str = ""
    seen: int = 0
    set: Mapping[str, Any] = field(default_factory=dict)


def plan(connection: Connection, rows: Iterable[SigapRow], zone: tzinfo) -> list[Step]:
    listed = list(rows)
    known = _known(connection, {name for row in listed for name in (row.id.casefold(), _title_of_row(row))})
    return list(_once([_step(row, known, zone) for row in listed]))


def _once(steps: Iterable[Step]) -> Iterator[Step]:
    """A record is what one row says of it: of two rows, by SIGAP's id and by our number, the second is left."""
    first: dict[str, int] = {}
    for step in steps:
        before = first.setdefault(step.record, step.row.number)
        is_twice = step.record and before != step.row.number
        yield Step(step.row, LEFT, (f"catatan ini sudah ada di baris {before}",)) if is_twice else step


def _known(connection: Connection, wanted: set[str]) -> Known:
    """The innovations that have one of these ids, SIGAP's own or our number, or one of these titles."""
    found: Known = {}
    query = select(*KEPT).where(records.c.kind == Kind.INNOVATION)
    for row in connection.execute(query.execution_options(yield_per=200)):
        record = StoredRecord.from_row(row)
        number, foreign = number_of(record.id), str(record.value(SIGAP_ID) or "")
        names = {number.casefold(), foreign.casefold()}
        if not foreign and is_ready(record):
            names.add(_title(record.stream, str(record.value("title") or "")))
        for name in names & wanted:
            found.setdefault(name, []).append(record)
    return found


def _title_of_row(row: SigapRow) -> str:
    return _title(kelurahan_in(row.cells["OPD / Unit Kerja"]) or "", row.cells["Judul Inovasi"])


def _title(area: str, title: str) -> str:
    """No id looks like this."""
    return f"{area}\n{_letters(title)}"


def _step(row: SigapRow, known: Known, zone: tzinfo) -> Step:
    found = known.get(row.id.casefold(), [])
    if len(found) > 1:
        return Step(row, LEFT, ("lebih dari satu catatan memakai ID ini",))
    if found:
        return _of_known(row, found[0], zone)
    if _NUMBER.fullmatch(row.id) and as_number(row.id) == row.id:
        return Step(row, LEFT, ("nomor Lorong ini tidak ada di server ini",))
    return _of_unknown(row, known.get(_title_of_row(row), []), zone)


def _of_unknown(row: SigapRow, alike: list[StoredRecord], zone: tzinfo) -> Step:
    """SIGAP gave the id. A record of the same kelurahan and title that has none yet is the same innovation."""
    if len(alike) > 1:
        return Step(row, LEFT, ("lebih dari satu catatan kelurahan ini berjudul sama",))
    if alike:
        step = _of_known(row, alike[0], zone)
        told = f"ID SIGAP untuk nomor {number_of(alike[0].id)}, dikenali dari judul dan kelurahannya"
        linked = replace(step, state=CHANGED, notes=(told, *step.notes), set={**step.set, SIGAP_ID: row.id})
        return step if step.state == LEFT else linked
    area = kelurahan_in(row.cells["OPD / Unit Kerja"])
    if area is None:
        return Step(row, LEFT, ("OPD / Unit Kerja tidak menyebut kelurahan, jadi belum tahu milik siapa",))
    if not row.values.get("title"):
        return Step(row, LEFT, ("Judul Inovasi kosong",))
    told = f"baru di Kelurahan {gazetteer().name(area)}, menunggu verifikasi kecamatan"
    return Step(row, NEW, (told,), area=area, set={**row.values, SIGAP_ID: row.id})


def _of_known(row: SigapRow, record: StoredRecord, zone: tzinfo) -> Step:
    moved, where = record.value(MOVED_TO), (record.id, record.stream, record.version)
    if record.value("status") == Status.ERASED:
        return Step(row, LEFT, ("isinya sudah dihapus atas permintaan",), *where)
    if moved is not None:
        told = f"sudah dipindah ke {gazetteer().name(moved['area'])}, nomor {number_of(moved['record'])}"
        return Step(row, LEFT, (told,), *where)
    if not is_ready(record):
        return Step(row, LEFT, ("dibatalkan atau disembunyikan di Lorong",), *where)
    written = {column.header: str(column.write(record, zone)) for column in columns()}
    differ = [column for column in columns() if _differs(column, row, record, written[column.header])]
    hidden = [
        column.header for column in differ if any(mask in row.cells[column.header] for mask in _HIDDEN_TEXTS)
    ]
    if hidden:
        told = f"{', '.join(hidden)}: memuat teks yang disamarkan saat diekspor; isi aslinya ada di Lorong"
        return Step(row, LEFT, (told,), *where)
    taken = [column for column in differ if column.path in row.values]
    notes = tuple(_note(column, row, record, written[column.header], zone) for column in differ)
    values = {column.path: row.values[column.path] for column in taken}
    return Step(row, CHANGED if taken else SAME, notes, *where, values)


def _differs(column: Column, row: SigapRow, record: StoredRecord, written: str) -> bool:
    cell = row.cells[column.header]
    if not cell or cell == written or column.header == "ID Inovasi":
        return False
    is_said = column.path in row.values and column.path not in record.several
    return not (is_said and _is_kept(column, row, record))


def _is_kept(column: Column, row: SigapRow, record: StoredRecord) -> bool:
    """The record says so already, though it is not told to others: a name, the place of a home."""
    held = record.value(column.path)
    if column.path == "point" and held is not None:
        return all(held[axis] == row.values["point"][axis] for axis in ("lat", "lng"))
    return same(held, row.values[column.path])


def _note(column: Column, row: SigapRow, record: StoredRecord, written: str, zone: tzinfo) -> str:
    """With the day of what stands in Lorong: SIGAP's table may be the older one."""
    source = record.sources.get(str(record.seqs.get(column.path)))
    since = f" (tertanggal {day(source['received_at'], zone)})" if source and written else ""
    told = f"{column.header}: {_short(written) or '(kosong)'}{since} → {_short(row.cells[column.header])}"
    if column.path not in row.values:
        return f"{told} (tidak diambil alih)"
    several = record.several.get(column.path, ())
    others = [_short(str(one["value"])) for one in several[1:]]
    return f"{told} (menggantikan dua isian berbeda, juga {' dan '.join(others)})" if others else told


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def kelurahan_in(office: str) -> str | None:
    """The kelurahan that an office's name is of: `Kelurahan Kassi-Kassi`, `Kassi-Kassi, Kec. Rappocini`."""
    name = _REST.split(_OFFICE.sub("", office.strip()), maxsplit=1)[0]
    return _kelurahan_by_name().get(_letters(name))


@functools.cache
def _kelurahan_by_name() -> Mapping[str, str]:
    return {_letters(place.name): place.code for place in gazetteer().kelurahan(CITY)}


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def counted(steps: Iterable[Step]) -> Iterator[tuple[str, int]]:
    """How many rows there are of each state."""
    listed = [step.state for step in steps]
    return ((state, listed.count(state)) for state in (NEW, CHANGED, SAME, LEFT))
