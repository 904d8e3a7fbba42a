"""A token is replaced when it is old, whatever is lost on the way, and the device is never left outside."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest

from mobile.entrance import Entrance
from mobile.session import Session
from mobile.session_maker import make_session
from mobile.sign_in import Invitation, ThisDevice, handover_key_name, token_name
from mobile.store.errors import StoreFailed
from mobile.token_renewal import RENEW_AFTER_DAYS, is_old, learn_handover_key, renew_when_old
from sync.central import people
from sync.central.answer import Centre
from sync.client.people import PeopleApi
from sync.domain.ids import IdSource
from sync.domain.people import Role
from tests.mobile.test_entrance import spawn
from tests.support.centres import KASSI, a_person
from tests.support.clock import StandingClock
from tests.support.homes import MemoryHome, MemorySecrets
from tests.support.phones import Phone, a_phone
from tests.support.sessions import FakeClock, FakeNetwork, a_session, an_app
from tests.support.some_centre import IBU_RT, SomeCentre

OLD = RENEW_AFTER_DAYS + 1


class FullSecrets(MemorySecrets):
    async def write(self, name: str, value: str) -> None:  # noqa: ARG002
        raise StoreFailed("no room")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
async def phone(centre: Centre, clock: StandingClock) -> Phone:
    """With an id of its own time, as a device makes it."""
    phone = await a_phone(centre, a_person(centre, Role.KELURAHAN, KASSI), clock)
    await phone.round()
    return phone


async def age(phone: Phone, clock: StandingClock, days: float = OLD) -> None:
    """Time passes; the account says since when its token is there."""
    phone.session.tables.table("settings").put("token", {"since_ms": clock.now_ms()})
    clock.move(hours=24 * days)


async def age_key(phone: Phone, clock: StandingClock, hours: float) -> None:
    phone.session.tables.table("settings").put("handover_key", {"since_ms": clock.now_ms()})
    clock.move(hours=hours)


async def speaks(session: Session) -> bool:
    return bool((await PeopleApi(session.api).people()).people)


def restarted(phone: Phone, token: str) -> Session:
    """The same account after the app was killed, with the token that was kept."""
    old = phone.session
    http = httpx.AsyncClient(transport=phone.line, base_url="http://centre")
    return make_session(old.account, old.tables, old.files, http, token, old.network, old.clock)  # type: ignore[arg-type]


async def test_a_young_token_stays(phone: Phone, clock: StandingClock) -> None:
    secrets = MemorySecrets()
    await age(phone, clock, RENEW_AFTER_DAYS - 1)

    assert not await renew_when_old(phone.session, secrets)
    assert secrets.held == {}


async def test_an_old_token_is_replaced_kept_and_used(phone: Phone, clock: StandingClock) -> None:
    secrets = MemorySecrets()
    await age(phone, clock)

    assert await renew_when_old(phone.session, secrets)

    token = secrets.held[token_name(phone.session.account.id)]
    assert await speaks(phone.session)
    assert phone.line.requests[-1].headers["Authorization"] == f"Bearer {token}"
    assert not is_old(phone.session)


async def test_a_lost_reply_leaves_the_old_token_working_and_the_next_start_renews(
    phone: Phone, clock: StandingClock
) -> None:
    secrets = MemorySecrets()
    await age(phone, clock)
    phone.line.faults.append("reply lost")

    assert not await renew_when_old(phone.session, secrets)
    assert await speaks(phone.session)
    assert await renew_when_old(phone.session, secrets)
    assert await speaks(phone.session)


async def test_a_crash_after_the_new_token_was_kept_leaves_it_working(phone: Phone, clock: StandingClock) -> None:
    secrets = MemorySecrets()
    await age(phone, clock)
    await renew_when_old(phone.session, secrets)

    again = restarted(phone, secrets.held[token_name(phone.session.account.id)])

    assert await speaks(again)


async def test_a_token_that_could_not_be_kept_is_not_used(phone: Phone, clock: StandingClock) -> None:
    await age(phone, clock)
    before = phone.line.requests[-1].headers["Authorization"]

    assert not await renew_when_old(phone.session, FullSecrets())

    assert await speaks(phone.session)
    assert phone.line.requests[-1].headers["Authorization"] == before


async def test_nothing_is_asked_without_a_signal(phone: Phone, clock: StandingClock) -> None:
    await age(phone, clock)
    phone.set_signal(False)
    before = len(phone.line.requests)

    assert not await renew_when_old(phone.session, MemorySecrets())
    assert len(phone.line.requests) == before


async def test_a_switched_off_device_starts_all_the_same(
    phone: Phone, clock: StandingClock, centre: Centre
) -> None:
    await age(phone, clock)
    with centre.database.write() as connection:
        people.revoke(connection, phone.session.account.id, "test", centre.clock())

    assert not await renew_when_old(phone.session, MemorySecrets())


async def test_the_first_token_is_as_old_as_the_account() -> None:
    now = FakeClock()
    session = a_session(clock=now, device=IdSource(now_ms=now.now_ms)())
    young = is_old(session)
    now.advance(OLD * 86_400)

    assert (young, is_old(session)) == (False, True)
    assert not is_old(replace(session, account=replace(session.account, id="no-id")))


async def test_the_key_of_hand_overs_is_learnt_after_the_secret_was_exchanged(
    phone: Phone, clock: StandingClock, centre: Centre
) -> None:
    secrets, exchanged = MemorySecrets(), replace(centre, keys=replace(centre.keys, secret=b"n" * 32))
    phone.connect(exchanged)
    await age_key(phone, clock, hours=25)

    key = await learn_handover_key(phone.session, secrets)

    assert key == exchanged.keys.handover_key(phone.session.account.id) != phone.session.handover_key
    assert secrets.held[handover_key_name(phone.session.account.id)] == key


async def test_the_key_of_hand_overs_is_asked_for_once_a_day_and_kept_when_nobody_answers(
    phone: Phone, clock: StandingClock
) -> None:
    secrets, before = MemorySecrets(), len(phone.line.requests)
    await age_key(phone, clock, hours=23)
    await learn_handover_key(phone.session, secrets)
    assert len(phone.line.requests) == before

    clock.move(hours=2)
    phone.line.faults.append("unknown")
    keys = [await learn_handover_key(phone.session, secrets) for _ in range(3)]

    assert keys == [phone.session.handover_key] * 3
    assert len(phone.line.requests) == before + 2
    assert secrets.held == {}


async def test_the_key_of_hand_overs_is_asked_for_again_once_a_clock_that_ran_ahead_is_right(
    phone: Phone, clock: StandingClock
) -> None:
    before = len(phone.line.requests)
    await age_key(phone, clock, hours=-48)

    await learn_handover_key(phone.session, MemorySecrets())

    assert len(phone.line.requests) == before + 1


async def test_it_is_renewed_when_the_app_starts_before_anything_is_sent() -> None:
    centre, now, app = SomeCentre({"AAAA2222": IBU_RT}), FakeClock(), an_app(None, phase="starting")
    home = MemoryHome(centre)
    device = ThisDevice("HP contoh", "android")
    first = Entrance(app, home, FakeNetwork(), now, spawn, device)
    await first.start("")
    await first.enrol(Invitation("AAAA2222"), "http://test")
    first.confirm()
    await first.close()
    now.advance(OLD * 86_400)
    centre.paths.clear()

    again = Entrance(an_app(None, phase="starting"), home.restarted(), FakeNetwork(), now, spawn, device)
    await again.start("")
    for _ in range(100):
        await asyncio.sleep(0)
    await again.close()

    # The key of hand-overs is a day old as well.
    assert centre.paths[:3] == ["/v1/token", "/v1/handover-key", "/v1/sync"]
