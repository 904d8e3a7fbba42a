"""Rows beside the records for which the city's stream vouches: codes, devices, sealed contacts, registrations,
reports of pages and links of partners. Whoever writes one tells it what was written, in the same transaction.

The stream holds a mark of each value, by which another one is seen and none can be read. It is made with a salt
that stands beside the row and goes with it: what was in a row that is gone cannot be guessed from its marks,
however few values there are to try. Of devices it vouches for whose they are, since when, and whether they are
off; not for the hashes of tokens, which a phone renews by itself, nor for what a phone says of itself: name,
version, last contact, what waits on it. Whoever writes a hash there can speak as that device, and what they send
is chained as coming from it.
Rows of releases that told nothing are vouched for once, as the first start of this one found them.
"""

from __future__ import annotations

import hmac
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Delete, Table, Update, delete, func, insert, select

from sync.central.bulk import write_rows
from sync.central.chain import CENTRE, append_all_to_chain
from sync.central.json_text import canonical, parsed
from sync.central.tables import (
    business_contacts,
    changes,
    codes,
    contacts,
    devices,
    facts,
    page_reports,
    partner_links,
    registrations,
    row_salts,
)

ROW = "row"
"""The kind of the changes that tell what was written."""
_AS_OF = {devices: ("person", "enrolled_at", "revoked_at")}
_TABLES = (codes, devices, contacts, business_contacts, registrations, page_reports, partner_links)
VOUCHED = {
    table: _AS_OF.get(table) or tuple(column.name for column in table.columns if not column.primary_key)
    for table in _TABLES
}
_SINCE = "vouched"
_TOGETHER = 500
Marks = dict[str, str]
Salts = Mapping[str, str]
"""By the key of the row."""


def tell(
    connection: Connection,
    city: str,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    at: str,
    *,
    found: bool = False,
) -> None:
    """These rows stand there now; a column that one does not name is empty. `found` are those of `catch_up`."""
    empty: dict[str, Any] = dict.fromkeys(VOUCHED[table])
    salts = {str(row[_key(table)]): secrets.token_hex(16) for row in rows}
    _keep_salts(connection, table, salts)
    told = [_said(table, empty | dict(row), salts) for row in rows]
    _append(connection, city, [said | {"found": True} if found else said for said in told], at)


def tell_gone(connection: Connection, city: str, table: Table, keys: Sequence[str], at: str) -> None:
    for some in _parts(keys):
        connection.execute(
            delete(row_salts).where(row_salts.c.table_name == table.name, row_salts.c.key.in_(some))
        )
    _append(connection, city, [{"table": table.name, "key": key, "gone": True} for key in keys], at)


def write(
    connection: Connection, city: str, statement: Update | Delete, values: Mapping[str, Any], at: str
) -> int:
    """Do it and tell it; returns of how many rows. `values` are what an update sets; nothing for a delete."""
    table: Any = statement.table
    key = _key(table)
    written = statement.values(values) if isinstance(statement, Update) else statement
    done = connection.execute(written.returning(table.c[key]))
    keys = sorted(done.scalars())
    if isinstance(statement, Delete):
        tell_gone(connection, city, table, keys, at)
    else:
        salts = _salts(connection, table, keys)
        _append(connection, city, [_said(table, {key: one, **values}, salts) for one in keys], at)
    return len(keys)


def catch_up(connection: Connection, city: str, at: str) -> None:
    """Vouch for what earlier releases wrote. Only the first call does: later, nothing may appear by itself."""
    if connection.execute(select(facts).where(facts.c.name == _SINCE)).first() is not None:
        return
    for table in _TABLES:
        after = ""
        while rows := _some(connection, table, after):
            tell(connection, city, table, rows, at, found=True)
            after = rows[-1][_key(table)]
    connection.execute(insert(facts).values(name=_SINCE, value=at))


def _some(connection: Connection, table: Table, after: str) -> list[dict[str, Any]]:
    key = table.c[_key(table)]
    query = select(table).where(key > after).order_by(key).limit(_TOGETHER)
    return [dict(row) for row in connection.execute(query).mappings()]


def _append(connection: Connection, city: str, told: Sequence[dict[str, Any]], at: str) -> None:
    if told:
        # As much of a key as a change has room for; the whole stands in it.
        append_all_to_chain(connection, city, ROW, [(each["key"][:36], each) for each in told], CENTRE, at)


def _keep_salts(connection: Connection, table: Table, salts: Salts) -> None:
    rows = [{"table_name": table.name, "key": key, "salt": salt} for key, salt in salts.items()]
    if rows:
        write_rows(connection, row_salts, rows, ("table_name", "key"))


