"""A process that saves in a loop is killed at random instants: every save that returned is there afterwards.

25 times; `LORONG_KILLS=200` makes it 200.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.mobile.store import saver
from tests.support.memory_file import MemoryDisk, content_of

KILLS = int(os.environ.get("LORONG_KILLS", "25"))
LONGEST_LIFE_S = 0.15


def start_saving(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.mobile.store.saver", str(folder)], stdout=subprocess.PIPE, text=True
    )


def saves_of_a_process_killed(folder: Path, after_s: float) -> list[int]:
    """The numbers of the saves that returned before the kill."""
    with start_saving(folder) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(after_s)
        process.kill()
        rest = process.stdout.readlines()
    return [int(line) for line in (first, *rest) if line.endswith("\n")]


def test_every_save_that_returned_is_there_after_a_kill(tmp_path: Path) -> None:
    random = Random(2)
    expected = MemoryDisk().open()
    saved = 0

    for _ in range(KILLS):
        returned = saves_of_a_process_killed(tmp_path, after_s=random.uniform(0, LONGEST_LIFE_S))

        database = saver.open_in(tmp_path)
        assert database.damage == ()
        last = database.table("settings").read("last")
        assert last is not None
        assert returned[0] == saved + 1
        assert last["number"] in (returned[-1], returned[-1] + 1)
        while saved < last["number"]:
            saved += 1
            saver.save(expected, saved)
        assert content_of(database) == content_of(expected)
        database.close()

    assert generation_in(tmp_path) > KILLS, "the kills should have met compactions"


def generation_in(folder: Path) -> int:
    mark = re.search(rb"start (\d+)", (folder / "a").read_bytes() + (folder / "b").read_bytes())
    assert mark is not None
    return int(mark[1])
