"""The servers that the sync bench compares, each started as its own documents say, on loopback."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import create_engine, text

from sync.central import people
from sync.central.opening import make_centre
from sync.central.settings import from_environment
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.people import Person, Role
from tests.bench.npm import POUCHDB, node_modules
from tests.bench.sync_load import Request, ask

HERE = Path(__file__).parent
JSON = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
LANES = 8
WORKERS = 2
"""As many as the machine of the figures has cores. The floor and PouchDB are single processes by nature."""
_CHECKPOINT = "_local/lorong-bench"
AREAS = [place.code for place in gazetteer().kelurahan("73.71")][:LANES]

Change = dict[str, Any]


class Server(Protocol):
    """One that takes changes and gives them back. `lane` is a device, in a kelurahan of its own."""

    name: str
    port: int

    def processes(self) -> list[int]: ...

    def push(self, lane: int, changes: Sequence[Change], /) -> list[Request]: ...

    def pull(self, lane: int, cursor: str, limit: int) -> Request: ...

    def cursor(self, reply: bytes) -> str: ...


@dataclass
class Floor:
    name: str
    port: int
    process: int
    database: str = ""

    def processes(self) -> list[int]:
        return [self.process, *backends(self.database)]

    def push(self, _lane: int, changes: Sequence[Change]) -> list[Request]:
        return [Request("POST", "/v1/sync", _encoded({"changes": changes}), JSON)]

    def pull(self, lane: int, cursor: str, limit: int) -> Request:
        body = {"changes": [], "cursors": {AREAS[lane]: cursor or "0"}, "limit": limit}
        return Request("POST", "/v1/sync", _encoded(body), JSON)

    def cursor(self, reply: bytes) -> str:
        return str(next(iter(json.loads(reply)["cursors"].values())))


@dataclass
class Lorong:
    """`heads` are the cursors with which a device that is up to date sends."""

    name: str
    port: int
    process: int
    tokens: list[str]
    database: str = ""
    heads: dict[int, str] = field(default_factory=dict)

    def processes(self) -> list[int]:
        return [*family(self.process), *backends(self.database)]

    def _request(self, lane: int, changes: Sequence[Change], cursor: str, limit: int) -> Request:
        cursors = {AREAS[lane]: cursor} if cursor else {}
        body = _encoded({"changes": changes, "cursors": cursors, "limit": limit})
        return Request("POST", "/v1/sync", body, JSON | {"Authorization": f"Bearer {self.tokens[lane]}"})

    def push(self, lane: int, changes: Sequence[Change]) -> list[Request]:
        return [self._request(lane, changes, self.heads.get(lane, ""), 0)]

    def pull(self, lane: int, cursor: str, limit: int) -> Request:
        return self._request(lane, [], cursor, limit)

    def cursor(self, reply: bytes) -> str:
        return str(next(iter(json.loads(reply)["cursors"].values())))


@dataclass
class Pouch:
    """A database a kelurahan. What PouchDB sends when it replicates to one: which of these revisions are missing,
    the documents, then the checkpoint, read and written. `checkpoints` counts those of each lane."""

    name: str
    port: int
    process: int
    checkpoints: dict[int, int] = field(default_factory=dict)

    def processes(self) -> list[int]:
        return [self.process]

    def push(self, lane: int, changes: Sequence[Change]) -> list[Request]:
        revisions = {change["id"]: f"1-{uuid.UUID(change['id']).hex}" for change in changes}
        docs = [{"_id": change["id"], "_rev": revisions[change["id"]]} | change for change in changes]
        asked = _encoded({key: [revision] for key, revision in revisions.items()})
        database = f"/{_database_name(lane)}"
        return [
            Request("POST", f"{database}/_revs_diff", asked, JSON),
            Request("POST", f"{database}/_bulk_docs", _encoded({"docs": docs, "new_edits": False}), JSON),
            Request("GET", f"{database}/{_CHECKPOINT}", b"", JSON),
            self.checkpoint(lane),
        ]

    def checkpoint(self, lane: int) -> Request:
        count = self.checkpoints[lane] = self.checkpoints.get(lane, 0) + 1
        session = {"session_id": str(uuid.UUID(int=lane)), "last_seq": count}
        body = {"_id": _CHECKPOINT, "version": 1, "replicator": "pouchdb", "history": [session]} | session
        before = {"_rev": f"0-{count - 1}"} if count > 1 else {}
        return Request("PUT", f"/{_database_name(lane)}/{_CHECKPOINT}", _encoded(body | before), JSON)

    def pull(self, lane: int, cursor: str, limit: int) -> Request:
        query = f"include_docs=true&style=all_docs&limit={limit}&since={cursor or 0}"
        return Request("GET", f"/{_database_name(lane)}/_changes?{query}", b"", JSON)

    def cursor(self, reply: bytes) -> str:
        return str(json.loads(reply)["last_seq"])


def replicated(server: Pouch, batches: Sequence[Sequence[Sequence[Change]]]) -> float:
    """Documents a second by PouchDB's own client, whose databases hold the batches of their lanes before."""
    with tempfile.TemporaryDirectory(prefix="lorong-bench-") as folder:
        lanes = {_database_name(lane): _documents(of_lane) for lane, of_lane in enumerate(batches)}
        told = Path(folder) / "lanes.json"
        told.write_bytes(_encoded(lanes))
        command = ["node", str(HERE / "pouch_client.cjs"), folder, str(told), f"http://127.0.0.1:{server.port}"]
        environment = os.environ | {"NODE_PATH": str(node_modules(POUCHDB)), "NODE_ENV": "production"}
        pipe = subprocess.PIPE
        with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdout.readline()
            process.stdin.write("go\n")
            process.stdin.flush()
            seconds, written = process.stdout.readline().split()
    return int(written) / float(seconds)


