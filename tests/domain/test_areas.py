from __future__ import annotations

import pytest

from sync.domain.areas import AreaCode, UnknownArea, gazetteer
from sync.domain.geo import kelurahan_at, lies_in_kelurahan, rounded_for_the_public, to_e7


def test_the_city_has_15_kecamatan_and_153_kelurahan() -> None:
    assert len(gazetteer().below("73.71")) == 15
    assert len(gazetteer().kelurahan("73.71")) == 153


def test_a_code_knows_its_parts() -> None:
    code = AreaCode.parse("73.71.13.1002/RW003/RT002")

    assert (code.city, code.kecamatan, code.kelurahan) == ("73.71", "73.71.13", "73.71.13.1002")
    assert (code.rw, code.rt) == ("003", "002")
    assert gazetteer().name(code.text) == "RT 002 / RW 003, Kassi-Kassi"


@pytest.mark.parametrize("text", ["", "73", "73.71.1", "73.71.13.1002/RT002", "73.71.13.1002/RW3", "x", "73.71 "])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(UnknownArea):
        AreaCode.parse(text)


def test_an_area_contains_what_lies_below_it_and_no_namesake() -> None:
    assert AreaCode("73.71.13").contains("73.71.13.1002/RW001")
    assert AreaCode("73.71.13.1002").contains("73.71.13.1002/RW001/RT001")
    assert not AreaCode("73.71.13.100").contains("73.71.13.1002")
    assert not AreaCode("73.71.13.1002/RW001").contains("73.71.13.1002")


@pytest.mark.parametrize("place", gazetteer().kelurahan("73.71"), ids=lambda place: place.code)
def test_each_kelurahan_contains_its_own_inner_point(place: object) -> None:
    code, latitude, longitude = place.code, place.latitude, place.longitude  # type: ignore[attr-defined]

    assert lies_in_kelurahan(to_e7(latitude), to_e7(longitude), code)


def test_a_point_elsewhere_lies_outside_and_an_unknown_kelurahan_says_nothing() -> None:
    assert lies_in_kelurahan(to_e7(-6.2), to_e7(106.8), "73.71.13.1002") is False
    assert lies_in_kelurahan(0, 0, "73.71.99.1001") is None


def test_a_public_point_is_about_100_metres_off_at_most() -> None:
    exact = to_e7(-5.1477123)

    assert abs(rounded_for_the_public(exact) - exact) <= 4_500
    assert rounded_for_the_public(exact) % 9_000 == 0


def test_the_kelurahan_is_found_by_a_point_in_it_and_none_outside_the_city() -> None:
    place = gazetteer().place("73.71.13.1002")

    assert kelurahan_at(to_e7(place.latitude), to_e7(place.longitude)) == place.code
    assert kelurahan_at(to_e7(-6.2), to_e7(106.8)) is None
