from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from mobile.sign_in import Invitation, ThisDevice, enrol, grouped, invitation_in, server_in, was_used
from mobile.store import accounts
from sync.client.api import CentralApi
from sync.client.errors import Offline, Refused
from sync.domain.ids import IdSource
from sync.domain.people import Role
from tests.support.centres import a_centre, a_code, a_person, http_to
from tests.support.homes import MemorySecrets
from tests.support.sessions import memory_shelves
from tests.support.some_centre import IBU_RT, PAK_CAMAT, SomeCentre

SERVER = "https://lorong.example"
PHONE = ThisDevice("HP contoh", "android")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ABCD-EFGH", "ABCDEFGH"),
        (" abcd efgh ", "ABCDEFGH"),
        ("abcd–efgh", "ABCDEFGH"),
        ("ABCU2345", "ABCV2345"),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str, code: str) -> None:
    assert invitation_in(typed) == Invitation(code)


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-J", "https://lorong.example/app/?p=rt", "halo"])
def test_what_holds_no_code_is_no_invitation(typed: str) -> None:
    assert invitation_in(typed) is None


def test_a_link_names_its_server_and_its_code() -> None:
    invitation = invitation_in("https://lorong.example/app/?p=rt#ABCD-EFGH")

    assert invitation == Invitation("ABCD-EFGH", "https://lorong.example")


@pytest.mark.parametrize(
    ("typed", "server"),
    [
        ("lorong.example", "https://lorong.example"),
        ("http://10.0.2.2:8000/", "http://10.0.2.2:8000"),
        ("https://kota.example/lorong/app/?p=rt#X", "https://kota.example/lorong"),
        ("https://kota.example/app/record/1", "https://kota.example"),
        ("", None),
        ("ftp://lorong.example", None),
        ("bukan alamat", None),
    ],
)
def test_the_address_of_the_centre_is_found_in_what_is_typed(typed: str, server: str | None) -> None:
    assert server_in(typed) == server


def test_a_code_is_grouped_while_it_is_typed_but_a_link_is_not() -> None:
    assert [grouped(text) for text in ("abcd", "abcde", "ABCD-EFGHJ")] == ["ABCD", "ABCD-E", "ABCD-EFGH"]
    assert grouped("https://lorong.example/app/#X") == "https://lorong.example/app/#X"


class Phone:
    """One device with its tables and secrets, and a centre to talk to."""

    def __init__(self, centre: SomeCentre) -> None:
        self.tables, self.secrets, self.make_id = memory_shelves(), MemorySecrets(), IdSource()
        self.centre = centre

    async def enrol(self, code: str, at: httpx.AsyncClient | None = None) -> accounts.Account:
        async with at or httpx.AsyncClient(base_url=SERVER, transport=httpx.MockTransport(self.centre)) as http:
            api = CentralApi(http)
            return await enrol(api, self.tables, self.secrets, SERVER, code, PHONE, self.make_id)


async def test_an_account_is_kept_and_chosen_and_its_token_is_secret() -> None:
    phone = Phone(SomeCentre({"ABCDEFGH": IBU_RT}))

    account = await phone.enrol("ABCD-EFGH")

    assert accounts.chosen(phone.tables) == account
    assert (account.name, account.server, account.confirmed) == ("Ibu Contoh", SERVER, False)
    assert phone.secrets.held[f"token:{account.id}"] == f"token of {account.id}"
    kept = [document for _, document in phone.tables.table("settings").items()]
    assert "token of" not in str(kept)


async def test_a_new_code_keeps_the_device_id_of_an_account_that_is_already_there() -> None:
    phone = Phone(SomeCentre({"AAAA2222": IBU_RT, "BBBB2222": IBU_RT}))
    first = await phone.enrol("AAAA-2222")
    accounts.keep_account(phone.tables, replace(first, confirmed=True))

    again = await phone.enrol("BBBB-2222")

    assert again.id == first.id
    assert again.confirmed
    assert len(accounts.accounts(phone.tables)) == 1


async def test_another_person_on_the_same_phone_gets_a_device_of_their_own() -> None:
    phone = Phone(SomeCentre({"AAAA2222": IBU_RT, "BBBB2222": PAK_CAMAT}))
    first = await phone.enrol("AAAA-2222")

    second = await phone.enrol("BBBB-2222")

    assert second.id != first.id
    assert {account.name for account in accounts.accounts(phone.tables)} == {"Ibu Contoh", "Pak Contoh"}
    assert accounts.chosen(phone.tables) == second


async def test_an_account_of_another_person_is_left_alone_when_the_centre_has_forgotten_its_device(
    tmp_path: Path,
) -> None:
    centre = a_centre(f"sqlite:///{tmp_path / 'restored.sqlite3'}", None)
    pak = a_person(centre, Role.KECAMATAN, PAK_CAMAT.area, PAK_CAMAT.name)
    phone = Phone(SomeCentre({"AAAA2222": IBU_RT}))
    first = await phone.enrol("AAAA-2222")

    second = await phone.enrol(a_code(centre, pak), http_to(centre))

    assert second.id != first.id
    assert first in accounts.accounts(phone.tables)


async def test_a_code_is_good_again_for_the_same_device_when_its_reply_was_lost() -> None:
    phone = Phone(SomeCentre({"AAAA2222": IBU_RT}, loses_replies=1))
    with pytest.raises(Offline):
        await phone.enrol("AAAA-2222")

    account = await phone.enrol("AAAA2222")

    assert account.person_id == IBU_RT.id
    assert len({asked["device"]["id"] for asked in phone.centre.asked}) == 1


async def test_a_wrong_code_leaves_nothing_behind() -> None:
    phone = Phone(SomeCentre())

    with pytest.raises(Refused):
        await phone.enrol("AAAA-2222")

    assert accounts.accounts(phone.tables) == []
    assert phone.secrets.held == {}


async def test_a_link_that_is_opened_again_is_known_to_have_been_used() -> None:
    phone = Phone(SomeCentre({"AAAA2222": IBU_RT}))
    account = await phone.enrol("AAAA-2222")

    assert was_used(phone.tables, account, Invitation("AAAA-2222", SERVER))
    assert not was_used(phone.tables, account, Invitation("BBBB-2222", SERVER))
