"""Photos as they are kept: small, upright, without EXIF, blurred where somebody asked for it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from mobile.device.photos_pillow import PillowPhotos
from mobile.device.ports import DeviceError
from tests.mobile.device.pictures import MAKASSAR, a_jpeg, a_picture, opened


async def test_a_large_photo_becomes_1920_px_with_a_preview_of_320() -> None:
    shrunk = await PillowPhotos().shrink(a_jpeg(4000, 3000))

    assert opened(shrunk.content).size == (1920, 1440)
    assert opened(shrunk.preview).size == (320, 240)


async def test_a_small_photo_keeps_its_size() -> None:
    assert opened((await PillowPhotos().shrink(a_jpeg(400, 300))).content).size == (400, 300)


async def test_date_and_place_are_read_and_then_dropped() -> None:
    shrunk = await PillowPhotos().shrink(a_jpeg(taken_at="2026:03:05 07:08:09", place=MAKASSAR, orientation=1))

    assert shrunk.taken_at == "2026-03-05T07:08:09"
    assert shrunk.point is not None
    assert not opened(shrunk.content).getexif()
    assert not opened(shrunk.preview).getexif()


async def test_a_photo_is_upright_when_the_camera_was_turned() -> None:
    shrunk = await PillowPhotos().shrink(a_jpeg(400, 300, orientation=6))

    assert opened(shrunk.content).size == (300, 400)


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("P", "GIF"), ("L", "PNG"), ("CMYK", "JPEG")])
async def test_other_kinds_of_picture_become_jpeg(mode: str, kind: str) -> None:
    out = BytesIO()
    Image.new(mode, (40, 30)).save(out, kind)

    shrunk = await PillowPhotos().shrink(out.getvalue())

    assert (opened(shrunk.content).format, opened(shrunk.content).mode) == ("JPEG", "RGB")


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 not a picture", a_jpeg()[:300], b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"],
)
async def test_a_file_that_is_no_image_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(DeviceError) as caught:
        await PillowPhotos().shrink(content)

    assert caught.value.code == "not_an_image"


async def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")

    with pytest.raises(DeviceError):
        await PillowPhotos().shrink(out.getvalue())


async def test_what_lies_in_a_rectangle_is_unreadable_and_the_rest_is_not() -> None:
    blurred = await PillowPhotos().blur(a_jpeg(400, 300), [(0.5, 0.0, 0.5, 1.0)])

    left, right = _contrast(blurred.content, (0, 150)), _contrast(blurred.content, (250, 400))
    assert left > 150
    assert right < 60
    assert opened(blurred.preview).size == (320, 240)


async def test_rectangles_drawn_backwards_or_beyond_the_edge_are_taken_as_meant() -> None:
    blurred = await PillowPhotos().blur(a_jpeg(400, 300), [(1.4, 1.2, -0.9, -1.4), (0.1, 0.1, 0.0, 0.0)])

    assert _contrast(blurred.content, (250, 400)) < 60


def _contrast(content: bytes, columns: tuple[int, int]) -> int:
    """The difference between the lightest and the darkest pixel of a row."""
    row = opened(content).convert("L").crop((columns[0], 150, columns[1], 151)).tobytes()
    return max(row) - min(row)


def test_the_stripes_of_the_test_picture_are_sharp() -> None:
    assert a_picture().getextrema()[0] == (0, 255)
