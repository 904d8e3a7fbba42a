"""What a phone may rely on when it syncs, of one instance and of two that answer its requests in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from sync.central.answer import Centre
from sync.domain.people import Role
from sync.protocol.messages import RecordView
from tests.conftest import Enrol
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, a_centre, a_device, a_note, http_to
from tests.support.clock import StandingClock


@pytest.fixture(params=["one instance", "two instances"])
async def http(
    request: pytest.FixtureRequest, centre: Centre, database_url: str, clock: StandingClock
) -> AsyncIterator[httpx.AsyncClient]:
    """Instances share nothing but the database and the files."""
    others = [a_centre(database_url, clock)] if request.param == "two instances" else []
    async with http_to(centre, *others) as client:
        yield client
    for other in others:
        other.database.close()


async def test_a_note_reaches_the_kecamatan(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT, f"{KASSI}/RW003/RT002"), enrol(Role.KECAMATAN, RAPPOCINI)

    receipt = await rt.send(rt.change_of(rt.make_id(), a_note()))
    reply = await kecamatan.sync()

    assert receipt.status == "accepted"
    (record,) = reply.records
    assert record.set["title"] == "Teba kompos (contoh)"
    assert record.version == receipt.seq
    assert record.author == rt.person.id
    assert not reply.more


async def test_the_same_body_sent_twice_gets_the_same_receipts_and_changes_nothing(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    change = rt.change_of(rt.make_id(), a_note())

    first = await rt.sync(change)
    again = await rt.sync(change)

    assert again.receipts == first.receipts
    assert again.records == first.records
    assert again.checksums == first.checksums


async def test_a_known_id_with_another_body_is_refused(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    change = rt.change_of(rt.make_id(), a_note())
    await rt.send(change)

    receipt = await rt.send(replace(change, set=a_note(title="Lain")))

    assert receipt.code == "id_reused"


async def test_paging_by_three_gives_the_same_state_as_one_page(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    await rt.sync(*[rt.change_of(rt.make_id(), a_note(title=f"Catatan {n}")) for n in range(11)])
    whole = {record.id: record for record in (await kecamatan.sync()).records}

    found: dict[str, RecordView] = {}
    cursors: dict[str, str] = {}
    more = True
    while more:
        reply = await kecamatan.sync(cursors=cursors, limit=3)
        assert len(reply.records) <= 3
        found |= {record.id: record for record in reply.records}
        cursors, more = reply.cursors, reply.more

    assert found == whole


async def test_two_values_are_kept_when_neither_author_saw_the_other(enrol: Enrol) -> None:
    rt, lurah = enrol(Role.RT), enrol(Role.KELURAHAN)
    record = rt.make_id()
    created = await rt.send(rt.change_of(record, a_note()))
    assert created.seq is not None

    await rt.send(rt.change(record, created.seq, title="Kompos RT"))
    receipt = await lurah.send(lurah.change(record, created.seq, title="Kompos kelurahan"))
    (view,) = (await rt.sync()).records

    assert receipt.status == "conflicted"
    assert receipt.paths == ["title"]
    assert [held.value for held in view.values["title"]] == ["Kompos RT", "Kompos kelurahan"]
    assert view.set["title"] == "Kompos RT"


async def test_different_fields_join_silently(enrol: Enrol) -> None:
    rt, lurah = enrol(Role.RT), enrol(Role.KELURAHAN)
    record = rt.make_id()
    created = await rt.send(rt.change_of(record, a_note()))
    assert created.seq is not None

    await rt.send(rt.change(record, created.seq, title="Kompos RT"))
    receipt = await lurah.send(lurah.change(record, created.seq, lorong="Lorong 4"))
    (view,) = (await rt.sync()).records

    assert receipt.status == "accepted"
    assert (view.set["title"], view.set["lorong"]) == ("Kompos RT", "Lorong 4")
    assert view.values == {}


async def test_a_refusal_blocks_only_later_changes_of_its_record(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    bad, good = rt.make_id(), rt.make_id()

    reply = await rt.sync(
        rt.change_of(bad, a_note(theme="nonsense")),
        rt.change_of(good, a_note()),
        rt.change(bad, 0, title="Sesudahnya"),
    )

    assert [receipt.code for receipt in reply.receipts] == ["bad_value", None, "earlier_refused"]
    assert reply.receipts[0].fields == {"theme": "unknown_choice"}


async def test_each_kind_of_bad_content_has_its_code(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    cases = {
        "unknown_path": a_note(nonsense="x"),
        "bad_value": a_note(title=7),
        "personal_number": a_note(problem="NIK 7371 1309 1288 0001"),
        "incomplete": {k: v for k, v in a_note().items() if k != "theme"},
        "illegal_transition": a_note(status="approved"),
    }

    for code, values in cases.items():
        receipt = await rt.send(rt.change_of(rt.make_id(), values))
        assert receipt.code == code

    assert (await rt.send(rt.change_of(rt.make_id(), a_note(), kind="poem"))).code == "unknown_kind"
    assert (await rt.send(rt.change_of(rt.make_id(), a_note(), area="73.71.99.1001"))).code == "unknown_area"
    assert (await rt.send(rt.change_of(rt.make_id(), a_note(), seen=4))).code == "unknown_record"
    assert (await rt.send(rt.change_of(rt.make_id(), a_note(), area=MARISO_KELURAHAN))).code == "not_allowed"


async def test_a_record_of_another_kelurahan_is_not_taken_over(enrol: Enrol) -> None:
    rt, other = enrol(Role.RT), enrol(Role.RT, MARISO_KELURAHAN)
    record = rt.make_id()
    await rt.send(rt.change_of(record, a_note()))

    receipt = await other.send(other.change_of(record, a_note(), area=MARISO_KELURAHAN))

    assert receipt.code == "other_stream"


async def test_a_umkm_holds_its_own_records_only(enrol: Enrol) -> None:
    rt, umkm = enrol(Role.RT), enrol(Role.UMKM)
    await rt.send(rt.change_of(rt.make_id(), a_note()))
    own = await umkm.send(umkm.change_of(umkm.make_id(), a_note(classification="society")))

    reply = await umkm.sync()

    assert [record.version for record in reply.records] == [own.seq]
    assert reply.checksums == {}


async def test_a_device_of_the_same_person_follows_from_its_cursor(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    second = a_device(rt.centre, rt.http, rt.person)
    record = rt.make_id()
    created = await rt.send(rt.change_of(record, a_note()))
    assert created.seq is not None
    first_pull = await second.sync()

    await rt.send(rt.change(record, created.seq, title="Kompos baru"))
    news = await second.sync(cursors=first_pull.cursors)

    (view,) = news.records
    assert view.set == {"title": "Kompos baru"}


async def test_an_envelope_that_cannot_be_read_is_named_by_its_index(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    good = {"id": rt.make_id(), "record": rt.make_id(), "kind": "innovation", "area": KASSI, "seen": 0, "at": ""}

    response = await rt.post({"changes": [good | {"set": {"title": "x"}}, good | {"set": {}}]})

    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.json()["code"], response.json()["index"]) == ("bad_envelope", 1)
