from __future__ import annotations

from typing import Any

import pytest

from mobile.store.shelves import Shelves
from sync.client.cards import Chip, Moment, card_of, chip_of
from sync.client.replica import Replica
from sync.client.tables import INDEXES, RECORDS, Tables
from sync.domain.ids import number_of
from sync.domain.lifecycle import Status
from sync.protocol import wire
from sync.protocol.messages import Held, RecordView
from tests.support.memory_file import MemoryDisk
from tests.support.notes import (
    ME,
    OWN_RT,
    REVIEWER,
    SENT_AT,
    a_photo,
    a_review,
    a_view,
    accept,
    an_id,
    draft,
    file,
    refuse,
    rest,
    save,
)

NOTE = an_id(1)
HOUR_MS = 1_764_648_000_000
NOW = Moment(HOUR_MS + 600_000)


@pytest.fixture
def tables() -> Tables:
    return Shelves(MemoryDisk(indexes=INDEXES).open())


def pull(tables: Tables, view: RecordView) -> None:
    document = {"area": view.area, "kind": view.kind, "hash": "0", "view": wire.write(view)}
    tables.table(RECORDS).put(view.id, document)


def the_chip(tables: Tables, moment: Moment = NOW, record: str = NOTE) -> Chip:
    return chip_of(tables, record, Replica(tables, "device", ME).record(record), moment)


def pulled_chip(tables: Tables, **view: Any) -> Chip:
    pull(tables, a_view(NOTE, **view))
    return the_chip(tables)


# From the person's own device outwards


def test_what_is_only_typed_is_a_draft(tables: Tables) -> None:
    draft(tables, NOTE, title="Teba kompos")

    assert the_chip(tables) == Chip("draft")


def test_a_sent_note_is_a_draft_while_more_was_typed(tables: Tables) -> None:
    pull(tables, a_view(NOTE))
    draft(tables, NOTE, base={"title": "Teba kompos"}, title="Teba kompos Lorong 4")

    assert the_chip(tables) == Chip("draft")


def test_a_sent_note_keeps_its_status_when_it_was_opened_and_nothing_was_typed(tables: Tables) -> None:
    pull(tables, a_view(NOTE))
    draft(tables, NOTE, base={"title": "Teba kompos"}, title="Teba kompos")

    assert the_chip(tables).code == "submitted"


def test_a_saved_note_waits_for_a_signal_without_a_network(tables: Tables) -> None:
    save(tables, 11, NOTE)

    assert the_chip(tables) == Chip("waiting", {"network_up": False})


def test_a_saved_note_waits_and_not_for_a_signal_when_there_is_a_network(tables: Tables) -> None:
    save(tables, 11, NOTE)

    assert the_chip(tables, Moment(HOUR_MS, network_up=True)) == Chip("waiting", {"network_up": True})


def test_a_note_is_being_sent_while_its_change_is_in_the_batch(tables: Tables) -> None:
    change = save(tables, 11, NOTE)

    assert the_chip(tables, Moment(HOUR_MS, frozenset({change.id}))) == Chip("sending")


def test_a_note_changed_again_during_the_batch_waits(tables: Tables) -> None:
    change = save(tables, 11, NOTE)
    save(tables, 12, NOTE, title="Lain")

    assert the_chip(tables, Moment(HOUR_MS, frozenset({change.id}))).code == "waiting"


def test_a_decision_rests_with_the_seconds_that_are_left(tables: Tables) -> None:
    pull(tables, a_view(NOTE))
    change = save(tables, 11, NOTE, status="approved")
    rest(tables, change, NOW.now_ms + 6_200)

    assert the_chip(tables) == Chip("resting", {"change": change.id, "seconds": 7})


def test_a_decision_waits_when_it_has_rested(tables: Tables) -> None:
    change = save(tables, 11, NOTE, status="approved")
    rest(tables, change, NOW.now_ms)

    assert the_chip(tables).code == "waiting"


def test_a_clock_set_back_does_not_make_a_decision_rest_for_years(tables: Tables) -> None:
    change = save(tables, 11, NOTE, status="approved")
    rest(tables, change, NOW.now_ms + 86_400_000)

    assert the_chip(tables).code == "waiting"


def test_a_refused_note_is_not_accepted_whatever_else_holds(tables: Tables) -> None:
    pull(tables, a_view(NOTE, problem=[Held("Satu", 3), Held("Dua", 4)]))
    refuse(tables, save(tables, 11, NOTE, title="Lain"))
    save(tables, 12, NOTE, also={"comments/c1": "Mohon dilihat"})
    draft(tables, NOTE, base={"title": "Teba kompos"}, title="Draf")

    assert the_chip(tables) == Chip("not_accepted")


