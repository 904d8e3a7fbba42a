"""Draws the city's kelurahan from our polygons: a picture of the whole city, and of one kecamatan.

Lines are simplified to what a phone's screen shows, so that a page with a map stays small. Nothing is coloured by
a count: a map of how much each kelurahan noted would be a ranking.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from sync.domain.areas import gazetteer
from sync.domain.geo import boundaries, to_e7

Point = tuple[float, float]
Ring = list[Point]
WIDTH = 480
_SQUEEZE = math.cos(math.radians(5.14))
"""One for the whole city: with one for each kelurahan neighbours would lie hundreds of metres apart."""
FAR_ISLANDS = "73.71.15"
"""Kepulauan Sangkarrang lies up to 40 km out; in one picture with it the city would be a dot."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A kelurahan on the picture; `path` is the `d` of an SVG path."""

    code: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`west` and `north` are the corner at 0, 0 in degrees, of longitude squeezed; `scale` is units a degree."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    west: float
    north: float
    scale: float

    def place_at(self, x: float, y: float) -> tuple[int, int]:
        """Latitude and longitude of a point on the picture, in 1e-7 degrees."""
        return to_e7(self.north - y / self.scale), to_e7((self.west + x / self.scale) / _SQUEEZE)


@functools.cache
def picture(area: str, tolerance: float = 1.2) -> Picture:
    """The kelurahan inside the area, in code order, fitted into the width; of a city without its far islands."""
    inside = gazetteer().kelurahan(area)
    places = [place for place in inside if place.code in _rings() and _belongs(place.code, area)]
    outlines = {place.code: _rings()[place.code] for place in places}
    # Small islands of a kelurahan may lie outside the picture: it shows where people live close together.
    corners = [point for rings in outlines.values() for point in max(rings, key=len)]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    scale = WIDTH / max(east - west, north - south)
    shapes = tuple(
        Shape(place.code, place.name, _path(outlines[place.code], west, north, scale, tolerance))
        for place in places
    )
    size = math.ceil((east - west) * scale), math.ceil((north - south) * scale)
    return Picture(*size, shapes, west, north, scale)


def _belongs(code: str, area: str) -> bool:
    return not code.startswith(FAR_ISLANDS) or area.startswith(FAR_ISLANDS)


@functools.cache
def city_svg(city: str) -> str:
    """A file of its own: for an <img>, and kept by browsers."""
    drawn = picture(city)
    paths = "".join(f'<path d="{shape.path}"/>' for shape in drawn.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {drawn.width + 2} {drawn.height + 2}">'
        f'<g fill="#b8eadd" stroke="#00695a" stroke-linejoin="round">{paths}</g></svg>'
    )


@functools.cache
def _rings() -> dict[str, list[Ring]]:
    """Outer rings by kelurahan, with degrees of longitude as long as those of latitude."""
    return {
        code: [[(x * _SQUEEZE, y) for x, y in outer] for outer, *_ in polygons]
        for code, polygons in boundaries().items()
    }


def _path(rings: Sequence[Ring], west: float, north: float, scale: float, tolerance: float) -> str:
    drawn = [[((x - west) * scale, (north - y) * scale) for x, y in ring] for ring in rings]
    return "".join(_ring_path(_simplified(ring, tolerance)) for ring in drawn)


def _ring_path(ring: Sequence[Point]) -> str:
    """Relative steps in whole units: the shortest text."""
    rounded = [(round(x), round(y)) for x, y in ring]
    (x, y), steps = rounded[0], []
    text = f"M{x} {y}l"
    for new_x, new_y in rounded[1:]:
        if (new_x, new_y) != (x, y):
            steps.append(f"{new_x - x} {new_y - y}".replace(" -", "-"))
            x, y = new_x, new_y
    return f"{text}{' '.join(steps)}z".replace(" -", "-") if len(steps) > 1 else ""


def _simplified(ring: Sequence[Point], tolerance: float) -> Sequence[Point]:
    """Douglas and Peucker; the ring is cut in two, since its ends are one point."""
    middle = len(ring) // 2
    return [*_thinned(ring[: middle + 1], tolerance)[:-1], *_thinned(ring[middle:], tolerance)]


def _thinned(line: Sequence[Point], tolerance: float) -> Sequence[Point]:
    if len(line) < 3:
        return line
    distances = [_distance(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] <= tolerance:
        return [line[0], line[-1]]
    cut = farthest + 1
    return [*_thinned(line[: cut + 1], tolerance)[:-1], *_thinned(line[cut:], tolerance)]


def _distance(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if length == 0:
        return math.dist(point, start)
    across = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (end[1] - start[1])
    return abs(across) / length
