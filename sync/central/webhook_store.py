"""Which systems of the city are told of changes, and how far each of them was told."""

from __future__ import annotations

import base64
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from sync.central.addresses import is_loopback
from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.people import iso
from sync.central.sealed import key_name, seal, unseal
from sync.central.tables import streams, webhook_deliveries, webhook_places, webhooks
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.ids import IdSource

PREFIX = "whsec_"
_WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440)]
"""How long after each failure in a row; after the last of them, some three days, the webhook is paused."""
TYPES = ("created", "edited", "decided", "published", "hidden", "moved", "erased")
"""What can become of a record; an event's type is `record.` and one of these."""
SHOWN = 50
"""So many attempts are shown."""
_make_id = IdSource()


class BadWebhook(ValueError):
    """It cannot be told there; the message says why."""


@dataclass(frozen=True, slots=True)
class Webhook:
    id: str
    url: str
    area: str
    sealed: bytes
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One event that was sent, and the HTTP status or the kind of error that came of it."""

    at: datetime
    event: str
    type: str
    status: str


def add(centre: Centre, url: str, area: str, events: Sequence[str] = ()) -> tuple[str, str]:
    """Its id and its secret, which is told this once. From now on: what was before is not told. Of these TYPES, or
    without any of all. Raises BadWebhook.

    Which machine the address leads to is the operator's own choice: nobody else can set one.
    """
    check_url(url)
    if area not in gazetteer() or len(area) > 13:
        raise BadWebhook(f"there is no area {area!r} in this city")
    if unknown := sorted(set(events) - set(TYPES)):
        raise BadWebhook(f"there is no event {unknown[0]!r}; there are {', '.join(TYPES)}")
    identifier, secret, key = str(uuid.uuid4()), new_secret(), centre.keys.secret
    now = iso(centre.clock())
    row: dict[str, Any] = {"id": identifier, "url": url, "area": area, "added_at": now, "retry_at": now}
    row |= {"sealed": seal(key, about(identifier), secret), "key": key_name(key), "failures": 0}
    row["events"] = ",".join(events) or None
    with centre.database.write() as connection:
        connection.execute(insert(webhooks).values(row))
        heads = connection.execute(select(streams.c.code, streams.c.seq)).all()
        held = [head for head in heads if _is_in(head.code, area)]
        places = [{"webhook": identifier, "stream": head.code, "seq": head.seq} for head in held]
        write_rows(connection, webhook_places, places)
    return identifier, secret


def check_url(url: str) -> None:
    """Raises BadWebhook: what is signed is not thereby secret, so it goes over TLS or stays on this machine."""
    try:
        # As it will be asked, down to the name of the host.
        httpx.URL(url).host.encode("idna")
        parts = urlsplit(url)
        _ = parts.port
    except (httpx.InvalidURL, ValueError):
        raise BadWebhook(f"{url!r} is no address") from None
    schemes = {"http", "https"} if is_loopback(parts.hostname or "") else {"https"}
    if parts.hostname is None or parts.username or parts.scheme not in schemes:
        raise BadWebhook("a webhook goes to https://…, or to http://127.0.0.1:… on this machine")


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def about(identifier: str) -> str:
    """What a sealed secret belongs to."""
    return f"webhook:{identifier}"


def _is_in(stream: str, area: str) -> bool:
    """Records live in the streams of kelurahan; the city's own is about people and is told to nobody."""
    return len(stream) == 13 and AreaCode(area).contains(stream)


def listed(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(select(webhooks).order_by(webhooks.c.added_at, webhooks.c.id)))


def remove(connection: Connection, identifier: str) -> bool:
    for table in (webhook_places, webhook_deliveries):
        connection.execute(delete(table).where(table.c.webhook == identifier))
    return connection.execute(delete(webhooks).where(webhooks.c.id == identifier)).rowcount > 0


def resume(connection: Connection, identifier: str, now: datetime) -> bool:
    """Try again now; it goes on where it stopped."""
    fresh = {"paused_at": None, "failures": 0, "retry_at": iso(now)}
    return connection.execute(update(webhooks).where(webhooks.c.id == identifier).values(fresh)).rowcount > 0


