"""The restore drill: a centre is lost after more work was done, an empty one is filled from the backup, and the
phones bring back what it did not hold."""

from __future__ import annotations

import obstore

from sync.client.reviewing import Mark
from sync.client.sending import sending_line
from sync.client.tables import OUTBOX
from sync.domain.people import Role
from tests.support.centres import KASSI, RAPPOCINI, a_person
from tests.support.drill import REST_S, Drill, a_jpeg, decide, hide, lost_values, with_photo, withdraw


async def test_everything_that_was_acknowledged_after_the_backup_comes_back(drill: Drill) -> None:
    rt, rw, umkm = [await drill.phone(role) for role in (Role.RT, Role.RW, Role.UMKM)]
    lurah, kecamatan = await drill.phone(Role.KELURAHAN), await drill.phone(Role.KECAMATAN, RAPPOCINI)
    offline = await drill.phone(Role.RT)
    known, old_photo = await with_photo(rt, 1, title="Sebelum (contoh)")
    reviewed, dropped, shown = rw.note(title="Ditinjau"), rt.note(title="Batal"), umkm.note(title="Tayang")
    far = offline.note(title="Jauh (contoh)")
    await drill.settle()
    decide(kecamatan, shown)
    await drill.settle()
    drill.back_up()
    await drill.settle(offline)

    offline.set_signal(False)
    offline.rewrite(far, title="Jauh, diubah tanpa sinyal")
    fresh, new_photo = await with_photo(rt, 2, title="Sesudah (contoh)")
    rt.rewrite(known, title="Judul RT")
    lurah.rewrite(known, title="Judul lurah", lorong="Lorong 4")
    withdraw(rt, dropped)
    decide(kecamatan, reviewed, "Lengkapi.", problem=Mark("revise", "Berapa karung?"))
    hide(kecamatan, shown)
    await drill.settle(offline)
    rw.rewrite(reviewed, problem="Dua karung sehari.")
    await drill.settle(offline)
    decide(kecamatan, reviewed)
    lurah.rewrite(fresh, title="Sesudah, dibetulkan lurah")
    await drill.settle(offline)
    acknowledged, before = drill.logged(), {r: lurah.values(r) for r in (known, reviewed, dropped, shown, fresh)}
    both = lurah.two_values(known, "title")

    drill.lose_and_restore()
    missing = acknowledged.keys() - drill.logged().keys()
    await drill.settle(offline, rounds=8)
    offline.set_signal(True)
    await drill.settle(rounds=8)

    again = drill.to_decide_again()
    assert len(missing) >= 9
    assert acknowledged.keys() - drill.logged().keys() == again
    assert drill.waiting() == []
    assert drill.other_refusals() == []
    assert drill.breaks() == []
    assert lost_values(lurah, before) == {reviewed}
    assert sorted(both) == sorted(lurah.two_values(known, "title"))
    assert lurah.values(far)["title"] == "Jauh, diubah tanpa sinyal"
    assert await rt.session.api.read_file(old_photo) == a_jpeg(1)
    assert await rt.session.api.read_file(new_photo) == a_jpeg(2)
    for record in (known, reviewed, dropped, shown, fresh, far):
        assert rt.values(record) == lurah.values(record) == kecamatan.values(record)


async def test_an_edit_made_before_the_phone_heard_of_the_restore_is_no_trouble(drill: Drill) -> None:
    rt, lurah = await drill.phone(Role.RT), await drill.phone(Role.KELURAHAN)
    drill.back_up()
    record = rt.note(title="Sesudah cadangan")
    await drill.settle()
    drill.lose_and_restore()
    rt.rewrite(record, lorong="Lorong 4")
    lurah.rewrite(record, after="Bersih")

    await drill.settle()

    assert drill.other_refusals() == []
    assert drill.waiting() == []
    assert (rt.values(record)["lorong"], rt.values(record)["after"]) == ("Lorong 4", "Bersih")
    assert lurah.values(record) == rt.values(record)


