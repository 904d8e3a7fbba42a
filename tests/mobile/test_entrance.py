import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

import httpx
import pytest

from mobile.entrance import Entrance
from mobile.sign_in import Invitation, ThisDevice
from mobile.store.errors import StoreFailed
from sync.client import incoming
from sync.client.errors import Offline
from tests.support.homes import MemoryHome
from tests.support.sessions import FakeClock, FakeNetwork, an_app
from tests.support.some_centre import IBU_RT, PAK_CAMAT, SomeCentre

SERVER = "https://lorong.example"


def spawn(work: Callable[..., Coroutine[Any, Any, Any]]) -> Future[Any]:
    return asyncio.run_coroutine_threadsafe(work(), asyncio.get_running_loop())


class Device:
    """The entrance of one device, and the page's state that it leads."""

    def __init__(self, home: MemoryHome, days: int = 0) -> None:
        self.home, self.app, clock = home, an_app(None, phase="starting"), FakeClock()
        clock.advance(days * 86_400)
        self.entrance = Entrance(self.app, home, FakeNetwork(), clock, spawn, ThisDevice("HP contoh", "android"))

    async def start(self, page_url: str = "") -> None:
        await self.entrance.start(page_url)

    async def sign_out(self) -> None:
        """From the account that is open."""
        assert self.app.session is not None
        await self.entrance.sign_out(self.app.session.account.id)

    async def restart(self, page_url: str = "", days: int = 0) -> "Device":
        """The app is killed and started again on the same disk, so many days after it first was."""
        await self.entrance.close()
        again = Device(self.home.restarted(), days)
        await again.start(page_url)
        return again


async def a_device(centre: Callable[[httpx.Request], httpx.Response] | None = None, **home: Any) -> Device:
    codes = {"AAAA2222": IBU_RT, "BBBB2222": PAK_CAMAT}
    device = Device(MemoryHome(centre or SomeCentre(codes), **home))
    await device.start()
    return device


async def signed_in(code: str = "AAAA2222") -> Device:
    device = await a_device()
    await device.entrance.enrol(Invitation(code), SERVER)
    device.entrance.confirm()
    return device


async def settled() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


async def test_a_new_device_is_ready_and_nobody_is_signed_in() -> None:
    device = await a_device()

    assert (device.app.phase, device.app.session) == ("ready", None)
    assert device.entrance.accounts() == []


async def test_a_code_opens_a_session_that_sends_only_after_benar_ini_saya() -> None:
    centre = SomeCentre({"AAAA2222": IBU_RT})
    device = await a_device(centre)

    await device.entrance.enrol(Invitation("AAAA2222"), SERVER)
    await settled()

    assert device.app.session is not None
    assert not device.app.session.account.confirmed
    assert centre.paths == ["/v1/enrol"]

    device.entrance.confirm()
    await settled()

    assert device.app.session.account.confirmed
    assert "/v1/sync" in centre.paths
    await device.entrance.close()


async def test_the_account_is_open_again_after_a_restart_without_a_network() -> None:
    device = await signed_in()
    session = device.app.session
    assert session is not None
    session.keep(session.begin().with_value("title", "Teba kompos"))

    again = await device.restart()

    assert again.app.session is not None
    assert again.app.session.account.confirmed
    assert [again.app.session.card(record).title for record in again.app.session.records.mine()] == ["Teba kompos"]
    await again.entrance.close()


async def test_a_failed_code_leaves_the_open_account_open() -> None:
    device = await signed_in()
    device.home.answer = _unreachable

    with pytest.raises(Offline):
        await device.entrance.enrol(Invitation("BBBB2222"), SERVER)

    assert device.app.session is not None
    assert device.app.session.person.name == "Ibu Contoh"
    await device.entrance.close()


async def test_leaving_keeps_what_is_unsent_and_a_new_code_finds_it_again() -> None:
    centre = SomeCentre({"AAAA2222": IBU_RT, "CCCC2222": IBU_RT})
    device = await a_device(centre)
    await device.entrance.enrol(Invitation("AAAA2222"), SERVER)
    device.entrance.confirm()
    session = device.app.session
    assert session is not None
    session.submit(session.begin().with_value("title", "Teba kompos"))

    await device.sign_out()

    assert device.app.session is None
    assert not [name for name in device.home.secrets.held if name.startswith("token:")]

    await device.entrance.enrol(Invitation("CCCC2222"), SERVER)

    assert device.app.session is not None
    assert [device.app.session.card(r).title for r in device.app.session.records.mine()] == ["Teba kompos"]
    await device.entrance.close()


