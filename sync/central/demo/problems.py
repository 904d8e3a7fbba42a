"""Lets the problems of the demo happen: noted, answered by the kecamatan, passed on by BRIDA, linked by a note."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sync.central.demo.device import SampleDevice
from sync.central.demo.material import marked
from sync.central.demo.notes import a_point, count
from sync.central.demo.telling import Telling
from sync.domain.assets import assets_folder
from sync.domain.forms import form_of
from sync.domain.growing import ADDRESSES
from sync.domain.issues import OUTCOME
from sync.domain.lifecycle import Status
from sync.domain.records import Kind, Values
from sync.domain.side_steps import FORWARDED, STRATEGIC

_ANALYSIS = ("nature", "plane", "root_cause")
_SCALES = ("urgency", "seriousness", "growth")
_ANSWERED_AT, _PASSED_ON_AT, _LINKED_AT = "10:30", "14:20", "19:05"


@dataclass
class Problem:
    """A row of `masalah.csv` while it happens. `told` finds the notes of the demo by their titles."""

    row: Mapping[str, str]
    phones: Mapping[str, SampleDevice]
    told: Mapping[str, Telling]
    random: Random
    others: dict[str, Problem] = field(default_factory=dict)
    record: str = ""

    @property
    def kind(self) -> Kind:
        return Kind.ISSUE

    @property
    def author(self) -> SampleDevice:
        return self.phones[self.row["by"]]

    def happenings(self) -> Iterator[tuple[int, str, Callable[[datetime], None]]]:
        """How many days ago, at which hour, and what."""
        row = self.row
        yield int(row["days_ago"]), row["hour"], self._submit
        if row["status"]:
            answered = int(row["answered"])
            yield answered, _ANSWERED_AT, self._answer
            if row["office"]:
                yield answered, _PASSED_ON_AT, self._pass_on
            if row["solved_by"]:
                yield 1, _LINKED_AT, self._link

    def _submit(self, _: datetime) -> None:
        row, person = self.row, self.author.person
        self.record = self.author.make_id()
        values: Values = {
            "form": form_of(Kind.ISSUE).reference,
            "area": person.area.text,
            "theme": row["theme"],
            "affected": count(row["unit"], row["number"]),
            "point": a_point(self.random, str(person.area.kelurahan)),
            "status": Status.SUBMITTED.value,
        }
        values |= {path: marked(row[path]) for path in ("title", "tried") if row[path]}
        self.author.send(self.record, values, 0, kind=Kind.ISSUE)

    def _answer(self, _: datetime) -> None:
        row, reviewer = self.row, self.phones["kecamatan"]
        said = {"reason": marked(row["said"]), "target": self.others[row["to"]].record if row["to"] else ""}
        outcome = {"status": row["status"]} | {name: text for name, text in said.items() if text}
        decided = {"status": row["status"], OUTCOME: outcome}
        reviewer.send(self.record, decided, reviewer.seen(self.record), kind=Kind.ISSUE)
        added = {path: row[path] for path in _ANALYSIS if row[path]} | dict(zip(_SCALES, row["usg"], strict=False))
        if added.get("root_cause"):
            added["root_cause"] = marked(added["root_cause"])
        if added:
            reviewer.send(self.record, added, reviewer.seen(self.record), kind=Kind.ISSUE)

    def _pass_on(self, at: datetime) -> None:
        city, seen = self.phones["brida"], self.phones["kecamatan"].seen(self.record)
        city.streams[self.record] = str(self.author.person.area.kelurahan)
        edits: Values = {FORWARDED: {"office": self.row["office"], "date": at.date().isoformat()}}
        city.send(
            self.record, edits | ({STRATEGIC: True} if self.row["is_strategic"] else {}), seen, kind=Kind.ISSUE
        )

    def _link(self, _: datetime) -> None:
        note = self.told[self.row["solved_by"]]
        edits = {f"{ADDRESSES}/{self.record}": {"degree": self.row["degree"]}}
        note.author.send(note.record, edits, note.author.seen(note.record))


def rows() -> list[dict[str, str]]:
    with (assets_folder() / "sample" / "masalah.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def problems(
    phones: Mapping[str, SampleDevice], told: Mapping[str, Telling], make_random: Callable[[str], Random]
) -> list[Problem]:
    found = {row["title"]: Problem(row, phones, told, make_random(row["title"])) for row in rows()}
    for problem in found.values():
        problem.others = found
    return list(found.values())
