"""*Lembar kota*, as the centre tells it to the kota."""

from __future__ import annotations

from dataclasses import dataclass

from sync.domain.city_sheet import CityProof
from sync.protocol import wire
from sync.protocol.canonical import canonical, digest

NOTHING = "none"


def mark_of(proof: CityProof | None) -> str:
    """What says which proof somebody saw who puts another in its place."""
    return digest(canonical(wire.write(proof)))[:32] if proof else NOTHING


@dataclass(frozen=True, slots=True)
class CitySheet:
    """`submitted` are all innovations that stand, `approved` those of them that a reviewer answered for; averages
    are of the latter's points, times ten, None where there are none. `basic` counts the approved by the six basic
    affairs, `others` those of every other affair. `proofs` are by indicator; `shown_hundredths` is a hundred times
    what they are worth, `possible_hundredths` what they could be."""

    year: str
    at: str
    submitted: int
    approved: int
    claimed_tenths: int | None
    granted_tenths: int | None
    basic: dict[str, int]
    others: int
    proofs: dict[str, CityProof]
    shown_hundredths: int
    possible_hundredths: int
