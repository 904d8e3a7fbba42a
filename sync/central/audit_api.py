"""The routes of preview.py, audit.py, audit_file.py and audit_pdf.py: what kota and auditors ask of one record."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from sync.central import audit, audit_file, audit_pdf, preview, reading
from sync.central.api import CallerOf, CentreOf, JsonBody, json_reply
from sync.central.description import binary, documented
from sync.protocol.audit import Preview, Purpose, Views
from sync.protocol.evidence import AuditFile
from sync.protocol.messages import RecordView

router = APIRouter()
Day = Annotated[str, Query(max_length=10)]


@router.get("/v1/records/{record}/preview", response_model=Preview, tags=["bank"])
def read_preview(record: str, centre: CentreOf, who: CallerOf) -> Response:
    """The edition that was approved last, what the public reads of it, and what is left out and why."""
    return json_reply(preview.preview(centre, who, record))


@router.post("/v1/records/{record}/open", openapi_extra=documented(Purpose, RecordView), tags=["audit"])
def open_record(record: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """An auditor reads what is masked; who, when and why is kept."""
    message: Purpose = reading.message(Purpose, body)
    return json_reply(audit.open_record(centre, who, record, message.purpose))


@router.get("/v1/views", response_model=Views, tags=["audit"])
def read_views(
    centre: CentreOf,
    who: CallerOf,
    person: Annotated[str, Query(max_length=36)] = "",
    since: Annotated[str, Query(alias="from", max_length=10)] = "",
    until: Annotated[str, Query(alias="to", max_length=10)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str, Query(max_length=36)] = "",
) -> Response:
    """Who opened personal data, when and for what, the newest first; for auditors."""
    return json_reply(
        audit.read_views(centre, who, person, since, until, q.replace("\0", ""), after.replace("\0", ""))
    )


@router.get("/v1/audit/{record}.pdf", response_class=Response, responses=binary("application/pdf"), tags=["audit"])
def read_audit(record: str, centre: CentreOf, who: CallerOf) -> Response:
    """The history of a record on paper, with its place in the log; for kota and auditors."""
    name = f'attachment; filename="lorong-{record[:8]}.pdf"'
    content = audit_pdf.sheet_of(centre, who, record)
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": name})


@router.get("/v1/audit/{record}.json", response_model=AuditFile, tags=["audit"])
def read_audit_file(record: str, centre: CentreOf, who: CallerOf) -> Response:
    """Every change of a record with its proof, and its content unless it is masked: for `lorong verify FILE`."""
    return json_reply(audit_file.file_of(centre, who, record))


@router.post("/v1/audit/{record}.json", openapi_extra=documented(Purpose, AuditFile), tags=["audit"])
def open_audit_file(record: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> Response:
    """The same with what is masked, for an auditor; who, when and why is kept."""
    message: Purpose = reading.message(Purpose, body)
    return json_reply(audit_file.open_file(centre, who, record, message.purpose))
