"""Files to and from other apps, through Flet's own services."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.device.exchange import PhoneFileExchange
from mobile.device.ports import DeviceError
from tests.support.app_driver import AppDriver

NAME = "titipan.lorong.zip"
MOST = 1000


async def a_phone(answers: dict[str, Any], **page: Any) -> tuple[AppDriver, PhoneFileExchange]:
    made: list[PhoneFileExchange] = []
    driver = AppDriver(**page)
    driver.client.answers |= answers
    await driver.start(lambda page: made.append(PhoneFileExchange(page)))
    return driver, made[0]


def shared(status: str) -> dict[str, Any]:
    return {"share_files": {"status": status, "raw": ""}}


def a_file(**facts: Any) -> dict[str, Any]:
    return {"id": 1, "name": NAME, "size": 3, "path": None, "bytes": None} | facts


@pytest.fixture(autouse=True)
def _outgoing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "FLET_APP_STORAGE_TEMP", str(tmp_path))


# Giving


@pytest.mark.parametrize(("status", "has_left"), [("success", True), ("unavailable", True), ("dismissed", False)])
async def test_on_a_phone_the_share_sheet_takes_the_file(status: str, has_left: bool) -> None:
    driver, exchange = await a_phone(shared(status))

    assert await exchange.give(NAME, b"abc") is has_left

    (call,) = driver.client.calls
    (file,) = call.args["files"]
    assert (call.name, file.name, Path(file.path).read_bytes()) == ("share_files", NAME, b"abc")


async def test_what_was_given_before_is_cleared_when_something_new_is_given(tmp_path: Path) -> None:
    _, exchange = await a_phone(shared("success"))

    for name in ("one.lorong.zip", "two.lorong.zip"):
        await exchange.give(name, b"abc")

    assert [path.name for path in tmp_path.rglob("*.zip")] == ["two.lorong.zip"]


async def test_in_a_browser_the_file_is_downloaded() -> None:
    driver, exchange = await a_phone({}, web=True)

    assert await exchange.give(NAME, b"abc")

    (call,) = driver.client.calls
    assert (call.name, call.args["file_name"], call.args["src_bytes"]) == ("save_file", NAME, b"abc")


async def test_on_the_desktop_it_is_kept_where_the_person_says(tmp_path: Path) -> None:
    target = tmp_path / "USB" / NAME
    _, exchange = await a_phone({"save_file": str(target)}, platform="linux")

    assert await exchange.give(NAME, b"abc")

    assert target.read_bytes() == b"abc"


async def test_nothing_was_given_when_the_person_closes_the_dialog() -> None:
    _, exchange = await a_phone({}, platform="linux")

    assert not await exchange.give(NAME, b"abc")


@pytest.mark.parametrize("platform", ["android", "linux"])
async def test_a_device_that_cannot_give_says_so(platform: str) -> None:
    failure = RuntimeError("MissingPluginException")
    _, exchange = await a_phone({"share_files": failure, "save_file": failure}, platform=platform)

    with pytest.raises(DeviceError, match="missing"):
        await exchange.give(NAME, b"abc")


async def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    _, exchange = await a_phone({"save_file": str(tmp_path / "file" / NAME)}, platform="linux")

    with pytest.raises(DeviceError, match="missing"):
        await exchange.give(NAME, b"abc")


# Taking in


async def test_a_phone_gives_the_path_and_the_bytes_are_read_from_there(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"abc")
    driver, exchange = await a_phone({"pick_files": [a_file(path=str(tmp_path / NAME))]})

    assert await exchange.pick(MOST) == b"abc"
    assert driver.client.calls[0].args["with_data"] is False


async def test_a_browser_gives_the_bytes() -> None:
    driver, exchange = await a_phone({"pick_files": [a_file(bytes=b"abc")]}, web=True)

    assert await exchange.pick(MOST) == b"abc"
    assert driver.client.calls[0].args["with_data"] is True


async def test_a_file_that_is_too_large_is_not_read() -> None:
    _, exchange = await a_phone({"pick_files": [a_file(size=MOST + 1, path="/nowhere")]})

    with pytest.raises(DeviceError, match="too_large"):
        await exchange.pick(MOST)


async def test_a_file_that_is_gone_is_told() -> None:
    _, exchange = await a_phone({"pick_files": [a_file(path="/nowhere/at/all")]})

    with pytest.raises(DeviceError, match="missing"):
        await exchange.pick(MOST)


async def test_nothing_comes_when_the_person_gives_up() -> None:
    _, exchange = await a_phone({"pick_files": []})

    assert await exchange.pick(MOST) is None


async def test_the_button_of_a_browser_brings_the_file_to_who_listens() -> None:
    taken: list[bytes] = []

    async def take(content: bytes) -> None:
        taken.append(content)

    driver, exchange = await a_phone({}, web=True)
    exchange.hear(take)
    picker = driver.get(ft.FilePicker)

    await driver.emit(picker, "result", {"files": [a_file(bytes=b"abc")]})

    assert isinstance(exchange.action, ft.PickFiles)
    assert taken == [b"abc"]


async def test_a_screen_that_is_gone_hears_nothing_and_the_one_below_hears_again() -> None:
    taken: list[str] = []

    async def below(_: bytes) -> None:
        taken.append("below")

    async def above(_: bytes) -> None:
        taken.append("above")

    driver, exchange = await a_phone({}, web=True)
    picker = driver.get(ft.FilePicker)
    exchange.hear(below)
    exchange.hear(above)
    await driver.emit(picker, "result", {"files": [a_file(bytes=b"abc")]})

    exchange.stop_hearing(above)
    await driver.emit(picker, "result", {"files": [a_file(bytes=b"abc")]})

    assert taken == ["above", "below"]


async def test_a_phone_needs_no_action() -> None:
    _, exchange = await a_phone({})

    assert exchange.action is None
