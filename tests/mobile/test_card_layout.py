"""The picture of a shared card: what is written where, and that it is really drawn."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from mobile.card_layout import HEIGHT, WIDTH, card_drawing
from mobile.device.drawing import Box, Drawing, Picture, Words
from mobile.device.paint_pillow import PillowPainter, measured
from mobile.device.ports import DeviceError
from mobile.share_card import ShareCard
from tests.mobile.device.pictures import a_jpeg

LONG = "Warga menggali teba dan mengompos bergiliran tiap Sabtu bersama anak muda lorong. " * 8
CARD = ShareCard(
    "Teba kompos Lorong 4",
    "Warga mengompos tiap Sabtu.",
    "RT 005 / RW 003, Kassi-Kassi, Kota Makassar",
    "7K4Q-2MXD",
    "Lorong · Disetujui Kecamatan Rappocini",
)
NAMED = replace(CARD, originator="Ibu Sitti Contoh")
PUBLISHED = replace(NAMED, link="https://lorong.example.id/inovasi/01930000-0000-7000-8000-000000000001")
FULLEST = replace(PUBLISHED, title="Sistem peringatan dini banjir berbasis warga " * 4, summary=LONG)
CARDS = {"plain": CARD, "named": NAMED, "published": PUBLISHED, "fullest": FULLEST}


def drawing(card: ShareCard, photo: bytes | None = None) -> Drawing:
    return card_drawing(card, photo, measured)


def words(card: ShareCard) -> list[Words]:
    return [mark for mark in drawing(card).marks if isinstance(mark, Words)]


async def picture(card: ShareCard, photo: bytes | None = None) -> Image.Image:
    content = await PillowPainter().paint(lambda measure: card_drawing(card, photo, measure))
    opened = Image.open(BytesIO(content))
    assert opened.format == "PNG"
    return opened.convert("RGB")


def test_everything_of_a_card_is_written() -> None:
    assert [line.text for line in words(NAMED)] == [
        "Teba kompos Lorong 4",
        "Warga mengompos tiap Sabtu.",
        "RT 005 / RW 003, Kassi-Kassi, Kota Makassar",
        "Penggagas: Ibu Sitti Contoh",
        "7K4Q-2MXD",
        "Lorong · Disetujui Kecamatan Rappocini",
    ]


def test_without_consent_no_name_is_drawn() -> None:
    assert not any("Penggagas" in line.text for line in words(CARD))


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_every_line_lies_within_the_picture_and_below_the_photo(card: ShareCard) -> None:
    photo = next(mark for mark in drawing(card).marks if isinstance(mark, Picture))

    for line in words(card):
        assert line.x + measured(line.text, line.size, line.is_bold) <= WIDTH - 40
        assert photo.height < line.y - line.size * 0.7
        assert line.y < HEIGHT - 40
    assert photo.height >= 400


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_no_line_touches_another_nor_the_foot(card: ShareCard) -> None:
    lines = sorted(words(card)[:-2], key=lambda line: line.y)
    foot = min(mark.y for mark in drawing(card).marks[1:] if not isinstance(mark, Words))

    assert all(below.y - above.y >= below.size for above, below in pairwise(lines))
    assert lines[-1].y + lines[-1].size // 4 < foot


def test_letters_are_large_enough_for_a_chat() -> None:
    assert all(line.size >= 32 for line in words(FULLEST))


def test_a_summary_that_is_too_long_ends_with_an_ellipsis() -> None:
    assert any(line.text.endswith("…") for line in words(replace(CARD, summary=LONG)))


def test_a_title_of_pictographs_alone_is_named_by_its_number() -> None:
    assert words(replace(CARD, title="🚨🚨"))[0].text == "7K4Q-2MXD"


def test_only_what_is_published_has_a_code_to_scan() -> None:
    assert not any(isinstance(mark, Box) for mark in drawing(NAMED).marks)
    assert sum(isinstance(mark, Box) for mark in drawing(PUBLISHED).marks) > 400


# As it is painted


async def test_the_picture_has_its_size_and_its_texts_are_not_blank() -> None:
    painted = await picture(NAMED)

    assert painted.size == (WIDTH, HEIGHT)
    for line in words(NAMED):
        around = (line.x, line.y - line.size, line.x + 300, line.y + line.size // 4)
        assert len(painted.crop(around).getcolors(1_000_000) or []) > 10, line.text


async def test_where_a_name_would_stand_nothing_is_painted_without_consent() -> None:
    where = next(line for line in words(NAMED) if "Penggagas" in line.text)
    with_name, without = await picture(NAMED), await picture(CARD)
    place = next(line for line in words(CARD) if line.text.startswith("RT 005"))

    below = (0, place.y + 12, WIDTH, place.y + 12 + 60)
    named_there = (0, where.y - where.size, WIDTH, where.y)

    assert without.crop(below).getcolors() == [(WIDTH * 60, (255, 251, 246))]
    assert with_name.crop(named_there).getcolors(1_000_000) != [(WIDTH * where.size, (255, 251, 246))]


async def test_the_photo_fills_the_top_of_the_picture() -> None:
    red = Image.new("RGB", (1600, 1200), "#C02010")
    out = BytesIO()
    red.save(out, "JPEG")

    painted = await picture(CARD, out.getvalue())

    assert all(abs(painted.getpixel(at)[0] - 0xC0) < 6 for at in ((5, 5), (1075, 5), (540, 380)))  # type: ignore[index]


async def test_the_code_is_dark_on_white() -> None:
    painted = await picture(PUBLISHED)
    code = next(mark for mark in drawing(PUBLISHED).marks if isinstance(mark, Box))

    inner = painted.crop((code.x + 20, code.y + 20, code.x + code.width - 20, code.y + code.height - 20))

    assert {color for _, color in inner.getcolors(1000) or []} == {(0, 0, 0), (255, 255, 255)}


async def test_a_photo_that_cannot_be_read_is_told() -> None:
    with pytest.raises(DeviceError, match="not_an_image"):
        await picture(CARD, b"no picture at all")


async def test_a_photo_that_lies_on_its_side_is_painted_upright() -> None:
    assert (await picture(CARD, a_jpeg(1600, 1200, orientation=6))).size == (WIDTH, HEIGHT)
