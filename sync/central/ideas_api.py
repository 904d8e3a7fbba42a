"""Residents' ideas and contacts over JSON: for the app without an account, and for officers who look one up."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from sync.central import contacts, idea_photos, idea_story, ideas, reading
from sync.central.addresses import address_of
from sync.central.answer import Centre
from sync.central.api import CallerOf, CentreOf, JsonBody, bounded, json_reply
from sync.central.description import documented
from sync.central.ideas import Tracked
from sync.protocol.ideas import (
    AnswerRequest,
    AppealRequest,
    Contact,
    ContactView,
    IdeaReply,
    IdeaRequest,
    IdeaView,
)
from sync.protocol.limits import MAX_FILE_BYTES
from sync.protocol.problems import Code, Problem

router = APIRouter(tags=["residents"])
_NEVER_KEPT = {"Cache-Control": "no-store"}
_GIVEN = documented(Contact, ContactView)
del _GIVEN["responses"]["200"]


@router.post("/v1/ideas", openapi_extra=documented(IdeaRequest, IdeaReply))
def file_idea(request: Request, centre: CentreOf, body: JsonBody) -> Response:
    """File an idea without an account. Safe to repeat with the same id, secret and words."""
    return json_reply(ideas.file_idea(centre, reading.message(IdeaRequest, body), address_of(request)))


@router.get("/v1/ideas/{tracking}", response_model=IdeaView)
def read_idea(request: Request, centre: CentreOf, tracking: str) -> Response:
    """What became of it; needs the whole tracking number."""
    return _view(centre, ideas.track(centre, tracking, address_of(request)))


@router.post("/v1/ideas/{tracking}/answers", openapi_extra=documented(AnswerRequest, IdeaView))
def answer(request: Request, centre: CentreOf, tracking: str, body: JsonBody) -> Response:
    """Answer the officer's question. Safe to repeat."""
    address = address_of(request)
    found = ideas.track(centre, tracking, address)
    ideas.answer(centre, found, reading.message(AnswerRequest, body), address)
    return _view(centre, found)


@router.post("/v1/ideas/{tracking}/appeal", openapi_extra=documented(AppealRequest, IdeaView))
def appeal(request: Request, centre: CentreOf, tracking: str, body: JsonBody) -> Response:
    """*Minta ditinjau kecamatan*, once. Safe to repeat."""
    address = address_of(request)
    found = ideas.track(centre, tracking, address)
    idea_story.appeal(centre, found, reading.message(AppealRequest, body), address)
    return _view(centre, found)


@router.post("/v1/ideas/{tracking}/photos", response_model=IdeaView)
async def add_photo(request: Request, centre: CentreOf, tracking: str) -> Response:
    """A photo as the whole body: JPEG, PNG or WebP, up to 10 MB."""
    content = await bounded(request, MAX_FILE_BYTES)
    return await run_in_threadpool(_add_photo, centre, tracking, content, address_of(request))


def _add_photo(centre: Centre, tracking: str, content: bytes, address: str) -> Response:
    found = ideas.track(centre, tracking, address)
    idea_photos.add_photo(centre, found, content, address)
    return _view(centre, found)


@router.delete("/v1/ideas/{tracking}/contact", response_model=IdeaView)
def withdraw_consent(request: Request, centre: CentreOf, tracking: str) -> Response:
    """Erase name and phone. Safe to repeat."""
    found = ideas.track(centre, tracking, address_of(request))
    ideas.withdraw_contact(centre, found)
    return _view(centre, found)


def _view(centre: Centre, found: Tracked) -> Response:
    with centre.database.read() as connection:
        told = idea_story.view(connection, ideas.again(connection, found), centre.clock())
    reply = json_reply(told)
    reply.headers.update(_NEVER_KEPT)
    return reply


@router.put("/v1/contacts/{record}", status_code=204, openapi_extra=_GIVEN)
def give_contact(centre: CentreOf, who: CallerOf, record: str, body: JsonBody) -> Response:
    """Note the contact that a resident agreed to give, for who may edit the record."""
    contacts.give(centre, who, record, reading.message(Contact, body))
    return Response(status_code=204)


@router.get("/v1/contacts/{record}", response_model=ContactView)
def show_contact(
    centre: CentreOf, who: CallerOf, record: str, purpose: Annotated[str, Query(max_length=400)] = ""
) -> Response:
    """A resident's name and phone, for kelurahan and kecamatan of the area and the city. Each view is written down
    with its purpose."""
    if not purpose:
        raise Problem(Code.NOTE_NEEDED, "purpose: say what it is for")
    reply = json_reply(contacts.show(centre, who, record, purpose))
    reply.headers.update(_NEVER_KEPT)
    return reply
