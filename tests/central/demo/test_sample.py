"""What the sample data promises to whoever opens the demo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sync.central import answer
from sync.central.accept import Caller
from sync.central.chain import first_break
from sync.central.figures import figures_of
from sync.central.tables import changes, persons, streams
from sync.client.replica import RecordState
from sync.client.reviewing import (
    answers,
    awaits_review,
    changed_since_review,
    earlier_marks,
    open_marks,
    reviews,
)
from sync.domain.areas import AreaCode
from sync.domain.ids import is_id
from sync.domain.issues import OUTCOME
from sync.domain.likeness import looks_like_complaint, title_key
from sync.domain.measuring import Verdict, progress
from sync.domain.personal import MASK, has_personal_number
from sync.domain.planning import PARTS, Type, lines_of, money_of, years_of
from sync.domain.records import COMMENTS, PHOTOS, PUBLIC, Kind, entries_below, is_guarded
from sync.domain.validation import faults_in
from sync.protocol.problems import Problem
from tests.central.demo.conftest import NOW, Loaded, loaded_into

RAPPOCINI_KELURAHAN = 11
SEEING_ALL = ("kecamatan", "pulau", "brida")


def the_queue(loaded: Loaded) -> list[RecordState]:
    reviewer = loaded.person("kecamatan").person
    return [state for state in loaded.states("kecamatan") if awaits_review(state, reviewer)]


def test_the_chain_of_every_stream_verifies(loaded: Loaded) -> None:
    with loaded.centre.database.read() as connection:
        codes = connection.execute(select(streams.c.code).where(streams.c.seq > 0)).scalars().all()

        assert len(codes) == 1 + RAPPOCINI_KELURAHAN + 1
        assert [first_break(connection, code) for code in codes] == [None] * len(codes)


def test_everything_happened_before_now_and_in_order(loaded: Loaded) -> None:
    with loaded.centre.database.read() as connection:
        query = select(changes.c.stream, changes.c.received_at).order_by(changes.c.stream, changes.c.seq)
        received = [tuple(row) for row in connection.execute(query)]

    assert received == sorted(received)
    assert max(at for _, at in received) <= "2026-12-03T06:05:00.000Z"


def test_eighty_notes_wait_in_rappocini(loaded: Loaded) -> None:
    queue = the_queue(loaded)

    assert len(queue) == 80
    assert len({state.area for state in queue}) == RAPPOCINI_KELURAHAN
    assert not [state for state in queue if faults_in(state.kind, _ordinary(state))]


def _ordinary(state: RecordState) -> dict[str, Any]:
    return {path: value for path, value in state.values.items() if not is_guarded(path)}


def test_they_wait_between_none_and_twelve_days(loaded: Loaded) -> None:
    waits = set()
    for state in the_queue(loaded):
        source = state.source("status")
        assert source is not None
        received = datetime.fromisoformat(source.received_at).astimezone(NOW.tzinfo)
        waits.add((NOW.date() - received.date()).days)

    assert waits == set(range(13))


def test_three_were_sent_again_with_answers_to_their_marks(loaded: Loaded) -> None:
    again = [state for state in the_queue(loaded) if reviews(state)]

    assert len(again) == 3
    for state in again:
        review, marks = earlier_marks(state)
        assert set(answers(state, review)) == set(marks)
        assert changed_since_review(state, loaded.person("kecamatan").person.id)


def test_two_are_twins(loaded: Loaded) -> None:
    keys = [title_key(state.values["title"]) for state in the_queue(loaded)]

    assert sorted(keys.count(key) for key in set(keys)) == [1] * 78 + [2]


def test_one_is_a_complaint_in_disguise(loaded: Loaded) -> None:
    found = [looks_like_complaint(state.values) for state in the_queue(loaded)]

    assert [category for category in found if category] == ["lampu jalan"]


def test_one_holds_a_masked_number(loaded: Loaded) -> None:
    masked = [s for s in the_queue(loaded) if any(MASK in text for text in texts_in(s.values))]

    assert len(masked) == 1


def test_teba_kompos_needs_correction_and_its_questions_are_unanswered(loaded: Loaded) -> None:
    state = loaded.state("rt", "Teba kompos")

    review, marks = open_marks(state)

    assert (state.status, state.values["area"]) == ("revision", "73.71.13.1002/RW003/RT002")
    assert list(marks) == ["action"]
    assert "?" in marks["action"].comment
    assert not answers(state, review)
    (comment,) = entries_below(state.values, COMMENTS).values()
    assert comment.endswith("? (contoh)")


def test_one_field_holds_two_values_for_the_rt_and_the_lurah(loaded: Loaded) -> None:
    for profile in ("rt", "lurah"):
        state = loaded.state(profile, "Parit mini depan rumah")

        authors = [state.sources[entry.seq].by.role for entry in state.two_values["after"]]

        assert list(state.two_values) == ["after"]
        assert authors == ["rt", "kelurahan"]


def test_every_outcome_of_a_review_can_be_seen(loaded: Loaded) -> None:
    statuses = [state.status for state in loaded.states("kecamatan") if state.kind == Kind.INNOVATION]

    assert {status: statuses.count(status) for status in set(statuses) - {"submitted"}} == {
        "approved": 4,
        "published": 3,
        "revision": 1,
        "returned": 1,
        "rejected": 1,
    }
    assert any(path.startswith(PUBLIC) for state in loaded.states("lurah") for path in state.values)


def test_the_report_of_the_kecamatan_tells_of_innovations_problems_and_ideas(loaded: Loaded) -> None:
    found = figures_of(loaded.centre, AreaCode("73.71.13"))

    values = {told.code: told.value for told in found.figures}
    assert values["innovations"] == 90
    assert (values["issues"], values["issues_open"]) == (11, 4)
    assert (values["ideas_waiting"], values["ideas_answered"]) == (1, 2)
    assert all(values[code] for code in ("answer_days", "wait_days", "idea_days", "measured"))


def test_what_one_note_measures_got_better_and_waits_for_the_lurah(loaded: Loaded) -> None:
    state = loaded.state("lurah", "Kardus jadi kas lorong")
    measured = [(each.id, each.values) for each in loaded.states("lurah") if each.kind == "measurement"]

    kas, memilah = progress(state.values, measured)

    assert (kas.verdict, kas.periods, len(kas.series)) == (Verdict.BETTER, 3, 4)
    assert [each.is_confirmed for each in kas.series] == [True, True, True, False]
    assert (memilah.verdict, len(memilah.series)) == (Verdict.NO_BASELINE, 1)


def test_umkm_and_lurah_have_records_of_their_own(loaded: Loaded) -> None:
    umkm, lurah = loaded.person("umkm").person.id, loaded.person("lurah").person.id

    assert [state.author for state in loaded.states("umkm")] == [umkm] * 3
    assert [state.author for state in loaded.states("lurah")].count(lurah) == 3


def test_one_has_plans_and_money_of_two_years_by_lurah_and_kecamatan(loaded: Loaded) -> None:
    state = loaded.state("lurah", "Kardus jadi kas lorong")
    now, later = sorted(years_of(state.values))

    by = {state.sources[state.entries[line.path][0].seq].by.role for line in lines_of(state.values, "budget")}

    assert (later - now, by) == (1, {"kelurahan", "kecamatan"})
    assert [line.parts["stage"] for line in lines_of(state.values, "plans", later)] == ["lurah", "skpd"]
    assert money_of(lines_of(state.values, "budget", now)).left == 2_100_000


def test_on_the_island_a_note_is_there_while_its_photos_are_on_their_way(loaded: Loaded) -> None:
    photos = entries_below(loaded.state("pulau", "Pelampung tanda karang").values, PHOTOS)
    caller = loaded.caller("pulau")

    assert len(photos) == 2
    for photo in photos.values():
        with pytest.raises(Problem, match="not_found"):
            answer.read_file(loaded.centre, caller, photo["preview"])


def test_every_other_photo_is_there_and_small(loaded: Loaded) -> None:
    caller = loaded.caller("kecamatan")
    states = [state for state in loaded.states("kecamatan") if entries_below(state.values, PHOTOS)]
    photos = [photo for state in states for photo in entries_below(state.values, PHOTOS).values()]

    sizes = [_sizes(loaded, caller, photo) for photo in photos]

    assert len(states) >= 15
    assert max(full for full, _ in sizes) <= 120 * 1024
    assert max(preview for _, preview in sizes) <= 20 * 1024
    assert len({photo["sha256"] for photo in photos}) == len(photos)


def _sizes(loaded: Loaded, caller: Caller, photo: dict[str, Any]) -> tuple[int, int]:
    files = [answer.read_file(loaded.centre, caller, photo[key]) for key in ("sha256", "preview")]
    assert [kind for _, kind in files] == ["image/jpeg"] * 2
    return len(files[0][0]), len(files[1][0])


def test_nobody_of_the_demo_is_asked_for_files_of_another_phone(loaded: Loaded) -> None:
    assert [loaded.pull(person.profile.profile).wanted_files for person in loaded.demo.people] == [[]] * 9


def test_every_text_and_name_is_marked(loaded: Loaded) -> None:
    texts = [text for profile in SEEING_ALL for s in loaded.states(profile) for text in _invented(s)]
    with loaded.centre.database.read() as connection:
        names = connection.execute(select(persons.c.name)).scalars().all()

    assert len(texts) > 400
    assert [text for text in [*texts, *names] if "contoh" not in text.lower()] == []
    assert len(set(names)) == len(names)


def _invented(state: RecordState) -> list[str]:
    """What somebody would have typed, not what was chosen or filled in."""
    typed = (
        "part",
        "title",
        "problem",
        "action",
        "lorong",
        "before",
        "after",
        "text",
        "tried",
        "adapted",
        "design",
    )
    found = [state.values[path] for path in typed if path in state.values]
    found += [each["name"] for each in entries_below(state.values, "indicators").values()]
    found += [each["text"] for each in entries_below(state.values, "needs").values()]
    found += [each["subject"] for path, each in state.values.items() if path.startswith("evidence/")]
    found += [each["note"] for path, each in state.values.items() if path.startswith("granted/")]
    found += [text for name in ("comments", "answers") for text in entries_below(state.values, name).values()]
    found += [photo["caption"] for photo in entries_below(state.values, PHOTOS).values()]
    for name, parts in PARTS.items():
        free = [part.name for part in parts if part.type is Type.TEXT]
        found += [line.parts.get(part, "") for line in lines_of(state.values, name) for part in free]
    for review in reviews(state):
        found += [review.note, *(mark.comment for mark in review.marks.values())]
    return [text for text in found if text]


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str) and not is_id(value):
        yield value
    elif isinstance(value, dict):
        yield from (
            text for key, inner in value.items() if key not in ("sha256", "preview") for text in texts_in(inner)
        )
    elif isinstance(value, list):
        yield from (text for inner in value for text in texts_in(inner))


def test_nothing_looks_like_a_personal_number(loaded: Loaded) -> None:
    texts = [t for p in SEEING_ALL for s in loaded.states(p) for t in texts_in(s.values)]

    assert not any(map(has_personal_number, texts))


def test_a_code_enrols_any_number_of_browsers(loaded: Loaded) -> None:
    first, second = loaded.enrol("rt", "browser-one"), loaded.enrol("rt", "browser-two")

    assert first.token != second.token
    assert first.person == second.person
    assert first.person.name == "Ibu Contoh A"


def test_the_same_day_gives_the_same_texts_times_and_pictures(loaded: Loaded, tmp_path: Path) -> None:
    again = loaded_into(tmp_path)

    assert _told(again) == _told(loaded)
    again.centre.database.close()


def _told(loaded: Loaded) -> list[tuple[object, ...]]:
    """Everything but ids: these are new in every centre."""
    told: list[tuple[object, ...]] = []
    for profile in ("kecamatan", "pulau"):
        for state in loaded.states(profile):
            source = state.source("status")
            plain = [(path, value) for path, value in state.values.items() if "/" not in path and path != OUTCOME]
            values = sorted(pair for pair in plain if not is_id(pair[1]))
            photos = list(entries_below(state.values, PHOTOS).values())
            told.append(
                (state.area, str(values), str(photos), source and source.received_at, source and source.by.name)
            )
    return sorted(told, key=str)
