"""A record that was noted in the wrong kelurahan goes to the right one, with all it holds."""

from __future__ import annotations

from typing import Any

import pytest

from sync.central import filestore
from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.domain.people import Role
from tests.central.test_review import decide, submitted
from tests.conftest import Enrol
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, Speaker
from tests.support.officers import ask, refusal, tell
from tests.support.partnering import a_need

THERE = "73.71.13.1001"


def a_transfer(who: Speaker, to: str = THERE, reason: str = "Tempatnya di kelurahan sebelah.") -> dict[str, Any]:
    return {"id": who.make_id(), "to": to, "reason": reason}


async def moved(kecamatan: Speaker, record: str) -> dict[str, Any]:
    request = a_transfer(kecamatan)
    return request | await tell(kecamatan, f"/v1/records/{record}/transfer", request)


async def test_the_new_record_holds_what_the_old_one_held_and_each_names_the_other(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    await rt.send(rt.change(record, seq, **{"comments/c1": "Lihat foto"}))

    request = await moved(kecamatan, record)
    views = {view.id: view for view in (await kecamatan.sync()).records}

    old, new = views[record], views[request["id"]]
    assert (old.area, old.set["status"]) == (KASSI, "returned")
    assert old.set["moved_to"] == {"record": new.id, "area": THERE, "reason": request["reason"]}
    assert (new.area, new.set["status"], new.author) == (THERE, "submitted", rt.person.id)
    assert new.set["moved_from"] == {"record": record, "area": KASSI}
    assert new.set["area"] == THERE
    for path in ("title", "problem", "beneficiaries", "comments/c1"):
        assert new.set[path] == old.set[path]


async def test_each_kelurahan_holds_its_half_and_the_chains_verify(enrol: Enrol, centre: Centre) -> None:
    rt, kecamatan, neighbour = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI), enrol(Role.RT, THERE)
    record, _ = await submitted(rt)

    request = await moved(kecamatan, record)

    assert [view.id for view in (await rt.sync()).records] == [record]
    assert [view.id for view in (await neighbour.sync()).records] == [request["id"]]
    with centre.database.read() as connection:
        assert first_break(connection, KASSI) is None
        assert first_break(connection, THERE) is None


