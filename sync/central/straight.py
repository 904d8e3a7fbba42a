"""The straight way to `/v1/sync`, by which every phone comes: past the framework's search for a route.

To find a route and fill its parameters takes FastAPI longer than the database needs for a sync without changes.
The route stands in api.py like any other and in the OpenAPI page; headers, compression, counts, logs and problem
documents are those of every exchange. Another method at the address is the framework's to refuse.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from sync.central.api import SYNC, problem_response, sync
from sync.protocol.problems import Problem


class StraightToSync:
    """The innermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != SYNC.path or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        scope["route"] = SYNC
        try:
            reply = await sync(Request(scope, receive))
        except Problem as problem:
            reply = problem_response(scope, problem)
        await reply(scope, receive, send)
