"""The message by which a UMKM puts its business's contact on the public page of its own innovation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BusinessContact:
    """Name and telephone or WhatsApp of the business, not of a person. Without `consent` nothing is kept or shown,
    and the other two are empty in an answer."""

    name: str
    phone: str
    consent: bool
