"""A phone of the simulation: the real session on a disk that outlives it, and what its person may count on."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx

from mobile.session import Session
from mobile.session_maker import make_session
from mobile.store.accounts import Account
from mobile.store.errors import StoreError
from mobile.store.shelves import Shelves
from sync.central.people import Enrolled
from sync.client.tables import INDEXES, OUTBOX, RECORDS, REFUSED, WORKING
from sync.domain.people import Person
from sync.domain.records import Values
from sync.protocol.messages import Change
from tests.simulation.hub import Clock
from tests.simulation.line import Exchange, StoppingTransport
from tests.simulation.power import AimedPower
from tests.support.memory_file import MemoryDisk, PowerCut
from tests.support.sessions import FakeNetwork, MemoryShelf

T = TypeVar("T")


def finish(work: Coroutine[Any, Any, T]) -> T:
    """What never waits for anything outside, done at once."""
    while True:
        try:
            work.send(None)
        except StopIteration as done:
            result: T = done.value
            return result


@dataclass
class SkewedClock:
    """The phone's own idea of the time."""

    world: Clock
    skew_ms: int = 0

    def now_ms(self) -> int:
        return self.world.ms + self.skew_ms

    def now_iso(self) -> str:
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Ledger:
    """What was acknowledged to the person, and what they knowingly ended."""

    saved: dict[str, Change] = field(default_factory=dict)
    had_seen: dict[str, frozenset[str]] = field(default_factory=dict)
    typed: dict[str, Values] = field(default_factory=dict)
    """Drafts that were kept, by record."""
    typing: Values = field(default_factory=dict)
    """What is being kept just now: it is there or not."""
    ended: set[str] = field(default_factory=set)
    ending: set[str] = field(default_factory=set)
    """What the act under way ends, if it is kept."""

    @property
    def standing(self) -> dict[str, Change]:
        """What the person still counts on."""
        return {key: change for key, change in self.saved.items() if key not in self.ended}


@dataclass
class Met:
    """What this device really met on the road: in the round under way, and in the one before it."""

    now: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    was_answered: bool = False

    def end_round(self) -> None:
        self.before, self.now = self.now, set()

    def break_round(self) -> None:
        """It ended without news: what was met before is still the latest."""
        self.before, self.now = self.lately, set()

    @property
    def lately(self) -> set[str]:
        return self.now | self.before

    def note(self, response: httpx.Response) -> None:
        if "Lorong-Protocol" not in response.headers:
            self.now.add("silent" if response.status_code == 413 or response.status_code >= 500 else "portal")
        elif response.status_code == 401:
            self.now.add(json.loads(response.content)["code"])
        elif response.status_code == 426:
            self.now.add("too old")
        elif not response.is_success:
            self.now.add("silent")
        elif response.headers.get("Upload-Offset") == "0":
            # What the centre had of the photo was thrown away meanwhile.
            self.now.add("moved back")


