from __future__ import annotations

import flet as ft

from sync.client.tables import FILES, REFUSED
from tests.mobile.screens.outbox_page import OpenOutbox, a_note, accepted
from tests.support.notes import NEIGHBOUR, REVIEWER, a_review, a_view, an_id, file, refuse, save
from tests.support.sessions import a_session, pulled


async def test_what_was_not_accepted_stands_first_with_its_reason(kiriman: OpenOutbox) -> None:
    session = a_session()
    a_note(session, 1, "Menunggu")
    refuse(
        session.tables, save(session.tables, 11, an_id(2), title="Salah", status="submitted"), "personal_number"
    )

    screen = await kiriman(session)

    needed = screen.below("Menunggu Anda")
    assert needed[1] == "Salah"
    assert needed[3] == "Ada yang mirip nomor NIK atau KK. Hapus angkanya, lalu kirim lagi."
    assert needed.index("Sedang dikirim atau menunggu") > 3


async def test_the_reason_is_told_as_exactly_as_the_centre_knows_it(kiriman: OpenOutbox) -> None:
    session = a_session()
    change = save(session.tables, 11, an_id(1), title="Salah", status="handled")
    refuse(session.tables, change, "bad_value", {"outcome": "not_wholly"})

    screen = await kiriman(session)

    assert screen.driver.shows("tidak tercatat menuntaskan masalah ini.")


async def test_betulkan_opens_the_note(kiriman: OpenOutbox) -> None:
    session = a_session()
    refuse(session.tables, save(session.tables, 11, an_id(1), title="Salah", status="submitted"))
    screen = await kiriman(session)

    await screen.tap("Betulkan")

    assert screen.route == f"/note/{an_id(1)}"


async def test_a_group_behind_a_refused_change_is_one_item_with_one_reason(kiriman: OpenOutbox) -> None:
    session = a_session()
    refuse(session.tables, save(session.tables, 11, an_id(1), title="Salah", status="submitted"), "bad_value")
    refuse(session.tables, save(session.tables, 12, an_id(1), title="Salah juga"), "earlier_refused")

    screen = await kiriman(session)

    assert len([b for b in screen.driver.find(ft.OutlinedButton) if b.content == "Betulkan"]) == 1
    assert not screen.driver.shows("Menunggu kiriman sebelumnya")


async def test_buang_asks_first_and_can_be_left(kiriman: OpenOutbox) -> None:
    session = a_session()
    refuse(session.tables, save(session.tables, 11, an_id(1), title="Salah", status="submitted"))
    screen = await kiriman(session)

    await screen.tap("Buang")
    asked = screen.driver.shows("Buang kiriman ini?")
    await screen.tap("Batal")

    assert asked
    assert len(session.tables.table(REFUSED)) == 1


async def test_buang_throws_away_what_was_not_accepted_and_nothing_else(kiriman: OpenOutbox) -> None:
    session = a_session()
    accepted(session, 1, "Teba kompos")
    refuse(session.tables, save(session.tables, 11, an_id(1), title="Salah"))
    screen = await kiriman(session)

    await screen.tap("Buang")
    dialog = screen.driver.get(ft.AlertDialog)
    await screen.driver.tap(dialog.actions[1])

    assert not len(session.tables.table(REFUSED))
    assert session.record(an_id(1)) is not None
    assert "Menunggu Anda" not in screen.texts


async def test_a_refused_decision_is_taken_again_and_not_corrected(kiriman: OpenOutbox) -> None:
    session = a_session("kecamatan", "73.71.13", person_id=REVIEWER)
    pulled(session, a_view(an_id(1), author=NEIGHBOUR))
    edits = {"status": "revision", "reviews/r1": a_review(problem="Kurang jelas")}
    refuse(session.tables, save(session.tables, 11, an_id(1), seen=5, also=edits), "changed_since_seen")
    screen = await kiriman(session)

    await screen.tap("Putuskan lagi")

    assert screen.route == f"/review/{an_id(1)}"
    assert screen.driver.shows("Catatan berubah sesudah Anda membacanya.")


async def test_a_refused_comment_on_a_record_of_others_leads_to_the_record(kiriman: OpenOutbox) -> None:
    session = a_session()
    pulled(session, a_view(an_id(1), author=NEIGHBOUR))
    refuse(
        session.tables, save(session.tables, 11, an_id(1), seen=5, also={"comments/c1": "Bagus"}), "not_allowed"
    )
    screen = await kiriman(session)

    await screen.tap("Lihat catatan")

    assert screen.route == f"/record/{an_id(1)}"


async def test_a_photo_that_the_centre_does_not_take_needs_the_person(kiriman: OpenOutbox) -> None:
    session = a_session()
    accepted(session, 1, "Teba kompos", "sha-1")
    file(session.tables, "sha-1", an_id(1), state="refused")
    document = session.tables.table(FILES).read("sha-1")
    assert document is not None
    session.tables.table(FILES).put("sha-1", document | {"error": "wrong_type"})

    screen = await kiriman(session)

    assert "Berkas ini bukan jenis yang disimpan. Ganti dengan foto lain." in screen.below("Menunggu Anda")
    assert screen.driver.has_button("Betulkan")
    assert not screen.driver.has_button("Buang")


async def test_a_photo_that_is_gone_from_the_phone_is_told(kiriman: OpenOutbox) -> None:
    session = a_session()
    accepted(session, 1, "Teba kompos", "sha-1")
    file(session.tables, "sha-1", an_id(1), state="refused")
    document = session.tables.table(FILES).read("sha-1")
    assert document is not None
    session.tables.table(FILES).put("sha-1", document | {"error": "missing"})

    screen = await kiriman(session)

    assert screen.driver.shows("Satu foto tidak ada lagi di HP ini.")
