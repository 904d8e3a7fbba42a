"""The texts of `assets/catalogues/texts`: the line about sending, and what needs the person.

A count of none is left out, and with it the sentence that would say nothing else: "3 catatan dan 0 foto" is read
as "3 catatan". What stands in brackets is a button. Total, for components read it while they render.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sync.domain.assets import catalogue_rows

SENDING, NEEDS_YOU = "teks_kirim", "teks_perlu"

_COUNTS = frozenset("nfd")
_BUTTON = re.compile(r"\s*\[([^\]]+)\]\s*")
_CLAUSE = re.compile(r"[^.;]+[.;]?")
_PAIR = re.compile(r"(\{(\w)\} \w+) (?:dan|and) (\{(\w)\} \w+)")
_PLACE = re.compile(r"\{(\w+)\}")
_ONE = re.compile(r"(and )?\b1 (note|photo|draft|item)s( are| wait| travel| hold| were)?\b")
_VERB_OF_ONE = {" are": " is", " wait": " waits", " travel": " travels", " hold": " holds", " were": " was"}

Values = Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Line:
    """A text, and what stands on its button, if it has one."""

    text: str
    button: str | None = None


def codes(catalogue: str) -> list[str]:
    """In the order of the catalogue."""
    return list(_rows(catalogue))


def line(
    catalogue: str, code: str, language: str, values: Values, *, instead: Mapping[str, str] | None = None
) -> Line:
    """The text for a code, filled. The values n, f and d are counts; `instead` changes parts of the template."""
    template = _rows(catalogue).get(code, {}).get(language, code)
    for old, new in (instead or {}).items():
        template = template.replace(old, new)
    found = _BUTTON.search(template)
    clauses = _CLAUSE.findall(_BUTTON.sub(" ", template))
    text = re.sub(r";\s*$", ".", "".join(_clause(clause, values) for clause in clauses).strip())
    button = _fill(found[1], values) if found else None
    return Line(_singular(text), button)


@functools.cache
def _rows(catalogue: str) -> dict[str, dict[str, str]]:
    rows = catalogue_rows(f"texts/{catalogue}.csv")
    return {row["kode"]: {"id": row["teks_id"], "en": row["teks_en"]} for row in rows}


def _clause(clause: str, values: Values) -> str:
    """The clause filled, or nothing when all it could say is a count of none or a time that is not known."""
    clause = _PAIR.sub(lambda found: _without_none(found, values), clause)
    names = _PLACE.findall(clause)
    says_nothing = any((name in _COUNTS and not values.get(name)) or values.get(name) == "" for name in names)
    return "" if says_nothing else _fill(clause, values)


def _without_none(pair: re.Match[str], values: Values) -> str:
    first, first_name, second, second_name = pair.groups()
    if not values.get(first_name):
        return second
    return pair[0] if values.get(second_name) else first


def _fill(template: str, values: Values) -> str:
    return _PLACE.sub(lambda found: str(values.get(found[1], "")), template)


def _singular(text: str) -> str:
    """English for one: `1 note is`. Indonesian has no such forms and is left alone."""

    def one(found: re.Match[str]) -> str:
        joined, noun, verb = found[1] or "", found[2], found[3] or ""
        return f"{joined}1 {noun}{verb if joined else _VERB_OF_ONE.get(verb, verb)}"

    return _ONE.sub(one, text)