async def test_the_old_record_is_read_only(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    await moved(kecamatan, record)

    edit = await rt.send(rt.change(record, seq, title="Terlambat"))
    again = await rt.send(rt.change(record, seq, status="submitted"))

    assert (edit.code, again.code) == ("other_stream", "other_stream")


async def test_the_new_record_is_reviewed_like_any_other(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, _ = await submitted(rt)
    request = await moved(kecamatan, record)
    view = next(view for view in (await kecamatan.sync()).records if view.id == request["id"])

    review = kecamatan.make_id()
    decision = {"decision": "approved", "note": "", "marks": {}, "seen": view.version}
    values = {"status": "approved", f"reviews/{review}": decision}
    receipt = await kecamatan.send(kecamatan.change_of(view.id, values, seen=view.version, area=THERE))

    assert receipt.status == "accepted"


async def test_what_was_decided_stays_with_the_old_record(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    await decide(kecamatan, record, seq, "returned", "Wilayah lain.")

    request = await moved(kecamatan, record)
    new = next(view for view in (await kecamatan.sync()).records if view.id == request["id"])

    assert new.set["status"] == "submitted"
    assert not [path for path in new.set if path.startswith("reviews/")]


async def test_the_labs_card_and_those_who_help_go_along(enrol: Enrol) -> None:
    rt, kecamatan, kota = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI), enrol(Role.KOTA, "73.71")
    need, lab = kota.make_id(), {"stage": "drum_up"}
    met = {"state": "matched", "on": "2026-12-03", "helper": "Universitas Contoh"}
    record, _ = await submitted(rt, **{f"needs/{need}": a_need()})
    for values in ({"lab": lab}, {f"met/{need}": met}):
        assert (await kota.send(kota.change_of(record, values, seen=10**9))).status == "accepted"

    request = await moved(kecamatan, record)
    done = {f"met/{need}": met | {"state": "done"}}
    ended = await kota.send(kota.change_of(request["id"], done, seen=10**9, area=THERE))

    (card,) = (await ask(kota, "GET", "/v1/board")).json()["cards"]
    assert (card["id"], card["area"], card["stage"]) == (request["id"], THERE, "drum_up")
    assert ended.status == "accepted"


async def test_the_same_transfer_again_gets_the_same_answer_and_another_is_refused(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, _ = await submitted(rt)
    request = a_transfer(kecamatan)

    first = await tell(kecamatan, f"/v1/records/{record}/transfer", request)
    second = await tell(kecamatan, f"/v1/records/{record}/transfer", request)
    other = await refusal(kecamatan, f"/v1/records/{record}/transfer", a_transfer(kecamatan))

    assert first == second == {"id": request["id"], "area": THERE}
    assert other == "already_decided"
    assert len((await kecamatan.sync()).records) == 2


@pytest.mark.parametrize(
    ("role", "area", "code"),
    [
        (Role.RT, KASSI, "not_found"),
        (Role.KELURAHAN, KASSI, "not_found"),
        (Role.KECAMATAN, "73.71.01", "not_found"),
        (Role.PIMPINAN, "73.71", "not_found"),
        (Role.AUDITOR, "73.71", "not_found"),
    ],
)
async def test_only_who_holds_both_kelurahan_moves_a_record(
    enrol: Enrol, role: Role, area: str, code: str
) -> None:
    rt, who = enrol(Role.RT), enrol(role, area)
    record, _ = await submitted(rt)

    assert await refusal(who, f"/v1/records/{record}/transfer", a_transfer(who)) == code


async def test_across_kecamatan_the_city_moves_it(enrol: Enrol) -> None:
    rt, kecamatan, kota = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI), enrol(Role.KOTA, "73.71")
    record, _ = await submitted(rt)
    path = f"/v1/records/{record}/transfer"

    assert await refusal(kecamatan, path, a_transfer(kecamatan, MARISO_KELURAHAN)) == "not_allowed"
    assert (await tell(kota, path, a_transfer(kota, MARISO_KELURAHAN)))["area"] == MARISO_KELURAHAN


async def test_a_record_that_was_approved_keeps_its_place(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    await decide(kecamatan, record, seq, "approved")

    assert (
        await refusal(kecamatan, f"/v1/records/{record}/transfer", a_transfer(kecamatan)) == "illegal_transition"
    )


async def test_a_record_with_two_values_is_settled_first(enrol: Enrol) -> None:
    rt, lurah, kecamatan = enrol(Role.RT), enrol(Role.KELURAHAN), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    await rt.send(rt.change(record, seq, title="Satu"))
    await lurah.send(lurah.change(record, seq, title="Dua"))

    assert await refusal(kecamatan, f"/v1/records/{record}/transfer", a_transfer(kecamatan)) == "two_values_open"


async def test_no_phone_writes_the_paths_of_a_transfer_itself(enrol: Enrol) -> None:
    rt, lurah, kecamatan = enrol(Role.RT), enrol(Role.KELURAHAN), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)

    for who in (rt, lurah, kecamatan):
        for path in ("moved_to", "moved_from"):
            assert (await who.send(who.change(record, seq, **{path: "x"}))).code == "not_allowed"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"reason": " "}, "note_needed"),
        ({"reason": "x" * 501}, "bad_value"),
        ({"reason": "NIK 7371010101900001"}, "personal_number"),
        ({"to": KASSI}, "illegal_transition"),
        ({"to": RAPPOCINI}, "unknown_area"),
        ({"id": "x"}, "bad_json"),
    ],
)
async def test_a_transfer_that_does_not_fit_is_refused(enrol: Enrol, values: dict[str, Any], code: str) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, _ = await submitted(rt)

    assert await refusal(kecamatan, f"/v1/records/{record}/transfer", a_transfer(kecamatan) | values) == code


async def test_the_author_is_asked_for_the_photos_and_the_new_kelurahan_may_read_them(
    enrol: Enrol, centre: Centre
) -> None:
    rt, kecamatan, neighbour = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI), enrol(Role.RT, THERE)
    photo = {"sha256": "a" * 64, "preview": "b" * 64, "people": "none"}
    record, _ = await submitted(rt, **{"photos/p1": photo})

    await moved(kecamatan, record)
    with centre.database.read() as connection:
        assert filestore.may_read_file(connection, neighbour.person, "a" * 64)

    assert {wanted.sha256 for wanted in (await rt.sync()).wanted_files} == {"a" * 64, "b" * 64}
    assert (await kecamatan.sync()).wanted_files == []
