"""Decisions at the centre: who may take them, on what, and what stops them."""

from __future__ import annotations

from typing import Any

from sync.domain.people import Role
from sync.protocol.messages import Receipt
from tests.conftest import Enrol
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, Speaker, a_device, a_note


def a_review(decision: str, seen: int, note: str = "", **marks: str) -> dict[str, Any]:
    listed = {path: {"verdict": verdict, "comment": "Tolong dilengkapi."} for path, verdict in marks.items()}
    return {"decision": decision, "note": note, "marks": listed, "seen": seen}


async def decide(who: Speaker, record: str, seen: int, decision: str, note: str = "", **marks: str) -> Receipt:
    review = who.make_id()
    values = {"status": decision, f"reviews/{review}": a_review(decision, seen, note, **marks)}
    return await who.send(who.change_of(record, values, seen=seen))


async def submitted(who: Speaker, **values: Any) -> tuple[str, int]:
    record = who.make_id()
    receipt = await who.send(who.change_of(record, a_note(**values)))
    assert receipt.seq is not None
    return record, receipt.seq


async def test_the_kecamatan_approves_and_the_author_sees_it(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)

    receipt = await decide(kecamatan, record, seq, "approved")
    (view,) = (await rt.sync()).records

    assert receipt.status == "accepted"
    assert view.set["status"] == "approved"


