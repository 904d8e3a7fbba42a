"""The parts of *Lengkapi*, and which path is completed in which."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.routes import GROW, NOTE, PLANS
from sync.domain.forms import form
from sync.domain.growing import CATALOGUE, EVIDENCE, KIPP, LEVELS
from sync.domain.planning import are_lines
from sync.domain.records import Kind, family

PROFILE, DESIGN, FILES, PROOFS, ANSWERS, MEASURED = "profile", "design", "files", "evidence", "kipp", "measured"
MOVE = "catalogue"
"""Where a record is moved to a later catalogue of the award."""
SECTIONS = {PROFILE: "main", DESIGN: "story", FILES: "files"}
"""The parts that are a section of SIGAP's profile."""


def part_of(path: str) -> str:
    """Where a path is completed; empty for one that has its place elsewhere."""
    name, _, below = path.partition("/")
    if name in (LEVELS, EVIDENCE):
        return below.partition("/")[0]
    if name == CATALOGUE:
        return PROOFS
    if name == KIPP:
        return ANSWERS
    item = next((each for each in form("profile").fields if each.path == path), None)
    return next((part for part, section in SECTIONS.items() if item and item.section == section), "")


def screen_for(kind: str, paths: Iterable[str]) -> str:
    """Where changes of a record are gone on with: *Lengkapi* when the quick form does not know one of them, and
    *Rencana & anggaran* when there is nothing but lines of these."""
    paths = list(paths)
    if paths and are_lines(paths):
        return PLANS
    quick = {item.path for item in form("note").fields}
    is_grown = any(part_of(path) and family(path) not in quick for path in paths)
    return GROW if kind == Kind.INNOVATION and is_grown else NOTE
