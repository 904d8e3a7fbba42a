"""*Lembar kota* on paper: the numbers, the six basic affairs as bars, and the indicators with their evidence."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sync.central import city_sheet_words as words
from sync.central.answer import Centre
from sync.central.chart import bar_chart
from sync.central.moments import day_and_time
from sync.central.paper import pdf
from sync.domain.areas import gazetteer
from sync.domain.city_sheet import CityProof, UnitIndicator
from sync.domain.measuring import Bar
from sync.protocol.city_sheet import CitySheet

TYPE = "application/pdf"
_PAGE = """
#let it = json(bytes(sys.inputs.sheet))
#let green = rgb("#00695a")
#let quiet = rgb("#4e473d")
#set document(title: it.title, date: none)
#set page(paper: "a4", margin: (x: 18mm, y: 16mm), footer: context align(center,
  text(size: 8pt, fill: quiet)[#it.title · #counter(page).display("1 / 1", both: true)]))
#set text(font: "Plus Jakarta Sans", size: 9.5pt, lang: "id", hyphenate: false, fill: rgb("#1f1b16"))
#set par(leading: 0.6em)
#show heading: set text(fill: green, size: 12pt, weight: "semibold")
#show heading: set block(above: 7mm, below: 3.5mm, sticky: true)
#text(size: 10pt, weight: "semibold", fill: green, "Lorong · Lembar kota")
#v(-2mm)
#text(size: 22pt, weight: "semibold", it.place)
#v(-3mm)
#text(fill: quiet)[IGA #it.year · #it.at]
#v(2mm)
#grid(columns: (1fr, auto), row-gutter: 2.4mm,
  ..it.counted.map(((name, said)) => (name, text(weight: "semibold", size: 11pt, said))).flatten())
= Enam urusan wajib pelayanan dasar
#text(fill: quiet)[Inovasi yang disetujui atau terbit, menurut urusan utamanya.]
#v(1mm)
#image(bytes(it.chart), format: "svg", width: 100mm, alt: it.alt)
= Indikator satuan pemerintah daerah
#text(fill: quiet)[Nilai #it.points dari paling banyak #it.most. Tingkat dihitung bila ada buktinya.]
#v(2mm)
#table(columns: (11mm, 1fr, 14mm, 1fr), inset: (x: 2mm, y: 1.8mm), stroke: 0.5pt + rgb("#d6ccbf"),
  table.header(..("No.", "Indikator", "Tingkat", "Bukti").map(name => text(weight: "semibold", name))),
  ..it.rows.flatten())
"""


def sheet(found: CitySheet, centre: Centre) -> bytes:
    place, counts = gazetteer().name(centre.city), words.affairs(found)
    most = max((count for _, count in counts), default=0) or 1
    bars = [Bar(name, str(count), Fraction(count, most)) for name, count in counts]
    shown = {
        "title": f"Lembar kota {place}",
        "place": place,
        "year": found.year,
        "at": f"Data per {day_and_time(found.at, centre.zone)}",
        "counted": words.counted(found),
        "chart": bar_chart("Inovasi menurut urusan", bars),
        "alt": "; ".join(f"{name}: {count}" for name, count in counts),
        "points": words.hundredths(found.shown_hundredths),
        "most": words.hundredths(found.possible_hundredths),
        "rows": [_row(each, proof) for each, proof in words.shown(found)],
    }
    return pdf(_PAGE, sheet=shown)


def _row(each: UnitIndicator, proof: CityProof | None) -> list[Any]:
    level = str(proof.level) if proof and proof.level else words.NOTHING
    name = f"{each.name} (wajib)" if each.is_required else each.name
    return [each.code, name, level, words.said_of(proof) or "Belum ada bukti"]
