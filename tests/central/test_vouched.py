"""Whoever can write into the database and touches a code, a device, a sealed contact, a registration, or a report
of a page: `lorong verify` sees it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import Column, Connection, Table, delete, insert, select, update

from sync.central import people, vouched
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.codes import give_code
from sync.central.page_reports import Report, keep
from sync.central.partners import make_link
from sync.central.people import iso
from sync.central.resealing import Exchange, reseal
from sync.central.retention import Keeping, tidy
from sync.central.tables import facts, metadata, page_reports, registrations, row_salts
from sync.central.vouched import VOUCHED
from sync.domain.people import Role
from sync.protocol.canonical import canonical, digest
from sync.protocol.partners import NewLink
from tests.central.test_registrations import register
from tests.conftest import Enrol
from tests.support.centres import a_code, a_device, a_note
from tests.support.clock import StandingClock
from tests.support.logs import faults, findings, undone
from tests.support.residents import a_contact, filed
from tests.support.tampering import is_row, rows_of

REPORT = Report("/", "73.71", None, "wrong", "Nama lorong keliru.")


@pytest.fixture
async def told(centre: Centre, enrol: Enrol, http: httpx.AsyncClient) -> Centre:
    """One or more rows of each kind, as people write them."""
    umkm, _ = enrol(Role.UMKM), enrol(Role.KELURAHAN)
    a_code(centre, umkm.person)
    record = umkm.make_id()
    await umkm.send(umkm.change_of(record, a_note(classification="society")))
    business = {"name": "Kripik", "phone": "0812 3456 7890", "consent": True}
    mine = {"Authorization": f"Bearer {umkm.token}"}
    answer = await http.put(f"/v1/contacts/{record}/business", json=business, headers=mine)
    assert answer.status_code == 204
    await filed(http, contact=a_contact())
    await register(http)
    keep(centre, REPORT, "203.0.113.7")
    kota = enrol(Role.KOTA, "73.71")
    partner = {"title": "Universitas Contoh", "helix": "academia", "area": "73.71", "status": "submitted"}
    record = kota.make_id()
    await kota.send(kota.change_of(record, partner, kind="partner", area="73.71"))
    make_link(centre, Caller(kota.person, kota.device), record, NewLink(30))
    return centre


def test_what_nobody_touched_verifies(told: Centre) -> None:
    assert faults(told) == []


def test_another_value_in_any_vouched_column_is_found_by_name(told: Centre) -> None:
    for table, columns in VOUCHED.items():
        for column in columns:
            with undone(told) as connection:
                row = rows_of(connection, table)[0]
                change = {column: other_of(connection, table.c[column], row[column])}
                connection.execute(update(table).where(is_row(table, row)).values(change))

                assert vouched_faults(connection, told) == [
                    f"{table.name} {key_of(table, row)}: its {column} is not what was chained"
                ]


def other_of(connection: Connection, column: Column[Any], value: Any) -> Any:
    """A value that the database takes in its place."""
    for key in column.foreign_keys:
        there = key.column
        return connection.execute(select(there).where(there != (value or "")).limit(1)).scalar_one()
    if isinstance(value, bool):
        return not value
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "00"


def key_of(table: Table, row: dict[str, Any]) -> str:
    (key,) = table.primary_key.columns
    return str(row[key.name])


def test_a_row_that_is_gone_is_found_by_name(told: Centre) -> None:
    for table in VOUCHED:
        with undone(told) as connection:
            row = rows_of(connection, table)[-1]
            connection.execute(delete(table).where(is_row(table, row)))

            assert findings(told, connection).wrong == [f"{table.name} {key_of(table, row)}: is missing"]


def test_a_row_that_was_put_in_is_found(told: Centre) -> None:
    for table in VOUCHED:
        with undone(told) as connection:
            rows = rows_of(connection, table)
            connection.execute(insert(table), forged(table, rows[0]))

            assert findings(told, connection).wrong == [
                f"{table.name}: has {len(rows) + 1} rows, and the chain tells of {len(rows)}"
            ]


def forged(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    (key,) = table.primary_key.columns
    unlike = {key.name: key_of(table, row)[:-1] + "_"}
    tokens = {"token_hash": "f" * 64, "previous_hash": None}
    return row | unlike | {name: value for name, value in tokens.items() if name in row}


async def test_what_the_centre_does_to_them_later_is_told_too(
    told: Centre, enrol: Enrol, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    rt = enrol(Role.RT)
    with told.database.write() as connection:
        give_code(connection, told.keys, rt.person, "operator", clock())
        give_code(connection, told.keys, rt.person, "operator", clock())
        people.revoke(connection, rt.device, "operator", clock())
    a_device(told, http, rt.person)
    assert faults(told) == []

    with told.database.write() as connection:
        assert reseal(connection, Exchange(told.city, iso(clock()), b"n" * 32, told.keys.secret)) == 3
    assert faults(told) == []

    clock.move(days=5000)
    gone = tidy(told, Keeping())
    assert gone["codes"] > 3
    with told.database.read() as connection:
        assert vouched_faults(connection, told) == []


def vouched_faults(connection: Connection, centre: Centre) -> list[str]:
    return list(vouched.faults(connection, centre.city))


def test_what_an_earlier_release_left_is_vouched_for_once_and_nothing_after_it(
    told: Centre, clock: StandingClock
) -> None:
    with undone(told) as connection:
        connection.execute(delete(facts).where(facts.c.name == "vouched"))
        connection.execute(insert(page_reports), forged(page_reports, rows_of(connection, page_reports)[0]))
        vouched.catch_up(connection, told.city, iso(clock()))

        (wrong,) = vouched_faults(connection, told)

    assert wrong.endswith("takes rows as they stand, though others were told before")


def test_from_the_marks_of_a_row_that_is_gone_nothing_can_be_guessed(told: Centre) -> None:
    with told.database.write() as connection:
        (row,) = rows_of(connection, registrations)
        gone = delete(registrations).where(registrations.c.id == row["id"])
        assert vouched.write(connection, told.city, gone, {}, iso(told.clock())) == 1
        everywhere = repr([rows_of(connection, table) for table in metadata.sorted_tables])

    assert row["id"] in everywhere
    for column in VOUCHED[registrations]:
        assert unsalted(row["id"], column, row[column]) not in everywhere
    with told.database.read() as connection:
        salts = connection.execute(select(row_salts.c.key).where(row_salts.c.table_name == "registrations"))
        assert salts.all() == []
    assert faults(told) == []


def unsalted(key: str, column: str, value: Any) -> str:
    """What everybody can try values with."""
    shown = value.hex() if isinstance(value, bytes) else value
    return digest(canonical(["registrations", key, column, shown]))[:32]


def test_a_salt_that_somebody_changes_or_takes_away_is_found(told: Centre) -> None:
    for statement in (delete(row_salts), update(row_salts).values(salt="00" * 16)):
        with undone(told) as connection:
            connection.execute(statement)

            assert len(vouched_faults(connection, told)) == len(VOUCHED)
