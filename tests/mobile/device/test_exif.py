"""What is read from a photo before its EXIF is dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.device.exif import PhotoFacts, jpeg_size, photo_facts
from tests.mobile.device.pictures import MAKASSAR, a_jpeg, with_exif

WHOLE = a_jpeg(taken_at="2026:03:05 07:08:09", place=MAKASSAR, orientation=6, accuracy_m=12)


def test_date_and_place_of_a_photo_are_read() -> None:
    facts = photo_facts(WHOLE)

    assert facts.taken_at == "2026-03-05T07:08:09"
    assert facts.point is not None
    assert (facts.point["lat"], facts.point["lng"]) == pytest.approx((-51_677_000, 1_194_327_000), abs=100)
    assert (facts.point["source"], facts.point["accuracy_m"]) == ("photo", 12)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_date_and_place_are_read_from_other_kinds_of_picture(kind: str) -> None:
    facts = photo_facts(with_exif(kind, "2026:03:05 07:08:09"))

    assert facts.taken_at == "2026-03-05T07:08:09"
    assert facts.point is not None


def test_north_and_west_have_their_signs() -> None:
    facts = photo_facts(a_jpeg(place=(51.5, -0.25)))

    assert facts.point is not None
    assert (facts.point["lat"], facts.point["lng"]) == (515_000_000, -2_500_000)


@pytest.mark.parametrize(
    "date", ["0000:00:00 00:00:00", "2026:13:01 00:00:00", "2026:02:31 00:00:00", "soon", "    :  :     :  :  "]
)
def test_a_date_that_is_none_is_unknown(date: str) -> None:
    assert photo_facts(a_jpeg(taken_at=date)).taken_at is None


def test_zeros_are_no_place_when_the_camera_had_no_fix() -> None:
    assert photo_facts(a_jpeg(place=(0.0, 0.0))).point is None


def test_a_photo_without_exif_says_nothing() -> None:
    assert photo_facts(a_jpeg()) == PhotoFacts()


def test_the_size_of_a_jpeg_is_read() -> None:
    assert jpeg_size(a_jpeg(640, 480)) == (640, 480)


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"RIFF0000WEBP"])
def test_nothing_is_read_when_there_is_nothing(content: bytes) -> None:
    assert (photo_facts(content), jpeg_size(content)) == (PhotoFacts(), None)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), st.integers(0, len(WHOLE)))
def test_damaged_photos_never_raise(place: int, byte: int, end: int) -> None:
    damaged = (WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 :])[:end]

    photo_facts(damaged)
    jpeg_size(damaged)


@given(st.binary(max_size=200))
def test_exif_that_is_noise_never_raises(noise: bytes) -> None:
    body = b"Exif\0\0" + noise
    segment = b"\xff\xd8\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body

    photo_facts(segment)
    jpeg_size(segment)


@given(st.binary(max_size=120), st.sampled_from([b"II*\0", b"MM\0*"]))
def test_a_folder_that_is_noise_never_raises(noise: bytes, order: bytes) -> None:
    start = (8).to_bytes(4, "little" if order[:1] == b"I" else "big")
    body = b"Exif\0\0" + order + start + noise

    photo_facts(b"\xff\xd8\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body)
