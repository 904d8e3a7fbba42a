"""The slow line itself: two network namespaces, a TUN device in each, and the relay between them.

Needs root and /dev/net/tun, but no kernel module for bad networks. A program runs on one side when its command is
begun with `phone` or `centre` of the line.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import struct
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields

from tests.bench.slow_line.lane import Quality
from tests.bench.slow_line.relay import Cuts, Relay, Told

PHONE_ADDRESS, CENTRE_ADDRESS = "10.73.71.2", "10.73.71.1"
_SET_INTERFACE = 0x400454CA
_TUN_WITHOUT_INFORMATION = 0x0001 | 0x1000


@dataclass(frozen=True, slots=True)
class Totals:
    """What went onto the line until now. Bytes are those of IP packets, lost and repeated ones among them."""

    at: float
    up_bytes: int
    down_bytes: int
    packets: int
    lost: int
    cuts: int

    def since(self, start: Totals) -> Totals:
        """What came on top; `at` becomes the seconds between."""
        return Totals(*(getattr(self, each.name) - getattr(start, each.name) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class Line:
    """`phone` and `centre` are the words before a command that is to run on that side."""

    phone: tuple[str, ...]
    centre: tuple[str, ...]
    relay: Relay

    def totals(self) -> Totals:
        up, down = self.relay.up.count, self.relay.down.count
        lost = up.lost + up.too_many + down.lost + down.too_many
        return Totals(
            time.monotonic(), up.bytes, down.bytes, up.packets + down.packets, lost, self.relay.cuts.made
        )

    def told(self) -> list[Told]:
        """What the phone's side said on each connection, oldest first."""
        return list(self.relay.told)

    def cut_after(self, sent_bytes: Sequence[int]) -> None:
        """Break every connection whenever so many more bytes were sent by the phone than until now."""
        start = self.relay.up.count.bytes
        self.relay.cuts = Cuts([start + each for each in sorted(sent_bytes)])


@contextmanager
def slow_line(quality: Quality, seed: int) -> Iterator[Line]:
    """The same seed loses the same packets: the first, the second … of each direction."""
    mark = secrets.token_hex(3)
    with ExitStack() as opened:
        sides = [
            opened.enter_context(_side(f"lorong-{name}-{mark}", f"{name}{mark}", here, there))
            for name, here, there in (
                ("phone", PHONE_ADDRESS, CENTRE_ADDRESS),
                ("centre", CENTRE_ADDRESS, PHONE_ADDRESS),
            )
        ]
        (phone, phone_device), (centre, centre_device) = sides
        relay = Relay(phone_device, centre_device, quality, seed)
        relay.start()
        opened.callback(relay.stop)
        yield Line(("ip", "netns", "exec", phone), ("ip", "netns", "exec", centre), relay)


@contextmanager
def _side(namespace: str, interface: str, here: str, there: str) -> Iterator[tuple[str, int]]:
    _ip("netns", "add", namespace)
    try:
        device = os.open("/dev/net/tun", os.O_RDWR)
        try:
            fcntl.ioctl(device, _SET_INTERFACE, struct.pack("16sH", interface.encode(), _TUN_WITHOUT_INFORMATION))
            _ip("link", "set", interface, "netns", namespace)
            inside = ("-n", namespace)
            _ip(*inside, "link", "set", "lo", "up")
            _ip(*inside, "address", "add", here, "peer", there, "dev", interface)
            _ip(*inside, "link", "set", interface, "up")
            yield namespace, device
        finally:
            os.close(device)
    finally:
        _ip("netns", "delete", namespace)


def _ip(*words: str) -> None:
    subprocess.run(("ip", *words), check=True, capture_output=True)