def _salts(connection: Connection, table: Table, keys: Sequence[str]) -> Salts:
    """Of these rows."""
    found: dict[str, str] = {}
    query = select(row_salts.c.key, row_salts.c.salt).where(row_salts.c.table_name == table.name)
    for some in _parts(keys):
        found |= {row.key: row.salt for row in connection.execute(query.where(row_salts.c.key.in_(some)))}
    return found


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many at once as a statement takes."""
    return (keys[start : start + _TOGETHER] for start in range(0, len(keys), _TOGETHER))


def _said(table: Table, row: Mapping[str, Any], salts: Salts) -> dict[str, Any]:
    key = row[_key(table)]
    salt = salts.get(key, "")
    marks = {column: _mark(table, key, column, row[column], salt) for column in VOUCHED[table] if column in row}
    return {"table": table.name, "key": key, "marks": marks}


def _key(table: Table) -> str:
    return str(table.primary_key.columns.values()[0].name)


def _mark(table: Table, key: str, column: str, value: Any, salt: str) -> str:
    shown = canonical([table.name, key, column, value.hex() if isinstance(value, bytes) else value])
    return hmac.new(bytes.fromhex(salt), shown, "sha256").hexdigest()[:32]


def faults(connection: Connection, city: str) -> Iterator[str]:
    """Of each table the first row that is not as the stream tells. To be called of a city whose stream holds."""
    told = _Told(connection, city)
    said = set[str]()
    for place, fault in told.faults():
        if place not in said:
            yield fault
        said.add(place)
    for table in _TABLES:
        count = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if table.name not in said and count != told.live[table.name]:
            yield f"{table.name}: has {count} rows, and the chain tells of {told.live[table.name]}"


class _Told:
    """What the city's stream says of these rows, read in the order of their keys: memory does not grow with it.

    `live` counts, by table, those that should be there.
    """

    def __init__(self, connection: Connection, city: str) -> None:
        self.connection, self.city = connection, city
        self.live = Counter[str]()
        self.first_told, self.last_found = 0, 0

    def faults(self) -> Iterator[tuple[str, str]]:
        """The table, and what is wrong."""
        waiting: dict[tuple[str, str], Marks] = {}
        for rows in self._by_subject():
            waiting |= self._outcome(rows)
            if len(waiting) >= _TOGETHER:
                yield from self._compared(waiting)
                waiting = {}
        yield from self._compared(waiting)
        if 0 < self.first_told < self.last_found:
            yield "", f"{self.city} #{self.last_found}: takes rows as they stand, though others were told before"

    def _by_subject(self) -> Iterator[list[Any]]:
        mine = (changes.c.stream == self.city) & (changes.c.device == CENTRE) & changes.c.body.is_not(None)
        query = select(changes.c.record, changes.c.seq, changes.c.body).where(mine)
        query = query.order_by(changes.c.record, changes.c.seq)
        with self.connection.execute(query, execution_options={"yield_per": _TOGETHER}) as result:
            for _, rows in groupby(result, attrgetter("record")):
                yield list(rows)

    def _outcome(self, rows: Sequence[Any]) -> dict[tuple[str, str], Marks]:
        """Rows that should be there, by table and key, after all that was told of them."""
        found: dict[tuple[str, str], Marks] = {}
        for row in rows:
            change = parsed(row.body)
            if change["kind"] == ROW:
                self._take(found, row.seq, change["set"])
        return found

    def _take(self, found: dict[tuple[str, str], Marks], seq: int, told: dict[str, Any]) -> None:
        place = told["table"], told["key"]
        if "found" in told:
            self.last_found = max(self.last_found, seq)
        else:
            self.first_told = min(self.first_told or seq, seq)
        if "gone" in told:
            found.pop(place, None)
        else:
            found[place] = found.get(place, {}) | told["marks"]

    def _compared(self, expected: Mapping[tuple[str, str], Marks]) -> Iterator[tuple[str, str]]:
        for table in _TABLES:
            keys = {key: marks for (name, key), marks in expected.items() if name == table.name}
            self.live[table.name] += len(keys)
            if keys:
                yield from ((table.name, fault) for fault in self._faults_of(table, keys))

    def _faults_of(self, table: Table, expected: Mapping[str, Marks]) -> Iterator[str]:
        key = table.c[_key(table)]
        query = select(table).where(key.in_(list(expected)))
        stored = {row[key.name]: row for row in self.connection.execute(query).mappings()}
        salts = _salts(self.connection, table, list(expected))
        for name, marks in expected.items():
            if name not in stored:
                yield f"{table.name} {name}: is missing"
            for column, mark in marks.items() if name in stored else ():
                if _mark(table, name, column, stored[name][column], salts.get(name, "")) != mark:
                    yield f"{table.name} {name}: its {column} is not what was chained"
