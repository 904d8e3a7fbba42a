"""What is in the bank, and when: editions frozen by an approval, published by the city, hidden at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from sync.central import editions, syncing
from sync.central.accept import Caller, Push, accept_all, prepare
from sync.central.answer import Centre
from sync.central.documents import document_of, frozen_values
from sync.central.json_text import canonical, parsed
from sync.central.people import iso
from sync.central.stored import StoredRecord
from sync.central.tables import bank, facts
from sync.central.tables import editions as frozen
from sync.domain.ids import IdSource
from sync.domain.people import Role
from sync.domain.side_steps import UNREVIEWED
from sync.protocol.messages import SyncRequest
from tests.conftest import Enrol
from tests.support.bank import Offices, an_issue
from tests.support.centres import KASSI, MARISO_KELURAHAN, a_note
from tests.support.logs import faults

PHOTO = {"sha256": "a" * 64, "preview": "b" * 64, "people": "none", "caption": "Dua lubang"}


def row(centre: Centre, record: str) -> Any:
    with centre.database.read() as connection:
        return connection.execute(select(bank).where(bank.c.record == record)).first()


def shown(centre: Centre, record: str) -> dict[str, Any] | None:
    found = row(centre, record)
    return parsed(found.document) if found and found.is_public else None


async def test_an_approved_record_is_public_only_when_the_city_publishes_it(city: Offices) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)

    assert shown(city.centre, record) is None

    await city.publish(record)

    assert (shown(city.centre, record) or {})["title"] == "Teba kompos"


async def test_an_edit_after_the_approval_stays_inside(city: Offices) -> None:
    record = await city.published(title="Teba kompos")

    await city.accepted(city.rt, record, {"title": "Teba kompos dua lorong"})

    assert (shown(city.centre, record) or {})["title"] == "Teba kompos"


async def test_an_edit_that_comes_in_with_the_decision_and_after_it_stays_inside(city: Offices) -> None:
    record = await city.note(title="Yang dibaca")
    decision = city.kecamatan.change_of(
        record, {"status": "approved", **city.review("approved")}, seen=10**9, area=KASSI
    )
    edit = city.rt.change(record, 10**9, title="Yang belum dibaca")
    pushes = [
        Push(Caller(who.person, who.device), [prepare(change)])
        for who, change in ((city.kecamatan, decision), (city.rt, edit))
    ]

    with city.centre.database.write() as connection:
        accepted = accept_all(connection, pushes, iso(city.centre.clock()), city.centre.make_salt)

    assert [one.receipts[0].status for one in accepted] == ["accepted", "accepted"]
    assert [edition["title"] for edition in frozen_of(city, record)] == ["Yang dibaca"]
    assert faults(city.centre) == []


async def test_an_edition_has_neither_evidence_nor_what_was_answered_for_a_competition(city: Offices) -> None:
    grown = {"evidence/sid01/a": {"link": "https://contoh.id/sk"}, "levels/sid01": 1}
    record = await city.note(**grown, **{"kipp/ringkasan": {"text": "Ringkas.", "checked": True}})

    await city.approve(record)

    (edition,) = frozen_of(city, record)
    assert {path.partition("/")[0] for path in edition} & UNREVIEWED == set()


async def test_an_edition_of_a_release_that_froze_evidence_too_still_verifies(city: Offices) -> None:
    record = await city.note(**{"evidence/sid01/a": {"link": "https://contoh.id/sk"}, "levels/sid01": 1})
    await city.approve(record)
    (edition,) = frozen_of(city, record)
    grown = edition | {"evidence/sid01/a": {"link": "https://contoh.id/sk"}, "levels/sid01": 1}

    refrozen(city, record, grown)
    assert faults(city.centre) == []
    refrozen(city, record, grown | {"levels/sid01": 3})
    assert faults(city.centre) == [f"{KASSI} record {record}: edition 1 is not what was approved"]


def frozen_of(city: Offices, record: str) -> list[dict[str, Any]]:
    with city.centre.database.read() as connection:
        query = select(frozen.c.body).where(frozen.c.record == record).order_by(frozen.c.number)
        return [parsed(body) for body in connection.execute(query).scalars()]


def refrozen(city: Offices, record: str, values: dict[str, Any]) -> None:
    with city.centre.database.write() as connection:
        connection.execute(update(frozen).where(frozen.c.record == record).values(body=canonical(values)))


async def test_an_approved_update_is_the_next_edition(city: Offices) -> None:
    record = await city.published(title="Teba kompos")
    await city.accepted(city.rt, record, {"title": "Teba dua lorong", "update": "submitted"})
    waiting = shown(city.centre, record) or {}
    await city.accepted(city.kecamatan, record, {"update": "approved", **city.review("approved")})

    document = shown(city.centre, record) or {}

    assert (waiting["title"], waiting["edition"]) == ("Teba kompos", 1)
    assert (document["title"], document["edition"]) == ("Teba dua lorong", 2)


async def test_an_update_that_is_sent_back_leaves_the_edition(city: Offices) -> None:
    record = await city.published(title="Teba kompos")
    await city.accepted(city.rt, record, {"title": "Lain", "update": "submitted"})
    asked = city.review("revision", "Jelaskan.", title="revise")
    await city.accepted(city.kecamatan, record, {"update": "revision", **asked})

    assert (shown(city.centre, record) or {})["title"] == "Teba kompos"
    assert (await city.send(city.rt, record, {"update": "submitted"})).status == "accepted"


async def test_a_second_decision_on_an_update_learns_of_the_first(city: Offices) -> None:
    record = await city.published()
    await city.accepted(city.rt, record, {"update": "submitted"})
    await city.accepted(city.kecamatan, record, {"update": "approved", **city.review("approved")})

    late = city.review("rejected", "Tidak.", title="reject")

    assert (await city.send(city.kecamatan, record, {"update": "rejected", **late})).code == "already_decided"


@pytest.mark.parametrize("who", ["rt", "kota"])
async def test_an_update_is_decided_by_the_kecamatan_alone(city: Offices, who: str) -> None:
    record = await city.published()
    await city.accepted(city.rt, record, {"update": "submitted"})
    decision = {"update": "approved", **city.review("approved")}

    assert (await city.send(getattr(city, who), record, decision)).code == "not_allowed"


async def test_nothing_is_updated_before_it_was_approved(city: Offices) -> None:
    record = await city.note()

    assert (await city.send(city.rt, record, {"update": "submitted"})).code == "illegal_transition"


async def test_hiding_and_showing_again_take_effect_at_once(city: Offices) -> None:
    record = await city.published()

    await city.hide(record)
    hidden = shown(city.centre, record)
    await city.unhide(record)

    assert hidden is None
    assert shown(city.centre, record) is not None


async def test_unhiding_what_was_only_approved_publishes_nothing(city: Offices) -> None:
    record = await city.note()
    await city.approve(record)
    await city.hide(record, before="approved")
    await city.unhide(record, to="approved")

    assert shown(city.centre, record) is None


async def test_only_ticked_photos_are_public_and_only_as_long_as_they_are_the_same(city: Offices) -> None:
    photos = {"photos/p1": PHOTO, "photos/p2": PHOTO | {"sha256": "c" * 64}}
    record = await city.published(ticks={"p1": True}, **photos)
    before = (shown(city.centre, record) or {})["photos"]

    await city.accepted(city.rt, record, {"photos/p1": PHOTO | {"sha256": "d" * 64}})
    after = (shown(city.centre, record) or {})["photos"]

    assert [photo["sha256"] for photo in before] == ["a" * 64]
    assert after == []


async def test_a_photo_whose_tick_is_taken_back_is_gone_at_once(city: Offices) -> None:
    record = await city.published(ticks={"p1": True}, **{"photos/p1": PHOTO})

    await city.accepted(city.kecamatan, record, {"public/p1": False})

    assert (shown(city.centre, record) or {})["photos"] == []


async def test_a_listed_problem_is_public_with_what_the_city_notes_on_it(city: Offices) -> None:
    record = await city.listed(title="Drainase tersumbat")
    await city.accepted(city.kota, record, {"strategic": True}, kind="issue")
    await city.accepted(city.kota, record, {"nature": "structural"}, kind="issue")
    sent = {"office": "Dinas PU", "date": "2026-11-20", "letter": "005/12"}
    await city.accepted(city.kota, record, {"forwarded": sent}, kind="issue")

    document = shown(city.centre, record) or {}

    assert (document["strategic"], document["nature"]) == (True, "structural")
    assert document["forwarded"] == {"office": "Dinas PU", "date": "2026-11-20"}


async def test_only_the_city_marks_a_listed_problem_as_strategic(city: Offices) -> None:
    waiting, listed = await city.issue(), await city.listed()
    mark = {"strategic": True}

    assert (await city.send(city.kota, waiting, mark, kind="issue")).code == "illegal_transition"
    assert (await city.send(city.kecamatan, listed, mark, kind="issue")).code == "not_allowed"


async def test_only_structural_problems_are_forwarded(city: Offices) -> None:
    record = await city.listed()
    sent = {"forwarded": {"office": "Dinas PU", "date": "2026-11-20"}}

    assert (await city.send(city.kota, record, sent, kind="issue")).code == "illegal_transition"


async def test_a_home_is_public_only_as_its_kelurahan(city: Offices) -> None:
    point = {"lat": -51_762_345, "lng": 1_194_412_345}
    home = await city.published(place_private=True, point=point, lorong="Lorong 4")
    other = await city.published(place_private=False, point=point, lorong="Lorong 4")

    private, public = shown(city.centre, home) or {}, shown(city.centre, other) or {}

    assert not {"point", "lorong", "place"} & private.keys()
    assert public["point"]["lat"] % 9_000 == 0
    assert abs(public["point"]["lat"] - point["lat"]) <= 4_500


async def test_a_problem_at_a_home_is_public_only_as_its_kelurahan(city: Offices) -> None:
    at_home = await city.listed(place_private=True, point={"lat": -51_762_345, "lng": 1_194_412_345})

    assert not {"point", "place"} & (shown(city.centre, at_home) or {}).keys()


async def test_a_name_is_public_only_by_consent(city: Offices) -> None:
    named = await city.published(originator_name={"name": "Ibu Contoh", "may_show": True})
    silent = await city.published(originator_name={"name": "Ibu Contoh", "may_show": False})

    assert (shown(city.centre, named) or {})["originator"] == "Ibu Contoh"
    assert "Ibu Contoh" not in str(shown(city.centre, silent))


async def test_contacts_in_a_text_are_masked_in_public(city: Offices) -> None:
    record = await city.published(action="Hubungi 0812-3456-7890, +62 813 4444 5555 atau ibu@contoh.id tiap Ahad.")

    text = (shown(city.centre, record) or {})["action"]

    assert text == "Hubungi [disamarkan], [disamarkan] atau [disamarkan] tiap Ahad."


async def test_a_few_patients_are_not_counted_in_public(city: Offices) -> None:
    few = await city.published(theme="health", beneficiaries={"unit": "person", "number": 3})
    waste = await city.published(theme="waste", beneficiaries={"unit": "person", "number": 3})

    assert (shown(city.centre, few) or {})["beneficiaries"] == {"unit": "person", "below": 5}
    assert (shown(city.centre, waste) or {})["beneficiaries"] == {"unit": "person", "number": 3}


@pytest.mark.parametrize("taken_at", ["kemarin", "2026-13-01T09:00:00", "2026-02-31", None])
def test_a_photo_whose_day_is_none_is_shown_without_one(taken_at: str | None) -> None:
    photo = {"sha256": "a" * 64, "preview": "b" * 64, "taken_at": taken_at}
    values = a_note(**{"photos/p": photo, "public/p": True})
    record = StoredRecord(KASSI, IdSource()(), "innovation", "", set=values)

    (shown_photo,) = document_of(record, frozen_values(record), 1, "", "")["photos"]

    assert shown_photo["taken_on"] == ""


async def test_the_bank_is_made_again_from_the_records_when_documents_get_another_shape(city: Offices) -> None:
    record = await city.published(title="Teba kompos")
    before = shown(city.centre, record)
    with city.centre.database.write() as connection:
        connection.execute(delete(bank))
        connection.execute(delete(facts).where(facts.c.name == "bank_shape"))

    city.centre.prepare()

    assert shown(city.centre, record) == before


async def test_after_an_erasure_no_edition_is_left_and_nothing_is_public(city: Offices) -> None:
    record = await city.published(title="Teba kompos")

    with city.centre.database.write() as connection:
        editions.erase(connection, record)
        left = connection.execute(select(frozen).where(frozen.c.record == record)).all()

    found = row(city.centre, record)
    assert left == []
    assert (found.is_public, found.summary, found.document) == (False, b"{}", b"{}")


async def test_the_feed_has_no_hole_when_two_kelurahan_publish_at_once(city: Offices, enrol: Enrol) -> None:
    mariso = Offices(
        enrol(Role.RT, f"{MARISO_KELURAHAN}/RW001/RT001"), enrol(Role.KECAMATAN, "73.71.01"), city.kota
    )
    area = {"area": MARISO_KELURAHAN}
    near = [await city.listed() for _ in range(4)]
    far = []
    for _ in range(4):
        record = mariso.rt.make_id()
        values = an_issue(area=f"{MARISO_KELURAHAN}/RW001/RT001")
        await mariso.accepted(mariso.rt, record, values, kind="issue", seen=0, **area)
        far.append(record)

    def mark(one: tuple[str, str]) -> None:
        record, where = one
        values = {"strategic": True} if where == KASSI else {"status": "listed"}
        change = city.kota.change_of(record, values, seen=10**9, area=where, kind="issue")
        caller = Caller(city.kota.person, city.kota.device)
        assert syncing.push(city.centre, caller, SyncRequest([change]))[0].status == "accepted"

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(mark, [(r, KASSI) for r in near] + [(r, MARISO_KELURAHAN) for r in far]))

    with city.centre.database.read() as connection:
        stamps = sorted(connection.execute(select(bank.c.changed)).scalars())
    assert stamps == list(range(5, 13))
