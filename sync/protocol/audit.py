"""Messages about what the public sees of a record, and about who looked at personal data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sync.protocol.messages import PersonRef


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A path that the public does not see, or sees shortened, and why: home, no_consent, child, not_ticked,
    changed, contact, file, masked, small."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The edition that was approved last, and what the public reads of it once it is published.

    `values` are the edition's own, for whoever may see the record; `shown` is the public document. `edition` is 0,
    and `values` the record as it stands, while nothing was approved. `page` is the path under which, for some
    minutes, a browser shows the public page itself, without a token.
    """

    edition: int
    frozen_at: str
    values: dict[str, Any]
    shown: dict[str, Any]
    left_out: list[LeftOut]
    page: str = ""


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """Somebody opened personal data: `what` is its kind, `subject` whose (a record's id), `purpose` as written."""

    id: str
    at: str
    by: PersonRef
    what: str
    area: str
    subject: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Views:
    """The newest first. `after` goes into the next request."""

    views: list[ViewEntry]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why masked data is opened; it is written into the access log."""

    purpose: str
