"""Text for a picture, with letters that are each ten wide."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from mobile.text_lines import drawable, lines_of
from mobile.theme import FONTS
from sync.domain.assets import assets_folder


def tens(text: str, _size: int, _is_bold: bool) -> float:
    return 10.0 * len(text)


def lines(text: str, most: int, width: int = 100) -> list[str]:
    return lines_of(text, 40, most, width, tens)


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert lines("Teba", 2) == ["Teba"]


def test_a_text_is_broken_between_words() -> None:
    assert lines("Teba kompos Lorong", 3) == ["Teba", "kompos", "Lorong"]
    assert lines("Teba kompos Lorong", 3, 110) == ["Teba kompos", "Lorong"]


def test_what_has_no_room_is_left_out_at_a_word() -> None:
    assert lines("satu dua, tiga empat", 1) == ["satu dua…"]


def test_a_word_wider_than_the_line_is_broken() -> None:
    assert lines("abcdefghijklmnop", 3) == ["abcdefghij", "klmnop"]


def test_nothing_is_one_empty_line() -> None:
    assert lines("", 2) == [""]


@given(st.text(), st.integers(1, 5), st.integers(30, 300))
def test_no_line_is_wider_and_there_are_no_more_than_wanted(text: str, most: int, width: int) -> None:
    found = lines(text, most, width)

    assert len(found) <= most
    assert all(tens(line, 40, False) <= width for line in found)


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Banjir 🚨 siaga", "Banjir siaga"),
        ("ﬁtur\u00a0baru", "fitur baru"),
        ("baris\n  dua", "baris dua"),
        ("ᨒᨚᨑᨚ Lorong", "Lorong"),
        ("“Teba” – 50 %", "“Teba” – 50 %"),
        ("antar\u2011warga", "antar\u2010warga"),
    ],
)
def test_only_what_the_fonts_have_letters_for_is_left(typed: str, drawn: str) -> None:
    assert drawable(typed) == drawn


@pytest.mark.parametrize("font", FONTS.values())
def test_the_fonts_really_have_a_letter_for_all_that_is_left(font: str) -> None:
    plain = ImageFont.Layout.BASIC
    letters = ImageFont.truetype(str(assets_folder() / font), 40, layout_engine=plain)
    left = [chr(code) for code in range(0x21, 0x3000) if drawable(chr(code)) == chr(code)]

    missing = [letter for letter in left if _dots(letters, letter) == _dots(letters, "\uffff")]

    assert len(left) > 300
    assert missing == []


def _dots(font: Any, letter: str) -> bytes:
    picture = Image.new("L", (80, 80))
    ImageDraw.Draw(picture).text((10, 60), letter, 255, font, anchor="ls")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
