from __future__ import annotations

import csv
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.store.shelves import Shelves
from sync.client.engine import EngineState
from sync.client.sending import (
    LINES,
    Facts,
    facts_of,
    files_to_send,
    kept,
    sending_line,
    shown_notes,
    shown_photos,
)
from sync.client.tables import FILES, INDEXES, OUTBOX, RECORDS, Tables
from sync.domain.assets import assets_folder
from sync.protocol import wire
from sync.protocol.messages import Change
from tests.support.facts import EVERY_ROW, after_contact, an_engine, every_facts
from tests.support.memory_file import MemoryDisk
from tests.support.notes import SENT_AT, a_photo, a_view, accept, an_id, draft, file, refuse, save
from tests.support.sessions import FakeNetwork

PHOTOS_PATH = "photos/p1"
SAYS_NOTES_ARE_SENT = (
    "sending_previews",
    "sending_photos",
    "photos_wait_wifi",
    "photos_wait_battery",
    "photos_retry",
)


@pytest.fixture
def tables() -> Tables:
    return some_tables()


def some_tables() -> Tables:
    return Shelves(MemoryDisk(indexes=INDEXES).open())


def read_facts(tables: Tables, engine: EngineState | None = None, **phone: Any) -> Facts:
    return facts_of(tables, engine or EngineState(), FakeNetwork(**phone), save_failed=False)


