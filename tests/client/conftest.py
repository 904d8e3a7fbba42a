"""Phones that speak to a real centre in process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from sync.central.answer import Centre
from sync.domain.people import Role
from tests.support.centres import KASSI, MARISO_KELURAHAN, a_person
from tests.support.clock import StandingClock
from tests.support.phones import Phone, a_phone

GivePhone = Callable[..., Awaitable[Phone]]


@pytest.fixture
def phone_of(centre: Centre, clock: StandingClock) -> GivePhone:
    """`await phone_of(Role.RT)`: somebody new, with a phone."""

    async def give(role: Role, area: str = KASSI) -> Phone:
        return await a_phone(centre, a_person(centre, role, area), clock)

    return give


@pytest.fixture
async def two(phone_of: GivePhone) -> tuple[Phone, Phone]:
    """Somebody without a signal, and a neighbour of another kelurahan who has one."""
    first, carrier = await phone_of(Role.RT), await phone_of(Role.RT, MARISO_KELURAHAN)
    first.set_signal(False)
    return first, carrier
