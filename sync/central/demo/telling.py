"""Lets a story happen: a note is submitted, reviewed, corrected, edited, commented, each time by its own phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sync.central.demo.device import SampleDevice
from sync.central.demo.material import Step, Story, marked
from sync.central.demo.notes import DrawnPhoto, a_point, drawn_photo, note_values
from sync.domain.lifecycle import Status, decision_for
from sync.domain.records import COMMENTS, PHOTOS, PUBLIC, REVIEWS, Values, answer_path


@dataclass
class Telling:
    """One story while it happens. `phones` finds the phone of whoever does something."""

    story: Story
    phones: Mapping[str, SampleDevice]
    random: Random
    record: str = ""
    review: str = ""
    point: dict[str, Any] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    opened: dict[str, int] = field(default_factory=dict)

    @property
    def author(self) -> SampleDevice:
        return self.phones[self.story.by]

    def submit(self, at: datetime) -> None:
        """`at` is in the city's time, here and below."""
        self.record = self.author.make_id()
        self.point = a_point(self.random, str(self.author.person.area.kelurahan))
        values = note_values(self.story.note, self.author.person, at, self.point)
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
            case "review":
                self._decide(step, phone)
            case "correct":
                self._correct(step, at)

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


def _decision(step: Step) -> Status:
    decision = decision_for(mark["verdict"] for mark in step.marks.values())
    return Status.RETURNED if step.give_back else decision


def _marked(texts: dict[str, str]) -> Values:
    return {path: marked(text) for path, text in texts.items()}
