"""The HTTP coat: routes, bounded bodies, problem documents. Everything that decides stands in answer.py.

Files come in through tus.py.
"""

from __future__ import annotations

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import Scope

from sync.central import answer, handover, reading
from sync.central.accept import Caller
from sync.central.addresses import address_of
from sync.central.answer import Centre
from sync.central.description import binary, documented
from sync.central.json_text import canonical
from sync.central.pace import Pace
from sync.central.public.faults import fault_page, is_read_by_a_person
from sync.central.syncing import Asked
from sync.central.together import Together
from sync.protocol import wire
from sync.protocol.limits import MAX_REQUEST_BYTES
from sync.protocol.messages import (
    EnrolReply,
    EnrolRequest,
    HandOverReply,
    HandOverRequest,
    SyncReply,
    SyncRequest,
)
from sync.protocol.problems import Code, Problem

log = logging.getLogger("lorong")
router = APIRouter()
WEIGHT_OF_A_SYNC = 16 * 1024
"""What one without changes counts for, where those that are answered together are counted by their bytes."""
WEIGHT_OF_A_LIGHT_SYNC = 2 * WEIGHT_OF_A_SYNC
"""At most, of one with a few changes."""


# What has nothing to wait for is `async`: each plain `def` costs a way to another thread and back.
async def centre_of(request: Request) -> Centre:
    centre: Centre = request.app.state.centre
    return centre


async def token_of(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem(Code.UNAUTHORISED)
    pace: Pace | None = request.app.state.pace
    if pace is not None:
        pace.check(token)
    return token.strip()


def caller(token: Annotated[str, Depends(token_of)], centre: Annotated[Centre, Depends(centre_of)]) -> Caller:
    return answer.caller_of(centre, token)


async def bounded(request: Request, limit: int) -> bytes:
    """The body, read no further than the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Problem(Code.TOO_LARGE)
    return bytes(body)


async def json_body(request: Request) -> bytes:
    body = await bounded(request, MAX_REQUEST_BYTES)
    return reading.unpacked(body, request.headers.get("Content-Encoding", ""))


CentreOf = Annotated[Centre, Depends(centre_of)]
TokenOf = Annotated[str, Depends(token_of)]
CallerOf = Annotated[Caller, Depends(caller)]
JsonBody = Annotated[bytes, Depends(json_body)]


def json_reply(message: Any) -> Response:
    return Response(canonical(wire.write(message)), media_type="application/json")


@router.post("/v1/enrol", openapi_extra=documented(EnrolRequest, EnrolReply), tags=["people"])
def enrol(request: Request, centre: CentreOf, body: JsonBody) -> Response:
    """Exchange a one-time code for a device token."""
    message = reading.message(EnrolRequest, body)
    return json_reply(answer.enrol(centre, message, address_of(request)))


@router.post("/v1/sync", openapi_extra=documented(SyncRequest, SyncReply), tags=["sync"])
async def sync(request: Request) -> Response:
    """Push changes and pull what is new, in one round trip. Safe to repeat with the same body."""
    together: Together[Asked, bytes] = request.app.state.syncing
    token = await token_of(request)
    body = await bounded(request, MAX_REQUEST_BYTES)
    asked = Asked(token, body, request.headers.get("Content-Encoding", ""))
    return Response(await together.ask(asked, len(body) + WEIGHT_OF_A_SYNC), media_type="application/json")


SYNC = next(route for route in router.routes if isinstance(route, APIRoute) and route.path == "/v1/sync")
"""What straight.py leads to."""


@router.post("/v1/handover", openapi_extra=documented(HandOverRequest, HandOverReply), tags=["sync"])
def take_handover(centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """Take in one part of a file that another phone signed and the caller carried. Safe to repeat."""
    return json_reply(handover.take_handover(centre, who, handover.request_in(body)))


@router.get(
    "/v1/files/{sha256}",
    response_class=Response,
    responses=binary("image/jpeg", "image/png", "application/pdf"),
    tags=["files"],
)
def read_file(sha256: str, centre: CentreOf, who: CallerOf) -> Response:
    """A file of a record that the caller may see."""
    content, content_type = answer.read_file(centre, who, sha256)
    return Response(content, media_type=content_type, headers={"Cache-Control": "private, max-age=31536000"})


def problem_response(scope: Scope, problem: Problem, status: int | None = None) -> Response:
    """A problem document; a page where a person's browser asked. The status is the code's, if none is given."""
    status = status or problem.code.status
    if is_read_by_a_person(scope):
        return fault_page(status, problem.headers)
    document = problem.document() | {"status": status}
    return JSONResponse(document, status, problem.headers, media_type="application/problem+json")


def add_problem_handlers(app: FastAPI) -> None:
    """Every error leaves as a problem document or a page, and none with anything from the inside."""

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return problem_response(request.scope, error)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = Code.NOT_FOUND if error.status_code == 404 else Code.BAD_JSON
        problem = Problem(code, headers=dict(error.headers or {}))
        return problem_response(request.scope, problem, error.status_code)

    async def on_query(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        names = [str(fault["loc"][-1])[:40] for fault in error.errors()]
        return problem_response(request.scope, Problem(Code.BAD_VALUE, fields=dict.fromkeys(names, "wrong_type")))

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_query)
    app.add_exception_handler(HTTPException, on_http)
