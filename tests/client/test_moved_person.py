"""A person who serves another kelurahan from now on keeps what they wrote, and holds the new stream alone."""

from __future__ import annotations

from sqlalchemy import update

from mobile.device.ports import ShrunkPhoto
from sync.central import filestore, people
from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.tables import facts
from sync.client.tables import CURSORS, FILES, RECORDS
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from tests.client.conftest import GivePhone
from tests.support.centres import KASSI, MARISO_KELURAHAN, a_note


def move(centre: Centre, person: Person, area: str) -> bool:
    with centre.database.write() as connection:
        return people.move(connection, person.id, AreaCode(area), "test", centre.clock())


async def test_the_new_stream_takes_the_place_of_the_old_one_when_a_person_is_moved(
    phone_of: GivePhone, centre: Centre
) -> None:
    lurah, neighbour = await phone_of(Role.KELURAHAN), await phone_of(Role.RT, MARISO_KELURAHAN)
    old, new = lurah.note(), neighbour.note(area=MARISO_KELURAHAN)
    await lurah.round()
    await neighbour.round()

    move(centre, lurah.session.person, MARISO_KELURAHAN)
    await lurah.round()

    held = {key for key, _ in lurah.session.tables.table(RECORDS).items()}
    assert (held, old in held) == ({new}, False)
    assert [stream for stream, _ in lurah.session.tables.table(CURSORS).items()] == [MARISO_KELURAHAN]


async def test_unsent_work_is_judged_by_the_new_office_when_a_person_was_moved(
    phone_of: GivePhone, centre: Centre
) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    own, others = rt.note(), lurah.note()
    for phone in (rt, lurah, rt):
        await phone.round()
    rt.set_signal(False)
    rt.rewrite(own, title="Judul baru (contoh)")
    comment_on = rt.session.record(others)
    assert comment_on is not None
    rt.session.comment(comment_on, "Bagus")

    move(centre, rt.session.person, MARISO_KELURAHAN)
    rt.set_signal(True)
    for phone in (rt, lurah):
        await phone.round()

    assert lurah.values(own)["title"] == "Judul baru (contoh)"
    assert [refusal["code"] for refusal in rt.session.refusals(others)] == ["not_allowed"]


async def test_an_arrived_photo_does_not_wait_when_its_stream_is_held_no_longer(
    phone_of: GivePhone, centre: Centre
) -> None:
    rt = await phone_of(Role.RT)
    copy = rt.session.begin()
    photo = ShrunkPhoto(b"\xff\xd8\xff full", b"\xff\xd8\xff", None, None)
    full, preview = await rt.session.store_photo(copy.record, photo)
    copy = rt.session.with_photo(copy, "p1", {"sha256": full, "preview": preview, "people": "none"})
    rt.session.submit(rt.typed(copy, **a_note()))
    await rt.round()

    move(centre, rt.session.person, MARISO_KELURAHAN)
    _open_an_epoch(centre)
    await rt.round()

    assert rt.session.facts().photos == 0


def _open_an_epoch(centre: Centre) -> None:
    """As a restore does: the phone doubts everything that it knew to be there."""
    with centre.database.write() as connection:
        connection.execute(update(facts).where(facts.c.name == "epoch").values(value="another"))


async def test_a_photo_that_waits_goes_also_when_its_adder_may_not_edit_the_record_any_more(
    phone_of: GivePhone, centre: Centre
) -> None:
    rt, lurah = await phone_of(Role.RT), await phone_of(Role.KELURAHAN)
    record = rt.note()
    await rt.round()
    await lurah.round()
    photo = ShrunkPhoto(b"\xff\xd8\xff full", b"\xff\xd8\xff", None, None)
    full, preview = await lurah.session.store_photo(record, photo)
    copy = lurah.session.open(record)
    assert copy is not None
    lurah.session.submit(
        lurah.session.with_photo(copy, "p1", {"sha256": full, "preview": preview, "people": "none"})
    )
    lurah.session.set_wifi_only(True)
    lurah.network.is_metered = True
    await lurah.round()

    move(centre, lurah.session.person, MARISO_KELURAHAN)
    lurah.network.is_metered = False
    await lurah.round()

    told = lurah.session.tables.table(FILES).read(full)
    assert told is not None
    assert told["state"] == "stored"
    assert filestore.get(centre.files, full) == photo.content


async def test_moving_is_chained_and_only_of_who_is_in_office(phone_of: GivePhone, centre: Centre) -> None:
    person = (await phone_of(Role.RT)).session.person

    moved = move(centre, person, MARISO_KELURAHAN)

    with centre.database.read() as connection:
        found = people.find_person(connection, person.id)
        assert moved
        assert found is not None
        assert found.area.text == MARISO_KELURAHAN
        assert first_break(connection, "73.71") is None
    with centre.database.write() as connection:
        people.end_term(connection, person.id, "test", centre.clock())
    assert not move(centre, person, KASSI)
