"""Requests that wait at the same time are answered in one go, each with its own answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from sync.central.together import Together


class Answering:
    """Doubles what it is asked; the first group waits until it may go on."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.may_go = threading.Event()

    def __call__(self, asked: Sequence[int]) -> list[int | Exception]:
        self.groups.append(list(asked))
        assert self.may_go.wait(10)
        return [ValueError(str(each)) if each < 0 else 2 * each for each in asked]


async def asked_while_busy(
    together: Together[int, int], answering: Answering, *numbers: int
) -> list[int | object]:
    first = asyncio.create_task(together.ask(0, 1))
    while not answering.groups:
        await asyncio.sleep(0)
    rest = [asyncio.create_task(together.ask(number, 1)) for number in numbers]
    await asyncio.sleep(0)
    answering.may_go.set()
    await first
    return await asyncio.gather(*rest, return_exceptions=True)


async def test_who_asks_while_others_are_answered_is_answered_with_all_who_wait() -> None:
    answering = Answering()

    answers = await asked_while_busy(Together(answering, 10), answering, 1, 2, 3)

    assert answers == [2, 4, 6]
    assert answering.groups == [[0], [1, 2, 3]]


async def test_a_group_is_no_heavier_than_it_may_be() -> None:
    answering = Answering()

    await asked_while_busy(Together(answering, 2), answering, 1, 2, 3)

    assert answering.groups == [[0], [1, 2], [3]]


async def test_one_error_is_the_answer_of_one() -> None:
    answering = Answering()

    good, bad = await asked_while_busy(Together(answering, 10), answering, 1, -1)

    assert good == 2
    assert isinstance(bad, ValueError)


async def test_a_fault_of_all_is_told_to_each() -> None:
    def fail(_: Sequence[int]) -> list[int | Exception]:
        raise RuntimeError("gone")

    together: Together[int, int] = Together(fail, 10)

    for number in range(2):
        with pytest.raises(RuntimeError, match="gone"):
            await together.ask(number, 1)


async def test_nobody_is_forgotten_who_asks_just_when_the_last_answer_is_given() -> None:
    together: Together[int, int] = Together(lambda asked: [2 * each for each in asked], 10)

    async def lane() -> list[int]:
        return [await together.ask(number, 1) for number in range(200)]

    lanes = await asyncio.wait_for(asyncio.gather(*(lane() for _ in range(8))), 20)

    assert lanes == [[2 * number for number in range(200)]] * 8


async def test_the_others_are_answered_when_one_who_waits_goes_away() -> None:
    answering = Answering()
    together: Together[int, int] = Together(answering, 10)
    gone = asyncio.create_task(together.ask(1, 1))
    stays = asyncio.create_task(together.ask(2, 1))
    while not answering.groups:
        await asyncio.sleep(0)

    gone.cancel()
    answering.may_go.set()

    assert await stays == 4
