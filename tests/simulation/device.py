"""A phone of the simulation: the real session on a disk that outlives it, and what its person may count on."""

from __future__ import annotations

import random
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from mobile.session import Session
from mobile.session_maker import make_session
from mobile.store.accounts import Account
from mobile.store.errors import StoreError
from mobile.store.shelves import Shelves
from sync.client.tables import INDEXES, OUTBOX, RECORDS, REFUSED
from sync.domain.people import Person
from sync.protocol.messages import Change
from tests.simulation.hub import Clock
from tests.simulation.line import Exchange, StoppingTransport
from tests.support.memory_file import MemoryDisk, Power, PowerCut
from tests.support.sessions import FakeNetwork, MemoryShelf


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
    ended: set[str] = field(default_factory=set)


@dataclass
class Device:
    name: str
    person: Person
    token: str
    rng: random.Random
    clock: SkewedClock
    id: str
    ledger: Ledger = field(default_factory=Ledger)
    files: MemoryShelf = field(default_factory=MemoryShelf)
    network: FakeNetwork = field(default_factory=FakeNetwork)
    session: Session = field(init=False)
    round: Coroutine[Any, Any, float] | None = None
    exchange: Exchange | None = None
    deaths: int = 0
    pulled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.disk = MemoryDisk(indexes=INDEXES, compact_above_bytes=24 * 1024)
        self.power = Power()
        self.start()

    def start(self) -> None:
        """What opening the app finds on the disk."""
        self.power = Power()
        tables = Shelves(self.disk.open(self.power))
        account = Account(
            self.id,
            "http://centre",
            self.person.id,
            self.person.name,
            self.person.role.value,
            self.person.area.text,
        )
        http = httpx.AsyncClient(transport=StoppingTransport(), base_url="http://centre")
        self.session = make_session(
            account,
            tables,
            self.files,
            http,
            self.token,
            self.network,
            self.clock,
            random_fraction=self.rng.random,
            random_bits=self.rng.getrandbits,
        )
        self.session.engine._page = self.rng.choice([1, 2, 200])

    def die(self) -> None:
        """Killed at once: the running round never ends, and the app starts again from the disk."""
        self.deaths += 1
        if self.round is not None:
            self.round.close()
        self.round = self.exchange = None
        self.start()

    # The engine, one request at a time

    def begin_round(self) -> None:
        if self.round is None:
            self.round = self.session.engine.round()
            self._resume(None)

    def receive(self, response: httpx.Response) -> None:
        self._resume(response)
        self._note_pulled()

    def _note_pulled(self) -> None:
        """Whose words were ever before this person."""
        for _, document in self.session.tables.table(RECORDS).items():
            self.pulled |= {source["change"] for source in document["view"]["sources"].values()}

    def lose(self, error: httpx.TransportError) -> None:
        """The request or its reply was lost on the way."""
        self._resume(None, error)

    def _resume(self, value: httpx.Response | None, error: Exception | None = None) -> None:
        assert self.round is not None
        self.exchange = None
        try:
            self.exchange = self.round.throw(error) if error else self.round.send(value)
        except StopIteration:
            self.round = None
        except PowerCut:
            self.die()
        except StoreError:
            # The disk is full: the round ends with an error that the app shows, and a later wake repeats it.
            self.round = None

    # What the person does

    def attempt(self, act: Any) -> Any:
        """Do something that writes. None when the disk was full or the phone died in the middle of it."""
        try:
            return act()
        except PowerCut:
            self.die()
        except StoreError:
            return None
        return None

    def note_saved(self, change: Change | None) -> None:
        """The save returned: from now on the person counts on it."""
        if change is not None:
            self.ledger.saved[change.id] = change
            self.ledger.had_seen[change.id] = frozenset(self.pulled)

    def kept(self) -> dict[str, set[str]]:
        """Change ids by the table that still holds them."""
        return {name: {key for key, _ in self.session.tables.table(name).items()} for name in (OUTBOX, REFUSED)}
