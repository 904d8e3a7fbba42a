"""What the line about sending says of notes and photos that travel with another phone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.client import outbox
from sync.client.cards import Moment, waiting_chip
from sync.client.sending import Facts, sending_line, shown_photos
from sync.client.tables import FILES, OUTBOX, Tables
from tests.client.test_sending import PHOTOS_PATH, read_facts, some_tables
from tests.support.notes import SENT_AT, a_photo, accept, an_id, file, save


@pytest.fixture
def tables() -> Tables:
    return some_tables()


def test_carried_photos_do_not_wait_for_a_signal() -> None:
    all_carried = Facts(to_send=1, carried=1, photos=2, photos_carried=2, network_up=False)
    one_not = replace(all_carried, photos_carried=1)

    assert (sending_line(all_carried), shown_photos("carried", all_carried)) == ("carried", 2)
    assert (sending_line(one_not), shown_photos("waiting_signal", one_not)) == ("waiting_signal", 1)
    assert sending_line(replace(all_carried, to_send=0, carried=0)) == "carried"


def test_a_note_travels_only_when_all_its_changes_do(tables: Tables) -> None:
    first = save(tables, 11, an_id(1))
    outbox.mark_carried(tables, [first.id], SENT_AT)
    before = read_facts(tables).carried
    save(tables, 12, an_id(1), also={"comments/c1": "Mohon dilihat"})

    assert (before, read_facts(tables).carried) == (1, 0)


def test_a_carried_photo_is_counted_until_it_is_stored(tables: Tables) -> None:
    save(tables, 11, an_id(1), also={PHOTOS_PATH: a_photo("sha-1")})
    file(tables, "sha-1", an_id(1))
    document = tables.table(FILES).read("sha-1")
    assert document is not None
    tables.table(FILES).put("sha-1", document | {"carried": SENT_AT})
    before = read_facts(tables)

    tables.table(FILES).put("sha-1", document | {"carried": SENT_AT, "state": "stored"})

    assert (before.photos, before.photos_carried) == (1, 1)
    assert (read_facts(tables).photos, read_facts(tables).photos_carried) == (0, 0)


def test_the_chip_of_a_carried_note_says_so_until_it_is_edited_or_accepted(tables: Tables) -> None:
    first = save(tables, 11, an_id(1))
    outbox.mark_carried(tables, [first.id], SENT_AT)
    chips = [waiting_chip(outbox.waiting(tables), Moment(0)).code]
    second = save(tables, 12, an_id(1), title="Lain")
    chips.append(waiting_chip(outbox.waiting(tables), Moment(0)).code)

    accept(tables, first)
    accept(tables, second)

    assert chips == ["carried", "waiting"]
    assert not any("carried" in document for _, document in tables.table(OUTBOX).items())
