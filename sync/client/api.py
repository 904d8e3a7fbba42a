"""The calls to the centre over httpx: every failure becomes one of errors.py."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx

from sync.client.errors import (
    AppTooOld,
    Busy,
    CaptivePortal,
    Offline,
    OffsetMoved,
    Refused,
    SignedOut,
    SyncError,
    TooLarge,
    UnreadableChange,
)
from sync.protocol import wire
from sync.protocol.canonical import canonical
from sync.protocol.limits import PROTOCOL, PROTOCOL_HEADER, TUS
from sync.protocol.messages import (
    EnrolReply,
    EnrolRequest,
    HandOverReply,
    HandOverRequest,
    SyncReply,
    SyncRequest,
)

T = TypeVar("T")
_COMPRESS_ABOVE_BYTES = 600
_SLICE_BYTES = 16 * 1024
SLOWEST_BYTES_S = 4096
"""What a weak 2G signal carries: the time limit grows with the body."""


class CentralApi:
    """The centre as one account sees it. `http` carries base URL and transport; no `token` before enrolment."""

    def __init__(self, http: httpx.AsyncClient, token: str = "") -> None:
        self._http = http
        self._token = token

    def use_token(self, token: str) -> None:
        """From the next request on. Its first use ends the one before."""
        self._token = token

    async def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Exchange a code for a token. Raises Refused for a code that is wrong, used or expired."""
        return self._read(EnrolReply, await self._post_json("/v1/enrol", wire.write(request)))

    async def sync(self, request: SyncRequest) -> SyncReply:
        """Push and pull in one round trip. Safe to repeat with the same body."""
        return self._read(SyncReply, await self._post_json("/v1/sync", wire.write(request)))

    async def hand_over(self, request: HandOverRequest) -> HandOverReply:
        """Give the centre one part of what another phone signed. Safe to repeat, after any other carrier too."""
        return self._read(HandOverReply, await self._post_json("/v1/handover", wire.write(request)))

    async def create_file(self, sha256: str, size: int, piece: bytes) -> int:
        """Announce a file of `size` bytes; the piece is its beginning, and counts where nothing is there yet.

        Returns how many bytes the centre has now: all of them only when they are checked and stored.
        """
        return await self._upload("POST", sha256, piece, {"Upload-Length": str(size)})

    async def append_file(self, sha256: str, offset: int, piece: bytes) -> int:
        """Send on from `offset`; returns how many bytes the centre has now. Raises OffsetMoved."""
        return await self._upload("PATCH", sha256, piece, {"Upload-Offset": str(offset)})

    async def _upload(self, method: str, sha256: str, piece: bytes, headers: dict[str, str]) -> int:
        headers |= {"Tus-Resumable": TUS, "Content-Type": "application/offset+octet-stream"}
        response = await self._send(method, f"/v1/files/{sha256}", piece, headers)
        offset = _upload_offset(response)
        if offset is None:
            raise CaptivePortal("no offset")
        return offset

    async def read_file(self, sha256: str) -> bytes:
        """A photo that the caller may see."""
        return (await self._send("GET", f"/v1/files/{sha256}", None, {})).content

    async def ask(self, reply: type[T], path: str) -> T:
        """A GET whose answer is this message."""
        return self._read(reply, _json(await self._send("GET", path, None, {})))

    async def tell(self, reply: type[T], path: str, message: Any) -> T:
        """A POST of a message, or of nothing, whose answer is this message."""
        return self._read(reply, await self._post_json(path, {} if message is None else wire.write(message)))

    async def tell_bytes(self, reply: type[T], path: str, content: bytes, content_type: str) -> T:
        """A POST of what is no JSON, packed."""
        headers = {"Content-Type": content_type, "Content-Encoding": "gzip"}
        return self._read(
            reply, _json(await self._send("POST", path, gzip.compress(content, 6, mtime=0), headers))
        )

    async def tell_file(self, reply: type[T], path: str, content: bytes, content_type: str) -> T:
        """A POST of a file as it is."""
        return self._read(reply, _json(await self._send("POST", path, content, {"Content-Type": content_type})))

    async def put(self, path: str, message: Any) -> None:
        """A PUT of a message whose answer says nothing."""
        await self._put(path, message)

    async def put_and_read(self, reply: type[T], path: str, message: Any) -> T:
        """A PUT of a message whose answer is this message."""
        return self._read(reply, _json(await self._put(path, message)))

    async def _put(self, path: str, message: Any) -> httpx.Response:
        headers = {"Content-Type": "application/json"}
        return await self._send("PUT", path, canonical(wire.write(message)), headers)

    async def drop(self, reply: type[T], path: str) -> T:
        """A DELETE whose answer is this message."""
        return self._read(reply, _json(await self._send("DELETE", path, None, {})))

    async def read_bytes(self, path: str) -> bytes:
        """A GET whose answer is a file."""
        return (await self._send("GET", path, None, {})).content

    async def fetch(self, path: str, message: Any) -> bytes:
        """A POST whose answer is a file."""
        headers = {"Content-Type": "application/json"}
        return (await self._send("POST", path, canonical(wire.write(message)), headers)).content

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
        return _json(await self._send("POST", path, body, headers))

    async def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> httpx.Response:
        headers |= {PROTOCOL_HEADER: str(PROTOCOL)}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        content: bytes | AsyncIterator[bytes] | None = body
        if body is not None and len(body) > _SLICE_BYTES:
            content, headers["Content-Length"] = _slices(body), str(len(body))
        limits = _limits(self._http.timeout, len(body or b""))
        try:
            response = await self._http.request(method, path, content=content, headers=headers, timeout=limits)
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


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise CaptivePortal("not JSON") from error


async def _slices(body: bytes) -> AsyncIterator[bytes]:
    """The limit for writing holds for each slice, so that a slow line is told from a dead one."""
    for start in range(0, len(body), _SLICE_BYTES):
        yield body[start : start + _SLICE_BYTES]


def _limits(usual: httpx.Timeout, body_bytes: int) -> httpx.Timeout:
    """What was written may still lie in the phone: waiting for the answer includes sending it."""
    read = None if usual.read is None else usual.read + body_bytes / SLOWEST_BYTES_S
    return httpx.Timeout(connect=usual.connect, read=read, write=usual.write, pool=usual.pool)


def _upload_offset(response: httpx.Response) -> int | None:
    text = response.headers.get("Upload-Offset", "")
    return int(text) if text.isdecimal() else None


def _failure(response: httpx.Response) -> SyncError:
    if PROTOCOL_HEADER not in response.headers:
        # Not our centre speaking: a proxy before it, or a Wi-Fi that wants a log-in first.
        if response.status_code == 413:
            return TooLarge(by_proxy=True)
        return Busy(_retry_after(response)) if response.status_code >= 500 else CaptivePortal(response.status_code)
    problem = _problem(response)
    code, status = str(problem.get("code", "")), response.status_code
    if code == "bad_envelope" and isinstance(problem.get("index"), int):
        return UnreadableChange(problem["index"])
    offset = _upload_offset(response)
    if status == 409 and offset is not None:
        return OffsetMoved(offset)
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


def with_query(path: str, asked: Mapping[str, object]) -> str:
    """The path that asks for this; what is empty is left out."""
    known = {name: value for name, value in asked.items() if value}
    return f"{path}?{urlencode(known)}" if known else path
