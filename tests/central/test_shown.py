"""What a resident is shown of others' records: never words that nobody has reviewed yet."""

from __future__ import annotations

from sqlalchemy import select

from sync.central import idea_likeness, shown
from sync.central.answer import Centre
from sync.central.tables import records
from tests.conftest import Enrol
from tests.support.bank import offices
from tests.support.centres import KASSI

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
