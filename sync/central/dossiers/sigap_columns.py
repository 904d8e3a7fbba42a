"""SIGAP's columns in SIGAP's order: how a record reads in each, and which path of a record each one is.

An answer of the quick form stands where the profile has none yet, as the form says what it feeds.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from sync.central.documents import affair_of
from sync.central.dossiers.gather import initiator_of, plain
from sync.central.public.bank_words import count, label
from sync.central.stored import StoredRecord
from sync.domain.checks import DATE, MONTH
from sync.domain.forms import Field, form
from sync.domain.growing import SIGAP_ID
from sync.domain.ids import number_of, time_ms_of
from sync.domain.iga import evidence_for
from sync.domain.iga_catalogue import Indicator, shipped
from sync.domain.lifecycle import Status
from sync.domain.records import REVIEWS, Kind, Values, entries_below

LONGEST = 32_767
"""Letters of a cell: what spreadsheets hold."""
_DEGREE = 10_000_000
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_STATUSES = {
    Status.SUBMITTED: "Menunggu Verifikasi",
    Status.APPROVED: "Disetujui",
    Status.PUBLISHED: "Disetujui",
    Status.RETURNED: "Dikembalikan",
    Status.REVISION: "Revisi",
    Status.REJECTED: "Ditolak",
}
_INITIATORS = {
    "resident": "society",
    "group": "society",
    "business": "society",
    "kelurahan": "office",
    "institution": "office",
    "office": "office",
}
"""Who had the idea, in SIGAP's words; *Saya* can be anybody."""

Cell = str | int


class BadCell(ValueError):
    """The cell holds nothing that this column can hold; says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Column:
    """`path` is what an import sets, empty where SIGAP's answer is not taken over: decisions and evidence are
    made in Lorong. `read` raises BadCell, and gives None for what cannot be taken over."""

    header: str
    write: Callable[[StoredRecord, tzinfo], Cell]
    path: str = ""
    read: Callable[[str], Any] = str


@functools.cache
def columns() -> tuple[Column, ...]:
    known = {field.sigap[0]: field for field in form("profile").fields}
    said = (_said(header, known[name], write) for header, name, write in _PROFILE)
    first = Column("ID Inovasi", lambda record, _: id_of(record))
    asked = (
        Column("Status Asistensi", lambda record, _: _STATUSES[record.value("status")]),
        Column("Catatan Asistensi", lambda record, _: _note(record)),
        Column("Tanggal Dibuat", _made_on),
    )
    return (first, *said, *asked, *map(_evidence, shipped().indicators))


def id_of(record: StoredRecord) -> str:
    """SIGAP's own id where it gave one, else our number."""
    return str(record.value(SIGAP_ID) or number_of(record.id))


def _said(header: str, field: Field, write: Callable[[Values], str] | None) -> Column:
    def written(record: StoredRecord, _: tzinfo) -> str:
        own = _as_text(field, record.set)
        return (own or (write(record.set) if write else ""))[:LONGEST]

    return Column(header, written, field.path, functools.partial(_READERS[field.type], field))


def _as_text(field: Field, values: Values) -> str:
    """What the profile's own field says; a name and a place only where they may be told."""
    value = values.get(field.path)
    if value in (None, "") or field.path == "initiator_name" or (values.get("place_private") and _is_place(field)):
        return ""
    if field.type == "choice":
        return label(Kind.INNOVATION, field.path, value)
    if field.type == "yes_no":
        return "Ya" if value else "Tidak"
    if field.type == "point":
        return f"{value['lat'] / _DEGREE:.7f},{value['lng'] / _DEGREE:.7f}"
    return plain(str(value))


def _is_place(field: Field) -> bool:
    return field.type == "point"


def _initiator(values: Values) -> str:
    code = _INITIATORS.get(values.get("originator_kind") or "")
    return label(Kind.INNOVATION, "initiator", code) if code else ""


def _affair(values: Values) -> str:
    return label(Kind.INNOVATION, "affair", affair_of(values))


def _since(stage: str) -> Callable[[Values], str]:
    """A month, where the day is not known."""
    return lambda values: values.get("since") or "" if values.get("stage") == stage else ""


def _texts(*parts: tuple[str, str]) -> Callable[[Values], str]:
    """The quick form's answers below one another, each with its word before it."""
    return lambda values: "\n".join(word + plain(values[path]) for path, word in parts if values.get(path))


