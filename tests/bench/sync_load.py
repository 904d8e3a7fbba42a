"""The same load for every server: prepared requests from a process of its own. Each exchange has a connection of
its own, as a phone opens one, asks, and is gone.

Nothing is encoded, parsed or compressed while the clock runs; a reply is read to its end and must be a success.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """`seconds` from the first byte sent to the last one read; `server_cpu_s` is what all its processes used."""

    documents: int
    seconds: float
    server_cpu_s: float
    client_cpu_s: float
    latencies_ms: tuple[float, ...]
    bytes_in: int

    @property
    def rate(self) -> float:
        return self.documents / self.seconds

    @property
    def cpu_us(self) -> float:
        """Processor time of the server a document, which other work on the machine disturbs less than the rate."""
        return self.server_cpu_s / self.documents * 1e6

    @property
    def p50_ms(self) -> float:
        return median(self.latencies_ms)

    @property
    def p99_ms(self) -> float:
        return quantiles(self.latencies_ms, n=100)[-1]


Lane = Sequence[Sequence[Request]]
"""Exchanges: the requests of one have a connection of their own."""


def drive(port: int, lanes: Sequence[Lane], documents: int, servers: Sequence[int]) -> Run:
    """Send each lane's exchanges one after the other, all lanes at a time. `servers` are process ids."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        pool.submit(os.getpid).result()
        before = sum(map(cpu_seconds, servers))
        seconds, cpu, latencies, bytes_in = pool.submit(_drive_here, port, lanes).result()
        used = sum(map(cpu_seconds, servers)) - before
    return Run(documents, seconds, used, cpu, tuple(latencies), bytes_in)


def _drive_here(port: int, lanes: Sequence[Lane]) -> tuple[float, float, list[float], int]:
    with ThreadPoolExecutor(len(lanes)) as pool:
        start, cpu = perf_counter(), sum(os.times()[:2])
        done = list(pool.map(_lane, [port] * len(lanes), lanes))
        seconds, used = perf_counter() - start, sum(os.times()[:2]) - cpu
    latencies = [latency for lane, _ in done for latency in lane]
    return seconds, used, latencies, sum(size for _, size in done)


def _connected(port: int) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.connect()
    return connection


def _lane(port: int, exchanges: Lane) -> tuple[list[float], int]:
    latencies, size = [], 0
    for requests in exchanges:
        start = perf_counter()
        connection = _connected(port)
        for request in requests:
            size += len(_answer(connection, request))
        connection.close()
        latencies.append((perf_counter() - start) * 1000)
    return latencies, size


def _answer(connection: http.client.HTTPConnection, request: Request) -> bytes:
    connection.request(request.method, request.path, request.body, request.headers)
    reply = connection.getresponse()
    content = reply.read()
    if reply.status not in (200, 201) or b"refused" in content[:100_000]:
        raise AssertionError(f"{request.path}: {reply.status} {content[:500]!r}")
    return content


def ask(port: int, request: Request) -> bytes:
    """One exchange outside any measure."""
    connection = _connected(port)
    connection.request(request.method, request.path, request.body, request.headers)
    reply = connection.getresponse()
    content = reply.read()
    if reply.status not in (200, 201, 412):
        raise AssertionError(f"{request.path}: {reply.status} {content[:500]!r}")
    return content


def cpu_seconds(process: int) -> float:
    """What a process used of the processor so far; 0 for one that ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
