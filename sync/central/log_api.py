"""The log over HTTP: checkpoint, key, tiles and consistency for all, inclusion proofs for who holds a stream.

Checkpoint and tiles are as in C2SP tlog-tiles under `/v1/log/`, so that other people's witnesses and monitors
work. They hold hashes only.
"""

from __future__ import annotations

import re
import struct
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import PlainTextResponse
from sqlalchemy import select

from sync.central import log
from sync.central.answer import Centre
from sync.central.api import CallerOf, CentreOf
from sync.central.description import binary
from sync.central.json_text import canonical
from sync.central.tables import changes, log_entries
from sync.central.tiles import WIDTH
from sync.domain.areas import gazetteer
from sync.domain.people import Person, Role
from sync.domain.rights import holds_stream
from sync.protocol import wire
from sync.protocol.evidence import InclusionProof
from sync.protocol.limits import MAX_SEQ
from sync.protocol.problems import Code, Problem

router = APIRouter(prefix="/v1/log", tags=["audit"])
KEY_HEADER = "Lorong-Log-Key"
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_NO_CACHE = {"Cache-Control": "no-cache"}
_TILE = re.compile(
    r"(?P<level>\d|[1-5]\d|6[0-3]|entries)/(?P<place>(x\d{3}/){0,5}\d{3})(\.p/(?P<width>[1-9]\d{0,2}))?", re.ASCII
)
Count = Annotated[int, Query(ge=0, le=MAX_SEQ)]


@router.get("/checkpoint", response_class=PlainTextResponse)
def read_checkpoint(centre: CentreOf) -> Response:
    """The newest signed checkpoint, as a signed note; the public key stands in the header `Lorong-Log-Key`."""
    with centre.database.read() as connection:
        note, _ = log.latest(connection)
        key = log.log_key(connection, centre).text
    return PlainTextResponse(note, headers={KEY_HEADER: key} | _NO_CACHE)


@router.get("/key", response_class=PlainTextResponse)
def read_key(centre: CentreOf) -> Response:
    """The public key of the log, as note tools take it."""
    with centre.database.read() as connection:
        return PlainTextResponse(log.log_key(connection, centre).text + "\n", headers=_NO_CACHE)


@router.get("/proof", response_model=InclusionProof)
def read_proof(
    centre: CentreOf, who: CallerOf, stream: Annotated[str, Query(max_length=40)], seq: Count
) -> Response:
    """That a change stands under the newest checkpoint; for those who hold its stream, and for auditors."""
    if not _may_ask(who.person, stream):
        raise Problem(Code.FORBIDDEN)
    with centre.database.read() as connection:
        found = log.proof(connection, centre, stream, seq)
    return Response(canonical(wire.write(found)), media_type="application/json")


def _may_ask(person: Person, stream: str) -> bool:
    """A proof holds nothing of anybody, but the numbers of a stream say how much a kelurahan sends."""
    if stream not in gazetteer():
        return False
    if person.role in (Role.KOTA, Role.AUDITOR):
        return person.area.contains(stream)
    return holds_stream(person, stream)


@router.get("/consistency")
def read_consistency(
    centre: CentreOf, old: Annotated[int, Query(alias="from", ge=0, le=MAX_SEQ)], to: Count
) -> dict[str, Any]:
    """That the first `to` entries begin with the first `from`: hashes as RFC 6962 section 2.1.2 orders them."""
    with centre.database.read() as connection:
        return {"from": old, "to": to, "path": [found.hex() for found in log.consistency(connection, old, to)]}


@router.get("/tile/{path:path}", response_class=Response, responses=binary("application/octet-stream"))
def read_tile(path: str, centre: CentreOf) -> Response:
    """A tile of hashes, `0/x001/067` or partial `0/x001/067.p/5`, or of entries, `entries/…`."""
    asked = _TILE.fullmatch(path)
    if asked is None:
        raise Problem(Code.NOT_FOUND)
    place, width = int(re.sub(r"[x/]", "", asked["place"])), int(asked["width"] or WIDTH)
    level = 0 if asked["level"] == "entries" else int(asked["level"])
    content = _content(centre, asked["level"], level, place, width)
    return Response(content, media_type="application/octet-stream", headers=_FOR_EVER)


def _content(centre: Centre, kind: str, level: int, place: int, width: int) -> bytes:
    with centre.database.read() as connection:
        _, size = log.latest(connection)
        there = min((size >> 8 * level) - place * WIDTH, WIDTH)
        if not 0 < width <= there:
            raise Problem(Code.NOT_FOUND)
        if kind == "entries":
            here = (log_entries.c.stream == changes.c.stream) & (log_entries.c.seq == changes.c.seq)
            query = select(changes.c.link).join(log_entries, here).order_by(log_entries.c.position)
            within = log_entries.c.position.between(place * WIDTH, place * WIDTH + width - 1)
            return b"".join(_entry(link) for link in connection.execute(query.where(within)).scalars())
        return log.tile_reader(connection)((level, place))[: width * 32]


def _entry(link: str) -> bytes:
    content = bytes.fromhex(link)
    return struct.pack(">H", len(content)) + content
