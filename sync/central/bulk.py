"""Writes many rows at once, in the quickest way of each database: executemany, or one array a column."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Column, Connection, Table

from sync.central import statements

_TOGETHER = 25
"""Rows a statement on SQLite, whose driver lets another thread in at each statement and waits to come back."""
_ARRAYS = {str: "text", int: "bigint", bool: "boolean", bytes: "bytea"}


def write_rows(
    connection: Connection,
    table: Table,
    rows: Sequence[dict[str, Any]],
    key: tuple[str, ...] = (),
    *,
    keep: bool = False,
) -> None:
    """Insert rows that have the same columns; on a known `key` overwrite the others, or `keep` what is there.

    Without a key a known row is an error. The rows must differ in their keys.
    """
    columns = tuple(rows[0])
    values = [tuple(row.values()) for row in rows]
    if connection.dialect.name == "postgresql":
        statement = _insert(table, columns, _from_arrays(table, columns), key, keep)
        statements.speak(connection, statement, tuple(list(column) for column in zip(*values, strict=True)))
        return
    one = f"({', '.join('?' * len(columns))})"
    together = len(values) // _TOGETHER * _TOGETHER
    for start in range(0, together, _TOGETHER):
        statement = _insert(table, columns, f"VALUES {', '.join([one] * _TOGETHER)}", key, keep)
        statements.speak(connection, statement, tuple(chain.from_iterable(values[start : start + _TOGETHER])))
    if values[together:]:
        statements.speak(
            connection, _insert(table, columns, f"VALUES {one}", key, keep), values[together:], many=True
        )


@functools.cache
def _insert(table: Table, columns: tuple[str, ...], source: str, key: tuple[str, ...], keep: bool) -> str:
    statement = f"INSERT INTO {table.name} ({_quoted(columns)}) {source}"
    others = [f'"{name}" = excluded."{name}"' for name in columns if name not in key]
    if not key:
        return statement
    known = f"{statement} ON CONFLICT ({_quoted(key)}) DO"
    return f"{known} NOTHING" if keep or not others else f"{known} UPDATE SET {', '.join(others)}"


def _quoted(columns: tuple[str, ...]) -> str:
    """A column may be called `offset`, which is a word of SQL."""
    return ", ".join(f'"{name}"' for name in columns)


@functools.cache
def _from_arrays(table: Table, columns: tuple[str, ...]) -> str:
    return f"SELECT * FROM unnest({', '.join(_array(table.c[name]) for name in columns)})"


def _array(column: Column[Any]) -> str:
    """In psycopg's binary format. Text without a length: a cast to one would cut what does not fit."""
    return f"%b::{_ARRAYS[column.type.python_type]}[]"
