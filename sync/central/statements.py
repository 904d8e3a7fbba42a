"""The statements of every sync: put together once, and then spoken to the driver itself.

To run a Core statement takes SQLAlchemy longer than the database needs to answer it. Here one is compiled once for
each database; its errors are SQLAlchemy's all the same.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from itertools import chain
from operator import add
from typing import Any

from sqlalchemy import BindParameter, Boolean, Column, ColumnElement, Connection, bindparam
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

_DIALECTS = {"sqlite": pysqlite.dialect(), "postgresql": psycopg.dialect()}  # type: ignore[no-untyped-call]
Row = tuple[Any, ...]


class OneOf(ColumnElement[bool]):
    """`column IN (…)` with one parameter for the whole list, so that its text is always the same."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: Column[Any], name: str) -> None:
        self.column: Column[Any] = column
        self.values: BindParameter[Any] = bindparam(name)

    def self_group(self, against: Any = None) -> OneOf:  # noqa: ARG002
        """As it stands: SQLite would else be asked whether it equals 1, and would use no index."""
        return self


@compiles(OneOf, "sqlite")
def _in_list(element: OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(each, **options) for each in (element.column, element.values))
    return f"{column} IN ({values})"


@compiles(OneOf, "postgresql")
def _in_array(element: OneOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"{compiler.process(element.column, **options)} = ANY(%({element.values.key})s)"


def fetch(connection: Connection, statement: ClauseElement, **values: Any) -> list[Row]:
    """Every row, its columns in the statement's order. A list is for OneOf."""
    text, names, constants = _compiled(statement, connection.dialect.name)
    known = constants | values
    if not names:
        return _rows(speak(connection, text, known))
    ordered = [known[name] for name in names]
    if list in map(type, ordered):
        text, ordered = _with_lists(text, ordered)
    return _rows(speak(connection, text, ordered))


def _rows(cursor: Any) -> list[Row]:
    rows: list[Row] = cursor.fetchall()
    return rows


def run(connection: Connection, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
    """Once for each row of values, without an answer. Takes no lists."""
    text, names, _ = _compiled(statement, connection.dialect.name)
    speak(connection, text, [[row[name] for name in names] if names else row for row in rows], many=True)


@functools.cache
def _compiled(statement: ClauseElement, database: str) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """The text, its parameters in order where they have no names, and those that are always the same."""
    compiled = statement.compile(dialect=_DIALECTS[database])
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), tuple(getattr(compiled, "positiontup", None) or ()), constants


def _with_lists(text: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """SQLite takes no lists: as many marks as there are values."""
    lists = [value if isinstance(value, list) else [value] for value in values]
    marks = (", ".join("?" * len(each)) for each in lists)
    first, *rest = text.split("?")
    return first + "".join(map(add, marks, rest)), list(chain.from_iterable(lists))


def speak(connection: Connection, text: str, values: Any, *, many: bool = False) -> Any:
    """The driver's cursor, after it ran the text, with `many` for each of the values. Raises as SQLAlchemy."""
    cursor = connection.connection.cursor()
    try:
        if many:
            return cursor.executemany(text, values)
        # A record comes as its bytes, not as twice as many letters that stand for them.
        how = {"binary": True} if connection.dialect.name == "postgresql" else {}
        return cursor.execute(text, values, **how)
    except Exception as error:
        raise _as_of_sqlalchemy(connection, text, error) from error


def _as_of_sqlalchemy(connection: Connection, text: str, error: Exception) -> Exception:
    dialect, driver = connection.dialect, connection.dialect.loaded_dbapi
    if not isinstance(error, driver.Error):
        return error
    is_gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if is_gone:
        connection.invalidate(error)
    return DBAPIError.instance(
        text, None, error, driver.Error, hide_parameters=True, connection_invalidated=is_gone, dialect=dialect
    )
