"""The routes of city_sheet.py, for the kota."""

from __future__ import annotations

from fastapi import APIRouter, Response

from sync.central import city_sheet, city_sheet_pdf, city_sheet_xlsx, reading
from sync.central.api import CallerOf, CentreOf, JsonBody, json_reply
from sync.central.description import binary
from sync.domain.city_sheet import CityProof
from sync.protocol.city_sheet import CitySheet

router = APIRouter(tags=["figures"])
_NAME = 'attachment; filename="lembar-kota-{}.{}"'


@router.get("/v1/city-sheet", response_model=CitySheet)
def read_sheet(centre: CentreOf, who: CallerOf) -> Response:
    """The city as a whole before IGA, and what it shows for the indicators of the government unit."""
    return json_reply(city_sheet.read(centre, who))


@router.put("/v1/city-sheet/{code}", response_model=CitySheet)
def keep_proof(code: str, centre: CentreOf, who: CallerOf, body: JsonBody, seen: str = "") -> Response:
    """What the city shows for one indicator, in the place of what it showed before; level 0 takes it back. With
    the mark of the one that was `seen` (the first 32 letters of its hash, `none` for none) only in its place."""
    return json_reply(city_sheet.keep(centre, who, code, reading.message(CityProof, body), seen))


@router.get("/v1/city-sheet.pdf", response_class=Response, responses=binary(city_sheet_pdf.TYPE))
def print_sheet(centre: CentreOf, who: CallerOf) -> Response:
    """The same on paper."""
    found = city_sheet.read(centre, who)
    return _file(city_sheet_pdf.sheet(found, centre), city_sheet_pdf.TYPE, _NAME.format(found.year, "pdf"))


@router.get("/v1/city-sheet.xlsx", response_class=Response, responses=binary(city_sheet_xlsx.TYPE))
def write_sheet(centre: CentreOf, who: CallerOf) -> Response:
    """The same as a table."""
    found = city_sheet.read(centre, who)
    return _file(city_sheet_xlsx.sheet(found, centre), city_sheet_xlsx.TYPE, _NAME.format(found.year, "xlsx"))


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": name, "Cache-Control": "no-store"})
