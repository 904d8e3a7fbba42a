"""What the screen says about sending, checked while the faults are still going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.client.sending import sending_line
from sync.client.tables import FILES
from tests.simulation.device import Device

if TYPE_CHECKING:
    from tests.simulation.world import World


class Broken(AssertionError):
    """An invariant does not hold."""


def the_screen_tells_the_truth(world: World, device: Device) -> None:
    """4. "Terkirim" only after the centre has it: all notes when it says so of all, each photo as shown."""
    hub, ledger = world.hub, device.ledger
    if sending_line(device.session.facts()) in ("all_sent", "drafts_only"):
        missing = ledger.saved.keys() - hub.ever_logged - ledger.ended - device.kept()["refused"]
        if missing:
            raise Broken(f"{device.name} says that all is sent, and {sorted(missing)[:3]} never came")
    shown = {key for key, document in device.session.tables.table(FILES).items() if document["state"] == "stored"}
    if shown - hub.ever_stored:
        raise Broken(f"{device.name} shows photos as sent that never came")
