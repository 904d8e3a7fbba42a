"""Every bench, one after the other, and then all bars in one table: `python -m tests.bench [NAME …]`.

Takes about an hour and wants the machine for itself; `slow_line` runs as root on Linux and needs Node, as does the
peer of `sync_speed`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.bars import Bar, bar_of

ROOT = Path(__file__).resolve().parents[2]
BENCHES = ("device_store", "long_list", "similar_issues", "sync_speed", "growth", "dossiers", "slow_line")


def bars_of(bench: str) -> Iterator[Bar]:
    """Runs it in a process of its own and shows what it says. A bench that fails is a bar that does not hold."""
    print(f"\n== {bench}\n", flush=True)
    command = (sys.executable, "-m", f"tests.bench.{bench}")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for printed in process.stdout:
            bar = bar_of(printed)
            if bar is None:
                print(printed, end="", flush=True)
            else:
                yield bar
    if process.returncode:
        yield Bar("", f"{bench} ended with {process.returncode}", "", "", "NOT")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", nargs="*", choices=[[], *BENCHES], help="all of them when none is named")
    bars = [bar for bench in parser.parse_args().bench or BENCHES for bar in bars_of(bench)]
    print("\nissue what" + " " * 68 + "measured               bar")
    print("\n".join(map(str, bars)))
    return any(bar.verdict != "ok" for bar in bars)


if __name__ == "__main__":
    raise SystemExit(main())