async def test_leaving_one_account_opens_the_other_that_is_signed_in() -> None:
    device = await signed_in("AAAA2222")
    await device.entrance.enrol(Invitation("BBBB2222"), SERVER)
    device.entrance.confirm()

    await device.sign_out()

    assert device.app.session is not None
    assert device.app.session.person.name == "Ibu Contoh"
    await device.entrance.close()


async def test_two_accounts_keep_their_notes_apart() -> None:
    device = await signed_in("AAAA2222")
    first = device.app.session
    assert first is not None
    first.keep(first.begin().with_value("title", "Teba kompos"))
    await device.entrance.enrol(Invitation("BBBB2222"), SERVER)

    assert device.app.session is not None
    assert device.app.session.records.known() == []

    await device.entrance.switch(first.account.id)

    assert len(device.app.session.records.known()) == 1
    await device.entrance.close()


async def test_two_taps_on_another_account_open_it_once() -> None:
    device = await signed_in("AAAA2222")
    await device.entrance.enrol(Invitation("BBBB2222"), SERVER)
    first = device.entrance.accounts()[0]

    await asyncio.gather(*(device.entrance.switch(first.id) for _ in range(2)))

    assert device.app.session is not None
    assert device.app.session.person.name == first.name == "Ibu Contoh"
    await device.entrance.close()


async def test_two_taps_on_keluar_leave_one_account() -> None:
    device = await signed_in("AAAA2222")
    await device.entrance.enrol(Invitation("BBBB2222"), SERVER)
    left = device.app.session
    assert left is not None

    await asyncio.gather(*(device.entrance.sign_out(left.account.id) for _ in range(2)))

    assert device.app.session is not None
    assert device.app.session.person.name == "Ibu Contoh"
    assert [each.signed_in for each in device.entrance.accounts()] == [True, False]
    await device.entrance.close()


async def test_an_account_that_opens_while_the_device_is_let_go_of_is_closed_again() -> None:
    device = await signed_in("AAAA2222")
    await device.entrance.enrol(Invitation("BBBB2222"), SERVER)
    first = device.entrance.accounts()[0]

    await asyncio.gather(device.entrance.switch(first.id), device.entrance.close())

    assert device.app.session is None
    assert device.home.open_now == set()


async def test_an_invitation_in_the_address_waits_for_masuk_and_is_used_once() -> None:
    link = f"{SERVER}/app/?p=rt#AAAA-2222"
    device = Device(MemoryHome(SomeCentre({"AAAA2222": IBU_RT}), server=SERVER))
    await device.start(link)
    assert device.app.invitation == Invitation("AAAA-2222", SERVER)
    await device.entrance.enrol(device.app.invitation, SERVER)

    again = await device.restart(link)

    assert again.app.invitation is None
    assert again.app.session is not None
    await again.entrance.close()


async def test_another_tab_is_named_and_can_be_taken_over() -> None:
    device = await a_device(is_busy=True)
    assert device.app.phase == "other_tab"

    await device.entrance.open(steal=True)

    assert device.app.phase == "ready"


async def test_a_tab_that_is_taken_over_lets_go_of_its_files() -> None:
    device = await signed_in()
    session = device.app.session
    assert session is not None
    assert device.home.let_go is not None

    await device.home.let_go()

    assert (device.app.phase, device.app.session) == ("other_tab", None)
    with pytest.raises(StoreFailed):
        session.keep(session.begin())


async def test_what_the_person_should_know_of_this_device_stands_in_the_notices() -> None:
    device = await a_device(kept=False, free_bytes=1_000_000)

    assert device.app.notices["storage_not_kept"]
    assert device.app.notices["storage_low"]


async def test_a_damaged_journal_is_told_and_what_is_whole_is_there() -> None:
    device = await signed_in()
    session = device.app.session
    assert session is not None
    for name in ("Teba", "Kebun", "Bank sampah"):
        session.keep(session.begin().with_value("title", name))
    journal = device.home.disk[session.account.id][0]
    journal.content = journal.content.replace(b"Kebun", b"K#bun")

    again = await device.restart()

    assert again.app.notices["journal_damaged"]
    assert again.app.session is not None
    titles = {again.app.session.card(record).title for record in again.app.session.records.mine()}
    assert titles == {"Teba", "Bank sampah"}
    await again.entrance.close()


