"""What tus asks of every server: versions, headers, types; and bodies that stand still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Message, Scope

from sync.central.tus import as_it_comes
from sync.domain.people import Role
from sync.protocol.limits import MAX_FILE_BYTES
from sync.protocol.problems import Code
from tests.conftest import Enrol
from tests.support.tus import Sender, a_photo, assert_problem, name_of, note_naming

PHOTO = a_photo()
HALF = len(PHOTO) // 2
HTTP: Scope = {"type": "http", "headers": []}


@pytest.fixture
async def sender(enrol: Enrol) -> Sender:
    rt = enrol(Role.RT)
    await note_naming(rt, PHOTO)
    return Sender(rt, PHOTO)


async def test_what_is_spoken_is_told_without_a_token(http: httpx.AsyncClient) -> None:
    told = await http.request("OPTIONS", f"/v1/files/{name_of(PHOTO)}")

    assert told.status_code == 204
    assert told.headers["Tus-Version"] == told.headers["Tus-Resumable"] == "1.0.0"
    assert told.headers["Tus-Extension"] == "creation,creation-with-upload"
    assert told.headers["Tus-Max-Size"] == str(MAX_FILE_BYTES)


@pytest.mark.parametrize("version", ["0.2.2", "1.0.1", ""])
async def test_another_version_is_refused_with_the_one_that_is_spoken(sender: Sender, version: str) -> None:
    other = {"Tus-Resumable": version}

    answers = [await sender.announce(headers=other), await sender.send(0, headers=other)]

    for answer in answers:
        assert_problem(answer, Code.UPLOAD_VERSION)
        assert answer.headers["Tus-Version"] == "1.0.0"
    plain = {"Authorization": f"Bearer {sender.who.token}"}
    assert (await sender.who.http.head(sender.address, headers=plain)).status_code == 412


@pytest.mark.parametrize("text", ["-1", "1.5", "", "x", "9" * 16, "٣"])
async def test_a_number_that_is_none_is_named(sender: Sender, text: str) -> None:
    await sender.announce()
    wrong = text.encode()

    length = await sender.announce(headers={"Upload-Length": wrong})
    offset = await sender.send(0, headers={"Upload-Offset": wrong})

    for answer, name in ((length, "Upload-Length"), (offset, "Upload-Offset")):
        assert_problem(answer, Code.BAD_UPLOAD)
        assert name in answer.json()["detail"]


async def test_a_body_of_another_type_is_not_appended(sender: Sender) -> None:
    await sender.announce()

    assert_problem(await sender.send(0, headers={"Content-Type": "image/jpeg"}), Code.WRONG_TYPE)
    assert await sender.offset() == 0


async def test_a_network_that_lets_no_patch_through_is_got_around(sender: Sender) -> None:
    await sender.announce(first=HALF)

    known = sender.headers(Upload_Offset=str(HALF), Content_Type="application/offset+octet-stream")
    override = {"X-HTTP-Method-Override": "PATCH"}
    sent = await sender.who.http.post(sender.address, content=PHOTO[HALF:], headers=known | override)

    assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, str(len(PHOTO)))
    assert (await sender.fetch()).content == PHOTO


async def test_an_address_that_is_no_hash_is_not_there(sender: Sender) -> None:
    wrong = Sender(sender.who, PHOTO, name="x" * 64)

    assert_problem(await wrong.announce(), Code.NOT_FOUND)
    assert (await wrong.ask()).status_code == 404


async def test_a_body_that_stands_still_is_kept_as_far_as_it_came() -> None:
    goes_on = asyncio.Event()

    async def body() -> AsyncIterator[Message]:
        yield {"type": "http.request", "body": b"first", "more_body": True}
        await goes_on.wait()
        yield {"type": "http.request", "body": b"rest", "more_body": False}

    parts = []
    async for part in as_it_comes(Request(HTTP, body().__anext__), 100, 0.001):
        parts.append(part)
        goes_on.set()

    assert parts == [b"first", b"rest"]


async def test_a_body_that_stands_still_for_good_is_not_waited_for() -> None:
    async def body() -> AsyncIterator[Message]:
        yield {"type": "http.request", "body": b"first", "more_body": True}
        await asyncio.Event().wait()

    parts = [part async for part in as_it_comes(Request(HTTP, body().__anext__), 100, 0.001)]

    assert parts == [b"first"]
