"""The score sheet of a record for IGA: by indicator what is claimed, what BRIDA granted, and what proves it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from sync.central.dossiers.sigap_file import new_book, put
from sync.domain.iga import Score, band_of, score
from sync.domain.iga_catalogue import Catalogue, Indicator
from sync.domain.records import Values

_COLUMNS = (
    ("No.", 6),
    ("Indikator", 44),
    ("Wajib", 8),
    ("Bobot", 8),
    ("Tingkat diajukan", 12),
    ("Tingkat diberikan", 12),
    ("Nilai diajukan", 12),
    ("Nilai diberikan", 12),
    ("Parameter yang diajukan", 44),
    ("Bukti", 60),
)
_BANDS = {"poor": "Kurang", "fair": "Cukup", "good": "Baik", "very_good": "Sangat Baik"}


def sheet(values: Values, catalogue: Catalogue, proofs: dict[str, Sequence[str]]) -> bytes:
    """An XLSX; `proofs` name by indicator what lies in the folder, or stands on the web."""
    made = io.BytesIO()
    book = new_book(made)
    page, found = book.add_worksheet("Nilai IGA"), score(values, catalogue)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
    for place, (header, wide) in enumerate(_COLUMNS):
        page.set_column(place, place, wide)
        page.write_string(0, place, header, bold)
    page.freeze_panes(1, 2)
    for row, indicator in enumerate(catalogue.indicators, 1):
        for place, cell in enumerate(_row(indicator, found, proofs.get(indicator.code, ()))):
            put(page, row, place, cell, text)
    for row, (what, cells) in enumerate(_sums(found, catalogue), len(catalogue.indicators) + 2):
        page.write_string(row, 1, what, bold)
        for place, cell in cells.items():
            put(page, row, place, cell, text)
    book.close()
    return made.getvalue()


def _row(indicator: Indicator, found: Score, proofs: Sequence[str]) -> tuple[str | int, ...]:
    claimed, granted = found.claimed[indicator.code], found.granted[indicator.code]
    asked = "Ya" if indicator.is_required else "Tidak"
    points = indicator.weight * claimed, indicator.weight * granted
    parameter = indicator.parameters[claimed - 1] if claimed else ""
    number = int(indicator.code[3:])
    return (
        *(number, indicator.name, asked, indicator.weight, claimed, granted, *points),
        *(parameter, "\n".join(proofs)),
    )


def _sums(found: Score, catalogue: Catalogue) -> tuple[tuple[str, dict[int, str | int]], ...]:
    bands = {6: _BANDS[found.band], 7: _BANDS[band_of(found.points_granted)]}
    return (
        (f"Jumlah (paling banyak {catalogue.most_points})", {6: found.points_claimed, 7: found.points_granted}),
        ("Pita SIGAP BRIDA", dict(bands)),
        (f"Katalog IGA {catalogue.version}", {}),
    )
