"""Whoever can write into the database changes one row, anywhere: `lorong verify` sees it, after an erasure too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, insert, update

from sync.central.answer import Centre
from sync.central.log import append
from sync.central.people import Keys
from sync.central.tables import changes, log_checkpoints, log_entries, log_tiles, streams
from sync.central.tiles import Place, grown
from sync.domain.people import Role
from sync.protocol.evidence import FIRST_LINK, link_of
from sync.protocol.inclusion import leaf_hash
from tests.conftest import Enrol
from tests.support.centres import KASSI
from tests.support.clock import StandingClock
from tests.support.logs import faults, findings, send_notes, some_history, undone
from tests.support.tampering import another, is_row, rows_of

CHAINED = [changes, log_entries, log_tiles, log_checkpoints]
many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
async def told(centre: Centre, enrol: Enrol, clock: StandingClock) -> Centre:
    await some_history(centre, enrol(Role.RT), clock)
    return centre


def test_what_nobody_touched_verifies(told: Centre) -> None:
    with told.database.read() as connection:
        found = findings(told, connection)

    assert found.wrong == []
    assert found.checkpoints == 2
    assert found.entries > 8


@many
@given(data=st.data())
def test_an_altered_value_of_any_column_of_any_row_is_found(told: Centre, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(CHAINED))
    with undone(told) as connection:
        row = data.draw(st.sampled_from(rows_of(connection, table)))
        column = data.draw(st.sampled_from([column.name for column in table.columns if column.name != "stream"]))
        value = b"{}" if column == "body" and row[column] is None else another(row[column], data)
        taken = [other[column] for other in rows_of(connection, table)]
        if table.c[column].primary_key or table is log_entries:
            value = max(taken) + value if value in taken else value
        connection.execute(update(table).where(is_row(table, row)).values({column: value}))

        assert findings(told, connection).wrong != []


@many
@given(data=st.data())
def test_a_deleted_row_is_found(told: Centre, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(CHAINED))
    with undone(told) as connection:
        rows = rows_of(connection, table)
        # Of the entries the last may be missing: then it waits, and the job appends it again.
        row = data.draw(st.sampled_from(rows if table is not log_entries else rows[:-1]))
        connection.execute(delete(table).where(is_row(table, row)))

        assert findings(told, connection).wrong != []


@many
@given(data=st.data())
def test_an_inserted_row_is_found(told: Centre, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(CHAINED))
    with undone(told) as connection:
        rows = rows_of(connection, table)
        forged = dict(data.draw(st.sampled_from(rows)))
        key = table.primary_key.columns.values()[-1].name
        forged[key] = max(row[key] for row in rows) + data.draw(st.integers(1, 5))
        if table is changes:
            forged |= {"id": "forged", "stream": data.draw(st.sampled_from([KASSI, told.city, "73.71.01.1001"]))}
        if table is log_entries:
            forged["seq"] += 10**6
        connection.execute(insert(table).values(forged))

        assert findings(told, connection).wrong != []


@many
@given(data=st.data())
def test_two_rows_that_changed_places_are_found(told: Centre, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from([changes, log_entries, log_checkpoints]))
    with undone(told) as connection:
        rows = rows_of(connection, table)
        if table is changes:
            stream = data.draw(st.sampled_from([KASSI, told.city]))
            rows = [row for row in rows if row["stream"] == stream]
        one, other = data.draw(st.permutations(rows))[:2]
        key = table.primary_key.columns.values()[-1].name
        for row in (one, other):
            connection.execute(delete(table).where(is_row(table, row)))
        connection.execute(insert(table), [one | {key: other[key]}, other | {key: one[key]}])

        assert findings(told, connection).wrong != []


def test_a_change_that_moved_to_another_stream_is_found(told: Centre) -> None:
    with undone(told) as connection:
        here = (changes.c.stream == KASSI) & (changes.c.seq == 1)
        connection.execute(update(changes).where(here).values(stream="73.71.01.1001"))

        wrong = findings(told, connection).wrong

    assert any(text.startswith("73.71.01.1001 #1") for text in wrong)
    assert any(text.startswith(KASSI) for text in wrong)


@pytest.mark.parametrize("values", [{"body": None}, {"salt": None}, {"body": None, "salt": None, "body_hash": ""}])
def test_a_change_that_was_emptied_without_an_erasure_is_found(told: Centre, values: dict[str, Any]) -> None:
    with undone(told) as connection:
        here = (changes.c.stream == KASSI) & (changes.c.seq == 3)
        connection.execute(update(changes).where(here).values(values))

        assert [text[: len(KASSI) + 3] for text in findings(told, connection).wrong] == [f"{KASSI} #3"]


def test_a_stream_that_was_rewritten_with_its_links_is_found_by_the_log(told: Centre) -> None:
    with undone(told) as connection:
        rewrite_without_the_last(connection)

        wrong = findings(told, connection).wrong

    assert not any(text.startswith(f"{KASSI} #") for text in wrong)
    assert any(text.startswith("log entry") for text in wrong)


def rewrite_without_the_last(connection: Connection) -> None:
    rows = [row for row in rows_of(connection, changes) if row["stream"] == KASSI]
    connection.execute(delete(changes).where(is_row(changes, rows[-1])))
    link = FIRST_LINK
    for row in rows[:-1]:
        link = link_of(link, KASSI, row["seq"], row["digest"])
        connection.execute(update(changes).where(is_row(changes, row)).values(link=link))
    head = {"seq": rows[-2]["seq"], "link": link}
    connection.execute(update(streams).where(streams.c.code == KASSI).values(head))


def relog(connection: Connection, order: list[tuple[str, int]]) -> None:
    """The log's tables as if these changes had been appended in this order."""
    link = {(row["stream"], row["seq"]): row["link"] for row in rows_of(connection, changes)}
    connection.execute(delete(log_entries))
    connection.execute(delete(log_tiles))
    entries = [{"position": n, "stream": stream, "seq": seq} for n, (stream, seq) in enumerate(order)]
    connection.execute(insert(log_entries), entries)
    nothing: dict[Place, bytes] = {}
    made = grown(nothing.__getitem__, 0, [leaf_hash(bytes.fromhex(link[place])) for place in order])
    rows = [{"level": level, "position": position, "hashes": tile} for (level, position), tile in made.items()]
    connection.execute(insert(log_tiles), rows)


