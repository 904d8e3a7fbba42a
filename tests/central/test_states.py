"""Whoever can write into the database changes what people read, and leaves the chain alone: verify sees it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from sync.central import people, views
from sync.central.answer import Centre
from sync.central.erasure import erase
from sync.central.json_text import canonical, parsed
from sync.central.log import update_log
from sync.central.retention import Keeping, tidy
from sync.central.stored import StoredRecord
from sync.central.tables import bank, bank_links, bank_photos, changes, editions, persons, records, streams
from sync.central.tables import views as book
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices, addressing
from tests.support.centres import KASSI, a_note
from tests.support.clock import StandingClock
from tests.support.logs import faults, findings, undone
from tests.support.officers import tell
from tests.support.residents import filed, step
from tests.support.tampering import another, is_row, rows_of

READ = [records, editions, bank, bank_links, bank_photos, persons, book]
PHOTO = {"sha256": "a" * 64, "preview": "b" * 64, "people": "none", "caption": "Dua lubang"}
WITH_PHOTO: dict[str, Any] = {"photos/p1": PHOTO}
CLOCKS = {"no", "changed"}
"""Of the bank; when a row was written follows from nothing that is chained."""
PURPOSE = "Pemeriksaan dana lorong"
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
async def told(city: Offices, enrol: Enrol, http: httpx.AsyncClient, clock: StandingClock) -> Centre:
    """Published, updated, hidden, moved, filed by a resident, erased in part and as a whole, looked at."""

    async def later(record: str) -> str:
        """What one moment brings may be one transaction, of which only the end is kept."""
        clock.move(minutes=7)
        return record

    async def published(ticks: dict[str, bool], **values: Any) -> str:
        record = await later(await city.note(**values))
        await city.approve(record, **ticks)
        await later(record)
        await city.publish(record)
        return await later(record)

    problem = await later(await city.listed())
    first = await published({"p1": True}, **WITH_PHOTO, **addressing(problem))
    await city.accepted(city.rt, first, {"title": "Teba dua lorong", "update": "submitted"})
    await later(first)
    await city.accepted(city.kecamatan, first, {"update": "approved", **city.review("approved")})
    hidden = await published({}, title="Disembunyikan")
    await city.hide(hidden)
    await two_values(city, enrol, await later(await city.note(title="Dua isian")))
    moved = await later(await city.note(title="Salah kelurahan"))
    request = {"id": city.rt.make_id(), "to": "73.71.13.1001", "reason": "Kelurahan sebelah."}
    await tell(city.kecamatan, f"/v1/records/{moved}/transfer", request)
    for paths in (["problem"], []):
        gone = await published({}, title="Dihapus", **WITH_PHOTO)
        await tell(city.kota, f"/v1/records/{gone}/erase", {"reason": "asked", "paths": paths})
        await later(gone)
        if paths:
            await city.accepted(city.rt, gone, {"after": "Sesudah dihapus sebagian."})
    await filed(http)
    await step(enrol(Role.KELURAHAN), "read")
    look(city.centre, enrol)
    update_log(city.centre)
    return city.centre


async def two_values(city: Offices, enrol: Enrol, record: str) -> None:
    other = enrol(Role.KELURAHAN)
    await city.accepted(city.rt, record, {"action": "Satu"}, seen=0)
    await city.send(other, record, {"action": "Dua"}, seen=1)


def look(centre: Centre, enrol: Enrol) -> None:
    auditor = enrol(Role.AUDITOR, "73.71").person
    for subject in ("satu", "dua"):
        with centre.database.write() as connection:
            views.note(connection, auditor, views.CONTACT, KASSI, subject, PURPOSE, centre.clock())


def test_what_nobody_touched_verifies(told: Centre) -> None:
    with told.database.read() as connection:
        held = {table.name: len(rows_of(connection, table)) for table in READ}

    assert faults(told) == []
    assert all(held.values()), held


@many
@given(data=st.data())
def test_an_altered_value_of_any_column_that_people_read_is_found(told: Centre, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(READ))
    with undone(told) as connection:
        row = data.draw(st.sampled_from(rows_of(connection, table)))
        # What other tables refer to, the database itself keeps.
        kept = CLOCKS | ({"id"} if table is persons else set())
        columns = [column.name for column in table.columns if column.name not in kept and not column.foreign_keys]
        column = data.draw(st.sampled_from(columns))
        value = another(row[column], data)
        if column == "number" and table is editions:
            value += 10
        if isinstance(value, str) and table.c[column].type.length:
            value = value[: table.c[column].type.length]
        connection.execute(update(table).where(is_row(table, row)).values({column: value}))

        assert findings(told, connection).wrong != [], (table.name, column, row[column], value)


@many
@given(data=st.data())
def test_a_deleted_row_that_people_read_is_found(told: Centre, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from([table for table in READ if table is not persons]))
    with undone(told) as connection:
        row = data.draw(st.sampled_from(rows_of(connection, table)))
        connection.execute(delete(table).where(is_row(table, row)))

        assert findings(told, connection).wrong != [], (table.name, row)


@many
@given(data=st.data())
def test_an_inserted_row_that_people_read_is_found(told: Centre, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(READ))
    with undone(told) as connection:
        rows = rows_of(connection, table)
        forged = dict(data.draw(st.sampled_from(rows)))
        for column in table.primary_key.columns.values():
            value = forged[column.name]
            if column.name != "stream":
                forged[column.name] = value + 77 if isinstance(value, int) else value[:-4] + "zzzz"
        if table is bank:
            forged |= {"record": forged["record"][:-4] + "zzzz", "changed": 10**6}
        connection.execute(insert(table).values(forged))

        assert findings(told, connection).wrong != [], (table.name, forged)


@many
@given(data=st.data())
def test_two_rows_that_say_each_others_are_found(told: Centre, data: st.DataObject) -> None:
    table, column = data.draw(
        st.sampled_from(
            [(records, "view"), (editions, "body"), (bank, "document"), (bank, "summary"), (book, "subject")]
        )
    )
    with undone(told) as connection:
        distinct = {row[column]: row for row in rows_of(connection, table)}
        one, other = data.draw(st.permutations(list(distinct.values())))[:2]
        connection.execute(update(table).where(is_row(table, one)).values({column: other[column]}))
        connection.execute(update(table).where(is_row(table, other)).values({column: one[column]}))

        assert findings(told, connection).wrong != []


def test_a_record_that_was_altered_with_its_hash_and_checksum_is_found(told: Centre) -> None:
    with undone(told) as connection:
        row = connection.execute(select(records).where(records.c.stream == KASSI)).first()
        record = StoredRecord.from_row(row)
        record.set["title"] = "Judul lain"
        before, record.hash = record.hash, record.new_hash()
        checksum = connection.execute(select(streams.c.checksum).where(streams.c.code == KASSI)).scalar_one()
        total = f"{(int(checksum, 16) + record.hash - before) % 2**64:016x}"
        here = (records.c.stream == KASSI) & (records.c.id == record.id)
        connection.execute(update(records).where(here).values(record.row()))
        connection.execute(update(streams).where(streams.c.code == KASSI).values(checksum=total))

        wrong = findings(told, connection).wrong

    assert wrong == [f"{KASSI} record {record.id}: its hash is not what its changes give"]


def test_another_checksum_of_a_stream_is_found(told: Centre) -> None:
    with undone(told) as connection:
        connection.execute(update(streams).where(streams.c.code == KASSI).values(checksum="0" * 16))

        assert findings(told, connection).wrong == [f"{KASSI}: its checksum is not that of its records"]


def test_a_page_that_was_made_public_again_is_found(told: Centre) -> None:
    with undone(told) as connection:
        hidden = connection.execute(select(bank.c.record).where(~bank.c.is_public)).scalars().all()
        connection.execute(update(bank).where(bank.c.record == hidden[0]).values(is_public=True))

        (fault,) = findings(told, connection).wrong

    assert fault.endswith(f"bank {hidden[0]}: its is_public is not what the public was to see")


def test_an_officer_who_was_given_another_office_is_found(told: Centre, city: Offices) -> None:
    with undone(told) as connection:
        mine = persons.c.id == city.rt.person.id
        connection.execute(update(persons).where(mine).values(role="kota", area="73.71"))

        assert (
            f"person {city.rt.person.id}: their role is not what was chained" in findings(told, connection).wrong
        )


def test_what_is_done_to_people_verifies(told: Centre, city: Offices, clock: StandingClock) -> None:
    with told.database.write() as connection:
        people.rename(connection, city.rt.person.id, "Ibu Baru", "test", clock())
        people.set_term(connection, city.rt.person.id, "2031-12-31", "test", clock())
        people.end_term(connection, city.kecamatan.person.id, "test", clock())

    assert faults(told) == []
    with undone(told) as connection:
        connection.execute(update(persons).where(persons.c.id == city.rt.person.id).values(name="Ibu Lain"))

        assert findings(told, connection).wrong == [
            f"person {city.rt.person.id}: their name is not what was chained"
        ]


def test_views_that_are_old_enough_go_with_what_the_chain_says_of_them(told: Centre, clock: StandingClock) -> None:
    clock.move(days=3)

    gone = tidy(told, Keeping(views=2))

    assert gone["views"] == 2
    assert faults(told) == []
    with told.database.read() as connection:
        bodies = connection.execute(select(changes.c.body).where(changes.c.stream == told.city)).scalars()
        assert not any(PURPOSE.encode() in body for body in bodies if body is not None)


async def test_where_a_change_was_erased_alone_what_the_others_say_is_compared(
    city: Offices, clock: StandingClock
) -> None:
    record = await city.published()
    await city.accepted(city.rt, record, {"after": "Bersih."})
    with city.centre.database.write() as connection:
        erase(connection, KASSI, 1, "consent_withdrawn", city.rt.person.id, clock())

    assert faults(city.centre) == []
    for column, value in {"after": "Lain.", "title": "Lain."}.items():
        with undone(city.centre) as connection:
            row = connection.execute(select(records).where(records.c.id == record)).one()
            view = parsed(row.view)
            view["set"][column] = value
            connection.execute(update(records).where(records.c.id == record).values(view=canonical(view)))

            assert findings(city.centre, connection).wrong != []


async def test_a_record_of_an_earlier_approval_in_the_same_moment_verifies(city: Offices) -> None:
    """Several changes of one moment may be one transaction: the edition is of its end."""
    record = await city.note(**a_note())
    await city.approve(record)
    await city.accepted(city.rt, record, {"title": "Sesudah"})
    await city.publish(record)
    await city.hide(record)

    assert faults(city.centre) == []


async def test_what_an_erasure_restated_is_erased_with_the_next(city: Offices, clock: StandingClock) -> None:
    record = await city.published(title="Kompos Zubaedah", **WITH_PHOTO)
    path = f"/v1/records/{record}/erase"
    await tell(city.kota, path, {"reason": "asked", "paths": ["problem"]})
    clock.move(minutes=1)
    await tell(city.kota, path, {"reason": "asked", "paths": ["title"]})

    with city.centre.database.read() as connection:
        bodies = connection.execute(select(changes.c.body).where(changes.c.stream == KASSI)).scalars().all()

    assert not any(b"Zubaedah" in body for body in bodies if body is not None)
    assert faults(city.centre) == []


async def test_an_erasure_cannot_be_used_to_say_something_else(city: Offices, clock: StandingClock) -> None:
    """What the centre restates must be what the changes say that are still there."""
    record = await city.note(title="Kompos")
    clock.move(minutes=1)
    await city.accepted(city.rt, record, {"after": "Bersih."})
    with city.centre.database.write() as connection:
        row = connection.execute(select(records).where(records.c.id == record)).one()
        view = parsed(row.view)
        view["set"]["after"] = "Kotor."
        connection.execute(update(records).where(records.c.id == record).values(view=canonical(view)))
    await tell(city.kota, f"/v1/records/{record}/erase", {"reason": "asked", "paths": ["title"]})

    (fault,) = faults(city.centre)

    assert fault == f"{KASSI} record {record}: after is not what its change says"
