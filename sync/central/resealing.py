"""After the centre's secret was exchanged: what is sealed under the older one is sealed under the new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Update, select, update

from sync.central import business_contacts as of_businesses
from sync.central import contacts as of_residents
from sync.central import digest, registering, vouched, webhook_store
from sync.central.sealed import key_name, seal, unseal
from sync.central.tables import business_contacts, contacts, digests, registrations, webhooks


@dataclass(frozen=True, slots=True)
class Exchange:
    """Of the secret of this city's centre, at this moment."""

    city: str
    at: str
    secret: bytes
    older: bytes

    def anew(self, about: str, sealed: bytes) -> bytes:
        return seal(self.secret, about, unseal([self.older], about, sealed))


def reseal(connection: Connection, exchange: Exchange) -> int:
    """How many were sealed anew. Safe to call again. Raises CannotOpen, and then nothing is changed."""
    done = _registrations(connection, exchange)
    for column, about in _SEALED:
        done += _rows(connection, column, about, exchange)
    return done


_SEALED: tuple[tuple[Column[Any], Callable[[str], str]], ...] = (
    (contacts.c.record, of_residents.about),
    (business_contacts.c.record, of_businesses.about),
    (webhooks.c.id, webhook_store.about),
    (digests.c.id, digest.about),
)
"""The column that names each row of a table with something sealed, and what that is bound to."""


def _rows(connection: Connection, column: Column[Any], about: Callable[[str], str], exchange: Exchange) -> int:
    table, key = column.table, key_name(exchange.secret)
    rows = connection.execute(select(column, table.c.sealed).where(table.c.key != key)).all()
    for name, sealed in rows:
        values = {"sealed": exchange.anew(about(name), sealed), "key": key}
        _write(connection, exchange, update(table).where(column == name), values)
    return len(rows)


def _write(connection: Connection, exchange: Exchange, statement: Update, values: dict[str, Any]) -> None:
    if statement.table in vouched.VOUCHED:
        vouched.write(connection, exchange.city, statement, values, exchange.at)
    else:
        connection.execute(statement.values(values))


def _registrations(connection: Connection, exchange: Exchange) -> int:
    query = select(registrations.c.id, registrations.c.contact).where(registrations.c.contact.is_not(None))
    rows = [row for row in connection.execute(query).all() if not row.contact.startswith(_name(exchange.secret))]
    for row in rows:
        fresh = exchange.anew(registering.about(row.id), row.contact)
        _write(connection, exchange, update(registrations).where(registrations.c.id == row.id), {"contact": fresh})
    return len(rows)


def _name(secret: bytes) -> bytes:
    return bytes.fromhex(key_name(secret))
