"""Somebody who sends a file in pieces, and bodies that are cut on their way."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import obstore
from obstore.store import ObjectStore

from sync.central.app import make_app
from sync.protocol.problems import Code
from tests.support.centres import Speaker, a_note

BYTES = "application/offset+octet-stream"


def a_photo(size: int = 200_000, seed: int = 1) -> bytes:
    """Bytes of which no two stretches are alike, so that one in a wrong place is seen."""
    blocks = range(size // 32 + 1)
    return (b"\xff\xd8\xff\xe0" + b"".join(hashlib.sha256(b"%d %d" % (seed, n)).digest() for n in blocks))[:size]


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def note_naming(who: Speaker, content: bytes) -> str:
    """A record of the speaker with this photo."""
    record = who.make_id()
    receipt = await who.send(who.change_of(record, a_note(**{"photos/p1": shown(content)})))
    assert receipt.status == "accepted"
    return record


def shown(content: bytes) -> dict[str, str]:
    """This photo as a record names it."""
    return {"sha256": name_of(content), "preview": name_of(content[:100]), "people": "none"}


def objects_in(store: ObjectStore, folder: str = "pieces/") -> list[str]:
    return [found["path"] for part in obstore.list(store, folder) for found in part]


def assert_problem(response: httpx.Response, code: Code) -> None:
    assert (response.status_code, response.json()["code"]) == (code.status, code.text)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["Tus-Resumable"] == "1.0.0"


@dataclass
class Sender:
    """The bare calls of tus for one file."""

    who: Speaker
    content: bytes
    name: str = ""

    @property
    def address(self) -> str:
        return f"/v1/files/{self.name or name_of(self.content)}"

    def headers(self, **more: str) -> dict[str, str]:
        mine = {"Authorization": f"Bearer {self.who.token}", "Tus-Resumable": "1.0.0"}
        return mine | {name.replace("_", "-"): value for name, value in more.items()}

    async def announce(self, first: int = 0, headers: dict[str, Any] | None = None) -> httpx.Response:
        """With the first bytes, if any are to go at once."""
        known = self.headers(Upload_Length=str(len(self.content)))
        typed = {"Content-Type": BYTES} if first else {}
        sent = known | typed | (headers or {})
        return await self.who.http.post(self.address, content=self.content[:first], headers=sent)

    async def send(
        self, start: int, end: int | None = None, headers: dict[str, Any] | None = None
    ) -> httpx.Response:
        known = self.headers(Upload_Offset=str(start), Content_Type=BYTES) | (headers or {})
        return await self.who.http.patch(self.address, content=self.content[start:end], headers=known)

    async def ask(self) -> httpx.Response:
        return await self.who.http.head(self.address, headers=self.headers())

    async def offset(self) -> int:
        response = await self.ask()
        assert response.status_code == 200, response.text
        return int(response.headers["Upload-Offset"])

    async def fetch(self) -> httpx.Response:
        return await self.who.http.get(self.address, headers=self.headers())

    async def send_cut(self, method: str, start: int, end: int) -> None:
        """A body that says it goes to the end of the file and is cut at `end`."""
        place = {"Upload_Offset": str(start)} if method == "PATCH" else {"Upload_Length": str(len(self.content))}
        rest = str(len(self.content) - start)
        known = self.headers(Content_Type=BYTES, Content_Length=rest, **place)
        await _cut_request(make_app(self.who.centre), method, self.address, known, self.content[start:end])


async def _cut_request(app: Any, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
    async def messages() -> AsyncIterator[dict[str, Any]]:
        half = len(body) // 2
        yield {"type": "http.request", "body": body[:half], "more_body": True}
        yield {"type": "http.request", "body": body[half:], "more_body": True}
        while True:
            yield {"type": "http.disconnect"}

    coming = messages()

    async def nowhere(_: dict[str, Any]) -> None:
        """Nobody is there to hear it."""

    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": raw,
        "client": ("127.0.0.1", 1),
        "server": ("centre", 80),
    }
    await app(scope, coming.__anext__, nowhere)
