"""*Minta ditinjau ulang*: once, with a reason, after a rejection; the city upholds it or opens it again."""

from __future__ import annotations

import pytest

from tests.conftest import Enrol
from tests.support.bank import Offices

REASON = "Alasan penolakan tidak sesuai dengan isi catatan."


async def rejected(city: Offices) -> str:
    record = await city.note()
    await city.accepted(
        city.kecamatan, record, {"status": "rejected", **city.review("rejected", "Tidak.", title="reject")}
    )
    return record


def heard(decision: str, note: str = "Sudah diperiksa.") -> dict[str, dict[str, str]]:
    return {"heard": {"decision": decision, "note": note}}


async def test_the_author_objects_once(city: Offices) -> None:
    record = await rejected(city)

    assert (await city.send(city.rt, record, {"objection": REASON})).status == "accepted"
    assert (await city.send(city.rt, record, {"objection": "Sekali lagi."})).code == "illegal_transition"


async def test_nobody_objects_to_what_was_not_rejected(city: Offices) -> None:
    record = await city.note()

    assert (await city.send(city.rt, record, {"objection": REASON})).code == "illegal_transition"


async def test_only_the_author_objects(city: Offices, enrol: Enrol) -> None:
    record = await rejected(city)

    for who in (enrol(city.rt.person.role), city.kecamatan, city.kota):
        assert (await city.send(who, record, {"objection": REASON})).code == "not_allowed"


@pytest.mark.parametrize("reason", ["  ", None, {"reason": "x"}, "x" * 1001])
async def test_an_objection_needs_a_reason(city: Offices, reason: object) -> None:
    record = await rejected(city)

    assert (await city.send(city.rt, record, {"objection": reason})).code == "bad_value"


async def test_an_objection_with_a_personal_number_is_refused(city: Offices) -> None:
    record = await rejected(city)

    receipt = await city.send(city.rt, record, {"objection": "NIK saya 7371 0112 0390 0001"})

    assert receipt.code == "personal_number"


async def test_the_city_opens_the_record_again_and_it_is_reviewed_anew(city: Offices) -> None:
    record = await rejected(city)
    await city.accepted(city.rt, record, {"objection": REASON})

    await city.accepted(city.kota, record, {"status": "submitted", **heard("reopened")})

    await city.approve(record)


async def test_the_city_upholds_the_rejection_once(city: Offices) -> None:
    record = await rejected(city)
    await city.accepted(city.rt, record, {"objection": REASON})
    await city.accepted(city.kota, record, heard("upheld"))

    again = await city.send(city.kota, record, {"status": "submitted", **heard("reopened")})

    assert again.code == "already_decided"


async def test_a_record_is_opened_again_only_by_the_city_with_a_hearing(city: Offices) -> None:
    record = await rejected(city)
    await city.accepted(city.rt, record, {"objection": REASON})
    opened = {"status": "submitted", **heard("reopened")}

    assert (await city.send(city.kota, record, {"status": "submitted"})).code == "illegal_transition"
    assert (await city.send(city.kota, record, heard("reopened"))).code == "illegal_transition"
    assert (await city.send(city.kota, record, {"status": "submitted", **heard("upheld")})).code is not None
    for who in (city.rt, city.kecamatan):
        assert (await city.send(who, record, opened)).code == "not_allowed"


async def test_a_hearing_that_is_over_opens_nothing_any_more(city: Offices) -> None:
    record = await rejected(city)
    await city.accepted(city.rt, record, {"objection": REASON})
    opened = {"status": "submitted", **heard("reopened")}
    await city.accepted(city.kota, record, opened)
    await city.accepted(
        city.kecamatan, record, {"status": "rejected", **city.review("rejected", "Tidak.", title="reject")}
    )

    assert (await city.send(city.kota, record, opened)).code == "illegal_transition"
    assert (await city.send(city.rt, record, {"objection": REASON + " Lagi."})).code == "illegal_transition"


async def test_nothing_is_heard_where_nobody_objected(city: Offices) -> None:
    record = await rejected(city)

    assert (await city.send(city.kota, record, heard("upheld"))).code == "illegal_transition"


async def test_a_hearing_needs_a_note(city: Offices) -> None:
    record = await rejected(city)
    await city.accepted(city.rt, record, {"objection": REASON})

    assert (await city.send(city.kota, record, heard("upheld", " "))).code == "bad_value"


async def test_a_record_does_not_begin_with_an_objection(city: Offices) -> None:
    receipt = await city.send(city.rt, city.rt.make_id(), {"status": "submitted", "objection": REASON}, seen=0)

    assert receipt.status == "refused"