def _documents(batches: Sequence[Sequence[Change]]) -> list[dict[str, Any]]:
    return [{"_id": change["id"]} | change for batch in batches for change in batch]


def _encoded(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _database_name(lane: int) -> str:
    return "k" + re.sub(r"\D", "_", AREAS[lane])


def family(process: int) -> list[int]:
    """The process and all that it started."""
    found = [process]
    for path in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parent.name)):
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) in found:
                found.append(int(path.parent.name))
    return found


def backends(database: str) -> list[int]:
    """The processes with which PostgreSQL serves a database."""
    if not database:
        return []
    engine = create_engine(database)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"))
        found = [int(pid) for (pid,) in rows]
    engine.dispose()
    return found


@contextmanager
def floor(folder: Path, database: str = "") -> Iterator[Floor]:
    """On SQLite in the folder, or on the PostgreSQL database."""
    port = _free_port()
    url = database.replace("+psycopg", "") or f"sqlite:///{folder / 'floor.sqlite3'}"
    command = [sys.executable, "-m", "tests.bench.sync_floor", str(port), url]
    with _running(command, port, {}) as process:
        yield Floor("floor", port, process, database)


@contextmanager
def lorong(folder: Path, database: str = "") -> Iterator[Lorong]:
    """`lorong serve`, with a device in each kelurahan."""
    port = _free_port()
    # A lane speaks with one token, and as fast as no phone does.
    environment = {"LORONG_DATA_DIR": str(folder / "lorong"), "LORONG_DATABASE_URL": database}
    environment["LORONG_REQUESTS_A_MINUTE"] = "999999"
    centre = make_centre(from_environment(environment))
    codes = []
    with centre.database.write() as connection:
        for area in AREAS:
            person = Person(str(uuid.uuid4()), "Contoh RT", Role.RT, AreaCode(f"{area}/RW001/RT001"))
            people.add_person(connection, person, "bench", centre.clock())
            codes.append(people.new_code(connection, centre.keys, person, centre.clock()))
    centre.database.close()
    command = [sys.executable, "-m", "sync.central.cli", "serve", "--port", str(port), "--workers", str(WORKERS)]
    with _running(command, port, environment, "/app/") as process:
        yield Lorong("Lorong", port, process, [_enrolled(port, code) for code in codes], database)


def _enrolled(port: int, code: str) -> str:
    device = {"id": str(uuid.uuid4()), "name": "bench", "platform": "linux", "app_version": "0"}
    reply = ask(port, Request("POST", "/v1/enrol", _encoded({"code": code, "device": device}), JSON))
    return str(json.loads(reply)["token"])


EXPRESS = """
const PouchDB = require("pouchdb"), express = require("express");
const Here = PouchDB.defaults({ prefix: process.argv[2] });
const app = express();
app.use("/", require("express-pouchdb")(Here, { mode: "minimumForPouchDB", inMemoryConfig: true }));
app.listen(Number(process.argv[3]), "127.0.0.1");
"""


@contextmanager
def pouch(folder: Path) -> Iterator[Pouch]:
    """express-pouchdb on leveldb, from npm."""
    port = _free_port()
    script = folder / "express.js"
    script.write_text(EXPRESS)
    (folder / "pouch").mkdir()
    command = ["node", str(script), f"{folder / 'pouch'}/", str(port)]
    environment = {"NODE_PATH": str(node_modules(POUCHDB)), "NODE_ENV": "production"}
    with _running(command, port, environment) as process:
        for lane in range(LANES):
            ask(port, Request("PUT", f"/{_database_name(lane)}", b"", JSON))
        server = Pouch("PouchDB", port, process)
        for lane in range(LANES):
            ask(port, server.checkpoint(lane))
        yield server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str], path: str = "/") -> Iterator[int]:
    """The process, from when it answers at the path until the block ends."""
    process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL)
    try:
        _wait_until_answered(process, port, path)
        yield process.pid
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()


def _wait_until_answered(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        with suppress(OSError, AssertionError):
            ask(port, Request("GET", path, b"", JSON))
            return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not answer")
