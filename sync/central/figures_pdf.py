"""The report of an area on A4: each figure, what it was a year before and what it means; a map, and charts."""

from __future__ import annotations

from sync.central import figures, figures_drawn
from sync.central import figures_words as words
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.moments import day_and_time
from sync.central.office import limit
from sync.central.paper import pdf
from sync.domain.figures import BY_CODE, Told
from sync.protocol.figures import AreaFigures

SHEETS_AN_HOUR = 60
_PAGE = """
#let it = json(bytes(sys.inputs.report))
#set document(title: it.title, date: none)
#set page(paper: "a4", margin: (x: 16mm, y: 12mm), fill: rgb("#fffbf6"))
#set text(font: "Plus Jakarta Sans", size: 9pt, lang: "id", hyphenate: false, fill: rgb("#1f1b16"))
#set par(leading: 0.55em)
#let green = rgb("#00695a")
#let quiet = rgb("#4e473d")
#grid(columns: (1fr, auto), column-gutter: 4mm,
  {
    text(size: 10pt, weight: "semibold", fill: green, "Lorong · Laporan")
    v(-2mm)
    text(size: 22pt, weight: "semibold", it.place)
    v(-3mm)
    text(fill: quiet, it.at)
    linebreak()
    text(fill: quiet, it.periods)
  },
  image(bytes(it.map), format: "svg", height: 22mm, alt: it.map_alt))
#v(1mm)
#let card(each) = {
  set par(spacing: 1.8mm)
  let is_long = each.value.len() > 9
  grid(columns: (1fr, auto), column-gutter: 2mm,
    text(weight: "semibold", size: 11pt, each.label),
    text(weight: "semibold", size: if is_long { 12pt } else { 19pt }, fill: green, each.value))
  v(if is_long { 0mm } else { -1.5mm })
  if each.before != "" { par(text(each.before)) }
  if each.parts != "" { par(text(weight: "semibold", each.parts)) }
  par(text(size: 8.5pt, fill: quiet, each.meaning))
}
#grid(columns: (1fr, 1fr), gutter: 2.4mm, inset: 2.6mm, fill: white, stroke: 0.5pt + rgb("#d6ccbf"),
  ..it.figures.map(card))
#if it.charts.len() + it.years.len() > 0 [
  #pagebreak()
  #text(size: 15pt, weight: "semibold", fill: green)[Dalam grafik]
  #v(1mm)
  #let drawn(each, width) = block(breakable: false, {
    block(below: 2.5mm, text(size: 10pt, weight: "semibold", each.name))
    image(bytes(each.svg), format: "svg", width: width, alt: each.alt)
  })
  #grid(columns: (1fr, 1fr), column-gutter: 8mm, row-gutter: 6mm, ..it.charts.map(each => drawn(each, 76mm)))
  #if it.years.len() > 0 [
    #v(4mm)
    #text(size: 12pt, weight: "semibold", fill: green)[Dibandingkan dengan setahun sebelumnya]
    #v(1mm)
    #grid(columns: (1fr, 1fr, 1fr), column-gutter: 6mm, row-gutter: 5mm, ..it.years.map(each => drawn(each, 54mm)))
  ]
]
#v(1fr)
#text(size: 8.5pt, fill: quiet)[
  Dihitung untuk wilayah sebagai keseluruhan; tidak ada angka per orang, RT, atau RW, dan tidak ada peringkat.
]
"""


def sheet_of(centre: Centre, caller: Caller, area: str) -> bytes:
    """The PDF, for somebody whose area holds it. Raises Problem."""
    limit(centre, f"figures:{caller.person.id}", SHEETS_AN_HOUR)
    return sheet(figures.read(centre, caller, area), centre)


def sheet(found: AreaFigures, centre: Centre) -> bytes:
    place = words.place_name(found.area)
    shown = {
        "title": f"Laporan {place}",
        "place": place,
        "at": f"Data per {day_and_time(found.at, centre.zone)}",
        "periods": words.periods(found),
        "map": figures_drawn.map_svg(found.area),
        "map_alt": f"Letak {place} di peta kota",
        "charts": figures_drawn.parts(found),
        "years": figures_drawn.years(found),
        "figures": [_card(each, found) for each in found.figures],
    }
    return pdf(_PAGE, report=shown)


def _card(told: Told, found: AreaFigures) -> dict[str, str]:
    figure = BY_CODE[told.code]
    before = f"{words.day(found.until_before)}: {words.before(told)}" if words.has_before(found) else ""
    return {
        "label": figure.label.id,
        "value": words.value(told),
        "before": before,
        "parts": words.parts(told),
        "meaning": figure.meaning.id,
    }
