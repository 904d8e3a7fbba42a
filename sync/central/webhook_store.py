"""Which systems of the city are told of changes, and how far each of them was told."""

from __future__ import annotations

import base64
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, delete, insert, select, update

from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.people import iso
from sync.central.sealed import key_name, seal, unseal
from sync.central.tables import streams, webhook_places, webhooks
from sync.domain.areas import AreaCode, gazetteer

PREFIX = "whsec_"
_WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440)]
"""How long after each failure in a row; after the last of them, some three days, the webhook is paused."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadWebhook(ValueError):
    """It cannot be told there; the message says why."""


@dataclass(frozen=True, slots=True)
class Webhook:
    id: str
    url: str
    area: str
    secret: str
    failures: int


def add(centre: Centre, url: str, area: str) -> tuple[str, str]:
    """Its id and its secret, which is told this once. From now on: what was before is not told. Raises BadWebhook.

    Which machine the address leads to is the operator's own choice: nobody else can set one.
    """
    check_url(url)
    if area not in gazetteer() or len(area) > 13:
        raise BadWebhook(f"there is no area {area!r} in this city")
    identifier, secret, key = str(uuid.uuid4()), new_secret(), centre.keys.secret
    now = iso(centre.clock())
    row: dict[str, Any] = {"id": identifier, "url": url, "area": area, "added_at": now, "retry_at": now}
    row |= {"sealed": seal(key, about(identifier), secret), "key": key_name(key), "failures": 0}
    with centre.database.write() as connection:
        connection.execute(insert(webhooks).values(row))
        heads = connection.execute(select(streams.c.code, streams.c.seq)).all()
        held = [head for head in heads if _is_in(head.code, area)]
        places = [{"webhook": identifier, "stream": head.code, "seq": head.seq} for head in held]
        write_rows(connection, webhook_places, places)
    return identifier, secret


def check_url(url: str) -> None:
    """Raises BadWebhook: what is signed is not thereby secret, so it goes over TLS or stays on this machine."""
    parts = urlsplit(url)
    schemes = {"http", "https"} if parts.hostname in _LOOPBACK else {"https"}
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
    connection.execute(delete(webhook_places).where(webhook_places.c.webhook == identifier))
    return connection.execute(delete(webhooks).where(webhooks.c.id == identifier)).rowcount > 0


def resume(connection: Connection, identifier: str, now: datetime) -> bool:
    """Try again now; it goes on where it stopped."""
    fresh = {"paused_at": None, "failures": 0, "retry_at": iso(now)}
    return connection.execute(update(webhooks).where(webhooks.c.id == identifier).values(fresh)).rowcount > 0


def due(connection: Connection, centre: Centre) -> list[Webhook]:
    """Those to be told something now, the oldest first."""
    is_due = webhooks.c.paused_at.is_(None) & (webhooks.c.retry_at <= iso(centre.clock()))
    rows = connection.execute(select(webhooks).where(is_due).order_by(webhooks.c.added_at)).all()
    return [Webhook(row.id, row.url, row.area, _secret(centre, row), row.failures) for row in rows]


def _secret(centre: Centre, row: Row[Any]) -> str:
    return unseal([centre.keys.secret], about(row.id), row.sealed)


def behind(connection: Connection, webhook: Webhook) -> list[tuple[str, int, int]]:
    """The streams that moved on since it was told of them, how far it was told, and where they stand."""
    query = select(webhook_places.c.stream, webhook_places.c.seq, streams.c.seq)
    query = query.join(streams, streams.c.code == webhook_places.c.stream)
    mine = (webhook_places.c.webhook == webhook.id) & (streams.c.seq > webhook_places.c.seq)
    return [tuple(row) for row in connection.execute(query.where(mine).order_by(webhook_places.c.stream))]


def reach(connection: Connection, webhook: Webhook, stream: str, seq: int) -> None:
    here = (webhook_places.c.webhook == webhook.id) & (webhook_places.c.stream == stream)
    connection.execute(update(webhook_places).where(here).values(seq=seq))


def told(connection: Connection, webhook: Webhook, stream: str, seq: int, now: datetime, status: str) -> None:
    reach(connection, webhook, stream, seq)
    fine = {"failures": 0, "retry_at": iso(now), "last_at": iso(now), "last_status": status}
    connection.execute(update(webhooks).where(webhooks.c.id == webhook.id).values(fine))


def failed(connection: Connection, webhook: Webhook, now: datetime, status: str) -> bool:
    """Wait longer each time; True when it is paused, which `lorong doctor` says."""
    is_over = webhook.failures >= len(_WAITS)
    wait = _WAITS[min(webhook.failures, len(_WAITS) - 1)]
    values: dict[str, Any] = {"failures": webhook.failures + 1, "retry_at": iso(now + wait)}
    values |= {"last_at": iso(now), "last_status": status}
    values |= {"paused_at": iso(now)} if is_over else {}
    connection.execute(update(webhooks).where(webhooks.c.id == webhook.id).values(values))
    return is_over