def catalogue() -> list[dict[str, str]]:
    with open(assets_folder() / "catalogues" / "texts" / "teks_kirim.csv", encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.mark.parametrize("code", EVERY_ROW)
def test_every_row_is_reached(code: str) -> None:
    assert sending_line(EVERY_ROW[code]) == code


def test_the_rows_are_those_of_the_catalogue_in_its_order() -> None:
    rows = sorted(catalogue(), key=lambda row: int(row["urut"]))

    assert [code for code, _ in LINES] == [row["kode"] for row in rows]
    assert list(EVERY_ROW) == [code for code, _ in LINES]


# Each row, where it ends and the next begins


def test_signing_in_again_is_asked_when_only_photos_wait() -> None:
    assert sending_line(Facts(photos=1, engine=an_engine(trouble="signed_out"))) == "signed_out"


def test_signing_in_again_is_not_asked_when_nothing_waits() -> None:
    assert sending_line(after_contact(engine=an_engine(trouble="signed_out"))) == "all_sent"


def test_a_note_saved_while_photos_go_is_said_to_wait() -> None:
    facts = Facts(to_send=1, photos=1, engine=an_engine(phase="sending_photos"))

    assert sending_line(facts) == "waiting"


def test_the_last_failure_is_no_news_while_photos_go() -> None:
    facts = Facts(to_send=1, photos=1, engine=an_engine(phase="sending_photos", trouble="server_silent"))

    assert sending_line(facts) == "waiting"


def test_nothing_is_being_sent_when_the_batch_was_answered_and_the_pull_goes_on() -> None:
    assert sending_line(after_contact(engine=an_engine(phase="sending_notes"))) == "all_sent"


def test_a_portal_is_forgotten_when_the_network_is_gone() -> None:
    facts = Facts(to_send=1, network_up=False, engine=an_engine(trouble="captive_portal"))

    assert sending_line(facts) == "waiting_signal"


def test_a_centre_that_cannot_be_reached_is_silent_when_there_is_a_network() -> None:
    assert sending_line(Facts(to_send=1, engine=an_engine(trouble="offline"))) == "server_silent"


def test_no_signal_is_no_matter_when_nothing_waits() -> None:
    assert sending_line(after_contact(network_up=False)) == "all_sent"


def test_carried_notes_do_not_wait_for_a_signal() -> None:
    assert sending_line(Facts(to_send=2, carried=2, network_up=False)) == "carried"
    assert sending_line(Facts(to_send=2, carried=1, network_up=False)) == "waiting_signal"


def test_photos_held_for_wifi_are_not_blamed_on_a_silent_centre() -> None:
    facts = Facts(photos=1, photos_wait_wifi=True, engine=an_engine(trouble="server_silent"))

    assert sending_line(facts) == "photos_wait_wifi"


def test_the_centre_is_said_to_be_silent_when_photos_wait_that_were_never_tried() -> None:
    facts = Facts(photos=1, engine=an_engine(trouble="server_silent"))

    assert sending_line(facts) == "server_silent"


def test_notes_come_before_photos_that_wait_for_wifi() -> None:
    assert sending_line(Facts(to_send=1, photos=1, photos_wait_wifi=True)) == "waiting"


def test_what_was_refused_is_named_only_when_nothing_else_waits() -> None:
    assert sending_line(Facts(to_send=1, refused=1)) == "waiting"
    assert sending_line(Facts(photos=1, refused=1)) == "waiting"
    assert sending_line(Facts(refused=1)) == "waiting_you"


# What is counted


def test_notes_are_counted_once_however_many_changes_they_have(tables: Tables) -> None:
    save(tables, 11, an_id(1))
    save(tables, 12, an_id(1), title="Lain")
    save(tables, 13, an_id(2))

    assert read_facts(tables).to_send == 2


def test_a_refused_note_is_counted_as_safe_here_and_not_as_being_sent(tables: Tables) -> None:
    refuse(tables, save(tables, 11, an_id(1)))
    save(tables, 12, an_id(2))

    facts = read_facts(tables, is_up=False)

    assert (facts.to_send, facts.refused, facts.notes) == (1, 1, 2)
    assert shown_notes("waiting_signal", facts) == 1
    assert shown_notes("signed_out", facts) == 2


def test_a_note_with_a_refused_and_a_waiting_change_waits_to_be_sent(tables: Tables) -> None:
    refuse(tables, save(tables, 11, an_id(1)))
    save(tables, 12, an_id(1), also={"comments/c1": "Mohon dilihat"})

    facts = read_facts(tables)

    assert (facts.to_send, facts.refused) == (1, 0)


def test_only_the_batch_under_way_is_said_to_be_sent(tables: Tables) -> None:
    change = save(tables, 11, an_id(1))
    save(tables, 12, an_id(2))

    facts = read_facts(tables, an_engine(phase="sending_notes", in_batch=frozenset({change.id})))

    assert sending_line(facts) == "sending_notes"
    assert shown_notes("sending_notes", facts) == 1


def test_an_accepted_note_is_no_longer_counted(tables: Tables) -> None:
    accept(tables, save(tables, 11, an_id(1)))

    assert read_facts(tables).notes == 0


def test_a_note_that_goes_again_after_a_restore_is_counted(tables: Tables) -> None:
    change = save(tables, 11, an_id(1))
    accept(tables, change)
    document = tables.table(OUTBOX).read(change.id)
    assert document is not None

    tables.table(OUTBOX).put(change.id, document | {"again": True})

    assert read_facts(tables).to_send == 1


def test_a_photo_of_a_draft_does_not_wait_to_be_sent(tables: Tables) -> None:
    file(tables, "sha-1", an_id(1))
    draft(tables, an_id(1), also={PHOTOS_PATH: a_photo("sha-1")})

    facts = read_facts(tables)

    assert (facts.photos, facts.drafts) == (0, 1)


def test_a_photo_added_in_a_draft_of_a_sent_note_does_not_wait_to_be_sent(tables: Tables) -> None:
    accept(tables, save(tables, 11, an_id(1)))
    file(tables, "sha-1", an_id(1))
    draft(tables, an_id(1), base={"title": "Teba kompos"}, also={PHOTOS_PATH: a_photo("sha-1")})

    assert read_facts(tables).photos == 0


def test_a_photo_of_a_submitted_note_waits_until_it_is_stored(tables: Tables) -> None:
    save(tables, 11, an_id(1), also={PHOTOS_PATH: a_photo("sha-1")})
    file(tables, "sha-1", an_id(1), size=1_200_000)
    file(tables, "preview-sha-1", an_id(1), role="preview", size=20_000)

    before = read_facts(tables)
    file(tables, "sha-1", an_id(1), state="stored")
    file(tables, "preview-sha-1", an_id(1), role="preview", state="stored")

    assert (before.photos, before.photo_bytes) == (1, 1_220_000)
    assert read_facts(tables).photos == 0


def test_a_photo_of_a_submitted_note_waits_also_where_it_was_kept_for_another_one(tables: Tables) -> None:
    file(tables, "sha-1", an_id(1))
    draft(tables, an_id(1), also={PHOTOS_PATH: a_photo("sha-1")})
    save(tables, 12, an_id(2), also={PHOTOS_PATH: a_photo("sha-1")})

    assert read_facts(tables).photos == 1
    assert [document["record"] for _, document in files_to_send(tables)] == [an_id(2)]


def test_a_photo_of_a_pulled_note_waits_when_its_change_was_already_backed_up(tables: Tables) -> None:
    view = a_view(an_id(1), also={PHOTOS_PATH: a_photo("sha-1")})
    document = {"area": view.area, "kind": view.kind, "hash": "0", "view": wire.write(view)}
    tables.table(RECORDS).put(an_id(1), document)
    file(tables, "sha-1", an_id(1))

    assert read_facts(tables).photos == 1


def test_a_photo_that_was_taken_off_the_note_is_not_waited_for(tables: Tables) -> None:
    save(tables, 11, an_id(1), also={PHOTOS_PATH: a_photo("sha-1")})
    save(tables, 12, an_id(1), also={PHOTOS_PATH: None})
    file(tables, "sha-1", an_id(1))

    assert read_facts(tables).photos == 0


def test_a_photo_the_centre_does_not_take_waits_for_the_person(tables: Tables) -> None:
    accept(tables, save(tables, 11, an_id(1), status="submitted", also={PHOTOS_PATH: a_photo("sha-1")}))
    file(tables, "sha-1", an_id(1), state="refused")

    facts = read_facts(tables)

    assert (facts.photos, facts.refused) == (0, 1)
    assert sending_line(facts) == "waiting_you"


def test_a_preview_without_its_photo_is_still_waited_for(tables: Tables) -> None:
    accept(tables, save(tables, 11, an_id(1), also={PHOTOS_PATH: a_photo("sha-1")}))
    file(tables, "sha-1", an_id(1), state="stored")
    file(tables, "preview-sha-1", an_id(1), role="preview")

    assert read_facts(tables).photos == 1


# No line says what is not so


@given(every_facts)
def test_the_line_is_the_first_row_that_holds(facts: Facts) -> None:
    holding = [code for code, holds in LINES if holds(facts)]

    assert sending_line(facts) == holding[0]


@given(every_facts)
def test_everything_is_said_to_be_sent_only_when_nothing_waits(facts: Facts) -> None:
    if sending_line(facts) in ("all_sent", "drafts_only"):
        assert (facts.to_send, facts.refused, facts.photos) == (0, 0, 0)
        assert facts.has_submitted
        assert facts.last_success
    if sending_line(facts) == "all_sent":
        assert facts.drafts == 0


@given(every_facts)
def test_notes_are_said_to_be_sent_only_when_none_waits_to_be_sent(facts: Facts) -> None:
    if sending_line(facts) in SAYS_NOTES_ARE_SENT:
        assert facts.to_send == 0


@given(every_facts)
def test_nothing_is_said_to_be_there_only_when_nothing_is(facts: Facts) -> None:
    if sending_line(facts) == "empty":
        assert (facts.notes, facts.photos, facts.drafts, facts.has_submitted) == (0, 0, 0, False)


@given(every_facts)
def test_a_signal_is_waited_for_only_without_a_network(facts: Facts) -> None:
    if sending_line(facts) == "waiting_signal":
        assert not facts.network_up
    if sending_line(facts) in ("server_silent", "captive_portal"):
        assert facts.network_up
        assert facts.engine.phase == "idle"


@given(every_facts)
def test_what_is_said_to_be_under_way_is(facts: Facts) -> None:
    code = sending_line(facts)

    if code in ("sending_notes", "sending_previews", "sending_photos"):
        assert facts.engine.phase == code
    if code == "sending_notes":
        assert 0 < shown_notes(code, facts) <= facts.to_send


@given(every_facts)
def test_a_line_that_counts_waiting_notes_never_counts_none_without_photos(facts: Facts) -> None:
    code = sending_line(facts)

    if code in ("waiting", "waiting_signal"):
        assert shown_notes(code, facts) + shown_photos(code, facts) > 0
    if code == "carried":
        assert shown_notes(code, facts) + shown_photos(code, facts) > 0
    if code == "waiting_you":
        assert shown_notes(code, facts) > 0


@given(every_facts)
def test_what_waits_is_never_passed_over_in_silence(facts: Facts) -> None:
    quiet = ("never_connected", "empty", "drafts_never_sent", "drafts_only", "all_sent")

    if facts.notes or facts.photos:
        assert sending_line(facts) not in quiet


steps = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(("draft", "save", "accept", "refuse", "photo", "stored", "bad")))
)


