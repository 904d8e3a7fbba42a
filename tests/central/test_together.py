"""Requests that wait at the same time are answered in one go, each with its own answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

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


async def test_who_is_heavy_does_not_join() -> None:
    answering = Answering(lets_join=True)
    together = Together(answering, 10, light=2)

    asked = [asyncio.create_task(together.ask(number, weight)) for number, weight in ((1, 9), (2, 1), (3, 3))]
    await asyncio.sleep(0)
    late = asyncio.create_task(together.ask(4, 1))
    while not answering.groups:
        await asyncio.sleep(0)
    answering.may_go.set()

    assert await asyncio.gather(*asked, late) == [2, 4, 6, 8]
    assert answering.groups == [[1, 2], [3, 4]]


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
