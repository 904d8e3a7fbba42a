"""A record's page before it is published, for the few minutes in which an office looks at it.

Whoever has the address reads it, as with the page itself later; `GET /v1/records/{record}/preview` gives one to
those who may see the record. Nothing links here, and nothing keeps it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from sync.central import filestore
from sync.central.answer import Centre
from sync.central.api import CentreOf
from sync.central.json_text import canonical, parsed
from sync.central.moments import day_and_time
from sync.central.preview import document_under
from sync.central.public import bank_rows
from sync.central.public.bank import record_page
from sync.central.public.bank_rows import Entry
from sync.protocol.problems import Code, Problem

router = APIRouter(prefix="/pratinjau", include_in_schema=False)
_KEPT_NOWHERE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@router.get("/{name}")
def show_preview(name: str, centre: CentreOf) -> Response:
    """The public page as it would be, with a line that says so."""
    with centre.database.read() as connection:
        entry = _entry(connection, centre, name)
        until = datetime.fromtimestamp(int(name.split(".")[1]), UTC).isoformat()
        said = {"photo_path": f"/pratinjau/{name}/foto", "preview_until": day_and_time(until, centre.zone)}
        response = record_page(connection, centre, entry, page_path="", **said)
    response.headers.update(_KEPT_NOWHERE)
    return response


@router.get("/{name}/foto/{sha256}")
def show_preview_photo(name: str, sha256: str, centre: CentreOf) -> Response:
    """A photo of that page, and no other."""
    with centre.database.read() as connection:
        entry = _entry(connection, centre, name)
        named = {photo[size] for photo in entry["photos"] for size in ("sha256", "preview")}
        is_there = sha256 in named and sha256 in bank_rows.stored(connection, [sha256])
        content_type = filestore.content_type(connection, sha256) if is_there else ""
    content = filestore.get(centre.files, sha256) if is_there else None
    if content is None:
        raise Problem(Code.NOT_FOUND)
    return Response(content, media_type=content_type, headers=_KEPT_NOWHERE)


def _entry(connection: Connection, centre: Centre, name: str) -> Entry:
    return Entry(parsed(canonical(document_under(connection, centre, name))))
