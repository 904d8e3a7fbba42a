"""The catalogues that are known here, and which of them a record is scored under.

A record names its version at `catalogue/iga`, from its first level or piece of evidence on; it changes only when
somebody moves the record, having seen what that changes. So a catalogue that comes into force, or one that a phone
without a signal has not heard of, alters no score. A record that was begun and names none was begun under the
first. The path is written only for later versions: until there is one, nothing new crosses the wire.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sync.domain.catalogue_changes import left_behind
from sync.domain.growing import CATALOGUE, EVIDENCE, LEVELS
from sync.domain.iga_catalogue import FIRST, KIND, Catalogue, Indicator, shipped
from sync.domain.records import GRANTED, Values, family

PATH = f"{CATALOGUE}/{KIND}"
_SCORED = frozenset({LEVELS, EVIDENCE, GRANTED})


@dataclass(frozen=True, slots=True)
class Shelf:
    """`catalogues` in the order in which they come into force, the first first; `today` in the city."""

    catalogues: tuple[Catalogue, ...]
    today: str

    @property
    def current(self) -> Catalogue:
        """What records are begun under today."""
        return next(each for each in reversed(self.catalogues) if each.valid_from <= self.today)

    def named(self, version: str) -> Catalogue:
        """Without indicators where the version has not come here yet."""
        known = (each for each in self.catalogues if each.version == version)
        return next(known, Catalogue(version, "", (), {}))

    def of(self, values: Values) -> Catalogue:
        """What this record is scored under."""
        version = values.get(PATH)
        if isinstance(version, str):
            return self.named(version)
        return self.named(FIRST) if is_begun(values) else self.current

    def indicator(self, code: str) -> Indicator | None:
        """As the newest catalogue that has it says."""
        return next(filter(None, (each.indicator(code) for each in reversed(self.catalogues))), None)

    def unscored(self, values: Values) -> tuple[Indicator, ...]:
        """Indicators for which the record holds something and which its catalogue does not have: worth nothing."""
        codes = left_behind(values, self.of(values))
        names = {code: known.name if (known := self.indicator(code)) else code for code in codes}
        return tuple(Indicator(code, 0, "", name, 0, False, (), "", ()) for code, name in names.items())

    def ahead_of(self, values: Values) -> Catalogue | None:
        """What the record can be moved to, once that is in force."""
        mine, now = self.of(values), self.current
        return now if mine.is_known and mine.valid_from < now.valid_from else None

    def pin(self, values: Values) -> dict[str, Any]:
        """What is written together with the first level or piece of evidence."""
        is_pinned = values.get(PATH) is not None or is_begun(values) or self.current.version == FIRST
        return {} if is_pinned else {PATH: self.current.version}


def shelf_of(catalogues: list[Catalogue], today: str) -> Shelf:
    """These and the one that came with the app."""
    ordered = sorted(catalogues, key=lambda each: (each.valid_from, each.version))
    return Shelf((shipped(), *ordered), today)


def is_begun(values: Values) -> bool:
    """Whether anything was ever claimed, shown or granted; also what was taken back since."""
    return any(family(path) in _SCORED for path in values)


def is_scored(path: str) -> bool:
    return family(path) in _SCORED
