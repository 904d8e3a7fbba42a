"""Partners, needs and offers of a test: what the city keeps in its own stream, and who helps whom."""

from __future__ import annotations

from typing import Any

import httpx

from sync.central import offers
from sync.domain.ids import IdSource
from sync.protocol.partners import OfferRequest
from tests.support.bank import Offices
from tests.support.residents import SECRET

CITY = "73.71"
_make_id = IdSource()


def a_need(**values: Any) -> dict[str, Any]:
    return {"kind": "tools", "text": "Mesin jahit untuk kelompok ibu (contoh)"} | values


async def a_partner(city: Offices, **values: Any) -> str:
    """In the city's list; None takes a field out."""
    partner = city.kota.make_id()
    whole = {"title": "Universitas Contoh", "helix": "academia", "area": CITY, "status": "submitted"} | values
    given = {path: value for path, value in whole.items() if value is not None}
    await city.accepted(city.kota, partner, given, kind="partner", seen=0, area=CITY)
    return partner


async def a_published_need(city: Offices, **values: Any) -> tuple[str, str]:
    """A published innovation, and the id of what it needs."""
    need = city.rt.make_id()
    return await city.published(**{f"needs/{need}": a_need(**values)}), need


def working_with(partner: str) -> dict[str, Any]:
    """What a record says of a partner that it works with."""
    return {f"works_with/{partner}": True}


def an_offer(record: str, need: str, **values: Any) -> OfferRequest:
    whole: dict[str, Any] = {"id": _make_id(), "secret": SECRET, "record": record, "need": need}
    return OfferRequest(**whole | {"text": "Dua mesin jahit bekas."} | values)


def offered(city: Offices, record: str, need: str, **values: Any) -> str:
    """The tracking number of a new offer."""
    return offers.file_offer(city.centre, an_offer(record, need, **values), "127.0.0.1").tracking


async def an_offer_record(city: Offices) -> str:
    """The id of an offer for a need that is open."""
    record, need = await a_published_need(city)
    request = an_offer(record, need)
    offers.file_offer(city.centre, request, "127.0.0.1")
    return request.id


def form_in(page: httpx.Response, **typed: str) -> dict[str, str]:
    """What a browser sends of a form with hidden id and secret."""
    hidden = {name: _hidden(page.text, name) for name in ("id", "secret") if f'name="{name}"' in page.text}
    return hidden | typed


def _hidden(text: str, name: str) -> str:
    return text.partition(f'name="{name}" value="')[2].partition('"')[0]
