"""What is drawn in the report of an area: where it lies, and bars for what its figures are made of.

The map is coloured by where the report is from, never by a count: that would be a ranking of kelurahan.
"""

from __future__ import annotations

from fractions import Fraction

from sync.central import figures_words as words
from sync.central.chart import bar_chart
from sync.domain.areas import AreaCode
from sync.domain.city_map import FAR_ISLANDS, picture
from sync.domain.figures import BY_CODE, Told, Unit, named_parts
from sync.domain.measuring import Bar
from sync.protocol.figures import AreaFigures

_HERE, _ELSEWHERE, _LINE = "#00695a", "#dcefe9", "#7f9f97"


def map_svg(area: str) -> str:
    """The city with the area in green; of the far islands, which it leaves out, the islands alone."""
    code = AreaCode(area)
    drawn = picture(FAR_ISLANDS if area.startswith(FAR_ISLANDS) else code.city)
    paths = "".join(
        f'<path d="{shape.path}" fill="{_HERE if code.contains(shape.code) else _ELSEWHERE}"/>'
        for shape in drawn.shapes
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {drawn.width + 2} {drawn.height + 2}">'
    return f'{head}<g stroke="{_LINE}" stroke-width="0.6" stroke-linejoin="round">{paths}</g></svg>'


def parts(found: AreaFigures) -> list[dict[str, str]]:
    """A chart for each figure that is made of parts."""
    return [_chart(told, _parts(told)) for told in found.figures if named_parts(told)]


def years(found: AreaFigures) -> list[dict[str, str]]:
    """A chart for each count or sum that is known of both years, and is more than nothing in one of them."""
    counted = [told for told in found.figures if BY_CODE[told.code].unit is not Unit.DAYS]
    known = [told for told in counted if told.before is not None and max(told.value or 0, told.before) > 0]
    return [_chart(told, _years(told, found)) for told in known]


def _chart(told: Told, bars: list[Bar]) -> dict[str, str]:
    name, said = BY_CODE[told.code].label.id, "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return {"name": name, "svg": bar_chart(name, bars), "alt": said}


def _parts(told: Told) -> list[Bar]:
    named = named_parts(told)
    most = max(count for _, count in named)
    return [Bar(label.id, words.number(count), Fraction(count, most)) for label, count in named]


def _years(told: Told, found: AreaFigures) -> list[Bar]:
    now, before = told.value or 0, told.before or 0
    most = max(now, before)
    return [
        Bar(words.day(found.until_before), words.before(told), Fraction(before, most), is_before=True),
        Bar(words.day(found.until), words.value(told), Fraction(now, most)),
    ]