async def test_marks_ask_for_revision_and_the_author_sends_again(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    asked = await decide(kecamatan, record, seq, "revision", "Satu isian lagi.", problem="revise")
    assert asked.seq is not None

    again = await rt.send(
        rt.change_of(record, {"status": "submitted", "problem": "Sampah dapur 2 karung sehari."}, seen=asked.seq)
    )

    assert again.status == "accepted"


async def test_a_refusal_needs_a_note(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)

    assert (await decide(kecamatan, record, seq, "revision", problem="revise")).code == "note_needed"
    assert (await decide(kecamatan, record, seq, "returned")).code == "note_needed"


async def test_a_decision_is_the_one_its_marks_lead_to(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)

    assert (await decide(kecamatan, record, seq, "approved", problem="reject")).code == "marks_disagree"


async def test_a_decision_on_what_changed_unseen_is_refused_with_the_paths(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    await rt.send(rt.change(record, seq, title="Judul baru"))

    receipt = await decide(kecamatan, record, seq, "approved")

    assert receipt.code == "changed_since_seen"
    assert receipt.fields == {"title": "changed"}


async def test_no_decision_while_a_field_holds_two_values(enrol: Enrol) -> None:
    rt, lurah, kecamatan = enrol(Role.RT), enrol(Role.KELURAHAN), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    await rt.send(rt.change(record, seq, title="Satu"))
    second = await lurah.send(lurah.change(record, seq, title="Dua"))
    assert second.seq is not None

    assert (await decide(kecamatan, record, second.seq, "approved")).code == "two_values_open"


async def test_the_second_of_two_decisions_learns_of_the_first(enrol: Enrol) -> None:
    rt, one = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    two = enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    await decide(one, record, seq, "approved")

    assert (await decide(two, record, seq, "rejected", "Tidak.", title="reject")).code == "already_decided"


async def test_only_the_own_kecamatan_decides(enrol: Enrol) -> None:
    rt, lurah, elsewhere = enrol(Role.RT), enrol(Role.KELURAHAN), enrol(Role.KECAMATAN, "73.71.01")
    record, seq = await submitted(rt)

    for who in (rt, lurah, elsewhere):
        assert (await decide(who, record, seq, "approved")).code == "not_allowed"


async def test_a_decision_travels_alone(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    review = kecamatan.make_id()
    values = {"status": "approved", f"reviews/{review}": a_review("approved", seq), "comments/x1": "Bagus"}

    assert (await kecamatan.send(kecamatan.change_of(record, values, seen=seq))).code == "mixed_decision"


async def test_a_child_is_public_only_when_blurred(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    photo = {"sha256": "a" * 64, "preview": "b" * 64, "people": "child"}
    record, seq = await submitted(rt, **{"photos/p1": photo, "photos/p2": photo | {"blurred": True}})

    refused = await kecamatan.send(kecamatan.change_of(record, {"public/p1": True}, seen=seq))
    taken = await kecamatan.send(kecamatan.change_of(record, {"public/p2": True}, seen=seq))

    assert (refused.code, taken.status) == ("bad_value", "accepted")


async def test_a_hidden_record_returns_to_the_status_it_had(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    hide = {"status": "hidden", "hidden": {"reason": "Menyebut nama orang.", "before": "submitted"}}

    hidden = await kecamatan.send(kecamatan.change_of(record, hide, seen=seq))
    wrong = await kecamatan.send(kecamatan.change_of(record, {"status": "approved"}, seen=seq))
    shown = await kecamatan.send(kecamatan.change_of(record, {"status": "submitted", "hidden": None}, seen=seq))

    assert (hidden.status, wrong.code, shown.status) == ("accepted", "illegal_transition", "accepted")


async def test_who_may_write_a_field_is_the_author_a_coauthor_and_the_kelurahan(enrol: Enrol) -> None:
    rt, neighbour, lurah = enrol(Role.RT), enrol(Role.RT), enrol(Role.KELURAHAN)
    stranger = enrol(Role.KELURAHAN, MARISO_KELURAHAN)
    record, seq = await submitted(rt)

    assert (await neighbour.send(neighbour.change(record, seq, title="Bukan saya"))).code == "not_allowed"
    assert (await stranger.send(stranger.change(record, seq, title="Bukan saya"))).code == "not_allowed"
    assert (await lurah.send(lurah.change(record, seq, lorong="Lorong 4"))).status == "accepted"
    await rt.send(rt.change_of(record, {f"coauthors/{neighbour.person.id}": "Rekan"}, seen=seq))
    assert (await neighbour.send(neighbour.change(record, seq, after="Bersih"))).status == "accepted"


async def test_neighbours_comment(enrol: Enrol) -> None:
    rt, neighbour = enrol(Role.RT), enrol(Role.RT, f"{KASSI}/RW001/RT001")
    record, seq = await submitted(rt)

    receipt = await neighbour.send(neighbour.change_of(record, {"comments/c1": "Boleh kami tiru?"}, seen=seq))

    assert receipt.status == "accepted"


async def test_another_device_of_the_author_settles_two_values(enrol: Enrol) -> None:
    rt, lurah = enrol(Role.RT), enrol(Role.KELURAHAN)
    tablet = a_device(rt.centre, rt.http, rt.person)
    record, seq = await submitted(rt)
    await rt.send(rt.change(record, seq, title="Satu"))
    second = await lurah.send(lurah.change(record, seq, title="Dua"))
    assert second.seq is not None

    await tablet.send(tablet.change(record, second.seq, title="Satu"))
    (view,) = (await lurah.sync()).records

    assert (view.set["title"], view.values) == ("Satu", {})


async def test_hiding_is_no_way_around_the_review(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    hide = {"status": "hidden", "hidden": {"reason": "Diperiksa.", "before": "submitted"}}
    await kecamatan.send(kecamatan.change_of(record, hide, seen=seq))

    rewritten = {"hidden": {"reason": "x", "before": "published"}}
    receipt = await kecamatan.send(kecamatan.change_of(record, rewritten, seen=seq))
    published = await kecamatan.send(kecamatan.change_of(record, {"status": "published"}, seen=seq))

    assert (receipt.code, published.code) == ("illegal_transition", "illegal_transition")


async def test_nobody_rewrites_what_somebody_else_said(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    record, seq = await submitted(rt)
    said = await kecamatan.send(kecamatan.change_of(record, {"comments/c1": "Mohon foto."}, seen=seq))
    assert said.seq is not None

    other = await rt.send(rt.change_of(record, {"comments/c1": None}, seen=said.seq))
    own = await kecamatan.send(kecamatan.change_of(record, {"comments/c1": None}, seen=said.seq))

    assert (other.code, own.status) == ("not_allowed", "accepted")


async def test_a_tick_does_not_stay_on_another_picture(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    photo = {"sha256": "a" * 64, "preview": "b" * 64, "people": "none"}
    record, seq = await submitted(rt, **{"photos/p1": photo})
    ticked = await kecamatan.send(kecamatan.change_of(record, {"public/p1": True}, seen=seq))
    assert ticked.seq is not None

    await rt.send(rt.change_of(record, {"photos/p1": photo | {"sha256": "c" * 64}}, seen=ticked.seq))
    (view,) = (await rt.sync()).records

    assert view.set["public/p1"] is False
