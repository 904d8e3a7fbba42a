"""What somebody does who can write into the database: one value of one row, changed to another like it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Connection, Table, select


def rows_of(connection: Connection, table: Table) -> list[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(query).mappings()]


def is_row(table: Table, row: dict[str, Any]) -> Any:
    keys = [column == row[column.name] for column in table.primary_key.columns]
    return keys[0] if len(keys) == 1 else keys[0] & keys[1]


def another(value: Any, data: st.DataObject) -> Any:
    """A value like it, of the same type and length, that differs."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + data.draw(st.integers(1, 3))
    if isinstance(value, bytes):
        at = data.draw(st.integers(0, len(value) - 1))
        return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    if value is None:
        # The columns that may be empty: body, salt, carrier, status, the end of a term.
        return data.draw(st.sampled_from(["00" * 16, "x"]))
    if not value:
        return "x"
    at = data.draw(st.integers(0, len(value) - 1))
    return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
