"""Carries packets between two TUN devices over two lanes, cuts connections, and keeps what the phone said."""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.bench.slow_line.lane import Lane, Quality
from tests.bench.slow_line.segments import RST, SYN, End, Segment, reset_for, segment_of

_MOST_BYTES = 65_535
_PATIENCE_S = 0.05


@dataclass(slots=True)
class Stream:
    """The bytes of one side of a connection in their order, each once however often it came, up to a gap."""

    first_seq: int
    content: bytearray = field(default_factory=bytearray)
    _early: dict[int, bytes] = field(default_factory=dict)

    def take(self, segment: Segment) -> None:
        place = (segment.seq - self.first_seq) % 2**32
        if segment.payload and place < 2**31:
            self._early[place] = max(self._early.get(place, b""), segment.payload, key=len)
        for start in sorted(self._early):
            if start > len(self.content):
                break
            self.content += self._early.pop(start)[len(self.content) - start :]


@dataclass(slots=True)
class Told:
    """What the phone's side put on the line on one connection, and what of it came out at the centre's."""

    sent: Stream
    arrived: Stream


@dataclass(slots=True)
class _Connection:
    """`last` has the newest segment of each side, by its device."""

    told: Told
    last: dict[int, Segment] = field(default_factory=dict)


@dataclass(slots=True)
class Cuts:
    """`after` are the sent bytes after which the line breaks, rising. Every second time only the phone is told, as
    when a mobile network forgets a connection: the centre waits for bytes that never come."""

    after: Sequence[int] = ()
    made: int = 0

    def is_due(self, sent_bytes: int) -> bool:
        return self.made < len(self.after) and sent_bytes >= self.after[self.made]


class Relay(threading.Thread):
    """Runs until `stop`. Devices are open descriptors without packet information."""

    def __init__(self, phone: int, centre: int, quality: Quality, seed: int) -> None:
        super().__init__(name="relay", daemon=True)
        self._phone, self._centre = phone, centre
        self.up, self.down = Lane(quality, Random(seed)), Lane(quality, Random(seed + 1))
        self.told: list[Told] = []
        self.cuts = Cuts()
        self._open: dict[tuple[End, End], _Connection] = {}
        self._dead: set[tuple[End, End]] = set()
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()
        self.join()

    def run(self) -> None:
        poll = select.poll()
        for device in (self._phone, self._centre):
            poll.register(device, select.POLLIN)
        while not self._stopping.is_set():
            ready = [device for device, _ in poll.poll(self._patience_ms())]
            now = time.monotonic()
            for device in ready:
                self._take(os.read(device, _MOST_BYTES), device, now)
            self._deliver(now)
            if self.cuts.is_due(self.up.count.bytes):
                self._cut(now)

    def _patience_ms(self) -> float:
        due = [lane.next_arrival for lane in (self.up, self.down)]
        wait_s = min((at - time.monotonic() for at in due if at is not None), default=_PATIENCE_S)
        return 1000 * min(_PATIENCE_S, max(0.0, wait_s))

    def _deliver(self, now: float) -> None:
        for packet in self.down.arrived(now):
            os.write(self._phone, packet)
        for packet in self.up.arrived(now):
            segment = segment_of(packet)
            connection = self._open.get(segment.connection) if segment else None
            if segment and connection and not segment.flags & SYN:
                connection.told.arrived.take(segment)
            os.write(self._centre, packet)

    def _take(self, packet: bytes, device: int, now: float) -> None:
        segment = segment_of(packet)
        if segment is None:
            return
        if segment.opens:
            self._open_connection(segment)
        if segment.connection in self._dead:
            if not segment.flags & RST:
                os.write(device, reset_for(segment))
            return
        connection = self._open.get(segment.connection)
        if connection is not None:
            connection.last[device] = segment
            if device == self._phone and not segment.flags & SYN:
                connection.told.sent.take(segment)
        (self.up if device == self._phone else self.down).take(packet, now)

    def _open_connection(self, segment: Segment) -> None:
        self._dead.discard(segment.connection)
        if segment.connection not in self._open:
            told = Told(Stream(segment.seq + 1), Stream(segment.seq + 1))
            self._open[segment.connection] = _Connection(told)
            self.told.append(told)

    def _cut(self, now: float) -> None:
        """Nothing that is under way arrives, and no connection goes on."""
        told = (self._phone, self._centre) if self.cuts.made % 2 == 0 else (self._phone,)
        self.cuts.made += 1
        self.up.clear(now)
        self.down.clear(now)
        for connection in self._open.values():
            for device, last in connection.last.items():
                if device in told:
                    os.write(device, reset_for(last))
        self._dead |= set(self._open)
        self._open.clear()
