"""A registration survives restarts and lost replies, and ends in an account on the same device."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from mobile.applying import GONE, REFUSED, UNSENT, Application, Applying, Business, faults
from mobile.sign_in import ThisDevice, token_name
from mobile.store import accounts
from mobile.store.shelves import Shelves
from sync.central.answer import Centre
from sync.central.tables import registrations
from sync.client.api import CentralApi
from sync.client.errors import Offline, SyncError
from sync.client.people import PeopleApi
from sync.domain.people import Role
from tests.support.centres import KASSI, a_device, a_person, http_to
from tests.support.clock import StandingClock
from tests.support.homes import MemoryHome
from tests.support.phones import Line

KUE = Business("Kue Contoh", KASSI, "Lorong 2", "business")
CONTACT = "0812 3456 7890"
SERVER = "http://centre"


class Device(MemoryHome):
    """A home whose way to the centre is a line that can fail."""

    line: Line

    def http(self, server: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=server, transport=self.line)

    def restarted(self) -> Device:
        again = Device(**vars(super().restarted()))
        again.line = self.line
        return again


class Phone:
    def __init__(self, home: Device, clock: StandingClock, tables: Shelves) -> None:
        self.home, self.clock, self.tables = home, clock, tables
        self.applying = Applying(lambda: tables, home, clock, ThisDevice("HP contoh", "android"))

    @property
    def current(self) -> Application:
        found = self.applying.current()
        assert found is not None
        return found

    async def restart(self) -> Phone:
        self.tables.close()
        home = self.home.restarted()
        return Phone(home, self.clock, await home.open_device())


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
async def phone(centre: Centre, clock: StandingClock) -> Phone:
    home = Device()
    home.line = Line(centre)
    return Phone(home, clock, await home.open_device())


@pytest.fixture
def lurah(centre: Centre) -> PeopleApi:
    speaker = a_device(centre, http_to(centre), a_person(centre, Role.KELURAHAN, KASSI))
    return PeopleApi(CentralApi(speaker.http, speaker.token))


async def test_what_is_asked_is_kept_before_it_is_sent(phone: Phone) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)

    again = await phone.restart()

    assert again.current.state == UNSENT
    assert again.current.business == KUE
    assert again.home.line.requests == []


async def test_the_contact_is_not_in_the_journal_and_gone_when_it_has_arrived(phone: Phone) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)
    written = b"".join(a.content + b.content for a, b in phone.home.disk.values())
    before = str(phone.home.secrets.held)

    await phone.applying.ask()

    assert CONTACT.encode() not in written
    assert CONTACT in before
    assert CONTACT not in str(phone.home.secrets.held)
    assert phone.current.state == "waiting"


async def test_without_a_signal_it_waits_on_the_phone_and_goes_later(phone: Phone, lurah: PeopleApi) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)
    phone.home.line.is_up = False
    with pytest.raises(Offline):
        await phone.applying.ask()
    again = await phone.restart()
    again.home.line.is_up = True

    await again.applying.ask()

    assert [each.business for each in (await lurah.registrations()).registrations] == ["Kue Contoh"]


@pytest.mark.parametrize("fault", ["request lost", "reply lost"])
async def test_a_lost_reply_registers_once(phone: Phone, lurah: PeopleApi, fault: str) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)
    phone.home.line.faults.append(fault)
    with pytest.raises(SyncError):
        await phone.applying.ask()

    await (await phone.restart()).applying.ask()

    (entry,) = (await lurah.registrations()).registrations
    assert await lurah.contact(entry.id, "Menanyakan alamat") == CONTACT


async def test_two_that_ask_at_once_register_once(phone: Phone, lurah: PeopleApi) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)

    await asyncio.gather(phone.applying.ask(), phone.applying.ask())

    assert [request.url.path.count("/") for request in phone.home.line.requests] == [2, 3]
    assert len((await lurah.registrations()).registrations) == 1


async def test_once_admitted_the_account_is_there_and_enrolled(phone: Phone, lurah: PeopleApi) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)
    await phone.applying.ask()
    await lurah.admit(phone.current.id)
    again = await phone.restart()

    account = await again.applying.ask()

    assert account is not None
    assert (account.name, account.role, account.area) == ("Kue Contoh", "umkm", KASSI)
    assert accounts.chosen(again.tables) == account
    assert again.applying.current() is None
    assert [name for name in again.home.secrets.held if name.startswith("registration:")] == []
    async with again.home.http(SERVER) as http:
        api = CentralApi(http, again.home.secrets.held[token_name(account.id)])
        assert await PeopleApi(api).renew_token()


async def test_the_reply_that_admits_may_be_lost(phone: Phone, lurah: PeopleApi) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)
    await phone.applying.ask()
    await lurah.admit(phone.current.id)
    phone.home.line.faults.append("reply lost")
    with pytest.raises(SyncError):
        await phone.applying.ask()

    assert await (await phone.restart()).applying.ask() is not None


async def test_a_decline_is_kept_with_its_reason_and_not_asked_about_again(phone: Phone, lurah: PeopleApi) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)
    await phone.applying.ask()
    await lurah.decline(phone.current.id, "Usaha ini di kelurahan sebelah.")
    await phone.applying.ask()
    asked = len(phone.home.line.requests)

    await phone.applying.ask()

    assert (phone.current.state, phone.current.reason) == ("declined", "Usaha ini di kelurahan sebelah.")
    assert len(phone.home.line.requests) == asked


async def test_after_a_decline_a_new_registration_takes_its_place(phone: Phone, lurah: PeopleApi) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)
    await phone.applying.ask()
    first = phone.current
    await lurah.decline(first.id, "Tulis lorongnya.")
    await phone.applying.ask()

    await phone.applying.apply(replace(KUE, lorong="Lorong 9"), CONTACT, SERVER)
    await phone.applying.ask()

    assert phone.current.id != first.id
    assert phone.current.device != first.device
    assert [each.lorong for each in (await lurah.registrations()).registrations] == ["Lorong 9"]
    assert len([name for name in phone.home.secrets.held if name.startswith("registration:")]) == 1


async def test_what_the_centre_does_not_take_can_be_put_right(phone: Phone) -> None:
    await phone.applying.apply(replace(KUE, theme="no such theme"), CONTACT, SERVER)

    assert await phone.applying.ask() is None

    assert (phone.current.state, phone.current.reason) == (REFUSED, "bad_value")


async def test_a_registration_that_the_centre_forgot_is_said_to_be_gone(phone: Phone, centre: Centre) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)
    await phone.applying.ask()
    with centre.database.write() as connection:
        connection.execute(registrations.delete())

    await phone.applying.ask()

    assert phone.current.state == GONE


async def test_forgetting_leaves_nothing_on_the_phone(phone: Phone) -> None:
    await phone.applying.apply(KUE, CONTACT, SERVER)

    await phone.applying.forget()

    assert phone.applying.current() is None
    assert phone.home.secrets.held == {}


@pytest.mark.parametrize(
    ("changed", "contact", "found"),
    [
        ({}, CONTACT, {}),
        ({"nib": "1234567890123"}, CONTACT, {}),
        ({"business": " "}, CONTACT, {"business": "required"}),
        ({"area": ""}, CONTACT, {"area": "required"}),
        ({"theme": ""}, CONTACT, {"theme": "required"}),
        ({}, "081", {"contact": "wrong_contact"}),
        ({"nib": "123"}, CONTACT, {"nib": "wrong_nib"}),
        ({"lorong": "x" * 121}, CONTACT, {"lorong": "too_long"}),
        ({"business": "Kue 7371 1302 0190 0001"}, CONTACT, {"business": "personal_number"}),
    ],
)
def test_what_is_to_be_put_right_is_named(changed: dict[str, Any], contact: str, found: dict[str, str]) -> None:
    assert faults(replace(KUE, **changed), contact) == found
