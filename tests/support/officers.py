"""An officer who asks the people calls of the bare endpoint."""

from __future__ import annotations

import uuid
from typing import Any

import httpx

from sync.domain.areas import gazetteer
from tests.support.centres import KASSI, Speaker

RT_AREA = f"{KASSI}/RW003/RT002"
ROSTER_HEAD = "nama,peran,wilayah,masa_bakti_sampai"


async def ask(who: Speaker, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
    """As the person of that device."""
    sent: dict[str, Any] = {"json": body} if body is not None else {}
    headers = {"Authorization": f"Bearer {who.token}"}
    return await who.http.request(method, path, headers=headers, **sent, **more)


async def tell(who: Speaker, path: str, body: Any = None) -> dict[str, Any]:
    """A POST that must succeed."""
    response = await ask(who, "POST", path, {} if body is None else body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def refusal(who: Speaker, path: str, body: Any = None) -> str:
    """The code with which a POST was refused."""
    response = await ask(who, "POST", path, {} if body is None else body)
    assert response.status_code >= 400, response.text
    return str(response.json()["code"])


async def listed(who: Speaker, **asked: Any) -> list[dict[str, Any]]:
    response = await ask(who, "GET", "/v1/people", params=asked)
    assert response.status_code == 200, response.text
    people: list[dict[str, Any]] = response.json()["people"]
    return people


def a_new_person(**values: Any) -> dict[str, Any]:
    """The body with which somebody is added."""
    whole = {"id": str(uuid.uuid4()), "name": "Ibu Contoh", "role": "rt", "area": RT_AREA}
    return whole | values


async def enrol_with(http: httpx.AsyncClient, code: str, device: str = "") -> httpx.Response:
    phone = {"id": device or str(uuid.uuid4()), "name": "HP", "platform": "android", "app_version": "0.1.0"}
    return await http.post("/v1/enrol", json={"code": code, "device": phone})


def a_roster(number: int) -> str:
    """A list of so many officers as CSV, spread over every kelurahan of the city."""
    places = [place.code for place in gazetteer().kelurahan("73.71")]
    turns = [(i, *divmod(i // len(places), 9)) for i in range(number)]
    lines = [
        f"Pengurus Contoh {i},rt,{places[i % len(places)]}/RW{rw + 1:03}/RT{rt + 1:03},2031-12-31"
        for i, rw, rt in turns
    ]
    return "\n".join([ROSTER_HEAD, *lines])