def _benefits(values: Values) -> str:
    groups = [
        label(Kind.INNOVATION, "beneficiary_groups", code) for code in values.get("beneficiary_groups") or ()
    ]
    number = values.get("beneficiaries") or {}
    counted = [count(number)] if "number" in number else []
    return ": ".join([", ".join(groups), *counted]) if groups else ""


_PROFILE: tuple[tuple[str, str, Callable[[Values], str] | None], ...] = (
    ("Judul Inovasi", "judul", None),
    ("OPD / Unit Kerja", "opd_unit", None),
    ("Inisiator Daerah", "inisiator_daerah", _initiator),
    ("Nama Inisiator", "inisiator_nama", initiator_of),
    ("Koordinat", "koordinat", None),
    ("Klasifikasi", "klasifikasi", None),
    ("Jenis Inovasi", "jenis_inovasi", None),
    ("Bentuk Inovasi Daerah", "bentuk_inovasi_daerah", None),
    ("Asta Cipta", "asta_cipta", None),
    ("Program Prioritas Walikota", "program_prioritas", None),
    ("Misi Walikota", "misi_walikota", None),
    ("Urusan Pemerintah", "urusan_pemerintah", _affair),
    ("Waktu Uji Coba", "waktu_uji_coba", _since("trial")),
    ("Waktu Penerapan", "waktu_penerapan", _since("running")),
    ("Perkembangan Inovasi", "perkembangan_inovasi", None),
    ("Rancang Bangun", "rancang_bangun", _texts(("problem", ""), ("action", ""))),
    ("Tujuan Inovasi", "tujuan", None),
    ("Manfaat Inovasi", "manfaat", _benefits),
    ("Hasil Inovasi", "hasil_inovasi", _texts(("before", "Sebelum: "), ("after", "Sesudah: "))),
)


def _note(record: StoredRecord) -> str:
    """Of the newest review."""
    reviews = list(entries_below(record.set, REVIEWS).values())
    return plain(reviews[-1]["note"])[:LONGEST] if reviews else ""


def _made_on(record: StoredRecord, zone: tzinfo) -> str:
    return datetime.fromtimestamp(time_ms_of(record.id) / 1000, UTC).astimezone(zone).date().isoformat()


def _evidence(indicator: Indicator) -> Column:
    code = indicator.code
    return Column(indicator.name, lambda record, _: int(bool(evidence_for(record.set, code))))


def day_in(text: str) -> str | None:
    """`2026-05-01`, also where 1/5/2026 is written; None for a month, whose day nobody knows. Raises BadCell."""
    if MONTH.fullmatch(text):
        return None
    found = _DAY.fullmatch(text)
    written = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else re.split("[ T]", text)[0]
    try:
        date.fromisoformat(written)
    except ValueError:
        raise BadCell(f"bukan tanggal: {text[:40]}") from None
    if DATE.fullmatch(written) is None:
        raise BadCell(f"di luar tahun yang wajar: {text[:40]}")
    return written


def _choice(field: Field, text: str) -> str:
    wanted = _folded(text)
    for choice in field.choices:
        if wanted in (_folded(choice.label.id), choice.code.casefold()):
            return choice.code
    raise BadCell(f"bukan pilihan kolom ini: {text[:80]}")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _yes_no(_: Field, text: str) -> bool:
    answers = {"ya": True, "1": True, "tidak": False, "0": False}
    if _folded(text) not in answers:
        raise BadCell(f"bukan Ya atau Tidak: {text[:40]}")
    return answers[_folded(text)]


def _point(_: Field, text: str) -> dict[str, Any]:
    parts = re.split(r"[,;]\s*|\s+", text.strip())
    try:
        lat, lng = (Decimal(part) for part in parts)
        is_on_earth = abs(lat) <= 90 and abs(lng) <= 180
    except (ValueError, InvalidOperation):
        raise BadCell(f"bukan lintang,bujur: {text[:40]}") from None
    if not is_on_earth:
        raise BadCell(f"di luar bumi: {text[:40]}")
    return {"lat": round(lat * _DEGREE), "lng": round(lng * _DEGREE), "source": "map"}


_READERS: dict[str, Callable[[Field, str], Any]] = {
    "text": lambda _, text: text,
    "choice": _choice,
    "date": lambda _, text: day_in(text),
    "yes_no": _yes_no,
    "point": _point,
}
