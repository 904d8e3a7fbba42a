"""What a resident is shown of others' records: never words that nobody has reviewed yet."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import event, select

from sync.central import idea_likeness, shown
from sync.central.answer import Centre
from sync.central.tables import records
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import offices
from tests.support.centres import KASSI, MARISO_KELURAHAN
from tests.support.residents import filed, step

NEIGHBOUR = "73.71.13.1001"
TITLE = "Bank sampah lorong untuk warga"


def like(centre: Centre, words: str) -> list[str]:
    with centre.database.read() as connection:
        return [link.title for link in idea_likeness.like(connection, KASSI, words)]


async def test_a_like_innovation_is_named_as_it_was_published_while_a_new_title_waits(
    centre: Centre, enrol: Enrol
) -> None:
    city = offices(enrol)
    record = await city.published(title=TITLE)

    await city.accepted(city.rt, record, {"title": f"{TITLE} milik Bu Rahasia"})

    assert like(centre, TITLE) == [TITLE]


async def test_nothing_is_named_that_is_hidden_or_not_published(centre: Centre, enrol: Enrol) -> None:
    city = offices(enrol)
    hidden = await city.published(title=TITLE)
    await city.hide(hidden)
    await city.approve(await city.note(title=TITLE))

    assert like(centre, TITLE) == []
    with centre.database.read() as connection:
        assert shown.links(connection, list(connection.execute(select(records.c.view)).scalars())) == []


async def test_of_what_is_alike_the_kelurahan_comes_before_its_neighbours_and_the_newest_first(
    centre: Centre, enrol: Enrol, http: httpx.AsyncClient
) -> None:
    city = offices(enrol)
    await city.published(title=f"{TITLE} (pertama)")
    for area in (KASSI, NEIGHBOUR, MARISO_KELURAHAN):
        await filed(http, title=f"{TITLE} di {area}", area=area)
        await step(enrol(Role.KELURAHAN, area), "taken_up", owner=city.rt.person.id)
    await city.published(title=f"{TITLE} (kedua)")
    await filed(http, title=f"{TITLE} yang belum dijawab")

    named = [title.removeprefix(TITLE).strip() for title in like(centre, TITLE)]

    assert named[:2] == ["(kedua)", f"di {KASSI}"]
    assert named[2:] == ["(pertama)"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_ideas_are_found_without_a_look_at_all_that_is_published_around_them(centre: Centre) -> None:
    asked: list[tuple[str, Any]] = []
    with centre.database.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *at: asked.append((at[2], at[3])))
        shown.newest(connection, [KASSI, NEIGHBOUR], 300)
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values) for text, values in [*asked]]
        told = " ".join(row.detail for plan in plans for row in plan)

    assert "USING INDEX ix_records_taken_up" in told
