"""Dossiers over HTTP, for the kota, and the kecamatan in its area: the same files as `lorong export` writes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import StreamingResponse

from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.api import CallerOf, CentreOf
from sync.central.catalogues.keeping import shelf
from sync.central.description import binary
from sync.central.dossiers import archive, kipp_docx, kipp_pdf, sigap_file
from sync.central.dossiers.gather import innovation
from sync.central.dossiers.iga_folder import folder
from sync.central.dossiers.kipp import file_name, proposal
from sync.central.dossiers.kipp_letters import kipp_letters, letters_name
from sync.central.office import limit
from sync.central.stored import StoredRecord
from sync.domain.ids import number_of
from sync.protocol.problems import Code, Problem

router = APIRouter(tags=["dossiers"])
DOSSIERS_AN_HOUR = 300


@dataclass(frozen=True, slots=True)
class Made:
    """A file while it is sent."""

    parts: Iterable[bytes]
    media_type: str
    name: str


def _sigap(centre: Centre, _: Connection, record: StoredRecord) -> Made:
    table = io.BytesIO()
    sigap_file.write(table, [record], centre.zone)
    return Made([table.getvalue()], sigap_file.TYPE, f"sigap-{number_of(record.id)}.xlsx")


def _iga(centre: Centre, connection: Connection, record: StoredRecord) -> Made:
    entries = folder(centre, record, shelf(centre, connection))
    return Made(archive.archive(entries), archive.TYPE, f"iga-{number_of(record.id)}.zip")


def _kipp_docx(centre: Centre, connection: Connection, record: StoredRecord) -> Made:
    content = kipp_docx.kipp_docx(proposal(centre, connection, record))
    return Made([content], kipp_docx.TYPE, file_name(record, "docx"))


def _kipp_pdf(centre: Centre, connection: Connection, record: StoredRecord) -> Made:
    content = kipp_pdf.kipp_pdf(proposal(centre, connection, record))
    return Made([content], kipp_pdf.TYPE, file_name(record, "pdf"))


def _kipp_letters(_: Centre, __: Connection, record: StoredRecord) -> Made:
    return Made([kipp_letters(record)], kipp_docx.TYPE, letters_name(record))


_KINDS: dict[str, Callable[[Centre, Connection, StoredRecord], Made]] = {
    "sigap": _sigap,
    "iga": _iga,
    "kipp.docx": _kipp_docx,
    "kipp.pdf": _kipp_pdf,
    "letters.docx": _kipp_letters,
}
_TYPES: Any = binary(sigap_file.TYPE, archive.TYPE, kipp_docx.TYPE, kipp_pdf.TYPE)


@router.get("/v1/dossiers/{kind}", response_class=StreamingResponse, responses=_TYPES)
def read_dossier(
    kind: str, centre: CentreOf, who: CallerOf, record: Annotated[str, Query(max_length=36)]
) -> StreamingResponse:
    """A record as `sigap` (XLSX), `iga` (ZIP), `kipp.docx` or `kipp.pdf`; `letters.docx` are signed for it."""
    return sent(_made(centre, who, kind, record))


def sent(made: Made) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return StreamingResponse(made.parts, media_type=made.media_type, headers=headers)


def _made(centre: Centre, caller: Caller, kind: str, record_id: str) -> Made:
    """Raises Problem: NOT_FOUND for a kind or record that is not there for the caller, BAD_VALUE for a proposal
    whose answers are too long."""
    make = _KINDS.get(kind)
    if make is None:
        raise Problem(Code.NOT_FOUND)
    limit(centre, f"dossiers:{caller.person.id}", DOSSIERS_AN_HOUR)
    with centre.database.read() as connection:
        return make(centre, connection, innovation(connection, caller.person, record_id))
