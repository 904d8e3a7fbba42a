from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from sync.domain import lineage
from sync.domain.family_svg import drawn
from sync.domain.lineage import Branch, family_of, members

IDS = st.sampled_from("abcdefghij")
SVG = "{http://www.w3.org/2000/svg}"


def family(record: str, parents: dict[str, str]) -> Branch | None:
    def children_of(parent: str) -> list[str]:
        return sorted(child for child, above in parents.items() if above == parent)

    return family_of(record, parents.get, children_of)


def named(record: str) -> str:
    return f"Teba <{record}> & kawan"


def test_it_reaches_from_the_oldest_to_those_below() -> None:
    found = family("b", {"b": "a", "c": "b", "d": "b", "x": "a"})

    assert found is not None
    assert list(members(found)) == [(0, "a"), (1, "b"), (2, "c"), (2, "d")]


def test_one_without_relatives_has_none() -> None:
    assert family("a", {}) is None
    assert family("a", {"a": "a"}) is None


@given(st.dictionaries(IDS, IDS), IDS)
def test_whatever_they_say_each_stands_in_it_once_and_it_ends(parents: dict[str, str], record: str) -> None:
    found = family(record, parents)

    if found is not None:
        listed = [each for _, each in members(found)]
        assert record in listed
        assert 1 < len(listed) == len(set(listed)) <= lineage.MOST


@given(st.dictionaries(IDS, IDS), IDS)
def test_the_picture_shows_each_of_three_or_more_inside_its_frame(parents: dict[str, str], record: str) -> None:
    found = family(record, parents)
    picture = drawn(found, record, named, "Silsilah") if found else None

    if found is None or len(list(members(found))) < 3:
        assert picture is None
        return
    assert picture is not None
    root = ElementTree.fromstring(picture.file)
    frames = next(root.iter(f"{SVG}path")).attrib["d"]
    boxes = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", frames)]
    assert len(set(boxes)) == len(boxes) == len(list(members(found)))
    assert all(0 <= x <= picture.width - 215 and 0 <= y <= picture.height - 58 for x, y in boxes)


def test_long_titles_are_shortened_and_nothing_in_them_is_markup() -> None:
    found = family("b", {"b": "a", "c": "b"})
    assert found is not None

    picture = drawn(found, "b", lambda _: "<b>" + "panjang " * 40, "Silsilah <kita>")

    assert picture is not None
    root = ElementTree.fromstring(picture.file)
    texts = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert all(len(text) <= 28 for text in texts)
    assert "<b>" not in picture.svg
