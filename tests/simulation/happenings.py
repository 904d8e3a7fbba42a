"""What happens to devices and to the centre, beside what people do and what the road does to messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from sync.client import outbox
from sync.client.engine import PULL_ROOM_BYTES
from sync.domain.people import Person, Role
from tests.simulation.acts import ACTS
from tests.simulation.device import Device
from tests.simulation.parcels import hand_over, take_parcel
from tests.simulation.power import WHERE, Aim
from tests.simulation.road import advance, deliver_late

if TYPE_CHECKING:
    from tests.simulation.world import World

DAY_MS = 86_400_000
_MOST_POISONED = 2
_COMPACTION_STEPS = 4
_LIVES_ON = 8
"""A battery lasts for fewer writes than this."""


def act(world: World, device: Device) -> None:
    act = world.choose(ACTS)
    world.tell(f"  {act.__name__}")
    device.attempt(lambda: act(device, world.rng))


def kill(_: World, device: Device) -> None:
    device.die()


def doom(world: World, device: Device) -> None:
    """The battery ends in the middle of one of the next writes."""
    aim = Aim(world.rng.randrange(_LIVES_ON), world.rng.choice(WHERE))
    device.power.aim(aim, late_pages=world.rng.random() < 0.3)


def die_in_compaction(world: World, device: Device) -> None:
    aim = Aim(world.rng.randrange(_COMPACTION_STEPS), world.rng.choice(WHERE), of_compaction=True)
    device.power.aim(aim, late_pages=world.rng.random() < 0.3)
    device.attempt(device.disk_database.compact)


def fill_disk(world: World, device: Device) -> None:
    for file in (device.disk.a, device.disk.b):
        file.capacity_bytes = len(file.content) + world.rng.randrange(1_500)
    device.files.room = world.rng.choice([None, world.rng.randrange(1_500)])


def run_low(_: World, device: Device) -> None:
    """Too little room for what is new at the centre, and enough for what the person writes."""
    device.files.room = PULL_ROOM_BYTES // 2


def relieve(world: World, _: Device) -> None:
    """Somebody in trouble gets room, a network or a new code, so that trouble is not all there is."""
    for device in world.rng.sample(world.devices, len(world.devices)):
        if device.disk.current.capacity_bytes is not None or device.files.room is not None:
            device.make_room()
        elif not device.network.is_up:
            device.network.is_up = True
        elif "revoked" in device.met.lately or "unauthorised" in device.met.lately:
            enrol_again(world, device)
        else:
            continue
        return


def jump_clock(world: World, device: Device) -> None:
    device.clock.skew_ms = world.rng.choice([0, -400 * DAY_MS, -DAY_MS, DAY_MS, 30 * DAY_MS])


def change_network(world: World, device: Device) -> None:
    device.network.is_up = world.rng.random() < 0.5
    device.network.is_metered = world.rng.random() < 0.5
    device.network.saves_battery = world.rng.random() < 0.2
    device.attempt(partial(device.session.set_wifi_only, world.rng.random() < 0.5))


def revoke(world: World, device: Device) -> None:
    waits = len(outbox.waiting(device.session.tables)) > 0
    world.count("revoked" + (" in mid-queue" if waits else ""))
    world.hub.revoke(device.id)


def lose_token(_: World, device: Device) -> None:
    """The phone forgets it, or it was another's: a token that the centre does not know."""
    device.token = "unknown"
    device.die()


def enrol_again(world: World, device: Device) -> None:
    device.enrol(world.hub.enrol(device.person, device.id))


def move(world: World, device: Device) -> None:
    """The person goes to serve the other kelurahan; all their phones stay in their hands."""
    person = device.person
    if person.role is not Role.KECAMATAN:
        moved = world.hub.move(person, world.other_area(person))
        for each in world.devices:
            if each.person.id == person.id:
                each.person = moved
        world.count(f"moved with {'something' if _waits(world, moved) else 'nothing'} to send")


def _waits(world: World, person: Person) -> bool:
    mine = (device for device in world.devices if device.person.id == person.id)
    return any(outbox.waiting(device.session.tables) for device in mine)


def poison(world: World, device: Device) -> None:
    """The centre fails on one change that waits here."""
    waiting = outbox.waiting(device.session.tables)
    if waiting and len(world.hub.poisoned) < _MOST_POISONED:
        world.count("poisoned")
        world.hub.poisoned |= {world.rng.choice(waiting)[0]}


def back_up(world: World, _: Device) -> None:
    world.hub.back_up()


def restore(world: World, _: Device) -> None:
    if world.hub.restore():
        # Who was moved after the backup is where they were before.
        for device in world.devices:
            device.person = world.hub.find_person(device.person)


def pass_time(world: World, _: Device) -> None:
    world.clock.ms += 20_000


HAPPENINGS: dict[Callable[[World, Device], None], int] = {
    act: 340,
    advance: 560,
    deliver_late: 24,
    pass_time: 40,
    kill: 12,
    doom: 30,
    die_in_compaction: 8,
    fill_disk: 10,
    run_low: 24,
    relieve: 36,
    jump_clock: 10,
    change_network: 20,
    revoke: 8,
    lose_token: 4,
    enrol_again: 8,
    move: 6,
    poison: 6,
    back_up: 12,
    restore: 30,
    hand_over: 14,
    take_parcel: 24,
}
