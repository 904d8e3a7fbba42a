"""Points and boundaries. Coordinates are integers in 1e-7 degrees, as on the wire."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence

from sync.domain.assets import assets_folder

Ring = Sequence[Sequence[float]]
PUBLIC_GRID_E7 = 9_000
"""About 100 m: what a public point is rounded to."""


def to_e7(degrees: float) -> int:
    return round(degrees * 10_000_000)


def rounded_for_the_public(value_e7: int) -> int:
    return round(value_e7 / PUBLIC_GRID_E7) * PUBLIC_GRID_E7


def lies_in_ring(longitude: float, latitude: float, ring: Ring) -> bool:
    """Ray casting: an odd number of crossings is inside."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@functools.cache
def boundaries() -> dict[str, list[list[Ring]]]:
    """The polygons of each kelurahan, each its outer ring and holes; indicative, as they are shipped."""
    text = (assets_folder() / "maps" / "makassar_kelurahan_ringan.geojson").read_text("utf-8")
    shapes = {}
    for feature in json.loads(text)["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        shapes[feature["properties"]["kode"]] = [polygons] if geometry["type"] == "Polygon" else polygons
    return shapes


def kelurahan_at(lat_e7: int, lng_e7: int) -> str | None:
    """The kelurahan in whose boundary the point lies, the first in code order; None outside all that are known."""
    return next((code for code in sorted(boundaries()) if lies_in_kelurahan(lat_e7, lng_e7, code)), None)


def lies_in_kelurahan(lat_e7: int, lng_e7: int, kelurahan: str) -> bool | None:
    """Whether the point lies inside the kelurahan's boundary; None where no boundary is known.

    Boundaries are indicative, so this only ever warns.
    """
    polygons = boundaries().get(kelurahan)
    if polygons is None:
        return None
    longitude, latitude = lng_e7 / 1e7, lat_e7 / 1e7
    return any(
        lies_in_ring(longitude, latitude, outer) and not any(lies_in_ring(longitude, latitude, h) for h in holes)
        for outer, *holes in polygons
    )
