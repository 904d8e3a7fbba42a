"""People and their roles. A person stands for one office; personal data beyond the name is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sync.domain.areas import AreaCode


class Role(StrEnum):
    UMKM = "umkm"
    RT = "rt"
    RW = "rw"
    KELURAHAN = "kelurahan"
    KECAMATAN = "kecamatan"
    KOTA = "kota"
    PIMPINAN = "pimpinan"
    AUDITOR = "auditor"


class View(StrEnum):
    """How much of a stream somebody holds: every record, or those they created."""

    WHOLE = "whole"
    OWN = "own"


FIELD_ROLES = frozenset({Role.UMKM, Role.RT, Role.RW, Role.KELURAHAN})
"""Those who note what happens in the street, and whose phones hold one kelurahan."""


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    role: Role
    area: AreaCode

    @property
    def view(self) -> View:
        return View.OWN if self.role is Role.UMKM else View.WHOLE
