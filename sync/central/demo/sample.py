"""Fills an empty centre with sample data, through the protocol: every right, rule and link of the chain holds.

One seed. Days count back from today; the ids are this centre's own, so that what a browser kept of an earlier
demo never meets the records of this one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from itertools import chain
from random import Random

from sync.central import people
from sync.central.answer import Centre
from sync.central.demo import material, problems
from sync.central.demo.device import PastClock, SampleDevice, add_person
from sync.central.demo.helping import Helping, acts
from sync.central.demo.material import Profile, Story
from sync.central.demo.telling import Telling
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role

SEED = "lorong 2026"
ENROLLED_DAYS_AGO = 40
LONGEST_WAIT_DAYS = 12
_WAKES, _SLEEPS = 7 * 60, 21 * 60
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OFFICES = {
    "rt": (Role.RT, "/RW001/RT001"),
    "rt2": (Role.RT, "/RW002/RT003"),
    "rw": (Role.RW, "/RW004"),
    "umkm": (Role.UMKM, "/RW001/RT001"),
}


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody whom a link opens the app as. The code may be used any number of times."""

    profile: Profile
    person: Person
    code: str


@dataclass(frozen=True, slots=True)
class Demo:
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class _Happening:
    at: datetime
    act: Callable[[datetime], None]


def load_sample(centre: Centre, now: datetime) -> Demo:
    """`now` is in the city's time: its offset says where the days begin."""
    profiles = material.profiles()
    stories = [*material.stories(), *material.problems_and_ideas(), *_on_days(material.waiting_notes(), now)]
    clock = PastClock(now)
    clock.set(now - timedelta(days=ENROLLED_DAYS_AGO))
    then = replace(centre, clock=clock)
    phones = {key: add_person(then, clock, person) for key, person in _everybody(profiles, stories)}
    happenings = _planned(then, phones, stories, now)
    for happening in sorted(happenings, key=lambda each: each.at):
        clock.set(happening.at)
        happening.act(happening.at)
    clock.set(now)
    return Demo(tuple(_with_code(then, profile, phones[profile.profile].person) for profile in profiles))


def _on_days(notes: list[Story], now: datetime) -> list[Story]:
    """Each on a day of the last twelve or today, in waking hours; today's before now."""
    random = Random(SEED)
    days = [place % (LONGEST_WAIT_DAYS + 1) for place in range(len(notes))]
    random.shuffle(days)
    hours = [_hour(day, random.random(), now) for day in days]
    return [replace(n, days_ago=day, hour=hour) for n, day, hour in zip(notes, days, hours, strict=True)]


def _hour(day: int, share: float, now: datetime) -> str:
    first, last = (_WAKES, _SLEEPS) if day else (0, now.hour * 60 + now.minute)
    hour, minute = divmod(round(first + share * (last - first)), 60)
    return f"{hour:02}:{minute:02}"


def _everybody(profiles: list[Profile], stories: list[Story]) -> Iterator[tuple[str, Person]]:
    """The people of the demo by profile, and everybody else who writes a note."""
    for each in profiles:
        yield each.profile, Person(str(uuid.uuid4()), each.name, Role(each.role), AreaCode(each.area))
    authors = {story.by for story in stories} | {step.by for story in stories for step in story.steps}
    authors |= {row["by"] for row in problems.rows()} | {act.by for act in acts()}
    others = sorted(key for key in authors if "@" in key)
    for place, key in enumerate(others, len(profiles)):
        office, _, kelurahan = key.partition("@")
        role, below = _OFFICES[office]
        yield key, Person(str(uuid.uuid4()), _name(place), role, AreaCode(kelurahan + below))


def _name(place: int) -> str:
    round_, letter = divmod(place, len(_LETTERS))
    return f"{'Bapak' if place % 2 else 'Ibu'} Contoh {_LETTERS[round_ - 1] if round_ else ''}{_LETTERS[letter]}"


def _random(by: str, title: str) -> Random:
    return Random(f"{SEED}/{by}/{title}")


def _planned(
    centre: Centre, phones: Mapping[str, SampleDevice], stories: list[Story], now: datetime
) -> list[_Happening]:
    """In no order yet."""
    told = [Telling(story, phones, _random(story.by, story.note["title"])) for story in stories]
    notes = {telling.story.note["title"]: telling for telling in told}
    for telling in told:
        telling.others = notes
    noted = {each.row["title"]: each for each in problems.problems(phones, notes, partial(_random, ""))}
    helping = Helping(centre, phones, {**notes, **noted})
    planned = [*chain.from_iterable(each.happenings() for each in noted.values()), *helping.happenings()]
    beside = [_Happening(_moment(now, days_ago, hour), act) for days_ago, hour, act in planned]
    return [*(happening for telling in told for happening in _happenings(telling, now)), *beside]


def _happenings(telling: Telling, now: datetime) -> Iterator[_Happening]:
    story = telling.story
    yield _Happening(_moment(now, story.days_ago or 0, story.hour), telling.submit)
    for step in story.steps:
        yield _Happening(_moment(now, step.days_ago, step.hour), partial(telling.happen, step))


def _moment(now: datetime, days_ago: int, hour: str) -> datetime:
    return datetime.combine(now.date() - timedelta(days=days_ago), time.fromisoformat(hour), now.tzinfo)


def _with_code(centre: Centre, profile: Profile, person: Person) -> DemoPerson:
    with centre.database.write() as connection:
        code = people.new_code(connection, centre.keys, person, centre.clock(), reusable=True)
    return DemoPerson(profile, person, code)
