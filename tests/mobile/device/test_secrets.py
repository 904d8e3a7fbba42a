import asyncio
from pathlib import Path

import flet as ft
import pytest

from mobile.device.secrets import FileSecrets, PhoneSecrets
from mobile.store.errors import StoreFailed
from tests.support.app_driver import AppDriver
from tests.support.homes import MemorySecrets


class Phone:
    """A phone whose vault works, or fails as on some old ones."""

    def __init__(self) -> None:
        self.file, self.vault = MemorySecrets(), dict[str, str]()
        self.secrets: PhoneSecrets

    async def start(self, *, works: bool) -> AppDriver:
        driver = await AppDriver().start(self._main)
        failure = RuntimeError("keystore is broken")
        driver.client.answers |= {
            "get": (lambda a: self.vault.get(a["key"])) if works else failure,
            "set": (lambda a: self.vault.__setitem__(a["key"], a["value"])) if works else failure,
            "remove": (lambda a: self.vault.pop(a["key"], None)) if works else failure,
        }
        return driver

    def _main(self, page: ft.Page) -> None:
        self.secrets = PhoneSecrets(self.file)
        page.add(ft.Text("x"))


async def test_a_token_is_kept_in_the_vault_and_not_in_the_file() -> None:
    phone = Phone()
    driver = await phone.start(works=True)

    await phone.secrets.write("token", "secret")

    assert await phone.secrets.read("token") == "secret"
    assert phone.vault == {"lorong:token": "secret"}
    assert phone.file.held == {}
    await phone.secrets.delete("token")
    assert await phone.secrets.read("token") is None
    await driver.close()


async def test_the_file_stands_in_where_the_vault_fails() -> None:
    phone = Phone()
    driver = await phone.start(works=False)

    await phone.secrets.write("token", "secret")

    assert await phone.secrets.read("token") == "secret"
    await phone.secrets.delete("token")
    assert await phone.secrets.read("token") is None
    await driver.close()


async def test_a_vault_that_does_not_answer_has_not_said_that_there_is_nothing() -> None:
    phone = Phone()
    driver = await phone.start(works=True)
    driver.client.answers["get"] = RuntimeError("timed out")

    with pytest.raises(StoreFailed):
        await phone.secrets.read("token")

    await driver.close()


async def test_a_token_that_was_deleted_does_not_come_back_when_the_vault_works_again() -> None:
    phone = Phone()
    driver = await phone.start(works=True)
    await phone.secrets.write("token", "secret")
    failing = await phone.start(works=False)
    await phone.secrets.delete("token")

    again = await phone.start(works=True)

    assert await phone.secrets.read("token") is None
    for each in (driver, failing, again):
        await each.close()


async def test_no_token_of_the_file_is_lost_when_several_are_written_at_once(tmp_path: Path) -> None:
    secrets = FileSecrets(tmp_path / "secrets.json")
    names = [f"token:{number}" for number in range(20)]

    await asyncio.gather(*(secrets.write(name, "secret") for name in names))

    assert [await secrets.read(name) for name in names] == ["secret"] * len(names)


async def test_the_file_is_not_written_when_there_is_nothing_to_delete(tmp_path: Path) -> None:
    secrets = FileSecrets(tmp_path / "secrets.json")

    await secrets.delete("token")

    assert list(tmp_path.iterdir()) == []
