"""One of every role, in the area of what is asked for and in another one, for walks over all rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, Speaker

AREAS: Mapping[str, tuple[Role, str]] = {
    "author": (Role.RT, f"{KASSI}/RW003/RT002"),
    "umkm": (Role.UMKM, KASSI),
    "rt": (Role.RT, f"{KASSI}/RW001/RT001"),
    "rw": (Role.RW, f"{KASSI}/RW001"),
    "kelurahan": (Role.KELURAHAN, KASSI),
    "kecamatan": (Role.KECAMATAN, RAPPOCINI),
    "pimpinan": (Role.PIMPINAN, RAPPOCINI),
    "kota": (Role.KOTA, "73.71"),
    "auditor": (Role.AUDITOR, "73.71"),
    "far_umkm": (Role.UMKM, MARISO_KELURAHAN),
    "far_rt": (Role.RT, f"{MARISO_KELURAHAN}/RW001/RT001"),
    "far_rw": (Role.RW, f"{MARISO_KELURAHAN}/RW001"),
    "far_kelurahan": (Role.KELURAHAN, MARISO_KELURAHAN),
    "far_kecamatan": (Role.KECAMATAN, MARISO_KELURAHAN[:8]),
    "far_pimpinan": (Role.PIMPINAN, MARISO_KELURAHAN[:8]),
}
"""`author` wrote the record that is asked for. Kota and auditor serve all of the city, so there is none afar."""

EVERYBODY = frozenset(AREAS)


class Cast(Mapping[str, Speaker]):
    """Who asks, by name; `city` prepares what is asked for."""

    def __init__(self, enrol: Enrol) -> None:
        self.enrolled = enrol
        self._people = {name: enrol(role, area) for name, (role, area) in AREAS.items()}
        self.city = Offices(self["author"], self["kecamatan"], self["kota"])

    def __getitem__(self, name: str) -> Speaker:
        return self._people[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._people)

    def __len__(self) -> int:
        return len(self._people)


def names(text: str) -> frozenset[str]:
    """`"rt rw kota"` as a set; raises KeyError for a name that is none."""
    return frozenset(AREAS[name] and name for name in text.split())
