"""The author's own steps on *Rincian*, and hiding by the kecamatan."""

from __future__ import annotations

import flet as ft

from sync.domain.people import Role
from tests.mobile.screens.desk import ME, PHOTO, RT, a_record
from tests.mobile.screens.officer import Officer, reading


async def write_reason(officer: Officer, text: str) -> None:
    await officer.enter(officer.get(ft.TextField, key="reason"), text)


async def test_an_author_asks_once_for_another_review_of_a_rejected_note_with_a_reason() -> None:
    officer = await reading(a_record().reviewed("rejected", note="Bukan inovasi.", seen=1))

    await officer.press("Minta ditinjau ulang")
    assert officer.button("Kirim permintaan").disabled
    await write_reason(officer, "Sudah berjalan setahun.")
    await officer.press("Kirim permintaan")

    assert officer.sent == [{"objection": "Sudah berjalan setahun."}]
    assert not officer.has_button("Minta ditinjau ulang")
    assert officer.shows("Minta ditinjau ulang: Sudah berjalan setahun.")
    await officer.close()


async def test_the_last_letters_of_a_reason_are_kept_when_the_tap_comes_with_them() -> None:
    officer = await reading(a_record().reviewed("rejected", note="Bukan inovasi.", seen=1))
    await officer.press("Minta ditinjau ulang")
    await write_reason(officer, "Sudah")

    await officer.enter_and_tap(officer.field("reason"), "Sudah berjalan.", officer.button("Kirim permintaan"))

    assert officer.sent == [{"objection": "Sudah berjalan."}]
    await officer.close()


async def test_a_neighbour_cannot_object() -> None:
    record = a_record().reviewed("rejected", note="Bukan inovasi.", seen=1)

    officer = await reading(record, person_id="0192aaaa-0000-7000-8000-00000000beef")

    assert not officer.has_button("Minta ditinjau ulang")
    await officer.close()


async def test_an_update_is_asked_for_with_what_changed_on_the_screen() -> None:
    record = a_record(problem="Sampah menumpuk.").reviewed("approved", note="", seen=1)
    officer = await reading(record.change({"problem": "Dua karung sehari."}, by=RT))

    await officer.press("Ajukan pembaruan")
    assert officer.shows("Yang berubah")
    assert "Dua karung sehari." in officer.texts
    await officer.tap(officer.get(ft.FilledButton, content="Ajukan pembaruan"))

    assert officer.sent == [{"update": "submitted"}]
    assert officer.shows("Pembaruan menunggu kecamatan")
    await officer.close()


async def test_nothing_is_asked_for_where_nothing_changed_since_the_approval() -> None:
    officer = await reading(a_record().reviewed("approved", note="", seen=1))

    assert not officer.has_button("Ajukan pembaruan")
    await officer.close()


async def test_the_author_reads_how_the_objection_was_heard() -> None:
    record = a_record().reviewed("rejected", note="Bukan inovasi.", seen=1)
    record.change({"objection": "Sudah setahun."}, by=RT)
    record.change({"heard": {"decision": "upheld", "note": "Belum ada buktinya."}}, by="p-kota", name="BRIDA")

    officer = await reading(record)

    assert officer.shows("BRIDA tetap menolak: Belum ada buktinya.")
    assert officer.shows("Keberatan dijawab")
    await officer.close()


async def test_the_kecamatan_hides_with_a_reason_and_shows_again() -> None:
    record = a_record().reviewed("approved", note="", seen=1)
    officer = await reading(record, role=Role.KECAMATAN, area="73.71.13", person_id=ME)

    await officer.press("Sembunyikan")
    await write_reason(officer, "Menyebut nama anak.")
    await officer.tap(officer.get(ft.FilledButton, content="Sembunyikan"))
    assert officer.shows("Disembunyikan: Menyebut nama anak.")
    await officer.press("Tampilkan lagi")

    assert officer.sent == [
        {"status": "hidden", "hidden": {"reason": "Menyebut nama anak.", "before": "approved"}},
        {"status": "approved", "hidden": None},
    ]
    await officer.close()


async def test_a_photo_in_a_dialog_that_closes_while_something_changes_does_not_stop_the_app() -> None:
    officer = await reading(a_record(photos={"p1": PHOTO}))
    await officer.tap(officer.get(ft.TextButton, key="photo 1"))
    await officer.press("Tutup")

    officer.app.beat()
    await officer.settle()

    assert officer.shows("Teba kompos")
    await officer.close()
