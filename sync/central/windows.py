"""Limits for callers without an account: counts by hour in a table, so that several instances share them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, text

from sync.central.tables import windows
from sync.protocol.problems import Code, Problem

# Built once: putting a statement together costs more than running it.
_COUNT = select(windows.c.count).where(windows.c.key == bindparam("key"), windows.c.hour == bindparam("hour"))
_ADD = text(
    "INSERT INTO windows (key, hour, count) VALUES (:key, :hour, 1) "
    "ON CONFLICT (key, hour) DO UPDATE SET count = windows.count + 1"
)


def _hour(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H")


def count(connection: Connection, key: str, now: datetime) -> int:
    return connection.execute(_COUNT, {"key": key, "hour": _hour(now)}).scalar_one_or_none() or 0


def add(connection: Connection, key: str, now: datetime) -> None:
    """One more. Old ones go at night (retention.py): here, each caller would lock them for all others."""
    connection.execute(_ADD, {"key": key, "hour": _hour(now)})


def check(connection: Connection, key: str, now: datetime, limit: int) -> None:
    """Raises Problem(TOO_MANY) once there are so many, until the hour is over."""
    if count(connection, key, now) >= limit:
        seconds = 3600 - now.minute * 60 - now.second
        raise Problem(Code.TOO_MANY, headers={"Retry-After": str(seconds)})
