"""The centre's log: one JSON object a line, with ids only, whatever people send."""

from __future__ import annotations

import io
import json
import logging
import math
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sync.central import logs, observing
from sync.central.answer import Centre
from sync.central.app import make_app
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import a_code, a_note, a_person
from tests.support.tus import Sender, a_photo, note_naming

SECRETS = ("Daeng Rahasia", "Judul rahasia", "0812-3456-7890", "rahasia=ya", "7371012345678901")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, stream = (root.handlers, root.level), io.StringIO()
    lorong = logging.getLogger("lorong")
    level = lorong.level
    logs.configure(stream)
    lorong.setLevel(logging.DEBUG)
    yield stream
    root.handlers, root.level = before
    lorong.setLevel(level)
    logging.getLogger("uvicorn.access").disabled = False


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


async def test_a_journey_leaves_no_name_text_code_token_or_query_in_the_log(
    written: io.StringIO, enrol: Enrol, centre: Centre, http: httpx.AsyncClient
) -> None:
    rt, photo = enrol(Role.RT, name="Daeng Rahasia"), a_photo(3_000)
    code = a_code(centre, a_person(centre, Role.RT, "73.71.13.1002"))
    device = {"id": "0192aaaa-0000-4000-8000-000000000001", "name": "HP Daeng Rahasia", "platform": "android"}

    await http.post("/v1/enrol", json={"code": code, "device": device | {"app_version": "1"}})
    await http.post("/v1/enrol", json={"code": "0812-3456-7890", "device": device | {"app_version": "1"}})
    await rt.send(rt.change_of(rt.make_id(), a_note(title="Judul rahasia")))
    await rt.send(rt.change_of(rt.make_id(), a_note(title="Judul rahasia 7371012345678901")))
    await rt.post({"changes": "Judul rahasia", "cursors": {}, "limit": 1})
    await note_naming(rt, photo)
    await Sender(rt, photo).announce(len(photo))
    await http.get("/v1/nowhere/Daeng%20Rahasia?rahasia=ya", headers={"X-Request-Id": "Judul rahasia"})
    await http.get("/v1/files/abc?rahasia=ya", headers={"Authorization": "Bearer rahasia-bukan-token"})

    text = written.getvalue()
    found = lines(written)
    assert len([line for line in found if line["event"] == "request"]) >= 9
    for secret in (*SECRETS, rt.token, code, "rahasia-bukan-token"):
        assert secret not in text
    assert {line["route"] for line in found if "route" in line} == {
        "/v1/enrol",
        "/v1/sync",
        "/v1/files/{sha256}",
        "none",
    }


async def test_what_goes_well_and_quickly_is_not_told_unless_it_is_asked_for(
    written: io.StringIO, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine is.
    monkeypatch.setattr(observing, "SLOW_S", math.inf)
    logging.getLogger("lorong").setLevel(logging.INFO)

    await http.get("/health")
    await http.get("/v1/nowhere")

    assert [line["status"] for line in lines(written) if line["event"] == "request"] == [404]


async def test_a_request_is_told_with_its_id_route_status_and_time(
    written: io.StringIO, http: httpx.AsyncClient
) -> None:
    response = await http.get("/health", headers={"X-Request-Id": "dari-proxy-0001"})

    assert response.headers["X-Request-Id"] == "dari-proxy-0001"
    line = lines(written)[-1]
    assert (line["request_id"], line["method"], line["route"], line["status"], line["level"]) == (
        "dari-proxy-0001",
        "GET",
        "/health",
        200,
        "debug",
    )
    assert line["ms"] >= 0
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "two words", "a\u00e9b-cdefgh", 'quote"quote'])
async def test_an_id_that_is_none_is_replaced(http: httpx.AsyncClient, given: str) -> None:
    response = await http.get("/health", headers=[(b"X-Request-Id", given.encode())])

    assert response.headers["X-Request-Id"] != given
    assert len(response.headers["X-Request-Id"]) == 32


async def test_a_fault_is_told_by_its_kind_and_place_without_its_words(
    written: io.StringIO, centre: Centre
) -> None:
    app = make_app(centre)

    @app.get("/v1/broken/{number}")
    def broken(number: str) -> None:
        try:
            int(number)
        except ValueError as error:
            raise RuntimeError("Daeng Rahasia") from error

    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://centre") as http:
        response = await http.get("/v1/broken/Judul rahasia")

    fault = next(line for line in lines(written) if line["level"] == "error")
    assert (response.status_code, response.json()["code"]) == (500, "fault")
    assert fault["request_id"] == response.headers["X-Request-Id"]
    assert fault["errors"] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert any(place.endswith(" broken") for place in fault["where"])
    assert "ahasia" not in written.getvalue()


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("sent Authorization: Bearer abc.def", "abc.def"),
        ("cannot reach postgresql://lorong:kata-sandi@db/lorong", "kata-sandi"),
        ("GET /usul?nama=Daeng 200", "Daeng"),
        ("call +62 812-3456-7890 back", "3456"),
    ],
)
def test_what_a_library_writes_goes_without_secrets(written: io.StringIO, text: str, secret: str) -> None:
    logging.getLogger("some.library").warning("%s", text)

    assert secret not in written.getvalue()
    assert lines(written)[0]["logger"] == "some.library"
