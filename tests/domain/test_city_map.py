"""The picture of the city: who points at a kelurahan means that one, and neighbours touch."""

from __future__ import annotations

import pytest

from sync.domain.areas import CITY, Place, gazetteer
from sync.domain.city_map import FAR_ISLANDS, picture
from sync.domain.geo import boundaries, kelurahan_at

PLACES = [place for place in gazetteer().kelurahan(CITY) if not place.code.startswith(FAR_ISLANDS)]


def on_the_picture(place: Place) -> tuple[float, float]:
    """Where the picture shows a place, by turning its own answer round."""
    drawn = picture(CITY)
    (north, west), (south, east) = (drawn.place_at(*corner) for corner in ((0, 0), (drawn.width, drawn.height)))
    x = (place.longitude * 1e7 - west) / (east - west) * drawn.width
    return x, (place.latitude * 1e7 - north) / (south - north) * drawn.height


@pytest.mark.parametrize("place", PLACES[::10], ids=lambda place: place.name)
def test_a_point_on_the_picture_lies_in_the_kelurahan_that_is_drawn_there(place: Place) -> None:
    x, y = on_the_picture(place)

    assert 0 <= x <= picture(CITY).width
    assert 0 <= y <= picture(CITY).height
    assert kelurahan_at(*picture(CITY).place_at(x, y)) == kelurahan_at(
        round(place.latitude * 1e7), round(place.longitude * 1e7)
    )


def test_each_is_drawn_where_its_own_boundary_says() -> None:
    """The first corner of each outline, read back from the picture, is a corner of the boundary."""
    drawn = picture(CITY)
    for shape in drawn.shapes:
        x, y = map(int, shape.path[1 : shape.path.index("l")].replace("-", " -").split())
        latitude, longitude = drawn.place_at(x, y)
        near = [
            abs(lng - longitude / 1e7) + abs(lat - latitude / 1e7)
            for outer, *_ in boundaries()[shape.code]
            for lng, lat in outer
        ]
        assert min(near) < 1.5 / drawn.scale, shape.name
