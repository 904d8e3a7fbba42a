"""Tells other systems of the city of each change of a record, signed as https://www.standardwebhooks.com has it.

Which record, what was done and which paths were touched: never what was written and by whom. A receiver that wants
more asks with a token of its own, and is given what that token may see. Each change is told at least once and in
the order of its kelurahan; `webhook-id` is the change's own, the same each time and after a restore, so that a
repeat is known.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from anyio import fail_after
from anyio.from_thread import start_blocking_portal
from sqlalchemy import Connection, select

from sync.central import webhook_store
from sync.central.answer import Centre
from sync.central.chain import ERASURE, RESTATED
from sync.central.jobs import Job
from sync.central.json_text import canonical, parsed
from sync.central.sealed import CannotOpen
from sync.central.tables import changes, records
from sync.central.webhook_store import PREFIX, Attempt, Webhook
from sync.domain.ids import number_of
from sync.domain.lifecycle import Status
from sync.domain.records import COAUTHORS, ERASED, MOVED_TO, REVIEWS, family

log = logging.getLogger("lorong")
EVERY_S = 10
_TIMEOUT = httpx.Timeout(10)
_LIMIT_S = 15
_AT_ONCE = 50
"""Of one stream, before the next stream has its turn."""
_A_TURN = timedelta(seconds=20)
"""So long one webhook is told in a run: a slow receiver must not hold up the log, the index and the others."""

Event = dict[str, Any]
Send = Callable[[str, dict[str, str], bytes], int]
"""POSTs the body to the address; the HTTP status. Raises httpx.HTTPError."""


def webhook_job() -> Job:
    return Job("webhooks", EVERY_S, lambda centre: tell_all(centre))


def tell_all(centre: Centre, send: Send | None = None) -> int:
    """Tell every webhook what it was not told; returns how many events went out. One that fails keeps no other."""
    with centre.database.read() as connection:
        waiting = webhook_store.due(connection, centre)
    if not waiting:
        return 0
    if send is not None:
        return sum(_tell(centre, send, webhook) for webhook in waiting)
    with posting() as over_network:
        return sum(_tell(centre, over_network, webhook) for webhook in waiting)


@contextmanager
def posting(limit_s: float = _LIMIT_S) -> Iterator[Send]:
    """Over the network, so long at most for each event: httpx alone waits anew for every byte of a header."""

    async def post(url: str, headers: dict[str, str], body: bytes) -> int:
        # Only its status is wanted: what else a receiver says may be without end.
        with fail_after(limit_s):
            async with client.stream("POST", url, headers=headers, content=body) as response:
                return response.status_code

    def send(url: str, headers: dict[str, str], body: bytes) -> int:
        try:
            return portal.call(post, url, headers, body)
        except TimeoutError as error:
            raise httpx.ReadTimeout("no answer in time") from error

    client = httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(client):
        yield send


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What is to be told of one stream, by sequence; then all is told up to `head`."""

    stream: str
    events: list[tuple[int, Event]]
    head: int


def _tell(centre: Centre, send: Send, webhook: Webhook) -> int:
    count, until = 0, centre.clock() + _A_TURN
    for waiting in _waiting(centre, webhook):
        for seq, event in waiting.events:
            if centre.clock() > until or not _is_told(centre, send, webhook, waiting.stream, seq, event):
                return count
            count += 1
        with centre.database.write() as connection:
            webhook_store.reach(connection, webhook, waiting.stream, waiting.head)
    return count


def _waiting(centre: Centre, webhook: Webhook) -> list[_Waiting]:
    found = []
    with centre.database.read() as connection:
        for stream, seq, head in webhook_store.behind(connection, webhook):
            events = list(_events(connection, centre, stream, seq))
            wanted = [(at, event) for at, event in events if event["type"].partition(".")[2] in webhook.events]
            found.append(_Waiting(stream, wanted, head if len(events) < _AT_ONCE else events[-1][0]))
    return found


def _is_told(centre: Centre, send: Send, webhook: Webhook, stream: str, seq: int, event: Event) -> bool:
    status = _posted(centre, send, webhook, event)
    attempt = Attempt(centre.clock(), event["id"], event["type"], status)
    with centre.database.write() as connection:
        if status.isdecimal() and 200 <= int(status) < 300:
            webhook_store.told(connection, webhook, stream, seq, attempt)
            return True
        if webhook_store.failed(connection, webhook, attempt):
            log.error("webhook paused", extra={"webhook": webhook.id, "status": status})
        return False


def _posted(centre: Centre, send: Send, webhook: Webhook, event: Event) -> str:
    """The HTTP status, or the kind of error: never its words, in which an address may stand."""
    body, at = canonical(event), int(centre.clock().timestamp())
    try:
        secret = webhook_store.secret_of(centre, webhook)
        headers = signed(secret, event["id"], at, body) | {"Content-Type": "application/json"}
        return str(send(webhook.url, headers, body))
    except (httpx.HTTPError, CannotOpen) as error:
        return type(error).__name__


def signed(secret: str, identifier: str, at: int, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks 1.0; `at` in seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    mac = hmac.new(key, b"%b.%d.%b" % (identifier.encode(), at, body), hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(mac).decode()}"
    return {"webhook-id": identifier, "webhook-timestamp": str(at), "webhook-signature": signature}


def _events(connection: Connection, centre: Centre, stream: str, after: int) -> Iterator[tuple[int, Event]]:
    query = select(
        changes.c.seq, changes.c.id, changes.c.record, changes.c.body, changes.c.received_at, records.c.kind
    )
    query = query.add_columns(records.c.status).join(
        records, (records.c.stream == changes.c.stream) & (records.c.id == changes.c.record)
    )
    mine = (changes.c.stream == stream) & (changes.c.seq > after)
    for row in connection.execute(query.where(mine).order_by(changes.c.seq).limit(_AT_ONCE)):
        yield row.seq, _event(centre, stream, row)


def _event(centre: Centre, stream: str, row: Any) -> Event:
    change: dict[str, Any] = parsed(row.body) if row.body else {"kind": "", "seen": 1, "set": {}}
    return {
        "id": row.id,
        "type": f"record.{_what(change)}",
        "at": row.received_at,
        "record": row.record,
        "number": number_of(row.record),
        "kind": row.kind,
        "area": stream,
        "status": change["set"].get("status", row.status),
        "version": row.seq,
        "paths": _paths(change),
        "link": f"{centre.base_url}/app/record/{row.record}",
    }


def _paths(change: dict[str, Any]) -> list[str]:
    """Without ids of people: one names each co-author's path."""
    if change["kind"] in (ERASURE, RESTATED):
        return []
    return sorted({COAUTHORS if family(path) == COAUTHORS else path for path in change["set"]})


def _what(change: dict[str, Any]) -> str:
    """`created`, `moved`, `erased`, `published`, `hidden`, `decided` (a review, or another step of the status) or
    `edited`."""
    paths: dict[str, Any] = change["set"]
    if change["kind"] in (ERASURE, RESTATED) or ERASED in paths:
        return "erased"
    if MOVED_TO in paths:
        return "moved"
    if change["seen"] == 0:
        return "created"
    if paths.get("status") in (Status.PUBLISHED, Status.HIDDEN):
        return str(paths["status"])
    return "decided" if "status" in paths or any(family(path) == REVIEWS for path in paths) else "edited"