def due(connection: Connection, centre: Centre) -> list[Webhook]:
    """Those to be told something now, the oldest first."""
    is_due = webhooks.c.paused_at.is_(None) & (webhooks.c.retry_at <= iso(centre.clock()))
    rows = connection.execute(select(webhooks).where(is_due).order_by(webhooks.c.added_at)).all()
    return [Webhook(row.id, row.url, row.area, row.sealed, _events(row.events)) for row in rows]


def _events(text: str | None) -> frozenset[str]:
    return frozenset(text.split(",") if text else TYPES)


def secret_of(centre: Centre, webhook: Webhook) -> str:
    """Raises CannotOpen."""
    return unseal([centre.keys.secret], about(webhook.id), webhook.sealed)


def behind(connection: Connection, webhook: Webhook) -> list[tuple[str, int, int]]:
    """The streams that moved on since it was told of them, how far it was told, and where they stand.

    A stream without a place came with a later version, after the webhook: all of it is new.
    """
    place = (webhook_places.c.stream == streams.c.code) & (webhook_places.c.webhook == webhook.id)
    reached = func.coalesce(webhook_places.c.seq, 0)
    query = select(streams.c.code, reached, streams.c.seq).outerjoin(webhook_places, place)
    rows = connection.execute(query.where(streams.c.seq > reached).order_by(streams.c.code)).all()
    return [(code, seq, head) for code, seq, head in rows if _is_in(code, webhook.area)]


def reach(connection: Connection, webhook: Webhook, stream: str, seq: int) -> None:
    """It was told of the stream so far. Nothing is kept of one that was removed meanwhile."""
    if connection.execute(select(webhooks.c.id).where(webhooks.c.id == webhook.id)).first() is not None:
        place = {"webhook": webhook.id, "stream": stream, "seq": seq}
        write_rows(connection, webhook_places, [place], ("webhook", "stream"))


def told(connection: Connection, webhook: Webhook, stream: str, seq: int, attempt: Attempt) -> None:
    reach(connection, webhook, stream, seq)
    _note(connection, webhook, attempt, {"failures": 0, "retry_at": iso(attempt.at)})


def failed(connection: Connection, webhook: Webhook, attempt: Attempt) -> bool:
    """Wait longer each time; True when it is paused, which `lorong doctor` says."""
    # As it stands now: a success of this very run has ended the count.
    failures = connection.execute(select(webhooks.c.failures).where(webhooks.c.id == webhook.id)).scalar() or 0
    wait, is_over = _WAITS[min(failures, len(_WAITS) - 1)], failures >= len(_WAITS)
    values: dict[str, Any] = {"failures": failures + 1, "retry_at": iso(attempt.at + wait)}
    _note(connection, webhook, attempt, values | ({"paused_at": iso(attempt.at)} if is_over else {}))
    return is_over


def _note(connection: Connection, webhook: Webhook, attempt: Attempt, values: dict[str, Any]) -> None:
    """Nothing is kept of one that was removed meanwhile."""
    values |= {"last_at": iso(attempt.at), "last_status": attempt.status}
    if connection.execute(update(webhooks).where(webhooks.c.id == webhook.id).values(values)).rowcount:
        row = {"id": _make_id(), "webhook": webhook.id, "at": iso(attempt.at)}
        row |= {"event": attempt.event, "type": attempt.type, "status": attempt.status}
        connection.execute(insert(webhook_deliveries).values(row))


def attempts(connection: Connection, identifier: str) -> list[Row[Any]] | None:
    """The last ones, newest first; None where there is no such webhook."""
    if connection.execute(select(webhooks.c.id).where(webhooks.c.id == identifier)).first() is None:
        return None
    mine = select(webhook_deliveries).where(webhook_deliveries.c.webhook == identifier)
    newest = (webhook_deliveries.c.at.desc(), webhook_deliveries.c.id.desc())
    return list(connection.execute(mine.order_by(*newest).limit(SHOWN)))
