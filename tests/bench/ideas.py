"""Ideas of residents at a rate, from many addresses behind a trusted proxy, on PostgreSQL: none lost or doubled.

`python -m tests.bench.ideas --rate 200 --seconds 60 --workers 2`. Each idea is sent at its time whether or not the
ones before were answered, and one in fifty is sent twice, as after a lost reply.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import httpx
from sqlalchemy import create_engine, text

from sync.domain.areas import gazetteer
from sync.domain.ids import IdSource, number_of
from tests.support import postgresql

KELURAHAN = [place.code for place in gazetteer().kelurahan("73.71")]
_REPEATED = 50
_START_S = 30
_SERVER = """
import sys, uvicorn
from sync.central.app import make_app
from sync.central.opening import make_centre
from sync.central.settings import from_environment
chosen = from_environment()
app = make_app(make_centre(chosen), trusted=chosen.proxies)
import socket
uvicorn.run(app, fd=int(sys.argv[1]), log_level="warning", proxy_headers=False)
"""


@dataclass
class Tally:
    sent: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    latencies_ms: list[float] = field(default_factory=list)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rate", type=int, default=200, help="ideas a second")
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--workers", type=int, default=2, help="processes of the centre on one port")
    chosen = asked.parse_args()
    with postgresql.server() as server, postgresql.database(server) as database:
        with serving(database, chosen.workers) as port:
            tally = asyncio.run(drive(port, chosen.rate, chosen.seconds))
        kept = rows(database)
    return tell(tally, kept, chosen.rate, chosen.seconds)


@contextmanager
def serving(database: str, workers: int) -> Iterator[int]:
    """So many processes of the centre, which share one listening socket."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    listener.set_inheritable(True)
    port = int(listener.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="lorong-bench-") as folder:
        environment = os.environ | {
            "LORONG_DATA_DIR": folder,
            "LORONG_DATABASE_URL": database.replace("+psycopg", ""),
            "LORONG_TRUSTED_PROXIES": "127.0.0.1",
        }
        (Path(folder) / "secret.key").write_bytes(secrets.token_bytes(32))
        command = [sys.executable, "-c", _SERVER, str(listener.fileno())]
        running = [
            subprocess.Popen(command, env=environment, pass_fds=[listener.fileno()]) for _ in range(workers)
        ]
        try:
            wait_until_up(port, workers)
            yield port
        finally:
            for process in running:
                process.send_signal(signal.SIGTERM)
            for process in running:
                process.wait(30)
            listener.close()


def wait_until_up(port: int, workers: int) -> None:
    until, answered = time.monotonic() + _START_S, 0
    while answered < 10 * workers:
        try:
            httpx.get(f"http://127.0.0.1:{port}/health", timeout=5).raise_for_status()
            answered += 1
        except httpx.HTTPError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


async def drive(port: int, rate: int, seconds: int) -> Tally:
    tally, make_id = Tally(), IdSource()
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=60) as http:
        start, tasks = time.perf_counter(), []
        for place in range(rate * seconds):
            await asyncio.sleep(max(0.0, start + place / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(file_idea(http, tally, place, make_id())))
        await asyncio.gather(*tasks)
    return tally


async def file_idea(http: httpx.AsyncClient, tally: Tally, place: int, record: str) -> None:
    body = {
        "id": record,
        "secret": "R8T3VW",
        "area": KELURAHAN[place % len(KELURAHAN)],
        "title": f"Usulan {place} (contoh)",
        "text": "Tanah kosong di ujung lorong ditanami sayur bersama, hasilnya dibagi.",
        "theme": "food",
    }
    address = f"10.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}"
    headers = {"X-Forwarded-For": address, "Content-Type": "application/json"}
    content = json.dumps(body).encode()
    tally.sent.append(record)
    for _ in itertools.repeat(None, 2 if place % _REPEATED == 0 else 1):
        started = time.perf_counter()
        response = await http.post("/v1/ideas", content=content, headers=headers)
        tally.latencies_ms.append((time.perf_counter() - started) * 1000)
        if response.status_code == 200:
            tally.numbers[record] = response.json()["number"]
        else:
            tally.refused.append(f"{response.status_code} {response.text[:200]}")


def rows(database: str) -> tuple[list[str], int]:
    """The ids of the ideas that are kept, and how many changes there are of them."""
    engine = create_engine(database)
    with engine.connect() as connection:
        kept = list(connection.execute(text("SELECT id FROM records WHERE kind = 'idea'")).scalars())
        changes = connection.execute(text("SELECT count(*) FROM changes WHERE device = 'resident'")).scalar_one()
    engine.dispose()
    return kept, int(changes)


def tell(tally: Tally, kept: tuple[list[str], int], rate: int, seconds: int) -> int:
    ids, changes = kept
    lost, strange = set(tally.sent) - set(ids), set(ids) - set(tally.sent)
    doubled = changes - len(set(ids))
    wrong = [record for record, number in tally.numbers.items() if number != number_of(record)]
    cuts = quantiles(tally.latencies_ms, n=100)
    print(f"{len(tally.sent)} ideas in {seconds} s ({rate} a second), {len(tally.refused)} refused")
    print(f"lost {len(lost)}, doubled {doubled}, strange {len(strange)}, wrong numbers {len(wrong)}")
    print(f"p50 {median(tally.latencies_ms):.0f} ms, p95 {cuts[94]:.0f} ms, p99 {cuts[98]:.0f} ms")
    for refusal in tally.refused[:3]:
        print(refusal)
    return int(bool(lost or strange or doubled or wrong or tally.refused))


if __name__ == "__main__":
    sys.exit(main())