async def test_damage_of_the_devices_own_journal_is_told_too() -> None:
    device = await signed_in()
    journal = device.home.disk["device"][0]
    journal.content = journal.content.replace(b'"name"', b'"n#me"', 1)

    again = await device.restart()

    assert again.app.notices["journal_damaged"]
    await again.entrance.close()


@pytest.mark.parametrize("failure", [StoreFailed("no"), RuntimeError("what no store raises")])
async def test_a_device_that_did_not_open_opens_at_the_next_try(failure: Exception) -> None:
    device = await signed_in()
    account = device.entrance.accounts()[0].id
    await device.entrance.close()
    again = Device(device.home.restarted())
    again.home.fails[account] = failure

    await again.start()
    told = again.app.phase
    await again.entrance.open()

    assert (told, again.app.phase) == ("store_failed", "ready")
    assert again.app.session is not None
    await again.entrance.close()


async def test_the_open_account_stays_open_when_another_does_not_open() -> None:
    device = await signed_in("AAAA2222")
    first = device.entrance.accounts()[0].id
    await device.entrance.enrol(Invitation("BBBB2222"), SERVER)
    device.home.fails[first] = StoreFailed("no")

    with pytest.raises(StoreFailed):
        await device.entrance.switch(first)
    now = device.app.session and device.app.session.person.name
    again = await device.restart()

    assert now == "Pak Contoh"
    assert again.app.session is not None
    assert again.app.session.person.name == "Pak Contoh"
    await again.entrance.close()


async def test_news_of_a_refetch_is_told_once_and_can_be_put_away() -> None:
    device = await signed_in()
    session = device.app.session
    assert session is not None

    incoming.remember(session.tables, refetched=True)
    await settled()
    assert device.app.notices["refetched"]
    device.entrance.dismiss("refetched")
    session.keep(session.begin())
    await settled()

    assert not device.app.notices["refetched"]
    await device.entrance.close()


async def test_a_full_device_is_told_when_what_the_centre_sent_cannot_be_kept() -> None:
    device = await signed_in()
    session = device.app.session
    assert session is not None
    session.submit(session.begin().with_value("title", "Teba"))
    for file in device.home.disk[session.account.id]:
        file.capacity_bytes = file.size_bytes

    session.send_now()
    await settled()

    assert device.app.notices["storage_low"]
    await device.entrance.close()


async def test_preferences_are_found_again() -> None:
    device = await a_device()
    device.entrance.prefer("text_size", "1.6")
    device.entrance.prefer("language", "en")

    again = await device.restart()

    assert (again.app.text_size, again.app.language) == (1.6, "en")


async def test_a_burst_of_writes_makes_one_beat() -> None:
    device = await signed_in()
    session = device.app.session
    assert session is not None
    await settled()
    before = device.app.pulse

    for _ in range(20):
        session.keep(session.begin())
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert device.app.pulse == before + 1
    await device.entrance.close()


def _unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no way", request=request)


# Handing over


async def test_the_key_that_signs_what_others_carry_is_kept_beside_the_token() -> None:
    device = await signed_in()

    again = await device.restart()

    assert [each.app.session.handover_key for each in (device, again) if each.app.session] == ["key"]
    assert list(device.home.secrets.held.values()).count("key") == 1


async def test_the_open_account_signs_with_another_key_once_the_centre_takes_no_other() -> None:
    centre = SomeCentre({"AAAA2222": IBU_RT})
    device = await a_device(centre)
    await device.entrance.enrol(Invitation("AAAA2222"), SERVER)
    device.entrance.confirm()
    centre.handover_key = "another"

    again = await device.restart(days=2)
    await settled()

    assert again.app.session is not None
    assert again.app.session.handover_key == "another"
    assert "another" in device.home.secrets.held.values()
    await again.entrance.close()


async def test_an_account_from_before_gets_its_key_with_a_new_code() -> None:
    device = await signed_in()
    account = device.entrance.accounts()[0]
    del device.home.secrets.held[f"handover:{account.id}"]
    old = await device.restart()
    before = old.app.session.handover_key if old.app.session else None

    await old.entrance.enrol(Invitation("AAAA2222"), SERVER)

    assert old.app.session is not None
    assert (before, old.app.session.handover_key) == ("", "key")
