"""httpx over the browser's fetch.

fetch unpacks, follows redirects and keeps connections by itself; what it hides (why a connection failed, how far
an upload is) stays hidden here too.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

from mobile.web.javascript import js_error

# The browser sets these itself and forbids or ignores ours.
NOT_OURS_TO_SEND = {"accept-encoding", "connection", "content-length", "host", "user-agent"}
# fetch has unpacked the body already.
NO_LONGER_TRUE = {"content-encoding", "content-length", "transfer-encoding"}


class FetchTransport(httpx.AsyncBaseTransport):
    """`httpx.AsyncClient(transport=FetchTransport())`: same-origin calls, without cookies or HTTP cache."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        limits: Mapping[str, float | None] = request.extensions.get("timeout", {})
        try:
            async with asyncio.timeout(_answer_limit_s(limits)):
                answer = await _fetch(request, body)
        except TimeoutError as error:
            raise httpx.ReadTimeout("the server did not answer in time", request=request) from error
        except (OSError, js_error()) as error:
            raise httpx.ConnectError(str(error), request=request) from error
        headers = [(name, value) for name, value in answer.headers.items() if name not in NO_LONGER_TRUE]
        stream = _Body(answer.js_response, request, limits.get("read"))
        return httpx.Response(answer.status, headers=headers, stream=stream, request=request)


async def _fetch(request: httpx.Request, body: bytes) -> Any:
    from pyodide.http import pyfetch

    headers = {name: value for name, value in request.headers.items() if name not in NOT_OURS_TO_SEND}
    options: dict[str, Any] = {"body": body} if body else {}
    return await pyfetch(
        str(request.url),
        method=request.method,
        headers=headers,
        cache="no-store",
        credentials="omit",
        **options,
    )


def _answer_limit_s(limits: Mapping[str, float | None]) -> float | None:
    """From the call to the answer's headers: connecting, sending and waiting cannot be told apart."""
    connect, read = limits.get("connect"), limits.get("read")
    if connect is None or read is None:
        return None
    return connect + read


class _Body(httpx.AsyncByteStream):
    """The body as it arrives; the read limit holds for each piece."""

    def __init__(self, js_response: Any, request: httpx.Request, read_limit_s: float | None) -> None:
        self._reader: Any = js_response.body.getReader() if js_response.body else None
        self._request = request
        self._read_limit_s = read_limit_s

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._reader is not None:
            piece = await self._next_piece()
            if piece is None:
                return
            yield piece

    async def aclose(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            try:
                await reader.cancel()
            except js_error():
                return  # a body that broke off has nothing left to cancel

    async def _next_piece(self) -> bytes | None:
        try:
            async with asyncio.timeout(self._read_limit_s):
                result = await self._reader.read()
        except TimeoutError as error:
            raise httpx.ReadTimeout("the answer stopped in mid-way", request=self._request) from error
        except (OSError, js_error()) as error:
            raise httpx.ReadError(str(error), request=self._request) from error
        if result.done:
            return None
        piece: bytes = result.value.to_bytes()
        return piece
