"""How figures read on paper and in a sheet, in Indonesian."""

from __future__ import annotations

from datetime import date

from sync.central.moments import MONTHS
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.figures import BY_CODE, Told, Unit, named_parts
from sync.protocol.figures import AreaFigures

NOTHING = "–"


def place_name(area: str) -> str:
    code, name = AreaCode(area), gazetteer().name(area)
    return name if code.level == "city" else f"{code.level.title()} {name}"


def day(iso: str) -> str:
    """`3 Des 2026`."""
    at = date.fromisoformat(iso)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def periods(found: AreaFigures) -> str:
    """Of which days the figures are, and with which they are compared."""
    now = f"“Tahun ini” dihitung sejak {day(found.since)}."
    if not has_before(found):
        return f"{now} Setahun sebelumnya belum ada yang tercatat di wilayah ini."
    return f"{now} Pembandingnya keadaan pada {day(found.until_before)}, dengan tahun itu sejak 1 Januari."


def has_before(found: AreaFigures) -> bool:
    """Whether there was anything a year before."""
    return any(each.before is not None for each in found.figures)


def number(value: int | None, unit: Unit = Unit.COUNT) -> str:
    """`1.250`, `4 hari`, `Rp 12.500.000`; a dash where there is nothing to tell."""
    if value is None:
        return NOTHING
    text = f"{value:,}".replace(",", ".")
    return {Unit.COUNT: text, Unit.DAYS: f"{text} hari", Unit.RUPIAH: f"Rp\N{NO-BREAK SPACE}{text}"}[unit]


def parts(told: Told) -> str:
    """`Menunggu 5 · Terbit 12`, where no number stands without its name."""
    return " · ".join(f"{label.id}\N{NO-BREAK SPACE}{number(n)}" for label, n in named_parts(told))


def value(told: Told) -> str:
    return number(told.value, BY_CODE[told.code].unit)


def before(told: Told) -> str:
    return number(told.before, BY_CODE[told.code].unit)
