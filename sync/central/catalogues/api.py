"""Catalogues over HTTP: any device reads those in force, the kota keeps them. What decides stands beside it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from sync.central import reading
from sync.central.api import CallerOf, CentreOf, JsonBody, json_reply
from sync.central.catalogues import keeping, report, table
from sync.central.catalogues.report import Proposal
from sync.central.description import binary, documented
from sync.central.dossiers.sigap_file import TYPE as XLSX
from sync.domain.iga_catalogue import FIRST, shipped_rows
from sync.protocol.catalogues import (
    SHIPPED,
    CatalogueDecision,
    CatalogueEntry,
    CatalogueReport,
    CataloguesReply,
)

router = APIRouter(prefix="/v1", tags=["catalogues"])
_TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
_FILE = {
    "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}
}
Short = Annotated[str, Query(max_length=36)]


@router.get("/catalogues/{kind}/{version}", response_class=Response, responses=binary("application/json"))
def read_catalogue(kind: str, version: str, centre: CentreOf, who: CallerOf) -> Response:  # noqa: ARG001
    """One that is or will be in force, as it was hashed. It never changes."""
    with centre.database.read() as connection:
        body = keeping.body(connection, kind, version)
    return Response(body, media_type="application/json", headers={"Cache-Control": "private, max-age=31536000"})


@router.get("/catalogues", response_model=CataloguesReply)
def list_catalogues(centre: CentreOf, who: CallerOf) -> Response:
    """Every version that was ever proposed, for the kota."""
    report.check_right(centre, who)
    with centre.database.read() as connection:
        return json_reply(CataloguesReply(keeping.entries(centre, who, connection)))


@router.post("/catalogues", response_model=CatalogueReport, openapi_extra=_FILE)
def propose_catalogue(
    centre: CentreOf,
    who: CallerOf,
    body: JsonBody,
    id: Short,
    version: Short,
    valid_from: Short,
    weights: Annotated[int, Query(ge=1, le=1000)],
    check: bool = False,
) -> Response:
    """Propose the catalogue in a CSV or XLSX, or only tell what is wrong and what would change. Safe to repeat."""
    proposal = Proposal(id, version, valid_from, weights)
    return json_reply(report.take_in(centre, who, body, proposal, check=check))


@router.get("/catalogue-versions/{id}", response_model=CatalogueReport)
def look_at_catalogue(id: str, centre: CentreOf, who: CallerOf) -> Response:
    """What a proposed one would change."""
    return json_reply(report.of_proposal(centre, who, id))


@router.post("/catalogue-versions/{id}", openapi_extra=documented(CatalogueDecision, CatalogueEntry))
def decide_on_catalogue(id: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """Confirm or reject what somebody else proposed, or withdraw one's own. Safe to repeat."""
    report.check_right(centre, who)
    return json_reply(keeping.decide(centre, who, id, reading.message(CatalogueDecision, body)))


@router.get("/catalogue-versions/{id}/file", response_class=Response, responses=binary(XLSX, "text/csv"))
def download_catalogue(
    id: str, centre: CentreOf, who: CallerOf, type: Literal["xlsx", "csv"] = "xlsx"
) -> Response:
    """The catalogue as a table to work on: read in unaltered, it is the same."""
    report.check_right(centre, who)
    version, rows = FIRST, shipped_rows()
    if id != SHIPPED:
        with centre.database.read() as connection:
            row = keeping.row_of(connection, id)
        version, rows = row.version, tuple(keeping.rows_of(row.body))
    headers = {"Content-Disposition": f'attachment; filename="katalog-iga-{version}.{type}"'}
    content = table.write(f".{type}", rows)
    return Response(content, media_type=_TYPES[type], headers=headers | {"Cache-Control": "no-store"})
