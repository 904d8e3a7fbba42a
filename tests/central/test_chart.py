"""The chart of before and after: valid SVG that says itself, whatever stands in it."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from sync.central.chart import bar_chart
from sync.domain.measuring import Bar

SVG = "{http://www.w3.org/2000/svg}"
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="￾￿"), max_size=60
)
lengths = st.fractions(min_value=0, max_value=1)
lines = st.builds(Bar, texts, texts, lengths, st.booleans())


def test_nothing_to_draw_draws_nothing() -> None:
    assert bar_chart("Sampah", []) == ""


def test_a_bar_is_as_long_as_it_says_and_is_told_aloud() -> None:
    rows = [Bar("Awal", "6 kantong", Fraction(1), is_before=True), Bar("Nov 2026", "2 kantong", Fraction(1, 3))]

    drawn = ElementTree.fromstring(bar_chart("Sampah", rows))

    assert drawn.get("aria-label") == "Sampah. Awal: 6 kantong; Nov 2026: 2 kantong"
    assert [(bar.get("class"), bar.get("width")) for bar in drawn.iter(f"{SVG}rect")] == [
        ("before", "320"),
        ("now", "107"),
    ]
    assert [text.text for text in drawn.iter(f"{SVG}text")] == ["Awal: 6 kantong", "Nov 2026: 2 kantong"]


def test_what_is_too_long_for_the_width_is_cut_on_the_picture_alone() -> None:
    long = Bar("Nov 2026", "12 " + "kelompok usaha " * 5, Fraction(1))

    drawn = ElementTree.fromstring(bar_chart("Usaha", [long]))

    assert [len(text.text or "") for text in drawn.iter(f"{SVG}text")] == [44]
    assert long.text.strip() in str(drawn.get("aria-label"))


@given(texts, st.lists(lines, min_size=1, max_size=8))
def test_whatever_is_typed_the_picture_is_valid_and_inside_its_frame(name: str, rows: list[Bar]) -> None:
    drawn = ElementTree.fromstring(bar_chart(name, rows))

    _, _, wide, high = map(int, str(drawn.get("viewBox")).split())
    bars = list(drawn.iter(f"{SVG}rect"))
    assert len(bars) == len(rows)
    assert all(0 < int(bar.attrib["width"]) <= wide for bar in bars)
    assert all(int(bar.attrib["y"]) + int(bar.attrib["height"]) <= high for bar in bars)
