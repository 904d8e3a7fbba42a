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
    RESIDENT = "resident"


class View(StrEnum):
    """How much of a stream somebody holds: every record, or those they created."""

    WHOLE = "whole"
    OWN = "own"


FIELD_ROLES = frozenset({Role.UMKM, Role.RT, Role.RW, Role.KELURAHAN})
"""Those who note what happens in the street, and whose phones hold one kelurahan."""

OFFICES = frozenset(Role) - {Role.RESIDENT}
"""Those for whom there are accounts. A resident has none: who holds an idea's tracking number speaks for it."""


LEVELS: dict[Role, frozenset[str]] = {
    Role.RT: frozenset({"rt"}),
    Role.RW: frozenset({"rw"}),
    Role.UMKM: frozenset({"kelurahan", "rw", "rt"}),
    Role.KELURAHAN: frozenset({"kelurahan"}),
    Role.KECAMATAN: frozenset({"kecamatan"}),
    Role.KOTA: frozenset({"city"}),
    Role.PIMPINAN: frozenset({"city", "kecamatan"}),
    Role.AUDITOR: frozenset({"city"}),
    Role.RESIDENT: frozenset(),
}
"""What kind of area each role serves."""


def serves(role: Role, area: AreaCode) -> bool:
    """Whether there is such an office: an RT belongs to an RT's area, not to a whole kelurahan."""
    return area.level in LEVELS.get(role, frozenset())


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    role: Role
    area: AreaCode

    @property
    def view(self) -> View:
        return View.OWN if self.role is Role.UMKM else View.WHOLE
