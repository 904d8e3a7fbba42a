"""A reset is one that the other side obeys; what the phone said is read as it was meant."""

from __future__ import annotations

import struct

from tests.bench.slow_line.relay import Stream, Told
from tests.bench.slow_line.requests_seen import Seen, requests_seen
from tests.bench.slow_line.segments import ACK, RST, Segment, reset_for, segment_of

PHONE, CENTRE = (b"\x0a\x49\x47\x02", 40_000), (b"\x0a\x49\x47\x01", 8_000)


def a_segment(seq: int = 100, payload: bytes = b"") -> Segment:
    return Segment(PHONE, CENTRE, seq, 5_000, ACK, payload)


def a_stream(*pieces: tuple[int, bytes]) -> Stream:
    stream = Stream(100)
    for place, payload in pieces:
        stream.take(a_segment((100 + place) % 2**32, payload))
    return stream


def ones_complement(data: bytes) -> int:
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    return (total & 0xFFFF) + (total >> 16)


def test_a_reset_has_the_sequence_that_the_sender_expects_next() -> None:
    reset = segment_of(reset_for(a_segment()))

    assert reset is not None
    assert (reset.source, reset.target, reset.seq, reset.flags) == (CENTRE, PHONE, 5_000, RST)


def test_a_reset_has_sound_checksums() -> None:
    packet = reset_for(a_segment())

    around = packet[12:20] + struct.pack("!BBH", 0, 6, len(packet) - 20)
    assert ones_complement(packet[:20]) == 0xFFFF
    assert ones_complement(around + packet[20:]) == 0xFFFF


def test_what_is_no_tcp_is_no_segment() -> None:
    assert segment_of(b"\x60" + bytes(60)) is None
    assert segment_of(b"\x45" + bytes(60)) is None


def told(sent: bytes, arrived: bytes | None = None) -> Told:
    return Told(a_stream((0, sent)), a_stream((0, sent if arrived is None else arrived)))


def test_a_byte_that_went_twice_is_kept_once() -> None:
    assert a_stream((0, b"abc"), (1, b"bc"), (2, b"cde")).content == b"abcde"


def test_what_came_early_is_kept_until_the_gap_is_closed() -> None:
    early = a_stream((0, b"ab"), (4, b"ef"))
    assert early.content == b"ab"

    early.take(a_segment(102, b"cd"))

    assert early.content == b"abcdef"


def test_requests_are_told_apart_on_one_connection() -> None:
    first = b"POST /v1/sync HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"
    second = b"GET /health HTTP/1.1\r\n\r\n"

    seen = requests_seen([told(first + second)])

    assert seen == [Seen(0, "POST", "/v1/sync", 4, 4, 4), Seen(0, "GET", "/health", 0, 0, 0)]


def test_a_body_that_was_cut_counts_as_far_as_it_came() -> None:
    head = b"PATCH /v1/files/ab HTTP/1.1\r\ncontent-length: 1000\r\n\r\n"

    seen = requests_seen([told(head + bytes(300), head + bytes(200))])

    assert seen == [Seen(0, "PATCH", "/v1/files/ab", 1000, 300, 200)]


def test_a_body_in_chunks_is_as_long_as_all_of_them() -> None:
    body = b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    chunked = b"PATCH /f HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body

    assert requests_seen([told(chunked + b"GET /g HTTP/1.1\r\n\r\n")])[1].path == "/g"
