"""After the centre's secret was exchanged: what is sealed under the older one is sealed under the new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Connection, select, update

from sync.central import business_contacts as of_businesses
from sync.central import contacts as of_residents
from sync.central import digest, registering, webhook_store
from sync.central.sealed import key_name, seal, unseal
from sync.central.tables import business_contacts, contacts, digests, registrations, webhooks


def reseal(connection: Connection, secret: bytes, older: bytes) -> int:
    """How many were sealed anew. Safe to call again. Raises CannotOpen, and then nothing is changed."""
    done = _registrations(connection, secret, older)
    for column, about in _SEALED:
        done += _rows(connection, column, about, secret, older)
    return done


_SEALED: tuple[tuple[Column[Any], Callable[[str], str]], ...] = (
    (contacts.c.record, of_residents.about),
    (business_contacts.c.record, of_businesses.about),
    (webhooks.c.id, webhook_store.about),
    (digests.c.id, digest.about),
)
"""The column that names each row of a table with something sealed, and what that is bound to."""


def _rows(
    connection: Connection, column: Column[Any], about: Callable[[str], str], secret: bytes, older: bytes
) -> int:
    table = column.table
    query = select(column, table.c.sealed).where(table.c.key != key_name(secret))
    rows = connection.execute(query).all()
    for name, sealed in rows:
        values = {"sealed": _anew(secret, older, about(name), sealed), "key": key_name(secret)}
        connection.execute(update(table).where(column == name).values(values))
    return len(rows)


def _registrations(connection: Connection, secret: bytes, older: bytes) -> int:
    query = select(registrations.c.id, registrations.c.contact).where(registrations.c.contact.is_not(None))
    rows = [row for row in connection.execute(query).all() if not row.contact.startswith(_name(secret))]
    for row in rows:
        fresh = _anew(secret, older, registering.about(row.id), row.contact)
        connection.execute(update(registrations).where(registrations.c.id == row.id).values(contact=fresh))
    return len(rows)


def _anew(secret: bytes, older: bytes, about: str, sealed: bytes) -> bytes:
    return seal(secret, about, unseal([older], about, sealed))


def _name(secret: bytes) -> bytes:
    return bytes.fromhex(key_name(secret))
