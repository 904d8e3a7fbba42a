"""The columns of each file: how a line is written into them, and from which of them it is read again.

The headers are those that the files' users read. No official interface asks for exactly these columns: SIPD and
e-monev take what somebody types or pastes, in these words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sync.central.planning.chosen import Chosen
from sync.domain.planning import BUDGET, MONEV, PLANS, STAGES

Cell = str | int
LABELS: Mapping[str, str] = {
    "lurah": "Usulan lurah",
    "camat": "Disetujui camat",
    "skpd": "Diterima perangkat daerah",
    "rkpd": "Masuk RKPD",
    "apbd": "APBD kota",
    "apbn": "APBN",
    "kelurahan": "Dana kelurahan",
    "csr": "CSR perusahaan",
    "self_help": "Swadaya warga",
    "other": "Sumber lain",
}
_CODES = {label.casefold(): code for code, label in LABELS.items()}


@dataclass(frozen=True, slots=True)
class Column:
    """`part` is what of a line is read from it again; empty where it only tells."""

    header: str
    write: Callable[[Chosen], Cell]
    part: str = ""


@dataclass(frozen=True, slots=True)
class TableShape:
    """`family` is the lines of which the table is made."""

    family: str
    sheet: str
    columns: tuple[Column, ...]


def _typed(header: str, part: str) -> Column:
    return Column(header, lambda chosen: chosen.text(part), part)


def _coded(header: str, part: str) -> Column:
    """A code stays as it is: it looks like a telephone number, and is none."""
    return Column(header, lambda chosen: str(chosen.line.parts.get(part, "")), part)


def _number(header: str, part: str) -> Column:
    return Column(header, lambda chosen: chosen.line.parts.get(part, ""), part)


def _labelled(header: str, part: str) -> Column:
    return Column(header, lambda chosen: LABELS[chosen.line.parts[part]], part)


def code_of(label: str) -> str:
    """The code that a label stands for; what is no label stays, and is then a fault."""
    return _CODES.get(" ".join(label.casefold().split()), label)


def _chain(chosen: Chosen) -> str:
    """`lurah → camat → skpd`: the steps that were taken."""
    return " → ".join(STAGES[: STAGES.index(chosen.line.parts["stage"]) + 1])


def _difference(chosen: Chosen) -> int:
    return int(chosen.line.parts["ceiling"]) - int(chosen.line.parts.get("realised", 0))


_WHOSE = (
    Column("Nomor", lambda chosen: chosen.number),
    Column("Inovasi", lambda chosen: chosen.title),
    Column("Kode Wilayah", lambda chosen: chosen.record.stream),
    Column("Kelurahan", lambda chosen: chosen.kelurahan),
    Column("Kecamatan", lambda chosen: chosen.kecamatan),
    _number("Tahun", "year"),
)
LINE = "Baris"
"""The header of the column that tells lines of one innovation apart."""
_LINE = Column(LINE, lambda chosen: chosen.line.path.partition("/")[2])

TABLES: Mapping[str, TableShape] = {
    "rkpd": TableShape(
        PLANS,
        "Rencana",
        (
            *_WHOSE,
            _labelled("Tahap", "stage"),
            Column("Rantai", _chain),
            _typed("Kegiatan", "activity"),
            _typed("Target", "target"),
            _typed("Perangkat Daerah", "office"),
            _coded("Kode Sub-Kegiatan", "sub_activity"),
            _LINE,
        ),
    ),
    "anggaran": TableShape(
        BUDGET,
        "Anggaran",
        (
            *_WHOSE,
            _labelled("Sumber Dana", "source"),
            _number("Pagu", "ceiling"),
            _number("Terpakai", "realised"),
            Column("Selisih", _difference),
            _coded("Kode RUP", "rup"),
            _LINE,
        ),
    ),
    "monev": TableShape(
        MONEV,
        "Capaian",
        (
            *_WHOSE,
            _number("Triwulan", "quarter"),
            _typed("Target", "target"),
            _typed("Capaian", "realised"),
            _typed("Pendorong", "drivers"),
            _typed("Penghambat", "obstacles"),
            _LINE,
        ),
    ),
}
"""By the name of the command that writes it."""