@dataclass
class Device:
    name: str
    person: Person
    """Who they are at the centre. `shown` is what this phone was last told of it."""
    enrolled: Enrolled
    rng: random.Random
    clock: SkewedClock
    id: str
    tally: Counter[str]
    ledger: Ledger = field(default_factory=Ledger)
    files: MemoryShelf = field(default_factory=MemoryShelf)
    network: FakeNetwork = field(default_factory=FakeNetwork)
    session: Session = field(init=False)
    round: Coroutine[Any, Any, float] | None = None
    exchange: Exchange | None = None
    met: Met = field(default_factory=Met)
    save_failed: bool = False
    last_round: list[str] = field(default_factory=list)
    """What was asked for in it, after the faults."""
    lost_drafts: list[str] = field(default_factory=list)
    handed_over: set[str] = field(default_factory=set)
    """Changes that another phone may carry."""
    pulled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.token = self.enrolled.token
        self.shown = self.person
        self.disk = MemoryDisk(indexes=INDEXES, compact_above_bytes=24 * 1024)
        self.start()

    def start(self) -> None:
        """What opening the app finds on the disk."""
        self.power = AimedPower(self.rng)
        self.disk_database = self.disk.open(self.power)
        tables = Shelves(self.disk_database)
        shown = self.shown
        account = Account(self.id, "http://centre", shown.id, shown.name, shown.role.value, shown.area.text)
        http = httpx.AsyncClient(transport=StoppingTransport(), base_url="http://centre")
        self.session = make_session(
            account,
            tables,
            self.files,
            http,
            self.token,
            self.network,
            self.clock,
            handover_key=self.enrolled.handover_key,
            random_fraction=self.rng.random,
            random_bits=self.rng.getrandbits,
        )
        self.session.engine._page = self.rng.choice([1, 2, 200])
        self.session.engine._uploader._piece_bytes = self.rng.choice([16, 64 * 1024])

    def die(self) -> None:
        """Killed at once: the running round never ends, and the app starts again from the disk."""
        if self.round is not None:
            self.round.close()
        self.round = self.exchange = None
        self.met, self.save_failed = Met(was_answered=self.met.was_answered), False
        self.start()
        self._look_for_drafts()

    def _look_for_drafts(self) -> None:
        """Each is there as it was kept, or became a change in the moment of death."""
        tables = self.session.tables
        for record, values in list(self.ledger.typed.items()):
            changes = {
                key for name in (OUTBOX, REFUSED) for key, _ in tables.table(name).matching("record", record)
            }
            draft = tables.table(WORKING).read(record)
            if changes - self.ledger.saved.keys():
                del self.ledger.typed[record]
            elif draft is None or draft["values"] not in (values, self.ledger.typing):
                self.lost_drafts.append(record)
            else:
                self.ledger.typed[record] = draft["values"]

    def enrol(self, enrolled: Enrolled) -> None:
        """A new code was entered: the same device, and the person as the centre knows them now."""
        self.token, self.enrolled, self.shown = enrolled.token, enrolled, self.person
        self.die()

    def make_room(self) -> None:
        """The person freed some of the disk."""
        for file in (self.disk.a, self.disk.b):
            file.capacity_bytes = None
        self.files.room = None

    # The engine, one request at a time

    def begin_round(self) -> None:
        if self.round is None:
            self.round = self.session.engine.round()
            self._resume(None)

    def receive(self, response: httpx.Response) -> None:
        assert self.exchange is not None
        is_ours = response.status_code == 200 and "Lorong-Protocol" in response.headers
        is_answer = is_ours and self.exchange.request.url.path == "/v1/sync"
        self.met.note(response)
        if self._resume(response):
            self.met.was_answered |= is_answer
        self._note_pulled()

    def _note_pulled(self) -> None:
        """Whose words were ever before this person."""
        for _, document in self.session.tables.table(RECORDS).items():
            self.pulled |= {source["change"] for source in document["view"]["sources"].values()}

    def lose(self, error: httpx.TransportError) -> None:
        """The request or its reply was lost on the way."""
        self.met.now.add("silent" if isinstance(error, httpx.TimeoutException) else "offline")
        self._resume(None, error)

    def _resume(self, value: httpx.Response | None, error: Exception | None = None) -> bool:
        """False when it could not go on: the phone died, or its disk is full."""
        assert self.round is not None
        self.exchange = None
        try:
            self.exchange = self.round.throw(error) if error else self.round.send(value)
        except StopIteration:
            self.round = None
            self.met.end_round()
        except PowerCut:
            self._note_death("in a round")
            return False
        except StoreError:
            # The disk is full: the round ends with an error that the app shows, and a later wake repeats it.
            self.round = None
            self.met.break_round()
            self.tally["disk full in a round"] += 1
            return False
        return True

    # What the person does

    def attempt(self, act: Any) -> Any:
        """Do something that writes. None when the disk was full or the phone died in the middle of it."""
        try:
            done = act()
        except PowerCut:
            self._note_death("in a save")
        except StoreError:
            self.save_failed = True
            self.tally["disk full in a save"] += 1
        else:
            self.save_failed = False
            return done
        finally:
            self._end_what_is_gone()
        return None

    def _end_what_is_gone(self) -> None:
        if self.ledger.ending:
            self.ledger.ended |= self.ledger.ending.difference(*self.kept().values())
            self.ledger.ending.clear()

    def _note_death(self, during: str) -> None:
        self.tally[f"killed {during}: {self.power.point}"] += 1
        self.die()

    def note_saved(self, change: Change | None) -> None:
        """The save returned: from now on the person counts on it."""
        if change is not None:
            self.ledger.saved[change.id] = change
            self.ledger.had_seen[change.id] = frozenset(self.pulled)

    def kept(self) -> dict[str, set[str]]:
        """Change ids by the table that still holds them."""
        return {name: {key for key, _ in self.session.tables.table(name).items()} for name in (OUTBOX, REFUSED)}
