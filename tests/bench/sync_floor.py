"""The floor under the centre: what taking and giving changes costs with nothing but their durable keeping.

A bare ASGI application on uvicorn: each change parsed, kept once by its id, numbered by its area's clock row and
inserted as JSON, in one durable transaction a request. No accounts, rights, validation, merge or chain.
It takes the centre's own bodies at `/v1/sync`. `python -m tests.bench.sync_floor PORT DATABASE_URL`.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

import uvicorn
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

Change = dict[str, Any]
Reply = dict[str, Any]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Store(Protocol):
    async def push(self, changes: Sequence[Change]) -> list[Reply]: ...

    async def pull(self, area: str, after: int, limit: int) -> list[tuple[int, str]]: ...


TABLES = (
    "CREATE TABLE clocks (area TEXT PRIMARY KEY, seq BIGINT NOT NULL)",
    "CREATE TABLE documents (area TEXT, seq BIGINT, id TEXT UNIQUE, body TEXT, PRIMARY KEY (area, seq))",
)


def text_of(change: Change) -> str:
    return json.dumps(change, ensure_ascii=False, separators=(",", ":"))


def by_area(changes: Sequence[Change], known: Mapping[str, int]) -> dict[str, list[Change]]:
    """The new ones; the areas in order, so that two requests do not wait for each other."""
    found: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda change: change["area"]):
        if change["id"] not in known:
            found.setdefault(change["area"], []).append(change)
    return found


class SqliteStore:
    """One connection, used from the loop itself: no thread is cheaper than one."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-32000"):
            self._connection.execute(f"PRAGMA {pragma}")
        for table in TABLES:
            self._connection.execute(table)

    async def push(self, changes: Sequence[Change]) -> list[Reply]:
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        marks = ",".join("?" * len(changes))
        ids = [change["id"] for change in changes]
        known: dict[str, int] = dict(run(f"SELECT id, seq FROM documents WHERE id IN ({marks})", ids).fetchall())
        for area, new in by_area(changes, known).items():
            clock = "INSERT INTO clocks VALUES (?, ?) ON CONFLICT (area) DO UPDATE SET seq = seq + excluded.seq"
            (head,) = run(clock + " RETURNING seq", (area, len(new))).fetchall()[0]
            rows = [(area, head - len(new) + n, c["id"], text_of(c)) for n, c in enumerate(new, 1)]
            self._connection.executemany("INSERT INTO documents VALUES (?, ?, ?, ?)", rows)
            known |= {row[2]: row[1] for row in rows}
        run("COMMIT")
        return [{"id": id, "seq": known[id], "status": "accepted"} for id in ids]

    async def pull(self, area: str, after: int, limit: int) -> list[tuple[int, str]]:
        query = "SELECT seq, body FROM documents WHERE area = ? AND seq > ? ORDER BY seq LIMIT ?"
        return self._connection.execute(query, (area, after, limit)).fetchall()


class PostgresStore:
    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def push(self, changes: Sequence[Change]) -> list[Reply]:
        ids = [change["id"] for change in changes]
        async with self._pool.connection() as connection, connection.cursor() as cursor:
            await cursor.execute("SELECT id, seq FROM documents WHERE id = ANY(%s)", (ids,))
            known = {id: int(seq) for id, seq in await cursor.fetchall()}
            for area, new in by_area(changes, known).items():
                clock = "INSERT INTO clocks AS c VALUES (%s, %s) ON CONFLICT (area) DO UPDATE"
                await cursor.execute(f"{clock} SET seq = c.seq + excluded.seq RETURNING seq", (area, len(new)))
                head = (await cursor.fetchall())[0][0]
                rows = [(area, head - len(new) + n, c["id"], text_of(c)) for n, c in enumerate(new, 1)]
                await cursor.executemany("INSERT INTO documents VALUES (%s, %s, %s, %s)", rows)
                known |= {row[2]: row[1] for row in rows}
        return [{"id": id, "seq": known[id], "status": "accepted"} for id in ids]

    async def pull(self, area: str, after: int, limit: int) -> list[tuple[int, str]]:
        query = "SELECT seq, body FROM documents WHERE area = %s AND seq > %s ORDER BY seq LIMIT %s"
        async with self._pool.connection() as connection:
            return await (await connection.execute(query, (area, after, limit))).fetchall()


async def answer(store: Store, request: dict[str, Any]) -> bytes:
    """The receipts, and from each cursor on the documents, whose stored texts are copied as they are."""
    receipts = await store.push(request["changes"]) if request["changes"] else []
    records, cursors = [], {}
    for area, cursor in request.get("cursors", {}).items():
        found = await store.pull(area, int(cursor), request["limit"])
        records += [f'{{"seq":{seq},"document":{body}}}' for seq, body in found]
        cursors[area] = str(found[-1][0] if found else cursor)
    head = json.dumps({"cursors": cursors, "receipts": receipts}, separators=(",", ":"))
    return f'{head[:-1]},"records":[{",".join(records)}]}}'.encode()


class Floor:
    def __init__(self, database: str) -> None:
        self._database = database
        self._store: Store

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        body, more = bytearray(), True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        reply = await answer(self._store, json.loads(body)) if body else b"{}"
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(reply)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": reply})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self._opened() as self._store:
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Store]:
        if self._database.startswith("sqlite:///"):
            yield SqliteStore(self._database.removeprefix("sqlite:///"))
            return
        async with AsyncConnectionPool(self._database, min_size=8, max_size=8) as pool:
            async with pool.connection() as connection:
                for table in TABLES:
                    await connection.execute(table)
            yield PostgresStore(pool)


if __name__ == "__main__":
    config = uvicorn.Config(Floor(sys.argv[2]), port=int(sys.argv[1]), log_level="warning", access_log=False)
    asyncio.run(uvicorn.Server(config).serve())
