"""Headers that close doors: on every answer, and more on those of the API."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from sync.central.answer import Centre
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import http_to
from tests.support.tus import Sender, a_photo, note_naming

ADDRESSES = ("/health", "/v1/sync", "/v1/log/key", "/v1/nowhere", "/nowhere", "/openapi.json", "/metrics")


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_answer_closes_doors(http: httpx.AsyncClient, address: str) -> None:
    headers = (await http.get(address)).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", [each for each in ADDRESSES if each.startswith("/v1/")])
async def test_an_answer_of_the_api_can_be_no_page(http: httpx.AsyncClient, address: str) -> None:
    headers = (await http.get(address)).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_what_somebody_uploaded_can_be_no_page_and_is_kept_by_no_proxy(enrol: Enrol) -> None:
    rt, photo = enrol(Role.RT), a_photo(2_000)
    await note_naming(rt, photo)
    await Sender(rt, photo).announce(len(photo))

    headers = (await Sender(rt, photo).fetch()).headers

    assert headers["Content-Security-Policy"].endswith("sandbox")
    assert headers["Cache-Control"].startswith("private")


async def test_answers_to_somebody_are_kept_by_nobody(enrol: Enrol) -> None:
    answer = await enrol(Role.RT).post({"changes": [], "cursors": {}, "limit": 1})

    assert answer.headers["Cache-Control"] == "no-store"


async def test_browsers_stay_with_tls_where_the_public_address_has_it(centre: Centre) -> None:
    async with http_to(replace(centre, base_url="https://lorong.example.id")) as http:
        with_tls = (await http.get("/health")).headers
    async with http_to(replace(centre, base_url="http://127.0.0.1:8000")) as http:
        without = (await http.get("/health")).headers

    assert int(with_tls["Strict-Transport-Security"].removeprefix("max-age=")) >= 31_536_000
    assert "Strict-Transport-Security" not in without
