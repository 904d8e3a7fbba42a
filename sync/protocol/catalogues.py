"""The messages about catalogues that the kota loads: the report on a file, the preview, and the four eyes.

The file itself travels as it is; a catalogue that is in force travels as the canonical JSON that was hashed.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.protocol.people import LineFault

PROPOSED, CONFIRMED, REJECTED, WITHDRAWN = "proposed", "confirmed", "rejected", "withdrawn"
SHIPPED = "shipped"
"""The state of the one that came with the app."""
CONFIRM, REJECT, WITHDRAW = "confirm", "reject", "withdraw"
MAX_RESCORED = 500
"""Records that are named in one preview; `rescored` counts all of them."""
MAX_CATALOGUE_BYTES = 1024 * 1024
MAX_DECISION_NOTE = 500


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One version. `reaches` is the highest score under it; `may_decide` holds what the caller may do with it:
    CONFIRM, REJECT, WITHDRAW."""

    id: str
    kind: str
    version: str
    valid_from: str
    state: str
    indicators: int
    reaches: int
    sha256: str
    may_decide: list[str]
    proposed_by: str = ""
    proposed_at: str = ""
    decided_by: str = ""
    decided_at: str = ""
    note: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class CataloguesReply:
    """The one that comes into force last is first."""

    catalogues: list[CatalogueEntry]


@dataclass(frozen=True, slots=True)
class CatalogueDifference:
    """As in sync/domain/catalogue_changes.py."""

    code: str
    name: str
    what: str
    level: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rescored:
    """A record whose score would be another if it were moved: what is claimed, and what was granted."""

    record: str
    title: str
    area: str
    version: str
    claimed_before: int
    claimed_after: int
    granted_before: int
    granted_after: int


@dataclass(frozen=True, slots=True)
class CatalogueReport:
    """What is wrong with a file, or what is different: with any `wrong` line nothing was kept.

    `against` is the version that it is compared with; `rescored` counts records whose score would change if they
    were moved, of `begun` in all; `named` are the first of them in the order of areas. `entry` is there once it
    was proposed.
    """

    wrong: int
    faults: list[LineFault]
    against: str
    differences: list[CatalogueDifference]
    begun: int
    rescored: int
    named: list[Rescored]
    entry: CatalogueEntry | None = None


@dataclass(frozen=True, slots=True)
class CatalogueDecision:
    """`decision` is CONFIRM, REJECT (with a note) or WITHDRAW. `sha256` is of what was looked at."""

    decision: str
    sha256: str
    note: str = ""
