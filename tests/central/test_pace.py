"""How often one device may ask."""

from __future__ import annotations

from dataclasses import dataclass, replace

import httpx
import pytest

from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.pace import Pace
from sync.domain.people import Role
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.tus import Sender, a_photo


@dataclass
class Seconds:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def is_let(pace: Pace, token: str) -> bool:
    try:
        pace.check(token)
    except Problem:
        return False
    return True


def test_who_asks_too_often_waits_for_the_rest_of_the_minute_and_nobody_else() -> None:
    seconds = Seconds()
    pace = Pace(3, seconds)

    assert [is_let(pace, "mad") for _ in range(5)] == [True, True, True, False, False]
    assert is_let(pace, "calm")
    seconds.now += 59
    assert not is_let(pace, "mad")
    seconds.now += 1
    assert is_let(pace, "mad")


def test_the_time_to_wait_ends_with_the_minute() -> None:
    seconds = Seconds()
    pace = Pace(1, seconds)
    pace.check("mad")
    seconds.now += 40

    with pytest.raises(Problem) as caught:
        pace.check("mad")

    assert caught.value.code is Code.TOO_MANY
    assert 20 <= int(caught.value.headers["Retry-After"]) <= 21


async def test_every_call_with_a_token_counts(centre: Centre, enrol: Enrol) -> None:
    app = make_app(centre, pace=Pace(2))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://centre") as http:
        rt = replace(enrol(Role.RT), http=http)

        first = await rt.post({"changes": [], "cursors": {}, "limit": 1})
        second = await Sender(rt, a_photo(100)).ask()
        third = await rt.post({"changes": [], "cursors": {}, "limit": 1})

    assert (first.status_code, second.status_code) == (200, 403)
    assert (third.status_code, third.json()["code"]) == (429, "too_many")
    assert int(third.headers["Retry-After"]) > 0
