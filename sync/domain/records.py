"""Records are flat maps of paths. A path is the unit that people edit, so it is the unit that merges."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any

Values = dict[str, Any]
"""`{path: value}`; None is a value like any other."""


class Kind(StrEnum):
    INNOVATION = "innovation"
    ISSUE = "issue"
    IDEA = "idea"
    MEASUREMENT = "measurement"
    PARTNER = "partner"
    OFFER = "offer"


CITY_KINDS = frozenset({Kind.PARTNER, Kind.OFFER})
"""What belongs to the whole city and stands in its own stream: one university, not one in each kelurahan."""


_PATH = re.compile(r"[a-z][a-z0-9_]{0,39}(/[A-Za-z0-9_.\-]{1,64}){0,4}")
_LONGEST = 40 + 4 * 65
_GUARDED = re.compile(
    r"status|published|acknowledged|hidden|moved_to|moved_from|reviews/[^/]+|public/[^/]+|steps/[^/]+|appeal"
    r"|objection|heard|update|strategic|forwarded|erased|granted/[^/]+|confirmed|tracks/[^/]+|outcome|met/[^/]+|lab"
)


def are_paths(texts: Collection[str]) -> bool:
    """What is too long for one is not even remembered."""
    return max(map(len, texts)) <= _LONGEST and _are_paths(tuple(texts))


@functools.lru_cache(4096)
def _are_paths(texts: tuple[str, ...]) -> bool:
    return all(map(_PATH.fullmatch, texts))


@functools.lru_cache(4096)
def is_guarded(path: str) -> bool:
    """True for paths whose change is a transition or a decision; they never hold two values."""
    return _GUARDED.fullmatch(path) is not None


@functools.lru_cache(4096)
def guarded_in(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(is_guarded, paths))


def family(path: str) -> str:
    """The part before the first slash: `photos/0192…` belongs to `photos`."""
    return path.partition("/")[0]


@functools.lru_cache(4096)
def families_in(paths: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(family, paths))


STEPS, APPEAL, GREW_FROM, WORKS_WITH = "steps", "appeal", "grew_from", "works_with"
"""What officers did with an idea, the resident's wish that the kecamatan looks again, the ideas from which an
innovation grew, and the partners that it works with: `grew_from/<idea>` and `works_with/<partner>` are true."""

PHOTOS, COMMENTS, ANSWERS, REVIEWS, PUBLIC, COAUTHORS = (
    "photos",
    "comments",
    "answers",
    "reviews",
    "public",
    "coauthors",
)


GRANTED, CONFIRMED, TRACKS = "granted", "confirmed", "tracks"
"""`granted/<indicator>` is the level of an award's indicator that BRIDA granted, `confirmed` that the kelurahan
stands by a measurement, `tracks/<competition>` how far the innovation came in it."""

REPLICATES = "replicates"
"""The published innovation that this one replicates."""

MOVED_TO, MOVED_FROM = "moved_to", "moved_from"
"""`{record, area}`: the two halves of a transfer. The centre writes them, both at once."""

ERASED = "erased"
"""`{reason, paths}`: what a person had erased, all of it without `paths`. The centre writes it."""


def is_decision(paths: Iterable[str]) -> bool:
    """True for a change that carries a review."""
    return any(family(path) == REVIEWS for path in paths)


def files_in(value: Any) -> list[str]:
    """The sha256 of the files that a value refers to, previews first: a photo, or a document."""
    if not isinstance(value, dict) or "sha256" not in value:
        return []
    return [value[key] for key in ("preview", "sha256") if isinstance(value.get(key), str)]


def answer_path(review: str, path: str) -> str:
    """Where the author's answer to a reviewer's mark stands."""
    return f"{ANSWERS}/{review}/{path}"


def entries_below(values: Values, name: str) -> dict[str, Any]:
    """`{id: value}` of the entries of a family that were not removed, in id order: photos, comments."""
    prefix = name + "/"
    found = {path[len(prefix) :]: value for path, value in values.items() if path.startswith(prefix)}
    return {key: found[key] for key in sorted(found) if found[key] is not None}
