"""Areas: official Kemendagri codes down to the kelurahan, and the RW and RT below it.

There are no official codes below the kelurahan; they are written `73.71.13.1005/RW003/RT002`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from sync.domain.assets import catalogue_rows

_CODE = re.compile(
    r"(?P<city>\d\d\.\d\d)(?:\.(?P<district>\d\d)(?:\.(?P<village>\d{4})"
    r"(?:/RW(?P<rw>\d{3})(?:/RT(?P<rt>\d{3}))?)?)?)?"
)


AREA_MAX = len("73.71.13.1005/RW003/RT002")
CITY = "73.71"
"""Makassar: the city of which this version has the areas."""


class UnknownArea(ValueError):
    """The text is no area code, or the city has no such area."""


@dataclass(frozen=True, slots=True, order=True)
class AreaCode:
    """A checked code: city, kecamatan, kelurahan, RW or RT."""

    text: str

    @classmethod
    def parse(cls, text: str) -> AreaCode:
        """Raises UnknownArea when the text is not shaped like a code."""
        if not isinstance(text, str) or _CODE.fullmatch(text) is None:
            raise UnknownArea(text)
        return cls(text)

    def __str__(self) -> str:
        return self.text

    @property
    def kelurahan(self) -> str | None:
        """The code of the kelurahan this lies in, None for a city or kecamatan."""
        return self.text[:13] if len(self.text) >= 13 else None

    @property
    def kecamatan(self) -> str | None:
        return self.text[:8] if len(self.text) >= 8 else None

    @property
    def city(self) -> str:
        return self.text[:5]

    @property
    def rw(self) -> str | None:
        return self.text[16:19] if len(self.text) >= 19 else None

    @property
    def rt(self) -> str | None:
        return self.text[22:25] if len(self.text) >= 25 else None

    @property
    def level(self) -> str:
        """`city`, `kecamatan`, `kelurahan`, `rw` or `rt`."""
        return {5: "city", 8: "kecamatan", 13: "kelurahan", 19: "rw", 25: "rt"}[len(self.text)]

    def contains(self, other: AreaCode | str) -> bool:
        """True when the other area is this one or lies inside it."""
        inner = str(other)
        return inner == self.text or inner.startswith((self.text + ".", self.text + "/"))


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    level: str
    parent: str
    latitude: float
    longitude: float


class Gazetteer:
    """The areas of the shipped city: 15 kecamatan and 153 kelurahan, in code order."""

    def __init__(self, places: list[Place]) -> None:
        self._places = {place.code: place for place in sorted(places, key=lambda place: place.code)}

    def __contains__(self, code: str) -> bool:
        return code in self._places

    def place(self, code: str) -> Place:
        """Raises UnknownArea."""
        try:
            return self._places[code]
        except KeyError:
            raise UnknownArea(code) from None

    def below(self, code: str) -> list[Place]:
        return [place for place in self._places.values() if place.parent == code]

    def kelurahan(self, inside: str) -> list[Place]:
        """Every kelurahan inside the area (a kelurahan is inside itself)."""
        area = AreaCode(inside)
        return [p for p in self._places.values() if p.level == "kelurahan" and area.contains(p.code)]

    def name(self, code: str) -> str:
        """How people say it: `RT 002 / RW 003, Kassi-Kassi`; the bare code when it is unknown."""
        area = AreaCode(code)
        base = self._places.get(area.kelurahan or code)
        if base is None:
            return code
        parts = [f"RT {area.rt}" if area.rt else "", f"RW {area.rw}" if area.rw else ""]
        below = " / ".join(part for part in parts if part)
        return f"{below}, {base.name}" if below else base.name

    def check(self, code: str) -> AreaCode:
        """The code, if the city, kecamatan or kelurahan that it names exists; raises UnknownArea."""
        area = AreaCode.parse(code)
        if (area.kelurahan or area.text) not in self._places:
            raise UnknownArea(code)
        return area


@functools.cache
def gazetteer() -> Gazetteer:
    points = {row["kode"]: row for row in catalogue_rows("areas/makassar_titik_pusat.csv")}
    places = []
    for row in catalogue_rows("areas/wilayah_makassar.csv"):
        point = points.get(row["kode"], {"di_dalam_lat": "-5.1477", "di_dalam_lng": "119.4327"})
        where = float(point["di_dalam_lat"]), float(point["di_dalam_lng"])
        places.append(Place(row["kode"], row["nama"], row["tingkat"], row["induk"], *where))
    return Gazetteer(places)
