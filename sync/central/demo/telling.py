"""Lets a story happen: a note is submitted, reviewed, corrected, edited, commented, each time by its own phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sync.central.demo.device import SampleDevice
from sync.central.demo.material import Step, Story, marked
from sync.central.demo.notes import DrawnPhoto, a_point, drawn_photo, months_before, note_values, short_values
from sync.domain.forms import form_of
from sync.domain.growing import INDICATORS
from sync.domain.lifecycle import Status, decision_for, first_status
from sync.domain.measuring import INDICATOR, INNOVATION, PERIOD
from sync.domain.records import (
    COMMENTS,
    CONFIRMED,
    PHOTOS,
    PUBLIC,
    REPLICATES,
    REVIEWS,
    STEPS,
    Kind,
    Values,
    answer_path,
)


@dataclass
class Telling:
    """One story while it happens. `phones` finds the phone of whoever does something,
    `others` another story by its title."""

    story: Story
    phones: Mapping[str, SampleDevice]
    random: Random
    record: str = ""
    review: str = ""
    measured: str = ""
    point: dict[str, Any] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    opened: dict[str, int] = field(default_factory=dict)
    others: Mapping[str, Telling] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return Kind(self.story.kind)

    @property
    def author(self) -> SampleDevice:
        return self.phones[self.story.by]

    def submit(self, at: datetime) -> None:
        """`at` is in the city's time, here and below."""
        self.record = self.author.make_id()
        if self.story.kind != Kind.INNOVATION:
            self._ask()
            return
        self.point = a_point(self.random, str(self.author.person.area.kelurahan))
        values = note_values(self.story.note, self.author.person, at, self.point)
        for key, indicator in self.story.indicators.items():
            values[f"{INDICATORS}/{key}"] = {**indicator, "name": marked(indicator["name"])}
        if parent := self.story.note.get("replicates"):
            values[REPLICATES] = self.others[parent].record
        self._submit(values, [drawn_photo(photo, at, self.point) for photo in self.story.photos], 0)

    def happen(self, step: Step, at: datetime) -> None:
        phone = self.phones[step.by or self.story.by]
        match step.do:
            case "open":
                self.opened[step.by] = phone.seen(self.record)
            case "edit":
                seen = self.opened.get(step.by) or phone.seen(self.record)
                phone.send(self.record, _marked(step.set), seen)
            case "comment":
                comment = {f"{COMMENTS}/{phone.make_id()}": marked(step.text)}
                phone.send(self.record, comment, phone.seen(self.record))
            case "plan":
                phone.send(self.record, _lines(step, phone, at), phone.seen(self.record))
            case "review":
                self._decide(step, phone)
            case "correct":
                self._correct(step, at)
            case "settle":
                self._settle(step, phone)
            case "measure":
                self._measure(step, phone, at)
            case "confirm":
                seen = phone.seen(self.measured)
                phone.send(self.measured, {CONFIRMED: True}, seen, kind=Kind.MEASUREMENT)

    def _ask(self) -> None:
        kind = self.kind
        values = short_values(kind, self.story.note, self.author.person)
        self.author.send(self.record, values | {"status": first_status(kind).value}, 0, kind=kind)

    def _settle(self, step: Step, phone: SampleDevice) -> None:
        """A problem is listed; an idea is answered, with the reason as its step."""
        edits: Values = dict(step.set)
        if self.story.kind == Kind.IDEA:
            reason = {"reason": marked(step.text)} if step.text else {}
            edits[f"{STEPS}/{phone.make_id()}"] = step.set | reason
        phone.send(self.record, edits, phone.seen(self.record), kind=self.kind)

    def _measure(self, step: Step, phone: SampleDevice, at: datetime) -> None:
        self.measured = phone.make_id()
        values: Values = {"area": phone.person.area.text, "form": form_of(Kind.MEASUREMENT).reference, **step.set}
        values |= {INNOVATION: self.record, INDICATOR: step.indicator}
        values |= {PERIOD: months_before(at, step.months_ago), "status": Status.SUBMITTED.value}
        phone.send(self.measured, values, 0, kind=Kind.MEASUREMENT)

    def _decide(self, step: Step, phone: SampleDevice) -> None:
        seen, self.review = phone.seen(self.record), phone.make_id()
        decision = _decision(step).value
        marks = {path: mark | {"comment": marked(mark["comment"])} for path, mark in step.marks.items()}
        value = {"decision": decision, "note": marked(step.note), "marks": marks, "seen": seen}
        ticks = {f"{PUBLIC}/{photo}": True for photo in self.photos if step.public}
        edits: Values = {"status": decision, f"{REVIEWS}/{self.review}": value}
        phone.send(self.record, edits | ticks, seen, self.review)

    def _correct(self, step: Step, at: datetime) -> None:
        answers = {answer_path(self.review, path): text for path, text in step.answers.items()}
        drawn = [drawn_photo(photo, at, self.point) for photo in step.photos]
        self._submit(_marked(step.set | answers), drawn, self.author.seen(self.record))

    def _submit(self, values: Values, drawn: list[DrawnPhoto], seen: int) -> None:
        """The note first; its photos follow, previews first."""
        photos = {self.author.make_id(): photo for photo in drawn}
        self.photos += photos
        shown = {f"{PHOTOS}/{key}": photo.value for key, photo in photos.items()}
        self.author.send(self.record, values | shown | {"status": Status.SUBMITTED.value}, seen)
        files = [file for photo in drawn for file in photo.files.items()]
        for sha256, content in files if self.story.photos_arrived else []:
            self.author.store(sha256, content)


def _lines(step: Step, phone: SampleDevice, at: datetime) -> Values:
    return {
        f"{name}/{phone.make_id()}": line | {"year": at.year + line["year"]}
        for name, lines in step.lines.items()
        for line in lines
    }


def _decision(step: Step) -> Status:
    decision = decision_for(mark["verdict"] for mark in step.marks.values())
    return Status.RETURNED if step.give_back else decision


def _marked(texts: dict[str, str]) -> Values:
    return {path: marked(text) for path, text in texts.items()}