async def test_a_step_taken_before_the_phone_heard_of_the_restore_follows_the_step_it_stands_on(
    drill: Drill,
) -> None:
    umkm, kecamatan = await drill.phone(Role.UMKM), await drill.phone(Role.KECAMATAN, RAPPOCINI)
    record = umkm.note()
    await drill.settle()
    decide(kecamatan, record)
    await drill.settle()
    drill.back_up()
    hide(kecamatan, record)
    await drill.settle()
    drill.lose_and_restore()
    state = kecamatan.session.record(record)
    assert state is not None
    kecamatan.session.edit(state, {"status": "approved", "hidden": None})

    await drill.settle()

    assert drill.other_refusals() == []
    assert drill.to_decide_again() == set()
    assert (umkm.values(record)["status"], umkm.values(record)["hidden"]) == ("approved", None)


async def test_a_change_of_a_record_that_only_another_phone_has_waits_for_that_phone(drill: Drill) -> None:
    rt, lurah = await drill.phone(Role.RT), await drill.phone(Role.KELURAHAN)
    drill.back_up()
    record = rt.note()
    await drill.settle()
    lurah.rewrite(record, lorong="Lorong 4")
    await drill.settle()
    drill.lose_and_restore()

    await drill.settle(rt, rounds=9)
    waiting, refused_so_far = drill.waiting(), drill.other_refusals()
    await drill.settle(rounds=2)

    assert len(waiting) == 1
    assert refused_so_far == []
    assert drill.waiting() == []
    assert rt.values(record)["lorong"] == "Lorong 4"


async def test_what_is_no_longer_possible_waits_for_its_person_after_a_few_turns(drill: Drill) -> None:
    rt, kecamatan = await drill.phone(Role.RT), await drill.phone(Role.KECAMATAN, RAPPOCINI)
    record = rt.note()
    await drill.settle()
    drill.back_up()
    withdraw(rt, record)
    await drill.settle(kecamatan)
    drill.lose_and_restore()
    await kecamatan.round()
    decide(kecamatan, record)
    drill.clock.move(seconds=REST_S)
    await kecamatan.round()

    await rt.round()
    waits_first = drill.waiting()
    await drill.settle(rounds=6)

    assert len(waits_first) == 1
    assert drill.waiting() == []
    assert [code for _, code in drill.other_refusals()] == ["illegal_transition"]
    assert rt.values(record)["status"] == "approved"


async def test_the_same_backup_restored_again_gives_no_number_out_twice_and_loses_nothing(drill: Drill) -> None:
    rt, lurah = await drill.phone(Role.RT), await drill.phone(Role.KELURAHAN)
    old = rt.note(title="Sebelum")
    await drill.settle()
    drill.back_up()
    given: list[dict[str, int]] = []

    for turn in ("satu", "dua", "tiga"):
        rt.note(title=f"Sesudah {turn}")
        lurah.rewrite(old, lorong=f"Lorong {turn}")
        await drill.settle()
        given.append(drill.logged())
        drill.lose_and_restore()
    await drill.settle()
    given.append(drill.logged())

    numbers: dict[int, set[str]] = {}
    for log in given:
        for change, seq in log.items():
            numbers.setdefault(seq, set()).add(change)
    assert all(len(owners) == 1 for owners in numbers.values())
    assert set().union(*given) == given[-1].keys()
    assert drill.breaks() == []
    assert rt.values(old)["lorong"] == "Lorong tiga"


async def test_a_phone_starts_again_at_the_beginning_and_keeps_what_it_sent_until_the_next_backup(
    drill: Drill,
) -> None:
    rt = await drill.phone(Role.RT)
    old = rt.note(title="Sebelum")
    await drill.settle()
    drill.back_up()
    await drill.settle()
    kept_after_backup = len(rt.session.tables.table(OUTBOX))
    new = rt.note(title="Sesudah")
    await drill.settle()

    drill.lose_and_restore()
    await drill.settle()
    kept_after_restore = [key for key, _ in rt.session.tables.table(OUTBOX).items()]
    drill.back_up()
    await drill.settle()

    assert kept_after_backup == 0
    assert len(kept_after_restore) == 1
    assert len(rt.session.tables.table(OUTBOX)) == 0
    assert {rt.values(record)["title"] for record in (old, new)} == {"Sebelum", "Sesudah"}
    assert rt.session.tables.table("settings").read("sync")["refetched"]  # type: ignore[index]