@given(steps, st.booleans())
def test_the_tables_and_the_line_agree_after_any_history(steps: list[tuple[int, str]], network_up: bool) -> None:
    tables = some_tables()
    number = 100
    for place, step in steps:
        number += 1
        act(tables, number, an_id(place), step)

    facts = read_facts(tables, is_up=network_up)
    code = sending_line(replace(facts, last_success=SENT_AT))

    unanswered = {d["record"] for _, d in tables.table(OUTBOX).items() if "seq" not in d}
    assert facts.to_send == len(unanswered)
    if code in ("all_sent", "drafts_only"):
        assert not unanswered
        assert not len(tables.table("refused"))
        assert not [d for _, d in tables.table(FILES).items() if d["state"] != "stored" and d["submitted"]]
    assert kept(tables) == kept(tables)


def act(tables: Tables, number: int, record: str, step: str) -> None:
    """One thing that happens to a record. Files remember whether their photo was submitted."""
    mine = [wire.read(Change, document["change"]) for document in unanswered_of(tables, record)]
    if step == "draft":
        draft(tables, record, title="Draf")
    elif step == "save":
        save(tables, number, record)
    elif step == "photo":
        save(tables, number, record, also={f"photos/p{number}": a_photo(f"sha-{number}")})
        put_file(tables, f"sha-{number}", record, "kept", submitted=True)
    elif step in ("stored", "bad"):
        for key, document in list(tables.table(FILES).matching("record", record)):
            put_file(tables, key, record, "stored" if step == "stored" else "refused", document["submitted"])
    elif mine and step == "accept":
        accept(tables, mine[0], seq=number)
    elif mine and step == "refuse":
        refuse(tables, mine[0])
        for path, value in mine[0].set.items():
            if path.startswith("photos/"):
                put_file(tables, value["sha256"], record, "kept", submitted=False)


def unanswered_of(tables: Tables, record: str) -> list[dict[str, Any]]:
    return [document for _, document in tables.table(OUTBOX).matching("record", record) if "seq" not in document]


def put_file(tables: Tables, sha256: str, record: str, state: str, submitted: bool) -> None:
    file(tables, sha256, record, state=state)
    document = tables.table(FILES).read(sha256)
    assert document is not None
    tables.table(FILES).put(sha256, document | {"submitted": submitted})
