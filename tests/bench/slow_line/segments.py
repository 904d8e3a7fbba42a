"""TCP over IPv4 as it passes on the line: enough of it to follow a connection and to reset one."""

from __future__ import annotations

import struct
from dataclasses import dataclass

End = tuple[bytes, int]
"""Address and port."""
FIN, SYN, RST, ACK = 0x01, 0x02, 0x04, 0x10
_TCP = 6


@dataclass(frozen=True, slots=True)
class Segment:
    source: End
    target: End
    seq: int
    ack: int
    flags: int
    payload: bytes

    @property
    def connection(self) -> tuple[End, End]:
        """The same for both directions."""
        low, high = sorted((self.source, self.target))
        return low, high

    @property
    def opens(self) -> bool:
        return self.flags & (SYN | ACK) == SYN


def segment_of(packet: bytes) -> Segment | None:
    """None for what is not TCP over IPv4."""
    if len(packet) < 40 or packet[0] >> 4 != 4 or packet[9] != _TCP:
        return None
    start = (packet[0] & 0x0F) * 4
    source, target, seq, ack, offset, flags = struct.unpack_from("!HHIIBB", packet, start)
    end = int.from_bytes(packet[2:4], "big")
    payload = packet[start + (offset >> 4) * 4 : end]
    return Segment((packet[12:16], source), (packet[16:20], target), seq, ack, flags, payload)


def reset_for(segment: Segment) -> bytes:
    """A packet that ends the connection for the sender of this segment, as if its peer had sent it.

    Its sequence is the one that the sender expects next: any other is only asked about, not obeyed.
    """
    here, there = segment.source, segment.target
    tcp = struct.pack("!HHIIBBHHH", there[1], here[1], segment.ack, 0, 5 << 4, RST, 0, 0, 0)
    around = there[0] + here[0] + struct.pack("!BBH", 0, _TCP, len(tcp))
    tcp = tcp[:16] + struct.pack("!H", _checksum(around + tcp)) + tcp[18:]
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, _TCP, 0, there[0], here[0])
    return ip[:10] + struct.pack("!H", _checksum(ip)) + ip[12:] + tcp


def _checksum(data: bytes) -> int:
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