async def test_photos_that_the_backup_lacks_are_asked_for_and_sent_again(drill: Drill) -> None:
    rt = await drill.phone(Role.RT)
    _, photo = await with_photo(rt, 1)
    await drill.settle()
    # Bytes that went missing at the centre before the backup was taken.
    obstore.delete(drill.centre.files, f"{photo[:2]}/{photo}")
    drill.back_up()
    await drill.settle()

    drill.lose_and_restore()
    await drill.settle()

    assert await rt.session.api.read_file(photo) == a_jpeg(1)
    assert sending_line(rt.session.facts()) == "all_sent"


async def test_no_photo_may_go_from_a_phone_until_the_restored_centre_was_backed_up(drill: Drill) -> None:
    rt = await drill.phone(Role.RT)
    _, photo = await with_photo(rt, 1)
    await drill.settle()
    rt.note(title="Lainnya")
    await drill.settle()
    drill.back_up()
    await drill.settle()
    before = rt.session.spare_photos()

    drill.lose_and_restore()
    await drill.settle()
    between = rt.session.spare_photos()
    rt.note(title="Sesudah")
    await drill.settle()
    drill.back_up()
    await drill.settle()

    assert list(before) == [photo]
    assert between == {}
    assert list(rt.session.spare_photos()) == [photo]


async def test_a_business_may_free_its_photo_once_a_backup_holds_it(drill: Drill) -> None:
    business, neighbour = await drill.phone(Role.UMKM), await drill.phone(Role.RT)
    _, photo = await with_photo(business, 1)
    await drill.settle()
    neighbour.note(title="Sesudah")
    await drill.settle()
    drill.back_up()
    await drill.settle()

    assert list(business.session.spare_photos()) == [photo]


async def test_a_photo_stays_on_the_phone_when_it_arrived_while_a_backup_was_written(drill: Drill) -> None:
    rt, neighbour = await drill.phone(Role.RT), await drill.phone(Role.RT)
    _, photo = await with_photo(rt, 1)

    async def meanwhile() -> None:
        neighbour.note(title="Lainnya")
        await neighbour.round()
        drill.back_up()

    rt.line.before_file = meanwhile
    await drill.settle()
    assert rt.session.spare_photos() == {}

    neighbour.note(title="Sesudah")
    await drill.settle()
    drill.back_up()
    await drill.settle()
    assert list(rt.session.spare_photos()) == [photo]


async def test_somebody_enrolled_after_the_backup_brings_their_work_back_with_a_new_code(drill: Drill) -> None:
    lurah = await drill.phone(Role.KELURAHAN)
    drill.back_up()
    rt = await drill.phone(Role.RT)
    record = rt.note(title="Sesudah cadangan")
    await drill.settle()

    drill.lose_and_restore()
    await drill.settle()
    meanwhile = rt.session.facts().engine.trouble, rt.values(record)["title"]
    await rt.enrol_again(a_person(drill.centre, Role.RT, KASSI))
    await drill.settle()

    assert meanwhile == ("signed_out", "Sesudah cadangan")
    assert drill.waiting() == []
    assert lurah.values(record)["title"] == "Sesudah cadangan"


async def test_a_reviewers_copy_of_a_photo_stays_while_the_restored_centre_lacks_it(drill: Drill) -> None:
    rt, kecamatan = await drill.phone(Role.RT), await drill.phone(Role.KECAMATAN, RAPPOCINI)
    drill.back_up()
    record, photo = await with_photo(rt, 1)
    await drill.settle()
    assert await kecamatan.session.photo(photo, record) == a_jpeg(1)

    rt.session.set_wifi_only(True)
    rt.network.is_metered = True
    drill.lose_and_restore()
    await drill.settle()
    drill.back_up()
    await drill.settle()
    assert kecamatan.values(record)["photos/p1"]["sha256"] == photo
    await kecamatan.session.free_photos()

    assert kecamatan.files.files[photo] == a_jpeg(1)
