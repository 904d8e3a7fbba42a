"""One direction of a line: a bounded queue before a slow sender, losses on the air, and the time it takes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Quality:
    """Of each direction. `delay_s` is half a round trip; `buffer_bytes` what the modem keeps before it drops."""

    bits_per_s: int = 64_000
    delay_s: float = 0.3
    loss: float = 0.05
    buffer_bytes: int = 50_000


SLOW = Quality()


@dataclass(slots=True)
class Count:
    """What was handed to the lane, headers included, and what became of it."""

    bytes: int = 0
    packets: int = 0
    lost: int = 0
    too_many: int = 0


class Lane:
    """Times are seconds of any clock that never goes back. The seed decides which packets are lost."""

    def __init__(self, quality: Quality, random: Random) -> None:
        self._quality, self._random = quality, random
        self._waiting: deque[tuple[float, int]] = deque()
        self._waiting_bytes = 0
        self._on_air: deque[tuple[float, bytes]] = deque()
        self._free_at = 0.0
        self.count = Count()

    def take(self, packet: bytes, now: float) -> None:
        self.count.bytes += len(packet)
        self.count.packets += 1
        while self._waiting and self._waiting[0][0] <= now:
            self._waiting_bytes -= self._waiting.popleft()[1]
        if self._waiting_bytes + len(packet) > self._quality.buffer_bytes:
            self.count.too_many += 1
            return
        self._free_at = max(now, self._free_at) + len(packet) * 8 / self._quality.bits_per_s
        self._waiting.append((self._free_at, len(packet)))
        self._waiting_bytes += len(packet)
        # A lost packet has taken its time on the air like any other.
        if self._random.random() < self._quality.loss:
            self.count.lost += 1
        else:
            self._on_air.append((self._free_at + self._quality.delay_s, packet))

    def arrived(self, now: float) -> list[bytes]:
        """What comes out at the other end until now, in order."""
        out = []
        while self._on_air and self._on_air[0][0] <= now:
            out.append(self._on_air.popleft()[1])
        return out

    @property
    def next_arrival(self) -> float | None:
        return self._on_air[0][0] if self._on_air else None

    def clear(self, now: float) -> None:
        """All that is under way is gone."""
        self._waiting.clear()
        self._on_air.clear()
        self._waiting_bytes, self._free_at = 0, now
