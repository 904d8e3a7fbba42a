"""Lorong and PouchDB, each on a slow line of its own with the same seed and the same backlog."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from subprocess import PIPE, Popen

from tests.bench import npm
from tests.bench.slow_line.lane import SLOW, Quality
from tests.bench.slow_line.line import CENTRE_ADDRESS, Line, Totals, slow_line
from tests.bench.slow_line.material import AREA, Backlog
from tests.bench.slow_line.requests_seen import Seen, requests_seen

HERE = Path(__file__).parent
_PORT = 8000
_URL = f"http://{CENTRE_ADDRESS}:{_PORT}"
_STARTING_S = 120.0

Process = Popen[str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """`cuts` breaks of the line while the backlog is on its way; given up after `limit_s`."""

    seed: int
    backlog: Backlog
    cuts: int = 0
    limit_s: float = 3600.0
    quality: Quality = SLOW

    def cut_places(self) -> list[int]:
        """Sent bytes after which the line breaks: anywhere in the files."""
        random = Random(self.seed)
        return [random.randrange(self.backlog.file_bytes) for _ in range(self.cuts)]


@dataclass(frozen=True, slots=True)
class Measured:
    """What it took until all records had their receipts, and until all files were stored too; `seconds` None when
    it was given up. `change_bytes` is the JSON of the changes, where the phone tells it."""

    records_s: float | None
    all_s: float | None
    records: Totals
    whole: Totals
    requests: list[Seen]
    change_bytes: int


Client = Callable[[Scenario, Path, Line], AbstractContextManager[Process]]
"""A contender: starts its server on the centre's side and gives its client, which speaks as phone.py does."""


def measure(client: Client, scenario: Scenario, folder: Path) -> Measured:
    with slow_line(scenario.quality, scenario.seed) as line, client(scenario, folder, line) as process:
        words = _Words(process, line)
        change_bytes = int(words.until("ready", _STARTING_S)[0].split()[1])
        start, known = line.totals(), len(requests_seen(line.told()))
        line.cut_after(scenario.cut_places())
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        spoken = [
            words.until(word, start.at + scenario.limit_s - time.monotonic()) for word in ("records", "files")
        ]
        records, whole = (totals.since(start) for _, totals in spoken)
        seen = requests_seen(line.told())[known:]
    times = [totals.at if word else None for (word, _), totals in zip(spoken, (records, whole), strict=True)]
    return Measured(times[0], times[1], records, whole, seen, change_bytes)


class _Words:
    """What the client says, with the line's totals at that moment."""

    def __init__(self, process: Process, line: Line) -> None:
        self._process, self._line = process, line
        self._said: queue.Queue[tuple[str, Totals]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for word in self._process.stdout:
            self._said.put((word.strip(), self._line.totals()))
        self._said.put(("ended", self._line.totals()))

    def until(self, word: str, within_s: float) -> tuple[str, Totals]:
        """The line that begins with the word; an empty one when the time is over."""
        try:
            said, totals = self._said.get(timeout=max(0.0, within_s))
        except queue.Empty:
            return "", self._line.totals()
        if not said.startswith(word):
            raise RuntimeError(f"{word!r} was expected, not {said!r}")
        return said, totals


@contextmanager
def lorong(scenario: Scenario, folder: Path, line: Line) -> Iterator[Process]:
    """`lorong serve` on SQLite, and the app without its screens."""
    environment = {"LORONG_DATA_DIR": str(folder / "centre"), "LORONG_HOST": CENTRE_ADDRESS}
    code = _code_at_a_new_centre(environment)
    backlog = folder / "backlog.json"
    scenario.backlog.write(backlog)
    serve = (*line.centre, sys.executable, "-m", "sync.central.cli", "serve", "--port", str(_PORT))
    words = (_URL, code, str(folder / "phone"), str(backlog))
    phone = (*line.phone, sys.executable, "-m", "tests.bench.slow_line.phone", *words)
    with _running(serve, environment, folder / "centre.err") as server:
        _wait_until_listening(line, server)
        with _running(phone, {}, folder / "phone.err") as process:
            yield process


def _code_at_a_new_centre(environment: Mapping[str, str]) -> str:
    """Made by the command that an operator types; centres cannot be made side by side in one process."""
    words = ("enrol", "--role", "rt", "--area", AREA, "--name", "Ketua RT 002")
    command = (sys.executable, "-m", "sync.central.cli", *words)
    said = subprocess.run(command, env={**os.environ, **environment}, check=True, capture_output=True, text=True)
    return said.stdout.split("Kode / code: ")[1].split()[0]


@contextmanager
def pouchdb(scenario: Scenario, folder: Path, line: Line, batch: int = 100) -> Iterator[Process]:
    """PouchDB on leveldb, replicating to express-pouchdb on leveldb. `batch` documents go in one request."""
    environment = {"NODE_PATH": str(npm.node_modules(npm.POUCHDB)), "NODE_ENV": "production"}
    backlog, phone, centre = folder / "documents.json", folder / "phone", folder / "centre"
    backlog.write_text(json.dumps(scenario.backlog.documents()))
    phone.mkdir()
    centre.mkdir()
    serve = (*line.centre, "node", str(HERE / "express.cjs"), str(centre), CENTRE_ADDRESS, str(_PORT))
    client = (
        *line.phone,
        "node",
        str(HERE / "replicate.cjs"),
        str(phone),
        str(backlog),
        f"{_URL}/notes",
        str(batch),
    )
    with _running(serve, environment, folder / "centre.err") as server:
        _wait_until_listening(line, server)
        with _running(client, environment, folder / "phone.err") as process:
            yield process


@contextmanager
def _running(command: tuple[str, ...], environment: Mapping[str, str], errors: Path) -> Iterator[Process]:
    """Ends with the block. What it says on stderr is shown when the block fails."""
    variables = {**os.environ, **environment}
    with errors.open("w+") as file, ExitStack() as opened:
        process = opened.enter_context(
            Popen(command, env=variables, stdin=PIPE, stdout=PIPE, stderr=file, text=True)
        )
        opened.callback(process.kill)
        try:
            yield process
        except RuntimeError as error:
            error.add_note(errors.read_text()[-3000:])
            raise


def _wait_until_listening(line: Line, server: Process) -> None:
    """Asked on the centre's own side, so that the line stays still."""
    ask = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 1).close()"
    give_up_at = time.monotonic() + _STARTING_S
    command = (*line.centre, sys.executable, "-c", ask, CENTRE_ADDRESS, str(_PORT))
    while subprocess.run(command, capture_output=True, check=False).returncode:
        if server.poll() is not None or time.monotonic() > give_up_at:
            raise RuntimeError(f"{server.args!r} does not answer")
        time.sleep(0.2)
