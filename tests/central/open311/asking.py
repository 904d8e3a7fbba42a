"""Speaks GeoReport to a centre of a test: files a request and reads both formats."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import httpx

BASE = "/open311/v2"
INSIDE = {"lat": "-5.1700270", "long": "119.4531840"}
"""Near the middle of Kassi-Kassi."""


def a_request(**fields: str) -> dict[str, str]:
    whole = {
        "service_code": "food",
        "description": "Kebun sayur di ujung lorong.\nTanah kosong ditanami bersama.",
        **INSIDE,
    } | fields
    return {name: value for name, value in whole.items() if value}


async def post(http: httpx.AsyncClient, form: str = "json", **fields: str) -> httpx.Response:
    return await http.post(f"{BASE}/requests.{form}", data=a_request(**fields))


async def filed(http: httpx.AsyncClient, **fields: str) -> dict[str, Any]:
    """The answer to a request that was taken in."""
    response = await post(http, **fields)
    assert response.status_code == 200, response.text
    (found,) = response.json()
    assert isinstance(found, dict)
    return found


async def ask(http: httpx.AsyncClient, path: str, **query: str) -> Any:
    response = await http.get(f"{BASE}/{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


async def ask_xml(http: httpx.AsyncClient, path: str, **query: str) -> ElementTree.Element:
    response = await http.get(f"{BASE}/{path}", params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)
