"""A UMKM's business contact on the public page of its own innovation, over JSON."""

from __future__ import annotations

from fastapi import APIRouter, Response

from sync.central import business_contacts, reading
from sync.central.api import CallerOf, CentreOf, JsonBody, json_reply
from sync.central.description import documented
from sync.protocol.business import BusinessContact

router = APIRouter(prefix="/v1/contacts", tags=["people"])
_GIVEN = documented(BusinessContact, BusinessContact)
del _GIVEN["responses"]["200"]


@router.put("/{record}/business", status_code=204, openapi_extra=_GIVEN)
def give(centre: CentreOf, who: CallerOf, record: str, body: JsonBody) -> Response:
    """Show this contact on the page of the UMKM's own innovation; without `consent`, take it off."""
    business_contacts.give(centre, who, record, reading.message(BusinessContact, body))
    return Response(status_code=204)


@router.get("/{record}/business", response_model=BusinessContact)
def show(centre: CentreOf, who: CallerOf, record: str) -> Response:
    """What the UMKM itself shows there; without `consent`, nothing."""
    reply = json_reply(business_contacts.own(centre, who, record))
    reply.headers["Cache-Control"] = "no-store"
    return reply