def logged(connection: Connection) -> list[tuple[str, int]]:
    return [(row["stream"], row["seq"]) for row in rows_of(connection, log_entries)]


def test_a_log_that_was_rewritten_with_its_tiles_is_found_by_the_signatures(told: Centre) -> None:
    with undone(told) as connection:
        order = logged(connection)
        relog(connection, order)
        same = findings(told, connection).wrong
        relog(connection, [order[1], order[0], *order[2:]])

        other = findings(told, connection).wrong

    assert same == []
    assert [text.partition(": ")[2] for text in other] == ["signs another log than the one that is stored"] * 2


async def test_a_change_that_the_log_passed_over_is_found_before_the_first_checkpoint(
    centre: Centre, enrol: Enrol
) -> None:
    await send_notes(enrol(Role.RT), 3)
    append(centre)

    with undone(centre) as connection:
        relog(connection, [place for place in logged(connection) if place != (KASSI, 2)])

        assert findings(centre, connection).wrong == [f"{KASSI} #2: is not in the log"]


@pytest.mark.parametrize("values", [{"body": b"{}"}, {"body_hash": "0" * 64}])
def test_something_put_into_an_erased_change_is_found(told: Centre, values: dict[str, Any]) -> None:
    with undone(told) as connection:
        here = (changes.c.stream == KASSI) & (changes.c.seq == 2)
        connection.execute(update(changes).where(here).values(values))

        assert findings(told, connection).wrong == [f"{KASSI} #2: the change was emptied in part"]


def test_a_salt_that_says_the_same_in_other_letters_is_found(told: Centre) -> None:
    with undone(told) as connection:
        here = (changes.c.stream == KASSI) & (changes.c.seq == 1)
        connection.execute(update(changes).where(here).values(salt=func.upper(changes.c.salt) + " "))

        assert findings(told, connection).wrong == [f"{KASSI} #1: the change is not the one that was accepted"]


def test_another_link_at_the_head_of_a_stream_is_found(told: Centre) -> None:
    with undone(told) as connection:
        connection.execute(update(streams).where(streams.c.code == KASSI).values(link="0" * 64))

        wrong = findings(told, connection).wrong

    assert [text.partition(": ")[2] for text in wrong] == ["the end of the stream is missing"]


def test_a_lost_clock_row_of_a_stream_is_told_and_not_a_fault_of_ours(told: Centre) -> None:
    with undone(told) as connection:
        connection.execute(delete(streams).where(streams.c.code == "73.71.01.1001"))

        assert findings(told, connection).wrong == ["73.71.01.1001 #0: the end of the stream is missing"]


def test_checkpoints_of_another_key_are_told_apart(told: Centre) -> None:
    wrong = faults(replace(told, keys=Keys(b"o" * 32)))

    assert wrong == [f"checkpoint {n}: the checkpoint is signed with another key" for n in (1, 2)]
