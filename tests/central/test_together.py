"""Requests that wait at the same time are answered in one go, each with its own answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.central.together import More, Together


class Answering:
    """Doubles what it is asked; the first group waits until it may go on."""

    def __init__(self, *, lets_join: bool = False) -> None:
        self.groups: list[list[int]] = []
        self.may_go = threading.Event()
        self.lets_join = lets_join

    def __call__(self, asked: Sequence[int], more: More[int]) -> list[int | Exception]:
        group = list(asked)
        self.groups.append(group)
        assert self.may_go.wait(10)
        if self.lets_join:
            group.extend(more())
        return [ValueError(str(each)) if each < 0 else 2 * each for each in group]


async def asked_while_busy(
    together: Together[int, int], answering: Answering, *numbers: int
) -> list[int | BaseException]:
    first = asyncio.create_task(together.ask(0, 1))
    while not answering.groups:
        await asyncio.sleep(0)
    rest = [asyncio.create_task(together.ask(number, 1)) for number in numbers]
    await asyncio.sleep(0)
    answering.may_go.set()
    _, *answers = await asyncio.gather(first, *rest, return_exceptions=True)
    return answers


async def test_who_asks_while_others_are_answered_is_answered_with_all_who_wait() -> None:
    answering = Answering()

    answers = await asked_while_busy(Together(answering, 10, light=5), answering, 1, 2, 3)

    assert answers == [2, 4, 6]
    assert answering.groups == [[0], [1, 2, 3]]


async def test_a_group_is_no_heavier_than_it_may_be() -> None:
    answering = Answering()

    await asked_while_busy(Together(answering, 2, light=5), answering, 1, 2, 3)

    assert answering.groups == [[0], [1, 2], [3]]


async def test_who_comes_while_a_group_is_answered_may_join_it() -> None:
    answering = Answering(lets_join=True)

    answers = await asked_while_busy(Together(answering, 10, light=5), answering, 1, -2, 3)

    assert answering.groups == [[0, 1, -2, 3]]
    assert [answers[0], str(answers[1]), answers[2]] == [2, "-2", 6]


async def test_a_group_that_is_joined_is_no_heavier_than_it_may_be() -> None:
    answering = Answering(lets_join=True)

    await asked_while_busy(Together(answering, 3, light=5), answering, 1, 2, 3)

    assert answering.groups == [[0, 1, 2], [3]]


async def test_who_is_too_heavy_to_join_comes_next() -> None:
    answering = Answering(lets_join=True)

    answers = await asked_while_busy(Together(answering, 10, light=0), answering, 1, 2)

    assert answers == [2, 4]
    assert answering.groups == [[0], [1, 2]]


async def test_a_fault_is_told_to_those_who_joined_too() -> None:
    answering = Answering()

    def fail(asked: Sequence[int], more: More[int]) -> list[int | Exception]:
        answering(asked, more)
        raise RuntimeError(f"{len(more())} joined")

    answers = await asked_while_busy(Together(fail, 10, light=5), answering, 1, 2)

    assert list(map(str, answers)) == ["2 joined"] * 2


async def test_one_error_is_the_answer_of_one() -> None:
    answering = Answering()

    good, bad = await asked_while_busy(Together(answering, 10, light=5), answering, 1, -1)

    assert good == 2
    assert isinstance(bad, ValueError)


async def test_a_fault_of_all_is_told_to_each() -> None:
    def fail(_: Sequence[int], _more: More[int]) -> list[int | Exception]:
        raise RuntimeError("gone")

    together: Together[int, int] = Together(fail, 10, light=5)

    for number in range(2):
        with pytest.raises(RuntimeError, match="gone"):
            await together.ask(number, 1)


async def test_nobody_is_forgotten_who_asks_just_when_the_last_answer_is_given() -> None:
    together: Together[int, int] = Together(lambda asked, _: [2 * each for each in asked], 10, light=5)

    async def lane() -> list[int]:
        return [await together.ask(number, 1) for number in range(200)]

    lanes = await asyncio.wait_for(asyncio.gather(*(lane() for _ in range(8))), 20)

    assert lanes == [[2 * number for number in range(200)]] * 8


async def test_the_next_group_is_answered_while_the_loop_has_no_time_for_the_last_one() -> None:
    may_go, begun = threading.Event(), threading.Semaphore(0)

    def answer(asked: Sequence[int], _: More[int]) -> list[int | Exception]:
        begun.release()
        assert may_go.wait(10)
        return list(asked)

    together: Together[int, int] = Together(answer, most=1, light=1)
    asked = [asyncio.create_task(together.ask(number, 1)) for number in (1, 2)]
    while not begun.acquire(blocking=False):
        await asyncio.sleep(0)

    may_go.set()

    assert begun.acquire(timeout=10)
    assert await asyncio.gather(*asked) == [1, 2]


async def test_whoever_asks_is_told_when_there_is_no_thread_and_answered_when_there_is_one_again() -> None:
    together: Together[int, int] = Together(lambda asked, _: list(asked), 10, light=5)
    together._thread.shutdown()

    refused = await asyncio.gather(together.ask(1, 1), together.ask(2, 1), return_exceptions=True)
    together._thread = ThreadPoolExecutor(1)

    assert [type(each) for each in refused] == [RuntimeError] * 2
    assert await together.ask(3, 1) == 3


def test_a_loop_that_closes_while_others_are_answered_stops_nothing() -> None:
    answering = Answering()
    together: Together[int, int] = Together(answering, 10, light=5)

    async def leave() -> None:
        asked = asyncio.create_task(together.ask(1, 1))
        while not answering.groups:
            await asyncio.sleep(0)
        assert not asked.done()

    asyncio.run(leave())
    answering.may_go.set()
    together._thread.submit(lambda: None).result(10)

    assert asyncio.run(asyncio.wait_for(together.ask(2, 1), 10)) == 4


async def test_the_others_are_answered_when_one_who_waits_goes_away() -> None:
    answering = Answering()
    together: Together[int, int] = Together(answering, 10, light=5)
    gone = asyncio.create_task(together.ask(1, 1))
    stays = asyncio.create_task(together.ask(2, 1))
    while not answering.groups:
        await asyncio.sleep(0)

    gone.cancel()
    answering.may_go.set()

    assert await stays == 4
