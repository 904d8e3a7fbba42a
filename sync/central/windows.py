"""Limits for callers without an account: counts by hour in a table, so that several instances share them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from sync.central.tables import windows


def _hour(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H")


def count(connection: Connection, key: str, now: datetime) -> int:
    query = select(windows.c.count).where(windows.c.key == key, windows.c.hour == _hour(now))
    return connection.execute(query).scalar_one_or_none() or 0


def add(connection: Connection, key: str, now: datetime) -> None:
    """One more. Windows of yesterday go."""
    connection.execute(delete(windows).where(windows.c.hour < _hour(now - timedelta(days=1))))
    mine = (windows.c.key == key) & (windows.c.hour == _hour(now))
    changed = connection.execute(update(windows).where(mine).values(count=windows.c.count + 1))
    if changed.rowcount == 0:
        connection.execute(insert(windows).values(key=key, hour=_hour(now), count=1))
