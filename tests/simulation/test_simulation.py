from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from sync.client.sending import LINES
from tests.simulation.dying import OF_A_FILE, OF_A_SYNC
from tests.simulation.happenings import HAPPENINGS
from tests.simulation.honesty import HOLDS
from tests.simulation.line import INSTEAD
from tests.simulation.power import POINTS
from tests.simulation.road import BACK, THERE
from tests.simulation.run import run_seed

ROOT = Path(__file__).resolve().parents[2]


def test_every_invariant_holds_when_every_fault_there_is_has_stopped() -> None:
    command = [sys.executable, "-m", "tests.simulation", "--seeds", "60", "--stats"]

    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert set(_expected()) - _happened(ran.stdout) == set()


def _expected() -> list[str]:
    """What must have happened at least once: every fault and kill, and every line that a screen can show."""
    happenings = [happening.__name__ for happening in HAPPENINGS]
    road = [*(f"request {fate}" for fate in THERE), *(f"request's {fate}" for fate in BACK)]
    deaths = [
        *(f"killed {point}" for point in POINTS),
        *(f"centre dies before {at}" for at in OF_A_SYNC + OF_A_FILE),
    ]
    lines = [f"line {code}" for code, _ in LINES]
    return [*happenings, *road, *deaths, *lines, *(f"answered instead: {who}" for who in INSTEAD)]


def _happened(output: str) -> set[str]:
    """The counted names, with and without what is said behind a comma."""
    names = set(re.findall(r"^ *\d+ (.+)$", output, re.MULTILINE))
    return names | {name.partition(", after ")[0] for name in names}


def test_every_line_about_sending_has_its_truth() -> None:
    assert HOLDS.keys() == {code for code, _ in LINES}


def test_a_seed_replays_exactly() -> None:
    assert run_seed(7, steps=120).trace == run_seed(7, steps=120).trace
