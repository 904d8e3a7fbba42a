"""Runs one seed, and finds a smaller world in which it still breaks."""

from __future__ import annotations

from tests.simulation.honesty import Broken
from tests.simulation.invariants import check
from tests.simulation.world import World


def run_seed(seed: int, devices: int = 8, steps: int = 300) -> World:
    """The world after its faults and its healing. Raises Broken."""
    world = World(seed, devices, steps)
    try:
        world.run()
        world.heal()
        world.count_refused()
        check(world)
    finally:
        world.hub.centre.database.close()
    return world


def shrink(seed: int, devices: int, steps: int) -> tuple[int, int]:
    """Fewer devices and fewer steps with which the same seed still breaks."""
    for fewer in range(1, devices):
        if _breaks(seed, fewer, steps):
            devices = fewer
            break
    low, high = 0, steps
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _breaks(seed, devices, middle) else (middle + 1, high)
    return devices, high


def _breaks(seed: int, devices: int, steps: int) -> bool:
    try:
        run_seed(seed, devices, steps)
    except Broken:
        return True
    return False
