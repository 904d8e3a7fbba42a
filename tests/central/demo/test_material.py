from __future__ import annotations

import csv

import pytest

from sync.central.demo.links import link
from sync.central.demo.material import marked, profiles, stories, waiting_notes
from sync.central.demo.sample import DemoPerson
from sync.central.demo.scenes import SCENES
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.assets import assets_folder
from sync.domain.people import Person, Role


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Teba kompos", "Teba kompos (contoh)"), ("Ibu Contoh A", "Ibu Contoh A"), ("", "")],
)
def test_a_text_is_marked_once(text: str, expected: str) -> None:
    assert marked(text) == expected


def test_every_photo_has_a_scene_and_every_author_a_kelurahan() -> None:
    told = [*stories(), *waiting_notes()]

    photos = [photo for story in told for photo in story.photos]
    kelurahan = [story.by.partition("@")[2] for story in told if "@" in story.by]

    assert {photo.scene for photo in photos} == set(SCENES)
    assert all(code in gazetteer() for code in kelurahan)
    assert all(profile.area == gazetteer().check(profile.area).text for profile in profiles())


def test_what_inspired_a_note_is_listed_with_its_source() -> None:
    with (assets_folder() / "sample" / "inspirasi.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["nama"]: row["sumber"] for row in csv.DictReader(file)}

    used = {story.note.get("inspired_by") for story in [*stories(), *waiting_notes()]} - {None, ""}

    assert used == set(listed)
    assert all(listed.values())


def test_a_link_carries_profile_and_code_and_the_code_in_the_fragment_only() -> None:
    person = Person("p", "Ibu Contoh A", Role.RT, AreaCode(profiles()[0].area))

    address = link("http://127.0.0.1:8000", DemoPerson(profiles()[0], person, "ABCD-EFGH"))

    assert address == "http://127.0.0.1:8000/app/?p=rt#ABCD-EFGH"
