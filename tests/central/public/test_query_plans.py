"""How SQLite finds what a public page shows, in a centre of which nobody ever gathered statistics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, event

from sync.central.answer import Centre
from sync.domain.ids import number_of
from tests.conftest import Enrol
from tests.support.bank import offices
from tests.support.centres import KASSI, RAPPOCINI

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Asked = list[tuple[str, Any]]


@pytest.fixture
def asked() -> Iterator[Asked]:
    """Every query of the test from now on, with its values."""
    found: Asked = []

    def note(*at: Any) -> None:
        found.append((at[2], at[3]))

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


def plans(centre: Centre, asked: Asked) -> set[str]:
    """What SQLite does for these queries, each step once."""
    found: set[str] = set()
    with centre.database.read() as connection:
        for query, values in [each for each in asked if each[0].startswith("SELECT")]:
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)
            found.update(step.detail for step in steps)
    return found


async def test_a_page_of_one_record_or_place_never_looks_at_all_that_is_published(
    centre: Centre, enrol: Enrol, http: httpx.AsyncClient, asked: Asked
) -> None:
    city = offices(enrol)
    record = await city.published()
    await city.published(replicates=record)
    city.index()
    page = (await http.get(f"/inovasi/{number_of(record)}", follow_redirects=True)).url.path
    asked.clear()

    for each in (page, f"{page}/lengkap", f"/wilayah/{KASSI}", f"/wilayah/{RAPPOCINI}"):
        assert (await http.get(each)).status_code == 200, each
    await http.get("/inovasi/7K4Q-2MXD-x")

    assert {
        step for step in plans(centre, asked) if "ix_bank_shown" in step or step.startswith("SCAN bank")
    } == set()
