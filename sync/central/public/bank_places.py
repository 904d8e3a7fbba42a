"""A page per kecamatan and kelurahan with its map, the map of the city, and the photos that may be shown."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sync.central import filestore
from sync.central.api import CentreOf
from sync.central.public import bank_rows
from sync.central.public.faults import fault_page
from sync.central.public.pages import page
from sync.domain import city_map
from sync.domain.areas import gazetteer
from sync.domain.checks import SHA256
from sync.protocol.problems import Code, Problem

router = APIRouter(tags=["public"], include_in_schema=False)
_A_DAY = {"Cache-Control": "public, max-age=86400"}
# Asked again each time, so that a hidden photo is gone at once; the answer is then a few bytes.
_ASK_AGAIN = {"Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "same-origin"}
_FINE = 0.6


@router.get("/peta.svg")
def show_city_map(centre: CentreOf) -> Response:
    return Response(city_map.city_svg(centre.city), media_type="image/svg+xml", headers=_A_DAY)


@router.get("/wilayah")
def show_city(centre: CentreOf) -> Response:
    """Every kecamatan and kelurahan, in code order."""
    places = gazetteer()
    city = [(place, places.below(place.code)) for place in places.below(centre.city)]
    return page("wilayah_kota.html", city=city, page_path="/wilayah")


@router.get("/wilayah/{code}")
def show_place(code: str, centre: CentreOf) -> Response:
    """What is published from a kelurahan; the kelurahan of a kecamatan."""
    places = gazetteer()
    if code not in places or places.place(code).level not in ("kecamatan", "kelurahan"):
        return fault_page(404)
    place = places.place(code)
    kecamatan = place if place.level == "kecamatan" else places.place(place.parent)
    drawn = city_map.picture(kecamatan.code, _FINE)
    shown: dict[str, Any] = {"place": place, "kecamatan": kecamatan, "map": drawn, "page_path": f"/wilayah/{code}"}
    if place is kecamatan:
        return page("wilayah_kecamatan.html", below=places.below(code), **shown)
    with centre.database.read() as connection:
        entries = bank_rows.at_place(connection, code)
    more, entries = len(entries) > bank_rows.LISTED_AT_A_PLACE, entries[: bank_rows.LISTED_AT_A_PLACE]
    kinds = {kind: [entry for entry in entries if entry["kind"] == kind] for kind in ("innovation", "issue")}
    return page("wilayah.html", kinds=kinds, more=more, **shown)


@router.get("/foto/{sha256}")
def show_photo(sha256: str, request: Request, centre: CentreOf) -> Response:
    """A photo that a reviewer found fit for the public, of a record that is public now."""
    if SHA256.fullmatch(sha256) is None:
        raise Problem(Code.NOT_FOUND)
    with centre.database.read() as connection:
        content_type = bank_rows.photo_type(connection, sha256)
    if content_type is None:
        raise Problem(Code.NOT_FOUND)
    headers = _ASK_AGAIN | {"ETag": f'"{sha256}"'}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    content = filestore.get(centre.files, sha256)
    if content is None:
        raise Problem(Code.NOT_FOUND)
    return Response(content, media_type=content_type, headers=headers)
