"""The documented API: whatever schemathesis makes of it, no answer is a fault, or other than described."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.log import update_log
from sync.domain.people import Role
from tests.support.centres import KASSI, a_centre, a_device, a_person, http_to
from tests.support.clock import StandingClock


@pytest.fixture(scope="module")
def one_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    made = a_centre(f"sqlite:///{tmp_path_factory.mktemp('api') / 'centre.sqlite3'}", StandingClock())
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def app(one_centre: Centre) -> FastAPI:
    return make_app(one_centre)


@dataclass
class Api:
    """The described calls, and the application that answers them, each made once: thousands of examples ask it."""

    centre: Centre
    schema: Any
    http: httpx.AsyncClient
    runner: asyncio.Runner
    tokens: dict[Role | None, str]
    tried: Counter[str] = field(default_factory=Counter)

    def ask(self, method: str, path: str, sent: dict[str, Any]) -> httpx.Response:
        return self.runner.run(self.http.request(method, path, **sent))


@pytest.fixture(scope="module")
def api(one_centre: Centre, app: FastAPI) -> Iterator[Api]:
    update_log(one_centre)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    http = httpx.AsyncClient(transport=transport, base_url="http://centre")
    tokens: dict[Role | None, str] = {role: _token(one_centre, role) for role in (Role.RT, Role.KOTA)}
    with asyncio.Runner() as runner:
        yield Api(one_centre, schemathesis.openapi.from_dict(app.openapi()), http, runner, {None: "", **tokens})
        runner.run(http.aclose())


PROMISED = 5_000
EXAMPLES = int(os.environ.get("LORONG_EXAMPLES", "34"))
"""Of each call and caller at most: some take nothing that could differ."""
ROLES = [None, Role.RT, Role.KOTA]
pytestmark = pytest.mark.xdist_group("examples")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CALLS = [
    "GET /health",
    "POST /v1/enrol",
    "POST /v1/sync",
    "POST /v1/handover",
    "GET /v1/people",
    "POST /v1/people",
    "POST /v1/people/{person}",
    "POST /v1/people/{person}/code",
    "POST /v1/people/{person}/end",
    "POST /v1/devices/{device}/revoke",
    "POST /v1/roster",
    "POST /v1/sheets",
    "GET /v1/posters/{area}",
    "POST /v1/token",
    "GET /v1/handover-key",
    "POST /v1/records/{record}/transfer",
    "POST /v1/records/{record}/erase",
    "POST /v1/register",
    "POST /v1/register/{registration}",
    "GET /v1/registrations",
    "POST /v1/registrations/{registration}",
    "POST /v1/registrations/{registration}/contact",
    "POST /v1/files/{sha256}",
    "GET /v1/files/{sha256}",
    "HEAD /v1/files/{sha256}",
    "PATCH /v1/files/{sha256}",
    "OPTIONS /v1/files/{sha256}",
    "GET /v1/log/checkpoint",
    "GET /v1/log/key",
    "GET /v1/log/proof",
    "GET /v1/log/consistency",
    "GET /v1/log/tile/{path}",
    "GET /v1/records",
    "GET /v1/records/{record}",
    "GET /v1/records/{record}/history",
    "GET /v1/bank/feed",
    "GET /v1/catalogues",
    "POST /v1/catalogues",
    "GET /v1/catalogues/{kind}/{version}",
    "GET /v1/catalogue-versions/{id}",
    "POST /v1/catalogue-versions/{id}",
    "GET /v1/catalogue-versions/{id}/file",
    "GET /v1/partners",
    "GET /v1/partners/{partner}/links",
    "POST /v1/partners/{partner}/links",
    "POST /v1/partners/{partner}/links/{link}/revoke",
    "GET /v1/board",
    "GET /v1/portfolio",
    "POST /v1/dossiers/{kind}",
    "GET /v1/city-sheet",
    "GET /v1/city-sheet.pdf",
    "GET /v1/city-sheet.xlsx",
    "PUT /v1/city-sheet/{code}",
    "GET /v1/figures/{area}",
    "GET /v1/figures/{area}.pdf",
    "GET /v1/bank/{record}",
    "GET /v1/reports",
    "POST /v1/reports/{report}/answer",
    "POST /v1/ideas",
    "GET /v1/ideas/{tracking}",
    "POST /v1/ideas/{tracking}/answers",
    "POST /v1/ideas/{tracking}/appeal",
    "POST /v1/ideas/{tracking}/photos",
    "DELETE /v1/ideas/{tracking}/contact",
    "GET /v1/contacts/{record}",
    "PUT /v1/contacts/{record}",
    "GET /v1/contacts/{record}/business",
    "PUT /v1/contacts/{record}/business",
    "GET /v1/views",
    "GET /v1/audit/{record}.pdf",
    "GET /v1/dossiers/{kind}",
    "GET /v1/audit/{record}.json",
    "POST /v1/audit/{record}.json",
    "GET /v1/records/{record}/preview",
    "POST /v1/records/{record}/open",
    "GET /bank.csv",
    "GET /bank.geojson",
    "GET /bank.json",
    "GET /open311/v2/discovery.{form}",
    "GET /open311/v2/services.{form}",
    "GET /open311/v2/services/{service_code}.{form}",
    "POST /open311/v2/requests.{form}",
    "GET /open311/v2/requests.{form}",
    "GET /open311/v2/requests/{service_request_id}.{form}",
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("role", ROLES)
def test_no_request_makes_the_centre_fail_or_answer_what_is_not_described(
    api: Api, call: str, role: Role | None
) -> None:
    headers = {"Authorization": f"Bearer {api.tokens[role]}"} if role else {}
    method, path = call.split()
    operation = api.schema[path][method]

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy())
    def holds(case: Any) -> None:
        sent = case.as_transport_kwargs(headers=headers)
        known = {name: sent[name] for name in ("params", "json", "content", "headers") if sent.get(name)}
        if sent.get("data"):
            known["content" if isinstance(sent["data"], bytes) else "data"] = sent["data"]
        response = api.ask(method, case.formatted_path, known)
        case.validate_response(response, checks=CHECKS)
        api.tried[f"{role} {call}"] += 1

    holds()


def test_as_many_requests_were_tried_as_are_promised(api: Api) -> None:
    """With a token and without; stands below the test of each call, on the same worker."""
    if len(api.tried) < len(CALLS) * len(ROLES):
        assert os.environ.get("CI") != "true", "the calls were spread over several workers"
        pytest.skip("only some of the calls were chosen")

    print(f"{api.tried.total()} examples of {len(CALLS)} calls, of each at least {min(api.tried.values())}")

    assert api.tried.total() >= PROMISED


def _token(centre: Centre, role: Role) -> str:
    person = a_person(centre, role, KASSI if role is Role.RT else "73.71")
    return a_device(centre, http_to(centre), person).token


def test_the_description_names_every_call_and_is_generated_from_the_messages(app: FastAPI) -> None:
    described = app.openapi()

    calls = {f"{method.upper()} {path}" for path, methods in described["paths"].items() for method in methods}
    assert calls == set(CALLS)
    sync = described["paths"]["/v1/sync"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(sync["properties"]) == {"changes", "cursors", "limit", "holding", "spares_own", "holds_city"}
