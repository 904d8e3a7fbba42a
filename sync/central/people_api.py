"""The HTTP coat of people, devices, codes, rosters and sheets. What decides stands in office.py and beside it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from sync.central import erase_record, listing, office, posters, reading, roster, sheets, tokens, transfer
from sync.central.api import CallerOf, CentreOf, JsonBody, TokenOf, json_reply
from sync.central.description import binary, documented
from sync.protocol.people import (
    DEFAULT_PEOPLE,
    MAX_PEOPLE,
    CodeReply,
    EraseReply,
    EraseRequest,
    HandOverKeyReply,
    NewCode,
    NewPerson,
    PeopleReply,
    PersonChange,
    PersonEntry,
    RosterReply,
    SheetRequest,
    TokenReply,
    TransferReply,
    TransferRequest,
)

router = APIRouter(prefix="/v1", tags=["people"])
Word = Annotated[str, Query(max_length=80)]


@router.get("/people", response_model=PeopleReply)
def list_people(
    centre: CentreOf,
    who: CallerOf,
    area: Annotated[str, Query(max_length=40)] = "",
    q: Word = "",
    after: Annotated[str, Query(max_length=36)] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_PEOPLE)] = DEFAULT_PEOPLE,
    ending: bool = False,
) -> Response:
    """Who is in office in the caller's area, with devices; `ending`: whose term ends within 60 days, or has."""
    return json_reply(listing.list_people(centre, who, area, q, after, limit, ending=ending))


@router.post("/people", openapi_extra=documented(NewPerson, CodeReply))
def add_person(centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """Add somebody, and get their code. Safe to repeat: adds nobody twice, and each time gives another code."""
    return json_reply(office.add(centre, who, reading.message(NewPerson, body)))


@router.post("/people/{person}", openapi_extra=documented(PersonChange, PersonEntry))
def change_person(person: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """Correct a name, move to another area, set the end of the term."""
    return json_reply(office.change(centre, who, person, reading.message(PersonChange, body)))


@router.post("/people/{person}/code", openapi_extra=documented(NewCode, CodeReply))
def give_code(person: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """A new code; the devices named as lost are switched off in the same step."""
    return json_reply(office.give(centre, who, person, reading.message(NewCode, body)))


@router.post("/people/{person}/end", response_model=PersonEntry)
def end_term(person: str, centre: CentreOf, who: CallerOf) -> Response:
    """End a term now. Safe to repeat."""
    return json_reply(office.end(centre, who, person))


@router.post("/devices/{device}/revoke", response_model=PersonEntry)
def switch_off(device: str, centre: CentreOf, who: CallerOf) -> Response:
    """Switch a device off; what it holds unsent stays on it. Safe to repeat."""
    return json_reply(office.switch_off(centre, who, device))


@router.post(
    "/roster",
    response_model=RosterReply,
    openapi_extra={"requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def import_roster(centre: CentreOf, who: CallerOf, body: JsonBody, check: bool = False) -> Response:
    """Add the officers of a CSV (nama, peran, wilayah, masa_bakti_sampai), all or nobody. Safe to repeat."""
    return json_reply(roster.import_roster(centre, who, body, check=check))


@router.post(
    "/sheets",
    response_class=Response,
    openapi_extra=documented(SheetRequest, RosterReply)
    | {"responses": {"200": {"description": "A PDF", "content": {"application/pdf": {}}}}},
)
def print_sheet(centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """A PDF of cards with fresh codes for everybody in the area who has no device."""
    area = reading.message(SheetRequest, body).area
    content = sheets.sheet_of(centre, who, area)
    return Response(content, media_type="application/pdf", headers={"Cache-Control": "no-store"})


@router.get("/posters/{area}", response_class=Response, responses=binary("application/pdf"))
def print_posters(area: str, centre: CentreOf, who: CallerOf) -> Response:
    """An A4 poster for each kelurahan of the area, with the QR of its form for ideas."""
    content = posters.posters_for(centre, who, area)
    return Response(content, media_type="application/pdf", headers={"Cache-Control": "no-store"})


@router.post("/token", response_model=TokenReply)
def renew_token(centre: CentreOf, token: TokenOf, who: CallerOf) -> Response:
    """The device's next token; the one that asks works until the next is first used. Safe to repeat."""
    with centre.database.write() as connection:
        following = tokens.renew_token(connection, centre.keys, who.device, token)
    return json_reply(TokenReply(following))


@router.get("/handover-key", response_model=HandOverKeyReply)
def tell_handover_key(centre: CentreOf, who: CallerOf) -> Response:
    """What the caller's device signs hand-overs with, as its enrolment told: an exchanged secret makes others."""
    return json_reply(HandOverKeyReply(centre.keys.handover_key(who.device)))


@router.post("/records/{record}/transfer", openapi_extra=documented(TransferRequest, TransferReply), tags=["sync"])
def transfer_record(record: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """Move a record that was noted in the wrong kelurahan. Safe to repeat."""
    return json_reply(transfer.transfer(centre, who, record, reading.message(TransferRequest, body)))


@router.post("/records/{record}/erase", openapi_extra=documented(EraseRequest, EraseReply), tags=["sync"])
def erase_of_record(record: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """Erase what a record says of somebody who asked for it, for good. Safe to repeat."""
    return json_reply(erase_record.erase_record(centre, who, record, reading.message(EraseRequest, body)))
