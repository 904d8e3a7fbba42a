"""A form is data: sections and fields, their types, and what is required to submit. Read from the catalogues."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.domain.assets import assets_folder

CURRENT = {
    "note": "2026.1",
    "profile": "2026.1",
    "issue": "2026.1",
    "idea": "2026.1",
    "measurement": "2026.1",
    "partner": "2026.2",
    "offer": "2026.1",
}
"""The version of each form that new records are filled under; a record keeps its own."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a person reads, Indonesian and English."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `max` counts characters, entries or units, as the type says."""

    path: str
    question: Label
    type: str
    section: str
    help: Label | None = None
    choices: tuple[Choice, ...] = ()
    max: int | None = None
    min_words: int | None = None
    lines: int = 1
    required_to: frozenset[str] = frozenset()
    required_unless: Mapping[str, str] = field(default_factory=dict)
    only_with: str = ""
    """The path without an answer to which this is not asked."""
    default: str | None = None
    advised: bool = False
    automatic: bool = False
    screen: bool = True
    set_by: frozenset[str] = frozenset()
    sigap: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()

    def choice(self, code: object) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)

    def is_asked(self, values: Mapping[str, Any]) -> bool:
        return not self.only_with or bool(values.get(self.only_with))

    def is_required(self, values: Mapping[str, Any], to: str) -> bool:
        """Whether an answer is needed `to` "draft" or "submit", given the other answers."""
        if to not in self.required_to or not self.required_unless:
            return to in self.required_to
        return not any(values.get(path) == value for path, value in self.required_unless.items())


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: Label
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    version: str
    kind: str
    level: str
    title: Label
    sections: tuple[Section, ...]
    fields: tuple[Field, ...]

    @property
    def reference(self) -> str:
        """What a record keeps: `note/2026.1`."""
        return f"{self.name}/{self.version}"

    def field(self, path: str) -> Field:
        return next(item for item in self.fields if item.path == path)

    def in_section(self, code: str) -> list[Field]:
        return [item for item in self.fields if item.section == code]


@functools.cache
def form(name: str, version: str | None = None) -> Form:
    """The form of that name, the current version unless another is named. Raises FileNotFoundError."""
    file = f"{name}-{version or CURRENT[name]}.json"
    return _form(json.loads((assets_folder() / "catalogues" / "forms" / file).read_text("utf-8")))


@functools.cache
def fields_of(kind: str) -> Mapping[str, Field]:
    """Every field a record of this kind may hold, by path; the fuller form decides where two know one."""
    forms = [form(name) for name in CURRENT]
    return {item.path: item for each in forms if each.kind == kind for item in each.fields}


@functools.cache
def form_of(kind: str, level: str = "note") -> Form:
    """The current form in which a record of this kind and level is submitted."""
    return next(each for each in map(form, CURRENT) if each.kind == kind and each.level == level)


def _form(data: dict[str, Any]) -> Form:
    sections = tuple(Section(s["code"], Label(**s["title"]), s.get("folded", False)) for s in data["sections"])
    names = ("name", "version", "kind", "level")
    plain = {name: data[name] for name in names}
    return Form(
        title=Label(**data["title"]), sections=sections, fields=tuple(map(_field, data["fields"])), **plain
    )


def _field(data: dict[str, Any]) -> Field:
    plain = (
        "path",
        "type",
        "section",
        "max",
        "min_words",
        "lines",
        "default",
        "advised",
        "automatic",
        "screen",
        "only_with",
    )
    return Field(
        question=Label(**data["question"]),
        help=Label(**data["help"]) if "help" in data else None,
        choices=tuple(Choice(c["code"], Label(**c["label"])) for c in data.get("choices", ())),
        codes=frozenset(c["code"] for c in data.get("choices", ())),
        required_to=frozenset(data["required_to"]),
        required_unless=data.get("required_unless", {}),
        set_by=frozenset(data.get("set_by", ())),
        sigap=tuple(data["sigap"]),
        **{name: data[name] for name in plain if name in data},
    )
