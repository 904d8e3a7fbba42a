"""`python -m tests.simulation --seeds 1000 --devices 8 --steps 300`: exits with 1 when a seed breaks."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections import Counter

from tests.simulation.honesty import Broken
from tests.simulation.run import run_seed, shrink


def _same_hashes() -> dict[str, str]:
    return os.environ | {"PYTHONHASHSEED": "0"}


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the seeded simulation.")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--devices", type=int, default=8)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--keep-going", action="store_true", help="Do not stop at the first broken seed.")
    parser.add_argument("--stats", action="store_true", help="Count every act and fault, and what was said.")
    wanted = parser.parse_args()
    # A full disk and a late copy are what this is about.
    logging.disable(logging.ERROR)
    start, broken = time.perf_counter(), 0
    tally: Counter[str] = Counter()
    for seed in range(wanted.first_seed, wanted.first_seed + wanted.seeds):
        try:
            tally += run_seed(seed, wanted.devices, wanted.steps).tally
        except Broken as error:
            broken += 1
            devices, steps = shrink(seed, wanted.devices, wanted.steps)
            print(
                f"seed {seed} breaks (replay: --seeds 1 --first-seed {seed} --devices {devices} --steps {steps})"
            )
            print(error)
            if not wanted.keep_going:
                break
    if wanted.stats:
        print("\n".join(f"{count:8} {what}" for what, count in sorted(tally.items())))
    elapsed_s = time.perf_counter() - start
    print(f"{wanted.seeds} seeds, {broken} broken, {elapsed_s:.1f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of sets is part of what a seed replays.
        os.execve(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]], _same_hashes())
    raise SystemExit(main())
