"""The routes of partners.py and board.py: the list for everybody, reading links and the board for the city."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from sync.central import board, partners, reading
from sync.central.api import CallerOf, CentreOf, JsonBody, json_reply
from sync.central.description import documented
from sync.protocol.partners import Board, MadeLink, NewLink, PartnerLinks, PartnersPage

router = APIRouter(tags=["partners"])


@router.get("/v1/partners", response_model=PartnersPage)
def read_partners(centre: CentreOf, _: CallerOf, cursor: Annotated[str, Query(max_length=80)] = "") -> Response:
    """What changed in the city's list of partners after the cursor."""
    return json_reply(partners.page(centre, cursor))


@router.get("/v1/partners/{partner}/links", response_model=PartnerLinks)
def list_links(partner: str, centre: CentreOf, who: CallerOf) -> Response:
    """The partner's reading links, the newest first."""
    return json_reply(partners.links_of(centre, who, partner))


@router.post("/v1/partners/{partner}/links", openapi_extra=documented(NewLink, MadeLink))
def make_link(partner: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """A new reading link. Its address is in this answer and nowhere else; with an `id`, safe to repeat."""
    asked: NewLink = reading.message(NewLink, body)
    reply = json_reply(partners.make_link(centre, who, partner, asked))
    reply.headers["Cache-Control"] = "no-store"
    return reply


@router.post("/v1/partners/{partner}/links/{link}/revoke", response_model=PartnerLinks)
def revoke_link(partner: str, link: str, centre: CentreOf, who: CallerOf) -> Response:
    """The link opens nothing from now on. Safe to repeat."""
    return json_reply(partners.revoke_link(centre, who, partner, link))


@router.get("/v1/board", response_model=Board)
def read_board(centre: CentreOf, who: CallerOf) -> Response:
    """The records that the lab took up, by column, with the proofs that each card has."""
    return json_reply(board.board(centre, who))
