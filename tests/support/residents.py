"""Residents of a test: their ideas over the bare protocol, and the officers who answer them."""

from __future__ import annotations

from typing import Any

import httpx

from sync.domain.ids import IdSource
from sync.protocol.messages import Receipt, RecordView
from tests.support.centres import KASSI, Speaker

SECRET = "R8T3VW"
PHONE = "0812 3456 7890"
_make_id = IdSource()


def an_idea(**values: Any) -> dict[str, Any]:
    """The body of `POST /v1/ideas`; None takes a field out."""
    whole = {
        "id": _make_id(),
        "secret": SECRET,
        "area": KASSI,
        "title": "Kebun sayur di ujung lorong (contoh)",
        "text": "Tanah kosong di ujung lorong ditanami sayur bersama, hasilnya dibagi.",
    } | values
    return {name: value for name, value in whole.items() if value is not None}


def a_contact(**values: Any) -> dict[str, Any]:
    return {"name": "Warga Contoh", "phone": PHONE, "consent": True} | values


async def filed(http: httpx.AsyncClient, **values: Any) -> str:
    """The tracking number of a new idea."""
    response = await http.post("/v1/ideas", json=an_idea(**values))
    assert response.status_code == 200, response.text
    return str(response.json()["tracking"])


async def told(http: httpx.AsyncClient, tracking: str) -> dict[str, Any]:
    response = await http.get(f"/v1/ideas/{tracking}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def pulled(officer: Speaker) -> RecordView:
    """The one idea that the officer's device holds."""
    (found,) = [record for record in (await officer.sync()).records if record.kind == "idea"]
    return found


async def step(officer: Speaker, status: str, **words: str) -> Receipt:
    """The officer takes this step with the idea that they hold."""
    idea = await pulled(officer)
    value = {"status": status} | words
    values = {"status": status, f"steps/{officer.make_id()}": value}
    return await officer.send(officer.change_of(idea.id, values, seen=idea.version, kind="idea", area=idea.area))
