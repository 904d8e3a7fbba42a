"""What the bank's pages call things: labels of codes, dates, addresses. Indonesian, as residents read them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from sync.central.moments import MONTHS
from sync.domain.assets import catalogue_rows
from sync.domain.forms import fields_of

STAGES = {"planned": "Inisiatif", "trial": "Uji Coba", "running": "Penerapan"}
KINDS = {"innovation": "Inovasi", "issue": "Masalah"}
PATHS = {"innovation": "inovasi", "issue": "isu"}
DEGREES = {"partly": "teratasi sebagian", "wholly": "tuntas", "failed": "belum berhasil"}
"""How far an innovation solves a problem."""
LONG_TEXTS = {"goals": "Tujuan", "benefits": "Manfaat", "results": "Hasil"}
"""Up to 5,000 letters each: an innovation's page begins them, so that it opens quickly on a slow network."""
_BEGINNING = 600


NEEDS = {
    "funds": "Dana",
    "tools": "Alat atau bahan",
    "knowledge": "Pengetahuan atau pendampingan",
    "people": "Tenaga",
    "place": "Tempat",
    "network": "Jejaring",
}
"""What is needed, by needs.KINDS."""


def address(entry: Mapping[str, Any]) -> str:
    """The path of a record's page."""
    return f"/{PATHS[entry['kind']]}/{entry['number']}-{entry['slug']}"


def beginning(text: str) -> str:
    """The first sentences of a long text, up to the end of a word; the whole of a short one."""
    if len(text) <= _BEGINNING:
        return text
    return text[:_BEGINNING].rsplit(maxsplit=1)[0] + " …"


def label(kind: str, path: str, code: str) -> str:
    """As the form says it; the code itself where the form knows it no more."""
    field = fields_of(kind).get(path)
    choice = field.choice(code) if field else None
    return choice.label.id if choice else code


def date(text: str) -> str:
    """A date or a month that somebody chose: `2026-05` is Mei 2026."""
    year, month, *rest = text.split("-")
    plain = f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(rest[0])} {plain}" if rest else plain


def dialled(phone: str) -> str:
    """A number as a `tel:` link has it: digits, and the plus of a country before them."""
    return re.sub(r"(?!^\+)\D", "", phone.strip())


def on_whatsapp(phone: str) -> str:
    """The address that opens WhatsApp with this number; empty for what is no mobile number of the country."""
    number = dialled(phone).removeprefix("+")
    number = f"62{number[1:]}" if number.startswith("0") else number
    return f"https://wa.me/{number}" if number.startswith("628") else ""


def count(value: Mapping[str, Any]) -> str:
    """`24 keluarga`, `kurang dari 5 orang`."""
    unit = {"person": "orang", "family": "keluarga", "rupiah": "rupiah"}.get(value["unit"])
    if unit is None:
        return "belum diketahui"
    if "below" in value:
        return f"kurang dari {value['below']} {unit}"
    return f"{value['number']:,}".replace(",", ".") + f" {unit}"


@functools.cache
def affairs() -> Mapping[str, str]:
    """The affairs of government by code, in the order of the law."""
    return {row["kode_sigap"]: row["nama"] for row in catalogue_rows("city/urusan_38.csv")}


@functools.cache
def goals() -> Mapping[str, str]:
    return {row["nomor"]: row["nama"] for row in catalogue_rows("city/sdgs.csv")}
