"""Phone and centre together: a record that grows offline arrives whole, and both count the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.central import filestore
from sync.central.answer import Centre
from sync.central.stored import read_record
from sync.client.tables import FILES
from sync.client.working import parts_of
from sync.domain import goals, iga, kipp
from sync.domain.iga_catalogue import shipped
from sync.domain.people import Role
from sync.domain.records import Values
from sync.protocol.canonical import canonical
from sync.protocol.limits import MAX_CHANGE_BYTES, MAX_PATHS
from tests.client.conftest import GivePhone
from tests.conftest import Enrol
from tests.support.bank import offices
from tests.support.centres import KASSI
from tests.support.phones import Phone

FIRST = shipped()
RT = f"{KASSI}/RW003/RT002"
PDF = b"%PDF-1.7 SK tim teba"
LINK = {"link": "https://contoh.id/video", "subject": "Video tiga menit"}


def at_centre(centre: Centre, record: str) -> Values:
    with centre.database.read() as connection:
        found = read_record(connection, record)
    assert found is not None
    return found.set


async def grown(phone: Phone) -> tuple[str, str]:
    """A note of which a team letter, a video and an answer were added without a signal; also the letter's file."""
    record = phone.note()
    await phone.round()
    phone.set_signal(False)
    letter = await phone.session.store_document(record, PDF)
    more: dict[str, Any] = {
        "levels/sid02": 2,
        "evidence/sid02/e1": {"sha256": letter, "number": "12/2026", "date": "2026-11-30"},
        "levels/sid20": 3,
        "evidence/sid20/e1": LINK,
        "levels/sid01": 3,
        "kipp/2023.umum.1": {"text": "Warga mengompos bergiliran.", "checked": True},
        "goals": "Lorong bersih dalam setahun.",
    }
    phone.rewrite(record, **more)
    return record, letter


async def test_phone_and_centre_compute_the_same_score_and_meters(phone_of: GivePhone, centre: Centre) -> None:
    phone = await phone_of(Role.RT, RT)
    record, _ = await grown(phone)
    offline = phone.values(record)
    assert iga.score(offline, FIRST).points_claimed == 2 * 2 + 4 * 3
    phone.set_signal(True)

    await phone.round()

    there = at_centre(centre, record)
    assert iga.score(there, FIRST) == iga.score(phone.values(record), FIRST) == iga.score(offline, FIRST)
    assert goals.meters(there, FIRST) == goals.meters(phone.values(record), FIRST) == goals.meters(offline, FIRST)
    assert phone.session.refusals(record) == []


async def test_a_document_arrives_as_it_was_and_may_then_be_freed(phone_of: GivePhone, centre: Centre) -> None:
    phone = await phone_of(Role.RT, RT)
    _, letter = await grown(phone)
    phone.set_signal(True)

    await phone.round()
    await phone.round()

    known = phone.session.tables.table(FILES).read(letter)
    assert known is not None
    assert known["state"] == "stored"
    assert filestore.get(centre.files, letter) == PDF


async def test_a_level_from_the_city_comes_down_beside_the_claim(
    phone_of: GivePhone, centre: Centre, enrol: Enrol
) -> None:
    city = offices(enrol)
    phone = await phone_of(Role.RT, RT)
    record, _ = await grown(phone)
    phone.set_signal(True)
    await phone.round()

    await city.accepted(city.kota, record, {"granted/sid20": {"level": 1, "note": "Baru dua unsur."}})
    await phone.round()

    found = iga.score(phone.values(record), FIRST)
    assert (found.claimed["sid20"], found.granted["sid20"]) == (3, 1)
    assert found == iga.score(at_centre(centre, record), FIRST)


async def test_nobody_grants_themselves_a_level(phone_of: GivePhone) -> None:
    phone = await phone_of(Role.RT, RT)
    record = phone.note()
    await phone.round()
    state = phone.session.record(record)
    assert state is not None

    phone.session.edit(state, {"granted/sid20": {"level": 3, "note": ""}})
    await phone.round()

    assert [refusal["code"] for refusal in phone.session.refusals(record)] == ["not_allowed"]
    assert iga.score(phone.values(record), FIRST).points_granted == 0


async def test_two_levels_of_the_same_indicator_stand_until_somebody_chooses(phone_of: GivePhone) -> None:
    author, lurah = await phone_of(Role.RT, RT), await phone_of(Role.KELURAHAN)
    record = author.note()
    await author.round()
    await lurah.round()
    author.rewrite(record, **{"levels/sid20": 3, "evidence/sid20/a": LINK})
    lurah.rewrite(record, **{"levels/sid20": 1, "evidence/sid20/b": LINK})
    for phone in (author, lurah, author):
        await phone.round()
    assert author.two_values(record, "levels/sid20") == [3, 1]
    assert len(iga.evidence_for(author.values(record), "sid20")) == 2

    state = author.session.record(record)
    assert state is not None
    author.session.choose(state, "levels/sid20", 1)
    for phone in (author, lurah):
        await phone.round()

    assert lurah.two_values(record, "levels/sid20") == [1]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("levels/sid20", 4),
        ("evidence/sid20/e1", {"link": "javascript:alert(1)"}),
        ("evidence/sid20/e1", {"sha256": "a" * 64, "link": "https://contoh.id"}),
        ("kipp/2023.umum.1", {"text": "x" * 20_001, "checked": False}),
        ("kipp/2023.umum.1", {"text": "NIK 7371012001800001", "checked": False}),
    ],
)
async def test_what_does_not_fit_is_refused_and_changes_nothing(enrol: Enrol, path: str, value: Any) -> None:
    city = offices(enrol)
    record = await city.note()
    before = at_centre(city.centre, record)

    receipt = await city.send(city.rt, record, {path: value})

    assert receipt.status == "refused"
    assert list(receipt.fields or {}) == [path]
    assert at_centre(city.centre, record) == before


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,9}/[a-z0-9]{1,9}", fullmatch=True), st.integers(0, 30_000), max_size=90
    )
)
def test_edits_that_are_too_many_for_one_change_are_parted_in_their_order(sizes: dict[str, int]) -> None:
    edits: Values = {path: "é" * (size // 2) for path, size in sizes.items()}

    parts = parts_of(edits)

    assert [pair for part in parts for pair in part.items()] == list(edits.items())
    assert all(len(part) <= MAX_PATHS and len(canonical(part)) < MAX_CHANGE_BYTES - 500 for part in parts)


async def test_a_record_that_was_completed_in_one_go_arrives_whole(phone_of: GivePhone, centre: Centre) -> None:
    phone = await phone_of(Role.RT, RT)
    record = phone.note()
    await phone.round()
    more: dict[str, Any] = {f"levels/{each.code}": 3 for each in FIRST.indicators}
    more |= {f"evidence/{each.code}/{n}": LINK for each in FIRST.indicators for n in (1, 2)}
    more |= {
        f"kipp/{each.code}": {"text": "kata " * each.most_words, "checked": True} for each in kipp.questions()
    }
    more |= {"design": "rancang " * 2_400, "goals": "tujuan " * 700, "results": "hasil " * 800}

    phone.rewrite(record, **more)
    await phone.round()

    there = at_centre(centre, record)
    assert {path: there.get(path) for path in more} == {path: phone.values(record)[path] for path in more}
    assert (iga.score(there, FIRST).points_claimed, goals.meters(there, FIRST)[3].share) == (111, 1)
    assert phone.session.refusals(record) == []
