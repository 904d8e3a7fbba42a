"""A backlog over 64 kbit/s, 600 ms and 5 % loss: `python -m tests.bench.slow_line` (Linux, as root; needs Node).

Every contender has a line of its own with the same seed, all at the same time: none of them needs much of the
machine. 100 notes; the same with 20 photos; the same while the line breaks 20 times. PouchDB sends 100 documents
in one request unless it is told better, which Node's server gives up after 300 s; so it is also shown with 10.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from math import inf
from pathlib import Path

from tests.bench.bars import at_most
from tests.bench.slow_line import material
from tests.bench.slow_line.contenders import Client, Measured, Scenario, lorong, measure, pouchdb
from tests.bench.slow_line.material import Backlog

OURS, THEIRS, THEIR_BEST = "Lorong", "PouchDB", "PouchDB, 10"
CONTENDERS: Mapping[str, Client] = {OURS: lorong, THEIRS: pouchdb, THEIR_BEST: partial(pouchdb, batch=10)}
RECORDS, PHOTOS, CUTS = "100 notes", "100 notes, 20 photos", "100 notes, 20 photos, 20 cuts"
BREAKS = 20

Results = Mapping[tuple[str, str], Measured]


def scenarios(seed: int, limit_s: float) -> dict[str, Scenario]:
    notes, photos = material.notes(seed), material.photos(seed)
    records = Scenario(seed, Backlog(notes, []), limit_s=limit_s)
    both = replace(records, backlog=Backlog(notes, photos))
    return {RECORDS: records, PHOTOS: both, CUTS: replace(both, cuts=BREAKS)}


def run(chosen: Mapping[str, Scenario]) -> Results:
    jobs = [(name, who) for name in chosen for who in CONTENDERS]
    with tempfile.TemporaryDirectory(prefix="lorong-slow-") as folder, ThreadPoolExecutor(len(jobs)) as pool:

        def do(job: tuple[str, str]) -> Measured:
            inside = Path(folder) / "-".join(job).replace(" ", "_").replace(",", "")
            inside.mkdir()
            try:
                measured = measure(CONTENDERS[job[1]], chosen[job[0]], inside)
            except Exception as error:
                # The others end first, which takes its time.
                print(f"{', '.join(job)}: {error}", flush=True)
                raise
            print(f"{', '.join(job)}: {_seconds(measured.all_s)} s", flush=True)
            return measured

        return dict(zip(jobs, pool.map(do, jobs), strict=True))


def report(results: Results, file_bytes: int, limit_s: float) -> None:
    head = ("seconds", "records", "up KB", "down KB", "requests", "bodies KB", "packets", "lost", "cuts")
    print(f"{'':30} {'':12}" + "".join(f"{word:>10}" for word in head))
    for (name, who), got in results.items():
        cells = (
            _seconds(got.all_s),
            _seconds(got.records_s),
            f"{got.whole.up_bytes / 1000:.1f}",
            f"{got.whole.down_bytes / 1000:.1f}",
            f"{len(got.requests)}",
            f"{sum(each.sent_bytes for each in got.requests) / 1000:.1f}",
            f"{got.whole.packets}",
            f"{got.whole.lost}",
            f"{got.whole.cuts}",
        )
        print(f"{name:30} {who:12}" + "".join(f"{cell:>10}" for cell in cells))
    print(f"\nThe files are {file_bytes / 1000:.1f} KB, previews among them. KB are 1,000 bytes of IP packets.\n")
    _judge(results, file_bytes, limit_s)


def _seconds(value: float | None) -> str:
    return "given up" if value is None else f"{value:.1f}"


def _judge(results: Results, file_bytes: int, limit_s: float) -> None:
    names = list(dict.fromkeys(name for name, _ in results))
    if RECORDS in names:
        _judge_records(results[RECORDS, OURS])
    if CUTS in names:
        _judge_cuts(results[CUTS, OURS], file_bytes)
    for name in names:
        for who in (THEIRS, THEIR_BEST):
            ours, theirs = results[name, OURS].all_s, results[name, who].all_s
            told = f"time, {name}, of {who}" + ("" if theirs else " (given up)")
            at_most("6", told, (ours or inf) / (theirs or limit_s), 0.5)


def _judge_cuts(got: Measured, file_bytes: int) -> None:
    """What was under way when the line broke must go again, whoever sends it: that is shown, not judged."""
    files = [each for each in got.requests if each.path.startswith("/v1/files/")]
    sent, arrived = sum(each.sent_bytes for each in files), sum(each.arrived_bytes for each in files)
    print(
        f"{got.whole.cuts} breaks swallowed {(sent - arrived) / file_bytes:.1%} of the files' bytes on their way."
    )
    at_most("6", "bytes of files that came to the centre again", arrived / file_bytes - 1, 0.05, "{:.1%}")


def _judge_records(got: Measured) -> None:
    trips = sum(each.path == "/v1/sync" for each in got.requests)
    at_most("6", "round trips for 100 notes", trips, 3, "{:.0f}")
    up, down = got.records.up_bytes / got.change_bytes, got.records.down_bytes / got.change_bytes
    at_most("6", "bytes sent for 100 notes, of their JSON, all headers counted", up, 0.4, "{:.1%}")
    at_most("6", "bytes both ways for 100 notes, of their JSON, all headers counted", up + down, 0.4, "{:.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", choices=("notes", "photos", "cuts"), action="append")
    parser.add_argument("--limit", type=float, default=1500, help="seconds after which one is given up")
    arguments = parser.parse_args()
    words = {"notes": RECORDS, "photos": PHOTOS, "cuts": CUTS}
    wanted = [words[word] for word in arguments.only or words]
    every = scenarios(arguments.seed, arguments.limit)
    report(run({name: every[name] for name in wanted}), every[PHOTOS].backlog.file_bytes, arguments.limit)


if __name__ == "__main__":
    main()
