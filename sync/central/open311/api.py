"""The HTTP coat of GeoReport v2. Every answer, also of what went wrong, has the shape and format that was asked.

No key is asked for: an idea needs no account here, and one address files no more of them than the page `/usul`
lets it. A key that everybody could have would keep nobody out; one that is sent is neither read nor kept.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from sync.central import nul
from sync.central.addresses import address_of
from sync.central.api import CentreOf
from sync.central.open311 import intake, listing, shapes
from sync.central.open311.described import FILING, answers
from sync.central.open311.refused import Refused, of_problem
from sync.central.open311.services import definition, services
from sync.central.open311.shapes import TYPES, Definition, Discovery, Endpoint, Error, Filed, Service, written
from sync.central.public.form_body import FormBody
from sync.protocol.problems import Problem

PREFIX = "/open311/v2"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-12-01T00:00:00Z"
"""When what is offered here last changed."""
_WHERE = "Kantor BRIDA kota ini, atau formulir 'Laporkan halaman ini' di halaman utama."
_KEYS = "Tidak perlu api_key: usulan tidak perlu akun, dan dibatasi per alamat jaringan."
Form = Literal["json", "xml"]
Listed = Annotated[str, Query(max_length=2000)]
Moment = Annotated[str, Query(max_length=40)]


class GeoReportRoute(APIRoute):
    """Answers what went wrong as GeoReport does, instead of with a problem document."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def spoken(request: Request) -> Response:
            try:
                if problem := nul.in_address(request.scope):
                    raise problem
                return await answer(request)
            except Problem as problem:
                refused = of_problem(problem)
            except RequestValidationError as error:
                refused = _unreadable(error)
            except Refused as error:
                refused = error
            return _reply(Error, refused.errors, _form_of(request), refused.status, **refused.headers)

        return spoken


router = APIRouter(prefix=PREFIX, tags=["open311"], route_class=GeoReportRoute)


def _unreadable(error: RequestValidationError) -> Refused:
    names = dict.fromkeys(str(fault["loc"][-1])[:40] for fault in error.errors())
    if "form" in names:
        return Refused(404, ["Format yang ada: json dan xml."])
    return Refused(400, [f"{name}: isinya belum benar." for name in names])


def _form_of(request: Request) -> str:
    asked = request.path_params.get("form", "")
    return asked if asked in TYPES else "xml"


def _reply(shape: type, content: Any, form: str, status: int = 200, **headers: str) -> Response:
    headers = {"Cache-Control": "no-store"} | headers
    return Response(written(shape, content, form), status, headers, media_type=TYPES[form])


@router.get("/discovery.{form}", responses=answers(Discovery, several=False))
def discover(centre: CentreOf, form: Form) -> Response:
    """Where the service is, and what it speaks."""
    formats = ("text/xml", "application/json")
    here = Endpoint(SPECIFICATION, centre.base_url + PREFIX, CHANGESET, "production", formats)
    return _reply(Discovery, Discovery(CHANGESET, _WHERE, _KEYS, (here,)), form)


@router.get("/services.{form}", responses=answers(Service, several=True))
def list_services(form: Form) -> Response:
    """What ideas may be about. Complaints are not taken here."""
    return _reply(Service, list(services().values()), form)


@router.get("/services/{service_code}.{form}", responses=answers(Definition, several=False))
def define_service(centre: CentreOf, service_code: str, form: Form) -> Response:
    """What a request of this service may say."""
    if service_code not in services():
        raise Refused(404, ["service_code: layanan ini tidak ada. Lihat /services."])
    return _reply(Definition, definition(service_code, centre.city), form)


@router.post("/requests.{form}", responses=answers(Filed, several=True), openapi_extra=FILING)
def file_request(request: Request, centre: CentreOf, fields: FormBody, form: Form) -> Response:
    """File an idea. The id in the answer is the secret tracking number of its sender."""
    return _reply(Filed, [intake.file(centre, fields, address_of(request))], form)


@router.get("/requests.{form}", responses=answers(shapes.Request, several=True))
def list_requests(
    request: Request,
    centre: CentreOf,
    form: Form,
    service_request_id: Listed = "",
    service_code: Listed = "",
    start_date: Moment = "",
    end_date: Moment = "",
    status: Listed = "",
) -> Response:
    """The ideas that became a published innovation, filed in 90 days; or those whose ids are given."""
    ids = _parts(service_request_id)
    if ids:
        return _reply(shapes.Request, listing.named(centre, ids, address_of(request)), form)
    span = listing.span_of(start_date, end_date, centre.clock())
    asked = listing.Asked(span, frozenset(_parts(service_code)), frozenset(_parts(status)))
    return _reply(shapes.Request, listing.listed(centre, asked), form)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


@router.get("/requests/{service_request_id}.{form}", responses=answers(shapes.Request, several=True))
def read_request(request: Request, centre: CentreOf, service_request_id: str, form: Form) -> Response:
    """One idea: by its public number once it is public, or by its tracking number."""
    return _reply(shapes.Request, [listing.one(centre, service_request_id, address_of(request))], form)
