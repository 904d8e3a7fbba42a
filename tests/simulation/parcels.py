"""*Titip kirim*: what one phone packs, others carry, in any order, more than once, and not always whole."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync.client import carrying, handover
from sync.protocol.handover import BadHandOver
from tests.simulation.device import Device, finish

if TYPE_CHECKING:
    from tests.simulation.world import World


@dataclass(frozen=True)
class Parcel:
    """A hand-over file that left a phone; whoever got it has it for ever."""

    content: bytes


def hand_over(world: World, device: Device) -> None:
    device.attempt(lambda: _pack(world, device))


def _pack(world: World, device: Device) -> None:
    session, target = device.session, io.BytesIO()
    offered = handover.offer(session.tables, device.clock.now_ms())
    if not (offered.parts or offered.files):
        return
    identity, at = session.account.id, device.clock.now_iso()
    work = handover.pack(
        session.tables, device.files, offered, target, device=identity, key=session.handover_key, at=at
    )
    packed = finish(work)
    world.count("packed")
    world.parcels.append(Parcel(target.getvalue()))
    device.handed_over |= set(packed.changes)
    handover.mark_carried(session.tables, packed)


def take_parcel(world: World, device: Device) -> None:
    """Any of them, also one that was taken before; one in ten came damaged."""
    if world.parcels:
        content = world.rng.choice(world.parcels).content
        if world.rng.random() < 0.1:
            content = content[: world.rng.randrange(len(content))]
        device.attempt(lambda: _take(world, device, content))


def _take(world: World, device: Device, content: bytes) -> None:
    work = carrying.take_in(
        device.session.tables,
        device.files,
        io.BytesIO(content),
        device=device.session.account.id,
        at=device.clock.now_iso(),
    )
    try:
        taken = finish(work)
    except BadHandOver:
        world.count("parcel found damaged")
    except carrying.NoRoom:
        world.count("no room for a parcel")
    else:
        world.count(f"parcel taken in, was {taken.was or 'new'}")
