"""The files part of the endpoint without its HTTP coat: what sync/central/tus.py does with a body that came whole,
cut or altered."""

from __future__ import annotations

import httpx

from sync.central import answer, uploads
from sync.central.accept import Caller
from sync.central.answer import Centre


def on_file(centre: Centre, caller: Caller, request: httpx.Request, sha256: str, came: bytes) -> httpx.Response:
    """`came` is what arrived of the body."""
    if request.method == "GET":
        return httpx.Response(200, content=answer.read_file(centre, caller, sha256)[0])
    if "Tus-Resumable" not in request.headers:
        uploads.store_file(centre, caller, sha256, came)
        return httpx.Response(201)
    if request.method == "HEAD":
        return _reply(200, uploads.standing(centre, caller, sha256))
    if request.method == "POST":
        upload = uploads.begin(centre, caller, sha256, int(request.headers["Upload-Length"]))
        if upload.offset == 0 and came:
            upload = uploads.append(centre, caller, sha256, 0, came)
        return _reply(201, upload)
    upload = uploads.append(centre, caller, sha256, int(request.headers["Upload-Offset"]), b"")
    if came:
        upload = uploads.append(centre, caller, sha256, upload.offset, came)
    return _reply(204, upload)


def _reply(status: int, upload: uploads.Upload) -> httpx.Response:
    return httpx.Response(status, headers={"Upload-Offset": str(upload.offset)})
