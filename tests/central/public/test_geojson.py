"""GeoJSON as RFC 7946 wants it: the bank's export and the map that we ship, read by somebody else's validator."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import httpx
import pytest
from geojson_pydantic import Feature, FeatureCollection, MultiPolygon, Point, Polygon
from geojson_pydantic.geometries import Geometry
from pydantic import ValidationError

from sync.domain.areas import gazetteer
from sync.domain.assets import assets_folder
from tests.conftest import Enrol
from tests.support.bank import offices

POINT = {"lat": -51_759_123, "lng": 1_194_408_456}
WEST, SOUTH, EAST, NORTH = 119.0, -5.4, 119.7, -4.8
"""Around Makassar and its islands: who swaps the two numbers lands in the Arctic."""
MAP = assets_folder() / "maps" / "makassar_kelurahan_ringan.geojson"

Ring = Sequence[Any]


def is_in_the_city(position: Iterable[float]) -> bool:
    longitude, latitude, *_ = position
    return WEST < longitude < EAST and SOUTH < latitude < NORTH


def runs_left(ring: Ring) -> bool:
    """Counterclockwise, as an outer ring must by the right-hand rule (RFC 7946, 3.1.6)."""
    return bool(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) > 0)


def polygons_of(geometry: Any) -> list[Sequence[Ring]]:
    assert isinstance(geometry, Polygon | MultiPolygon)
    found: list[Sequence[Ring]] = (
        [geometry.coordinates] if isinstance(geometry, Polygon) else [*geometry.coordinates]
    )
    return found


def read(content: bytes) -> FeatureCollection[Feature[Geometry, dict[str, Any]]]:
    """Raises ValidationError."""
    return FeatureCollection[Feature[Geometry, dict[str, Any]]].model_validate_json(content)


async def test_the_export_is_valid_with_and_without_a_public_place_and_when_it_is_empty(
    enrol: Enrol, http: httpx.AsyncClient
) -> None:
    empty = read((await http.get("/bank.geojson")).content)
    city = offices(enrol)
    await city.published(title='Teba "kompos" =1+1', point=POINT)
    await city.published(title="Di rumah", point=POINT, place_private=True)
    city.index()

    found = read((await http.get("/bank.geojson")).content)

    assert empty.features == []
    shown, hidden = found.features
    assert isinstance(shown.geometry, Point)
    assert is_in_the_city(shown.geometry.coordinates)
    assert hidden.geometry is None
    assert shown.properties
    assert shown.properties["title"] == 'Teba "kompos" =1+1'


def test_the_map_of_the_kelurahan_is_valid_and_winds_by_the_right_hand_rule() -> None:
    found = read(MAP.read_bytes())

    assert {str((each.properties or {})["kode"]) for each in found.features} == {
        place.code for place in gazetteer().kelurahan("73.71")
    }
    for feature in found.features:
        for outer, *holes in polygons_of(feature.geometry):
            assert runs_left(outer), feature.properties
            assert not any(map(runs_left, holes)), feature.properties
            assert all(map(is_in_the_city, outer)), feature.properties


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [119.4]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [2, 2]]]},
    ],
)
def test_the_validator_refuses_what_is_none(geometry: dict[str, Any]) -> None:
    feature = {"type": "Feature", "geometry": geometry, "properties": None}

    with pytest.raises(ValidationError):
        FeatureCollection.model_validate({"type": "FeatureCollection", "features": [feature]})
