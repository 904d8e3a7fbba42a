"""All that is published, for machines: CSV, GeoJSON (RFC 7946) and JSON, written while it is read.

Each part of the file asks anew what is public, so that a long download does not carry what was hidden meanwhile.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from sqlalchemy import select
from starlette.responses import StreamingResponse

from sync.central.answer import Centre
from sync.central.api import CentreOf
from sync.central.description import binary
from sync.central.json_text import canonical, parsed
from sync.central.public import bank_words
from sync.central.public.bank_rows import Entry
from sync.central.tables import bank
from sync.protocol.limits import MAX_SEQ

router = APIRouter(tags=["public"])
PART = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN = ("number", "kind", "title", "kelurahan", "kelurahan_name", "kecamatan_name", "theme", "affair", "stage")
_TEXTS = ("since", "problem", "action", "before", "after", "published_at")
COLUMNS = (*_PLAIN, *_TEXTS, "sdgs", "longitude", "latitude", "link")


@router.get("/bank.csv", response_class=StreamingResponse, responses=binary("text/csv"))
def export_csv(centre: CentreOf) -> StreamingResponse:
    """One line a record, in the order of publication; UTF-8."""
    return _file(_csv(centre), "text/csv; charset=utf-8", "bank-inovasi.csv")


@router.get("/bank.geojson", response_class=StreamingResponse, responses=binary("application/geo+json"))
def export_geojson(centre: CentreOf) -> StreamingResponse:
    """One feature a record; without geometry where the place is not public. Points are rounded to about 100 m."""
    features = (_feature(centre, entry) for entry in _entries(centre))
    parts = _between(b'{"type":"FeatureCollection","features":[', features, b"]}")
    return _file(parts, "application/geo+json", "bank-inovasi.geojson")


@router.get("/bank.json", response_class=StreamingResponse, responses=binary("application/json"))
def export_json(centre: CentreOf) -> StreamingResponse:
    """Whole documents, as the pages are made from. Photos are at `/foto/{sha256}`."""
    records = (canonical(entry | {"link": _link(centre, entry)}) for entry in _entries(centre))
    return _file(_between(b'{"records":[', records, b"]}"), "application/json", "bank-inovasi.json")


def _file(parts: Iterable[bytes], media_type: str, name: str) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return StreamingResponse(parts, media_type=media_type, headers=headers)


def _entries(centre: Centre) -> Iterator[Entry]:
    after = 0
    while after < MAX_SEQ:
        query = select(bank.c.no, bank.c.document).where(bank.c.is_public, bank.c.no > after)
        with centre.database.glance() as connection:
            rows = connection.execute(query.order_by(bank.c.no).limit(PART)).all()
        yield from (Entry(parsed(row.document)) for row in rows)
        after = rows[-1].no if len(rows) == PART else MAX_SEQ


def _between(start: bytes, items: Iterable[bytes], end: bytes) -> Iterator[bytes]:
    yield start
    for place, item in enumerate(items):
        yield b"," + item if place else item
    yield end


def _csv(centre: Centre) -> Iterator[bytes]:
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(COLUMNS)
    for entry in _entries(centre):
        writer.writerow([cell(value) for value in _row(centre, entry)])
        yield page.getvalue().encode()
        page.seek(0)
        page.truncate()
    yield page.getvalue().encode()


def _row(centre: Centre, entry: Entry) -> list[str]:
    point = entry.get("point")
    where = [_degrees(point["lng"]), _degrees(point["lat"])] if point else ["", ""]
    plain = [str(entry.get(name, "")) for name in (*_PLAIN, *_TEXTS)]
    return [*plain, " ".join(entry.get("sdgs", [])), *where, _link(centre, entry)]


def cell(text: str) -> str:
    """A spreadsheet runs what begins like a formula."""
    is_formula = text.startswith(FORMULA) and not text.lstrip("-").replace(".", "", 1).isdecimal()
    return f"'{text}" if is_formula else text


def _feature(centre: Centre, entry: Entry) -> bytes:
    point = entry.get("point")
    # canonical JSON has no floats; GeoJSON's coordinates are numbers.
    where = (
        f'{{"type":"Point","coordinates":[{_degrees(point["lng"])},{_degrees(point["lat"])}]}}'
        if point
        else "null"
    )
    properties = {name: entry[name] for name in (*_PLAIN, *_TEXTS, "sdgs") if name in entry}
    properties["link"] = _link(centre, entry)
    head = f'{{"type":"Feature","id":{canonical(entry["id"]).decode()},"geometry":{where},"properties":'
    return head.encode() + canonical(properties) + b"}"


def _degrees(value_e7: int) -> str:
    return f"{value_e7 / 1e7:.4f}"


def _link(centre: Centre, entry: Entry) -> str:
    return centre.base_url + bank_words.address(entry)