def test_a_note_is_not_accepted_when_the_centre_does_not_take_its_photo(tables: Tables) -> None:
    accept(tables, save(tables, 11, NOTE, status="submitted", also={"photos/p1": a_photo("sha-1")}))
    file(tables, "sha-1", NOTE, state="refused")

    assert the_chip(tables) == Chip("not_accepted")


def test_a_photo_that_was_taken_off_no_longer_makes_a_note_not_accepted(tables: Tables) -> None:
    accept(tables, save(tables, 11, NOTE, status="submitted", also={"photos/p1": a_photo("sha-1")}))
    file(tables, "sha-1", NOTE, state="refused")
    save(tables, 12, NOTE, also={"photos/p1": None})

    assert the_chip(tables).code == "waiting"


# Sent


def test_a_note_is_sent_with_its_time_when_it_was_accepted_and_not_pulled(tables: Tables) -> None:
    accept(tables, save(tables, 11, NOTE), at=SENT_AT)

    assert the_chip(tables) == Chip("sent", {"at": SENT_AT, "now_ms": HOUR_MS, "stored": 0, "photos": 0})


def test_a_sent_note_says_how_many_of_its_photos_are_there(tables: Tables) -> None:
    photos = {f"photos/p{n}": a_photo(f"sha-{n}") for n in (1, 2, 3)}
    change = save(tables, 11, NOTE, status="submitted", also=photos)
    accept(tables, change, seq=5)
    pull(tables, a_view(NOTE, version=5, also=photos))
    for number, state in ((1, "stored"), (2, "stored"), (3, "kept")):
        file(tables, f"sha-{number}", NOTE, state=state)
        file(tables, f"preview-sha-{number}", NOTE, state="stored", role="preview")

    chip = the_chip(tables)

    assert (chip.code, chip.values["stored"], chip.values["photos"]) == ("sent", 2, 3)


def test_a_photo_only_in_a_draft_is_not_among_those_sent(tables: Tables) -> None:
    accept(tables, save(tables, 11, NOTE, status="submitted", also={"photos/p1": a_photo("sha-1")}))
    file(tables, "sha-1", NOTE)
    file(tables, "sha-2", NOTE)

    assert the_chip(tables).values["photos"] == 1


def test_a_note_waits_for_verification_when_every_photo_is_there(tables: Tables) -> None:
    file(tables, "sha-1", NOTE, state="stored")

    chip = pulled_chip(tables, also={"photos/p1": a_photo("sha-1")})

    assert chip == Chip("submitted", {"at": SENT_AT, "now_ms": HOUR_MS})


def test_a_decision_is_shown_although_a_photo_still_goes(tables: Tables) -> None:
    file(tables, "sha-1", NOTE)

    assert pulled_chip(tables, status="approved", also={"photos/p1": a_photo("sha-1")}).code == "approved"


# The review


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.REVISION])
def test_a_pulled_note_shows_its_status(tables: Tables, status: Status) -> None:
    assert pulled_chip(tables, status=status.value).code == status.value


def test_a_note_to_be_revised_says_how_many_fields_were_marked(tables: Tables) -> None:
    review = a_review(problem="Kurang jelas", action="Siapa?")

    chip = pulled_chip(tables, by=REVIEWER, status="revision", also={"reviews/r1": review})

    assert (chip.code, chip.values["n"]) == ("revision", 2)


def test_two_values_are_shown_before_the_status(tables: Tables) -> None:
    chip = pulled_chip(tables, status="revision", problem=[Held("Satu", 3), Held("Dua", 4)])

    assert chip == Chip("two_values", {"n": 1})


def test_a_chip_stays_equal_to_itself_within_the_hour(tables: Tables) -> None:
    pull(tables, a_view(NOTE))

    assert the_chip(tables, Moment(HOUR_MS)) == the_chip(tables, Moment(HOUR_MS + 3_599_000))


# The card


def test_a_card_carries_what_was_typed_over_what_was_sent(tables: Tables) -> None:
    pull(tables, a_view(NOTE, also={"photos/p1": a_photo("sha-1", "small")}))
    draft(tables, NOTE, base={"title": "Teba kompos"}, title="Teba kompos Lorong 4")

    card = card_of(tables, NOTE, Replica(tables, "device", ME).record(NOTE), NOW)

    assert (card.title, card.area, card.theme, card.preview) == ("Teba kompos Lorong 4", OWN_RT, "waste", "small")
    assert card.number == number_of(NOTE)


def test_a_draft_without_a_name_has_an_empty_title(tables: Tables) -> None:
    draft(tables, NOTE)

    card = card_of(tables, NOTE, None, NOW)

    assert (card.title, card.preview, card.theme) == ("", None, None)


def test_a_record_that_nobody_knows_has_no_card(tables: Tables) -> None:
    with pytest.raises(KeyError):
        card_of(tables, NOTE, None, NOW)
