"""The HTTP coat of registrations: anonymous for the UMKM that asks, with a token for who decides."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from sync.central import reading, registering, registrations
from sync.central.addresses import address_of
from sync.central.api import CallerOf, CentreOf, JsonBody, json_reply
from sync.central.description import documented
from sync.protocol.people import (
    Admission,
    AskRequest,
    ContactReply,
    ContactRequest,
    RegisterRequest,
    RegistrationEntry,
    RegistrationsReply,
    RegistrationState,
)

router = APIRouter(prefix="/v1", tags=["people"])


@router.post("/register", openapi_extra=documented(RegisterRequest, RegistrationState))
def register(request: Request, centre: CentreOf, body: JsonBody) -> Response:
    """A UMKM asks to be admitted. Safe to repeat with the same id and secret."""
    message = reading.message(RegisterRequest, body)
    return json_reply(registering.register(centre, message, address_of(request)))


@router.post("/register/{registration}", openapi_extra=documented(AskRequest, RegistrationState))
def ask(registration: str, request: Request, centre: CentreOf, body: JsonBody) -> Response:
    """What became of it: waiting, declined with a reason, or admitted with a token."""
    secret = reading.message(AskRequest, body).secret
    return json_reply(registering.ask(centre, registration, secret, address_of(request)))


@router.get("/registrations", response_model=RegistrationsReply)
def list_registrations(
    centre: CentreOf,
    who: CallerOf,
    state: Literal["waiting", "admitted", "declined"] = "waiting",
    after: Annotated[str, Query(max_length=36)] = "",
) -> Response:
    """The registrations of the caller's area, the oldest first."""
    return json_reply(registrations.list_registrations(centre, who, state, after))


@router.post("/registrations/{registration}", openapi_extra=documented(Admission, RegistrationEntry))
def decide(registration: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """Admit, or decline with a reason. Safe to repeat."""
    return json_reply(registrations.decide(centre, who, registration, reading.message(Admission, body)))


@router.post("/registrations/{registration}/contact", openapi_extra=documented(ContactRequest, ContactReply))
def open_contact(registration: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """How the applicant is reached. Who looked, when and for what is kept."""
    purpose = reading.message(ContactRequest, body).purpose
    return json_reply(registrations.open_contact(centre, who, registration, purpose))
