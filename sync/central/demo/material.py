"""The texts of the sample data, read from assets/sample. None is real, so each is marked as *contoh*."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from typing import Any

from sync.domain.assets import assets_folder
from sync.domain.records import Kind
from sync.protocol import wire

MARK = "contoh"


def marked(text: str) -> str:
    """The text with its mark; an empty one stays empty."""
    return f"{text} ({MARK})" if text and MARK not in text.lower() else text


@dataclass(frozen=True, slots=True)
class Photo:
    scene: str
    caption: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens to a note: open, edit, comment, review, correct, measure or confirm; a problem or an
    idea is settled. `hour` is the city's, `16:20`.

    What `open` showed is what the next `edit` of the same person has seen. A review with marks asks or rejects
    as the marks say; without any it approves, or gives back. `public` ticks the photos. `measure` notes the
    amounts in `set` for the month so long ago, `confirm` says that the last of them is right.
    """

    do: str
    days_ago: int
    hour: str
    by: str = ""
    text: str = ""
    note: str = ""
    set: dict[str, str] = field(default_factory=dict)
    # Of `plan`: lines by family; their year counts from the present one.
    lines: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    marks: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    photos: list[Photo] = field(default_factory=list)
    give_back: bool = False
    public: bool = False
    indicator: str = ""
    months_ago: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A note, a problem or an idea, and what became of it.

    `by` is a profile of the demo, else an office somewhere: `rt@73.71.13.1003`. `days_ago` None: on a day that the
    seed chooses. `photos_arrived` False: named, but still on their way.
    """

    by: str
    note: dict[str, str]
    days_ago: int | None = None
    hour: str = ""
    photos: list[Photo] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    photos_arrived: bool = True
    kind: str = Kind.INNOVATION.value
    indicators: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """Whom a link of the demo opens the app as; `office` and `tries` are in Indonesian and English."""

    profile: str
    name: str
    role: str
    area: str
    office: dict[str, str]
    tries: list[dict[str, str]]


def profiles() -> list[Profile]:
    return [wire.read(Profile, each) for each in _json("profil.json")]


def stories() -> list[Story]:
    """The notes to which something happened."""
    return [wire.read(Story, each) for each in _json("cerita.json")]


def problems_and_ideas() -> list[Story]:
    return [wire.read(Story, each) for each in _json("masalah_usulan.json")]


def waiting_notes() -> list[Story]:
    """The notes that were only sent, and wait."""
    with (assets_folder() / "sample" / "catatan.csv").open(encoding="utf-8", newline="") as file:
        return [_waiting(row) for row in csv.DictReader(file)]


def _waiting(row: dict[str, str]) -> Story:
    photos = [Photo(row["scene"], row["caption"])] if row["scene"] else []
    return Story(f"{row['by']}@{row['area']}", row, photos=photos)


def _json(name: str) -> Any:
    return json.loads((assets_folder() / "sample" / name).read_text("utf-8"))
