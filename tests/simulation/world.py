"""One seed: people, devices, a centre, and a scheduler that is not kind."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sync.client import carrying, outbox
from sync.client.tables import CURSORS, FILES, HANDOVERS, REFUSED
from sync.domain.ids import IdSource
from sync.domain.people import Person, Role
from tests.simulation.device import Device, SkewedClock
from tests.simulation.happenings import DAY_MS, HAPPENINGS
from tests.simulation.honesty import Broken, the_screen_tells_the_truth
from tests.simulation.hub import Clock, Hub
from tests.simulation.parcels import Parcel
from tests.simulation.road import Late
from tests.support.centres import KASSI, RAPPOCINI

T = TypeVar("T")

NEIGHBOUR = "73.71.13.1006"
CAST = (
    (Role.RT, f"{KASSI}/RW003/RT002"),
    (Role.KECAMATAN, RAPPOCINI),
    (Role.KELURAHAN, KASSI),
    (Role.UMKM, KASSI),
    (Role.RT, f"{KASSI}/RW003/RT002"),
    (Role.RW, f"{NEIGHBOUR}/RW001"),
    (Role.KELURAHAN, NEIGHBOUR),
    (Role.KECAMATAN, RAPPOCINI),
)
"""The fifth device is a second phone of the first person."""
SHARES_WITH = {4: 0}
_PATIENCE = 7
"""More rounds than a change goes again after a restore before it waits for its person."""
_MOST_REQUESTS = 600
"""In one round: more than every record on a page of its own, fetched anew as often as a round does."""


@dataclass
class World:
    seed: int
    devices_wanted: int = 8
    steps: int = 300
    rng: random.Random = field(init=False)
    devices: list[Device] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
    late: list[Late] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.clock = Clock()
        self.hub = Hub(self.rng, self.clock, self.tally)
        make_id = IdSource(now_ms=lambda: self.clock.ms, random_bits=self.rng.getrandbits)
        for place in range(self.devices_wanted):
            role, area = CAST[place % len(CAST)]
            shared = SHARES_WITH.get(place)
            person = self.devices[shared].person if shared is not None else self.hub.person(role, area)
            identifier = make_id()
            enrolled = self.hub.enrol(person, identifier)
            clock = SkewedClock(self.clock, self.rng.choice([0, 0, -3 * DAY_MS, DAY_MS // 3]))
            name = f"{role.value}{place}"
            self.devices.append(Device(name, person, enrolled, self.rng, clock, identifier, self.tally))

    def tell(self, text: str) -> None:
        self.trace.append(text)

    def count(self, what: str) -> None:
        self.tally[what] += 1

    def choose(self, weights: Mapping[T, int]) -> T:
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def other_area(self, person: Person) -> str:
        """The same office in the other kelurahan."""
        here = person.area.kelurahan or KASSI
        return person.area.text.replace(here, NEIGHBOUR if here == KASSI else KASSI)

    def run(self) -> None:
        """All the steps, with every fault there is."""
        for _ in range(self.steps):
            self.clock.ms += self.rng.randrange(4_000)
            self.step()

    def step(self) -> None:
        device = self.rng.choice(self.devices)
        happening = self.choose(HAPPENINGS)
        self.tell(f"{device.name}: {happening.__name__}")
        self.count(f"{happening.__name__}")
        happening(self, device)
        the_screen_tells_the_truth(self, device)

    # After the faults

    def heal(self, rounds: int = 60) -> None:
        """Faults stop: everybody has a disk, a battery, a token and a good line, and syncs until all is quiet."""
        if self.rng.random() < 0.5:
            self.hub.poisoned = frozenset()
        for device in self.devices:
            self._repair(device)
        for late in self.late:
            self.hub.answer(late.request)
        for turn in range(rounds):
            self.clock.ms += 20_000
            before = [self._state_of(device) for device in self.devices]
            for device in self.devices:
                self.whole_round(device)
            is_quiet = before == [self._state_of(device) for device in self.devices]
            if is_quiet and (turn > _PATIENCE or not any(map(self._waits, self.devices))):
                return

    def _repair(self, device: Device) -> None:
        device.make_room()
        device.network.is_up, device.network.is_metered, device.network.saves_battery = True, False, False
        device.enrol(self.hub.enrol(device.person, device.id))

    def count_refused(self) -> None:
        """What waits for its person in the end, by reason."""
        for device in self.devices:
            for _, document in device.session.tables.table(REFUSED).items():
                self.count(f"refused {document.get('code')}")

    def whole_round(self, device: Device) -> None:
        """Raises Broken when it asks without end."""
        device.last_round = []
        device.begin_round()
        while device.exchange is not None:
            device.last_round.append(device.exchange.request.url.path)
            device.receive(self.hub.answer(device.exchange.request))
            if len(device.last_round) > _MOST_REQUESTS:
                raise Broken(f"{device.name} asks without end")

    @staticmethod
    def _waits(device: Device) -> bool:
        """Something there goes again at the next round."""
        carried = device.session.tables.table(HANDOVERS).matching("state", carrying.WAITING)
        return bool(carried or outbox.waiting(device.session.tables))

    @staticmethod
    def _state_of(device: Device) -> tuple[object, ...]:
        kept = device.kept()
        tables = device.session.tables
        cursors = tuple(document["cursor"] for _, document in tables.table(CURSORS).items())
        files = tuple((key, document["state"]) for key, document in tables.table(FILES).items())
        return (frozenset(kept["outbox"]), frozenset(kept["refused"]), cursors, files)
