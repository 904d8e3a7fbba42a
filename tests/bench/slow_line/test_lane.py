"""The slow line tells the truth: its pace, its bounded queue, its seeded losses."""

from __future__ import annotations

from random import Random

from tests.bench.slow_line.lane import Lane, Quality

PACKET = bytes(1500)


def a_lane(seed: int = 1, loss: float = 0.0, buffer_bytes: int = 50_000) -> Lane:
    return Lane(Quality(64_000, 0.3, loss, buffer_bytes), Random(seed))


def lost_of(lane: Lane) -> list[int]:
    """Which of a hundred packets, sent one a second, did not arrive."""
    lost = []
    for number in range(100):
        lane.take(PACKET, float(number))
        if not lane.arrived(number + 0.9):
            lost.append(number)
    return lost


def test_a_packet_arrives_after_its_time_on_the_air_and_the_way() -> None:
    lane = a_lane()

    lane.take(PACKET, 10.0)

    assert lane.next_arrival == 10.0 + 0.1875 + 0.3
    assert lane.arrived(10.48) == []
    assert lane.arrived(10.49) == [PACKET]


def test_packets_leave_one_after_the_other() -> None:
    lane = a_lane()

    for _ in range(4):
        lane.take(PACKET, 0.0)

    assert len(lane.arrived(0.3 + 3 * 0.1875)) == 3


def test_what_does_not_fit_into_the_queue_is_dropped() -> None:
    lane = a_lane(buffer_bytes=4 * 1500)

    for _ in range(6):
        lane.take(PACKET, 0.0)

    assert len(lane.arrived(99.0)) == 4
    assert lane.count.too_many == 2


def test_the_queue_takes_again_when_something_has_left() -> None:
    lane = a_lane(buffer_bytes=1500)
    lane.take(PACKET, 0.0)

    lane.take(PACKET, 0.2)

    assert lane.count.too_many == 0


def test_the_same_seed_loses_the_same_packets() -> None:
    first, again, other = (lost_of(a_lane(seed, loss=0.2)) for seed in (7, 7, 8))

    assert first == again != other
    assert 5 < len(first) < 40


def test_nothing_arrives_that_was_under_way_when_the_line_broke() -> None:
    lane = a_lane()
    lane.take(PACKET, 0.0)

    lane.clear(0.1)

    assert lane.arrived(99.0) == []
