"""The calls to the centre over httpx: every failure becomes one of errors.py."""

from __future__ import annotations

import gzip
import json
from typing import Any, TypeVar

import httpx

from sync.client.errors import (
    AppTooOld,
    Busy,
    CaptivePortal,
    Offline,
    Refused,
    SignedOut,
    SyncError,
    TooLarge,
    UnreadableChange,
)
from sync.protocol import wire
from sync.protocol.canonical import canonical
from sync.protocol.limits import PROTOCOL, PROTOCOL_HEADER
from sync.protocol.messages import EnrolReply, EnrolRequest, SyncReply, SyncRequest

T = TypeVar("T")
_COMPRESS_ABOVE_BYTES = 600


class CentralApi:
    """The centre as one account sees it. `http` carries base URL and transport; no `token` before enrolment."""

    def __init__(self, http: httpx.AsyncClient, token: str = "") -> None:
        self._http = http
        self._token = token

    async def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Exchange a code for a token. Raises Refused for a code that is wrong, used or expired."""
        return self._read(EnrolReply, await self._post_json("/v1/enrol", wire.write(request)))

    async def sync(self, request: SyncRequest) -> SyncReply:
        """Push and pull in one round trip. Safe to repeat with the same body."""
        return self._read(SyncReply, await self._post_json("/v1/sync", wire.write(request)))

    async def send_file(self, sha256: str, content: bytes, content_type: str) -> None:
        """Upload one whole file to its address. Safe to repeat."""
        await self._send("POST", f"/v1/files/{sha256}", content, {"Content-Type": content_type})

    async def read_file(self, sha256: str) -> bytes:
        """A photo that the caller may see."""
        return (await self._send("GET", f"/v1/files/{sha256}", None, {})).content

    @staticmethod
    def _read(reply: type[T], data: Any) -> T:
        try:
            return wire.read(reply, data)
        except wire.Unreadable as error:
            raise CaptivePortal(str(error)) from error

    async def _post_json(self, path: str, message: Any) -> Any:
        body = canonical(message)
        headers = {"Content-Type": "application/json"}
        if len(body) > _COMPRESS_ABOVE_BYTES:
            body, headers["Content-Encoding"] = gzip.compress(body, 6, mtime=0), "gzip"
        response = await self._send("POST", path, body, headers)
        try:
            return response.json()
        except ValueError as error:
            raise CaptivePortal("not JSON") from error

    async def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> httpx.Response:
        headers |= {PROTOCOL_HEADER: str(PROTOCOL)}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            response = await self._http.request(method, path, content=body, headers=headers)
        except httpx.TimeoutException as error:
            raise Busy from error
        except httpx.TransportError as error:
            raise Offline from error
        except httpx.RequestError as error:
            # A body that cannot be unpacked, redirects without end: not our centre.
            raise CaptivePortal(str(error)) from error
        if response.is_success and PROTOCOL_HEADER in response.headers:
            return response
        raise _failure(response)


def _failure(response: httpx.Response) -> SyncError:
    if PROTOCOL_HEADER not in response.headers:
        # Not our centre speaking: a proxy whose centre is down, or a Wi-Fi that wants a log-in first.
        return Busy(_retry_after(response)) if response.status_code >= 500 else CaptivePortal(response.status_code)
    problem = _problem(response)
    code, status = str(problem.get("code", "")), response.status_code
    if code == "bad_envelope" and isinstance(problem.get("index"), int):
        return UnreadableChange(problem["index"])
    if status == 401:
        return SignedOut(revoked=code == "revoked")
    if status in (413, 426):
        return TooLarge() if status == 413 else AppTooOld()
    if status == 429 or status >= 500:
        return Busy(_retry_after(response), failed=status == 500)
    return Refused(code, str(problem.get("detail", "")))


def _problem(response: httpx.Response) -> dict[str, Any]:
    try:
        body = json.loads(response.content)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _retry_after(response: httpx.Response) -> float | None:
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else None
