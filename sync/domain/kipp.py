"""The questions of KIPP (*Kompetisi Inovasi Pelayanan Publik*) by year and group, and the answers of a record."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.domain.assets import catalogue_rows
from sync.domain.growing import KIPP
from sync.domain.records import Values

CURRENT_VERSION, GENERAL = "2023", "umum"
_WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True, slots=True)
class Question:
    """`code` names its answer: `kipp/<code>`. `weight` in percent, 0 where the year's form gives none."""

    code: str
    version: str
    group: str
    aspect: str
    item: str
    weight: int
    most_words: int
    text: str
    takes_annexes: bool


@functools.cache
def questions(version: str = CURRENT_VERSION, group: str = GENERAL) -> tuple[Question, ...]:
    """In their order; empty for a group that the year does not have."""
    rows = catalogue_rows("kipp/kipp_pertanyaan.csv")
    return tuple(_question(row) for row in rows if (row["versi"], row["kelompok"]) == (version, group))


def _question(row: dict[str, str]) -> Question:
    return Question(
        _code(row),
        row["versi"],
        row["kelompok"],
        row["aspek"],
        row["butir"],
        int(row["bobot_persen"] or 0),
        int(row["maks_kata"]),
        row["pertanyaan"],
        row["lampiran_data_dukung"] == "ya",
    )


def _code(row: dict[str, str]) -> str:
    return f"{row['versi'].replace('/', '-')}.{row['kelompok']}.{row['urut']}"


def answer(values: Values, code: str) -> str:
    """What was written, checked or not; empty where nothing was."""
    return str((values.get(f"{KIPP}/{code}") or {}).get("text", ""))


def too_long(values: Values, version: str = CURRENT_VERSION, group: str = GENERAL) -> tuple[Question, ...]:
    """The questions whose answer has more words than the form takes."""
    asked = questions(version, group)
    return tuple(each for each in asked if not fits(each, answer(values, each.code)))


def count_words(text: str) -> int:
    """As a word processor counts them: what stands between blanks and holds a letter or a digit."""
    return len(_WORD.findall(text))


def is_answered(values: Values, question: Question) -> bool:
    """Whether an answer stands that somebody read, within its limit."""
    held = values.get(f"{KIPP}/{question.code}") or {}
    return bool(held.get("checked")) and count_words(held["text"]) > 0 and fits(question, held["text"])


def written(question: Question, before: Mapping[str, Any] | None, text: str) -> dict[str, Any] | None:
    """The answer after a person typed. What came from the note stays unread until they say so, what they write
    themselves is read; over the limit nothing is. None for no text."""
    if not text.strip():
        return None
    is_read = bool(before["checked"]) if before else True
    return {"text": text, "checked": is_read and fits(question, text)}


def fits(question: Question, text: str) -> bool:
    return count_words(text) <= question.most_words


def from_note(values: Values, question: Question) -> str:
    """What the record says already about the question: the texts of its note and profile, put side by side."""
    paths = _sources().get(question.code, ())
    return "\n\n".join(text for path in paths if isinstance(text := values.get(path), str) and text.strip())


def filled_from_note(values: Values) -> dict[str, dict[str, Any]]:
    """By path, what would stand in the answers that are empty now; unread, all of it."""
    found = {each.code: from_note(values, each) for each in questions() if not answer(values, each.code)}
    return {f"{KIPP}/{code}": {"text": text, "checked": False} for code, text in found.items() if text}


@functools.cache
def _sources() -> Mapping[str, tuple[str, ...]]:
    """By question, the paths that a first answer is taken from."""
    rows = catalogue_rows("kipp/kipp_dari_catatan.csv")
    return {_code(row): tuple(row["isian"].split(";")) for row in rows}
