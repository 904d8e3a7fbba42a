from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.personal import MASK, has_personal_number, mask_personal_numbers, public_text


@pytest.mark.parametrize(
    "text",
    [
        "7371130912880001",
        "7371 1309 1288 0001",
        "7371-1309-1288-0001",
        "73.71.13.09.12.88.0001",
        "7371135212880001",
    ],
)
def test_what_looks_like_a_nik_is_masked(text: str) -> None:
    assert mask_personal_numbers(f"NIK saya {text}, ya") == f"NIK saya {MASK}, ya"


@pytest.mark.parametrize(
    "text",
    [
        "0271130912880001",
        "7371133512880001",
        "7371130913880001",
        "737113091288000",
        "73711309128800011",
        "a7371130912880001",
        "7371130912880001b",
        "4111 1199 9999 9999",
        "081234567890",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_personal_numbers(text) == text


@given(st.text(alphabet="0123456789 -.ab", max_size=60))
def test_nothing_personal_is_left_after_masking(text: str) -> None:
    assert not has_personal_number(mask_personal_numbers(text))


def test_strangers_read_neither_telephone_nor_mail_address() -> None:
    text = "Hubungi 0812-3456-7890 atau sitti@contoh.id, RT 005"

    assert public_text(text) == "Hubungi [disamarkan] atau [disamarkan], RT 005"
