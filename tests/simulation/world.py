"""One seed: people, devices, a centre, and a scheduler that is not kind."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from sync.domain.ids import IdSource
from sync.domain.people import Role
from tests.simulation.acts import ACTS
from tests.simulation.device import Device, SkewedClock
from tests.simulation.honesty import the_screen_tells_the_truth
from tests.simulation.hub import Clock, Hub
from tests.simulation.line import INSTEAD, instead, respond
from tests.support.centres import KASSI, RAPPOCINI

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
DAY_MS = 86_400_000
_PATIENCE = 7
"""More rounds than a change goes again after a restore before it waits for its person."""


@dataclass
class World:
    seed: int
    devices_wanted: int = 8
    steps: int = 300
    rng: random.Random = field(init=False)
    devices: list[Device] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.clock = Clock()
        self.hub = Hub(self.rng, self.clock)
        make_id = IdSource(now_ms=lambda: self.clock.ms, random_bits=self.rng.getrandbits)
        for place in range(self.devices_wanted):
            role, area = CAST[place % len(CAST)]
            shared = SHARES_WITH.get(place)
            person = self.devices[shared].person if shared is not None else self.hub.person(role, area)
            identifier = make_id()
            token = self.hub.enrol(person, identifier)
            clock = SkewedClock(self.clock, self.rng.choice([0, 0, -3 * DAY_MS, DAY_MS // 3]))
            self.devices.append(Device(f"{role.value}{place}", person, token, self.rng, clock, identifier))

    def tell(self, text: str) -> None:
        self.trace.append(text)

    def run(self) -> None:
        """All the steps, with every fault there is."""
        for _ in range(self.steps):
            self.clock.ms += self.rng.randrange(4_000)
            self.step()

    def step(self) -> None:
        device = self.rng.choice(self.devices)
        happening = self.rng.choices([happening for happening, _ in HAPPENINGS], [w for _, w in HAPPENINGS])[0]
        self.tell(f"{device.name}: {happening.__name__}")
        happening(self, device)
        if self.rng.random() < 0.2:
            the_screen_tells_the_truth(self, device)

    # What happens

    def act(self, device: Device) -> None:
        act = self.rng.choices([act for act, _ in ACTS], [weight for _, weight in ACTS])[0]
        self.tell(f"  {act.__name__}")
        device.attempt(lambda: act(device, self.rng))

    def advance(self, device: Device) -> None:
        """Start a round, or let its message go one way: it arrives, is lost, doubled, or somebody else answers."""
        exchange = device.exchange
        if exchange is None:
            if device.round is None:
                device.begin_round()
            return
        fate = self.rng.random()
        if exchange.reply is None:
            if fate < 0.05:
                device.lose(httpx.ConnectTimeout("request lost"))
            elif fate < 0.12:
                device.receive(instead(self.rng.choice(INSTEAD)))
            else:
                exchange.reply = self.answer(exchange.request, doubled=fate < 0.2)
        elif fate < 0.1:
            device.lose(httpx.ReadError("reply lost"))
        else:
            device.receive(exchange.reply)

    def answer(self, request: httpx.Request, *, doubled: bool) -> httpx.Response:
        """The centre's answer; a file may come cut, any request twice."""
        is_file = "/v1/files/" in request.url.path and request.method == "POST"
        cut_at = self.rng.randrange(40) if is_file and self.rng.random() < 0.15 else None
        reply = respond(self.hub.centre, request, cut_at)
        if doubled:
            reply = respond(self.hub.centre, request)
        self.hub.note_log()
        return reply

    def kill(self, device: Device) -> None:
        device.die()

    def doom(self, device: Device) -> None:
        """The battery ends in the middle of one of the next writes."""
        device.power.steps_left = self.rng.randrange(6_000)
        device.power.late_pages = self.rng.random() < 0.3

    def fill_disk(self, device: Device) -> None:
        for file in (device.disk.a, device.disk.b):
            file.capacity_bytes = None if file.capacity_bytes else len(file.content) + self.rng.randrange(1_500)

    def jump_clock(self, device: Device) -> None:
        device.clock.skew_ms = self.rng.choice([0, -400 * DAY_MS, -DAY_MS, DAY_MS, 30 * DAY_MS])

    def revoke(self, device: Device) -> None:
        self.hub.revoke(device.id)

    def re_enrol(self, device: Device) -> None:
        device.token = self.hub.enrol(device.person, device.id)
        device.die()

    def back_up(self, _: Device) -> None:
        self.hub.back_up()

    def restore(self, _: Device) -> None:
        self.hub.restore()

    def pass_time(self, _: Device) -> None:
        self.clock.ms += 20_000

    # After the faults

    def heal(self, rounds: int = 60) -> None:
        """Faults stop: everybody has a disk, a battery, a token and a good line, and syncs until all is quiet."""
        for device in self.devices:
            for file in (device.disk.a, device.disk.b):
                file.capacity_bytes = None
            device.token = self.hub.enrol(device.person, device.id)
            device.die()
        for turn in range(rounds):
            self.clock.ms += 20_000
            before = [self._state_of(device) for device in self.devices]
            for device in self.devices:
                self.whole_round(device)
            if turn > _PATIENCE and before == [self._state_of(device) for device in self.devices]:
                return

    def whole_round(self, device: Device) -> None:
        device.begin_round()
        while device.exchange is not None:
            device.receive(respond(self.hub.centre, device.exchange.request))

    @staticmethod
    def _state_of(device: Device) -> tuple[object, ...]:
        kept = device.kept()
        cursors = tuple(document["cursor"] for _, document in device.session.tables.table("cursors").items())
        return (frozenset(kept["outbox"]), frozenset(kept["refused"]), cursors)


HAPPENINGS: tuple[tuple[Callable[[World, Device], None], int], ...] = (
    (World.act, 34),
    (World.advance, 54),
    (World.pass_time, 4),
    (World.kill, 2),
    (World.doom, 3),
    (World.fill_disk, 1),
    (World.jump_clock, 1),
    (World.revoke, 1),
    (World.re_enrol, 1),
    (World.back_up, 2),
    (World.restore, 2),
)
