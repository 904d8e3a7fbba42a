"""The paths by which an innovation grows from a note into a dossier, and what each may hold.

`levels/<indicator>` is the level 1–3 that its people claim, `evidence/<indicator>/<id>` what they show for it,
`granted/<indicator>` what BRIDA granted; `kipp/<question>` an answer of a KIPP proposal; `addresses/<issue>` how
far it solves a problem; `indicators/<id>` what is measured of it (the values are records of their own);
`known_as/<system>` the id by which another system of the government has it; `catalogue/iga` the version of the
award's catalogue by which it is scored (shelf.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sync.domain.checks import (
    BELOW,
    FINE,
    LINK,
    SHA256,
    UNKNOWN,
    WRONG,
    Check,
    Outcome,
    first_fault,
    is_amount,
    is_day,
    is_whole_number,
    matches,
    text_outcome,
)
from sync.domain.ids import is_id
from sync.domain.iga_catalogue import KIND, MOST_LEVEL, VERSION
from sync.domain.records import GRANTED

LEVELS, EVIDENCE = "levels", "evidence"
KIPP, ADDRESSES, INDICATORS, KNOWN_AS = "kipp", "addresses", "indicators", "known_as"
CATALOGUE = "catalogue"
SIGAP_ID = f"{KNOWN_AS}/sigap"
KIPP_MAX = 20_000
DEGREES = ("partly", "wholly", "failed")
_EVIDENCE_KEYS = frozenset({"sha256", "preview", "link", "number", "date", "subject"})
_INDICATOR_KEYS = frozenset({"name", "unit", "kind", "better", "baseline", "target", "longset"})
LONGSET_INDICATORS = 12
_WHOLE = 100
"""Percent."""
CODE = re.compile(r"sid\d\d", re.ASCII)


def is_named_well(path: str) -> bool:
    """Whether what stands below the family is what belongs there: an indicator's code, a record's id."""
    name, below, *_ = path.split("/")
    if name in (LEVELS, EVIDENCE, GRANTED):
        return CODE.fullmatch(below) is not None
    if name == CATALOGUE:
        return below == KIND
    return name != ADDRESSES or is_id(below)


def _level(value: Any) -> Outcome:
    return FINE if is_whole_number(value, 1, MOST_LEVEL) else WRONG


def _evidence(value: Any) -> Outcome:
    """`{sha256, preview, link, number, date, subject}`: a file or a link, and what the document says of itself."""
    if not isinstance(value, dict) or not value.keys() <= _EVIDENCE_KEYS:
        return WRONG
    if ("sha256" in value) == ("link" in value) or ("preview" in value and "sha256" not in value):
        return WRONG
    if not all(matches(SHA256, value[key]) for key in ("sha256", "preview") if key in value):
        return WRONG
    if ("link" in value and not matches(LINK, value["link"])) or ("date" in value and not is_day(value["date"])):
        return WRONG
    return first_fault(text_outcome(value.get("subject", ""), 200), text_outcome(value.get("number", ""), 100))


def is_secure_link(text: str) -> bool:
    """Whether a link can be shown as evidence: what others send over http may be changed on its way."""
    return matches(LINK, text) and text.startswith("https://")


def is_granting(value: Any) -> bool:
    """`{level, note}`: 0 grants nothing, and says why."""
    fine = isinstance(value, dict) and set(value) == {"level", "note"}
    fine = fine and is_whole_number(value["level"], 0, MOST_LEVEL) and text_outcome(value["note"], 500) == FINE
    return fine and (value["level"] > 0 or bool(value["note"].strip()))


def _kipp_answer(value: Any) -> Outcome:
    """`{text, checked}`: what was taken over from the note is not `checked` until somebody read it."""
    if not isinstance(value, dict) or set(value) != {"text", "checked"} or not isinstance(value["checked"], bool):
        return WRONG
    return text_outcome(value["text"], KIPP_MAX)


def _addressing(value: Any) -> Outcome:
    if not isinstance(value, dict) or not {"degree"} <= value.keys() <= {"degree", "note"}:
        return WRONG
    if value["degree"] not in DEGREES:
        return UNKNOWN
    return text_outcome(value.get("note", ""), 300)


def _indicator(value: Any) -> Outcome:
    """`{name, unit, kind, better, baseline, target, longset}`: amounts as measuring.py reads them.

    Of a `ratio`, which is the share of a whole, baseline and target are percent.
    """
    if not isinstance(value, dict) or not {"name", "unit", "kind", "better"} <= value.keys() <= _INDICATOR_KEYS:
        return WRONG
    if value["kind"] not in ("value", "ratio") or value["better"] not in ("up", "down"):
        return UNKNOWN
    numbers = [value[key] for key in ("baseline", "target") if key in value]
    if not all(map(is_amount, numbers)) or (value["kind"] == "ratio" and BELOW in numbers):
        return WRONG
    if value["kind"] == "ratio" and not all(0 <= Decimal(number) <= _WHOLE for number in numbers):
        return "out_of_range", _WHOLE
    if "longset" in value and not is_whole_number(value["longset"], 1, LONGSET_INDICATORS):
        return WRONG
    outcome = first_fault(text_outcome(value["name"], 100), text_outcome(value["unit"], 40))
    return WRONG if outcome == FINE and not value["name"].strip() else outcome


def _foreign_id(value: Any) -> Outcome:
    return text_outcome(value, 40)


def _version(value: Any) -> Outcome:
    return FINE if matches(VERSION, value) else WRONG


CHECKS: Mapping[str, Check] = {
    LEVELS: Check(_level, is_typed=False),
    EVIDENCE: Check(_evidence),
    KIPP: Check(_kipp_answer),
    ADDRESSES: Check(_addressing),
    INDICATORS: Check(_indicator),
    KNOWN_AS: Check(_foreign_id),
    CATALOGUE: Check(_version, is_typed=False),
}
"""By path family; of innovations alone."""
DEPTHS: Mapping[str, int] = dict.fromkeys(CHECKS, 2) | {EVIDENCE: 3}
"""Of how many parts such a path is made."""
