"""HTTP/1.1 requests, read from what the phone's side put on the line: the same measure for every client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.bench.slow_line.relay import Told


@dataclass(frozen=True, slots=True)
class Seen:
    """Of a body of `length` bytes so many were sent and so many came to the centre: fewer after a cut."""

    connection: int
    method: str
    path: str
    length: int
    sent_bytes: int
    arrived_bytes: int


def requests_seen(told: Iterable[Told]) -> list[Seen]:
    return [
        seen
        for number, each in enumerate(told)
        for seen in _requests(bytes(each.sent.content), len(each.arrived.content), number)
    ]


def _requests(content: bytes, arrived: int, connection: int) -> Iterator[Seen]:
    place = 0
    while (end := content.find(b"\r\n\r\n", place)) >= 0:
        first, *lines = content[place:end].decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        fields = dict(line.lower().split(": ", 1) for line in lines)
        start = end + 4
        length = int(fields.get("content-length", 0))
        if fields.get("transfer-encoding") == "chunked":
            length = _chunked_length(content, start)
        sent, came = (max(0, min(length, known - start)) for known in (len(content), arrived))
        yield Seen(connection, method, path, length, sent, came)
        place = start + length


def _chunked_length(content: bytes, start: int) -> int:
    """With the lines between the chunks; as far as it has come."""
    place = start
    while (end := content.find(b"\r\n", place)) >= 0:
        size = int(content[place:end], 16)
        place = end + 2 + size + 2
        if size == 0:
            break
    return min(place, len(content)) - start
