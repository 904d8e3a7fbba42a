"""Files over HTTP: tus 1.0.0 with creation, at an address known beforehand; small ones also as one plain POST.

A body that is cut counts as far as it came. It is kept as it comes, since a phone that drops out of its network
closes nothing: the centre would wait for the rest while the phone already asks where to go on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from sync.central import uploads
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.api import CallerOf, CentreOf, bounded
from sync.central.uploads import Upload
from sync.protocol.limits import MAX_FILE_BYTES, TUS
from sync.protocol.problems import Code, Problem

BYTES = "application/offset+octet-stream"
KEEP_EVERY_S = 2.0
"""Of a body on its way at most so much is lost when the centre dies, or is unknown when the phone asks."""

_PATIENCE = 30

router = APIRouter(tags=["files"])
FILE = "/v1/files/{sha256}"
_BODY: dict[str, Any] = {
    "requestBody": {
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in (BYTES, "*/*")}
    }
}
Text = Annotated[str | None, Header()]


# OpenAPI wants every part of an address described, also one that makes no difference.
@router.options(FILE, status_code=204)
def describe_uploads(sha256: str) -> Response:  # noqa: ARG001
    """What of tus is spoken here."""
    headers = {
        "Tus-Resumable": TUS,
        "Tus-Version": TUS,
        "Tus-Extension": "creation,creation-with-upload",
        "Tus-Max-Size": str(MAX_FILE_BYTES),
    }
    return Response(status_code=204, headers=headers)


@router.post(FILE, status_code=201, response_class=Response, openapi_extra=_BODY)
async def send_file(
    request: Request,
    sha256: str,
    centre: CentreOf,
    who: CallerOf,
    tus_resumable: Text = None,
    upload_length: Text = None,
    content_type: Text = None,
) -> Response:
    """Keep the bytes with this sha256, which a record that the caller may write refers to. Safe to repeat.

    With `Tus-Resumable` the file is announced, and the body may be its beginning; without, it is the whole file.
    """
    if request.headers.get("X-HTTP-Method-Override") == "PATCH":
        return await send_on(
            request, sha256, centre, who, tus_resumable, request.headers.get("Upload-Offset"), content_type
        )
    if tus_resumable is None:
        body = await bounded(request, MAX_FILE_BYTES)
        await run_in_threadpool(uploads.store_file, centre, who, sha256, body)
        return Response(status_code=201)
    _check_version(tus_resumable)
    upload = await run_in_threadpool(uploads.begin, centre, who, sha256, _number("Upload-Length", upload_length))
    if upload.offset == 0 and content_type == BYTES:
        upload = await _take(request, centre, who, upload)
    return Response(status_code=201, headers={"Location": f"/v1/files/{sha256}"} | _offset(upload))


@router.head(FILE, response_class=Response)
def tell_offset(sha256: str, centre: CentreOf, who: CallerOf, tus_resumable: Text = None) -> Response:
    """How many bytes of the file are here."""
    _check_version(tus_resumable)
    upload = uploads.standing(centre, who, sha256)
    headers = {"Upload-Length": str(upload.length), "Cache-Control": "no-store"}
    return Response(headers=headers | _offset(upload))


@router.patch(FILE, status_code=204, openapi_extra=_BODY)
async def send_on(
    request: Request,
    sha256: str,
    centre: CentreOf,
    who: CallerOf,
    tus_resumable: Text = None,
    upload_offset: Text = None,
    content_type: Text = None,
) -> Response:
    """Go on at `Upload-Offset`. With the last byte sha256 and type are checked, and the file is stored."""
    _check_version(tus_resumable)
    if content_type != BYTES:
        raise Problem(Code.WRONG_TYPE, f"Content-Type: is not {BYTES}")
    offset = _number("Upload-Offset", upload_offset)
    # Asked once without the body, which is then not read for nothing.
    upload = await run_in_threadpool(uploads.append, centre, who, sha256, offset, b"")
    upload = await _take(request, centre, who, upload)
    return Response(status_code=204, headers=_offset(upload))


async def _take(request: Request, centre: Centre, who: Caller, upload: Upload) -> Upload:
    async with aclosing(as_it_comes(request, upload.length - upload.offset, KEEP_EVERY_S)) as parts:
        async for part in parts:
            upload = await run_in_threadpool(uploads.append, centre, who, upload.sha256, upload.offset, part)
    return upload


async def as_it_comes(request: Request, limit: int, every_s: float) -> AsyncGenerator[bytes]:
    """The body, in as many parts as it takes times `every_s` to come; one that is cut, or of which nothing came
    for thirty of these times, ends there.

    Raises Problem(BAD_UPLOAD) when it is longer than the limit.
    """
    came, silent = bytearray(), 0
    reader = asyncio.create_task(_read_into(came, request, limit))
    try:
        while came or not (reader.done() or silent > _PATIENCE):
            await asyncio.wait({reader}, timeout=every_s)
            part = bytes(came)
            came.clear()
            silent = 0 if part else silent + 1
            if part:
                yield part
        if reader.done():
            reader.result()
    finally:
        reader.cancel()


async def _read_into(came: bytearray, request: Request, limit: int) -> None:
    try:
        async for chunk in request.stream():
            limit -= len(chunk)
            if limit < 0:
                raise Problem(Code.BAD_UPLOAD, "more bytes than Upload-Length announced")
            came += chunk
    except ClientDisconnect:
        return


def _check_version(version: str | None) -> None:
    if version != TUS:
        raise Problem(Code.UPLOAD_VERSION, headers={"Tus-Version": TUS})


def _number(name: str, text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Problem(Code.BAD_UPLOAD, f"{name}: is not a number of bytes")
    return int(text)


def _offset(upload: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(upload.offset)}
