"""What *Rincian* shows of a record, and what it lets each person do."""

from __future__ import annotations

import flet as ft
import pytest

from mobile.session import Session
from mobile.store.errors import StoreFull
from sync.client import outbox
from sync.client.tables import REFUSED
from sync.domain.people import Role
from tests.mobile.screens.desk import KASSI, ME, PHOTO, RT, Record, a_record, record_id
from tests.mobile.screens.officer import Officer, reading
from tests.support.notes import accept, draft, file, refuse, save
from tests.support.sessions import pulled

OTHER = "0192aaaa-0000-7000-8000-0000000000aa"


def marked() -> Record:
    return a_record().reviewed(problem="Berapa rumah yang terkena?")


async def test_number_name_state_and_what_comes_next_are_shown() -> None:
    officer = await reading(a_record())

    assert officer.shows("Nomor 0000-0001 · RT 005 / RW 003")
    assert officer.shows("Teba kompos")
    assert officer.shows("Menunggu Verifikasi · 1 hari")
    assert officer.shows("Berikutnya diperiksa Kecamatan Rappocini")


async def test_fields_without_an_answer_are_left_out() -> None:
    officer = await reading(a_record())

    assert officer.shows("Masalah apa yang mau diatasi?")
    assert officer.shows("Sampah dan lingkungan")
    assert officer.shows("40 keluarga")
    assert not officer.shows("Nama lorong")
    assert not officer.shows("Tambahan")


async def test_a_mark_stands_beside_its_field_with_the_reviewers_note() -> None:
    officer = await reading(marked())

    assert officer.shows("Catatan peninjau: Lengkapi")
    assert officer.shows("Perlu diperbaiki")
    assert officer.shows("Berapa rumah yang terkena?")
    assert officer.has_button("Perbaiki dan kirim lagi")


async def test_a_mark_is_answered_with_one_change() -> None:
    record = marked()
    officer = await reading(record)

    await officer.press("Jawab")
    path = f"answers/{record.review_id}/problem"
    await officer.type(path, "Dua belas rumah.")
    await officer.press("Kirim jawaban")

    assert officer.sent == [{path: "Dua belas rumah."}]
    assert officer.shows("Jawaban: Dua belas rumah.")


async def test_the_last_letters_of_an_answer_are_kept_when_the_tap_comes_with_them() -> None:
    record = marked()
    officer = await reading(record)
    await officer.press("Jawab")
    path = f"answers/{record.review_id}/problem"
    await officer.type(path, "Dua")

    await officer.enter_and_tap(officer.field(path), "Dua belas rumah.", officer.button("Kirim jawaban"))

    assert officer.sent == [{path: "Dua belas rumah."}]


async def test_an_answer_of_a_colleague_that_came_meanwhile_is_kept_beside_what_is_sent() -> None:
    record = marked()
    officer = await reading(record)
    await officer.press("Jawab")
    path = f"answers/{record.review_id}/problem"

    pulled(officer.lorong, record.change({path: "Sepuluh rumah."}, by="p-other").view())
    officer.app.beat()
    await officer.type(path, "Dua belas rumah.")
    await officer.press("Kirim jawaban")

    state = officer.lorong.record(record_id(1))
    assert state is not None
    assert [entry.value for entry in state.entries[path]] == ["Sepuluh rumah.", "Dua belas rumah."]


async def test_an_answer_of_a_colleague_is_in_the_box_when_it_came_before_the_box_was_opened() -> None:
    record = marked()
    officer = await reading(record)
    path = f"answers/{record.review_id}/problem"

    pulled(officer.lorong, record.change({path: "Sepuluh rumah."}, by="p-other").view())
    officer.app.beat()
    await officer.settle()
    await officer.press("Ubah jawaban")

    assert officer.field(path).value == "Sepuluh rumah."
    assert officer.button("Kirim jawaban").disabled


async def test_two_values_are_shown_with_who_and_when_and_choosing_writes_the_one_in_place() -> None:
    record = a_record().change({"title": "Teba bersama"}, by=OTHER, name="Pak Lurah contoh")
    officer = await reading(record.two("title", "Teba bersama", "Teba kompos kita"))

    assert officer.shows("Dua isian berbeda")
    assert officer.shows("Teba kompos kita")
    assert officer.shows("Pak Lurah contoh · Ketua RT · 2 Des 2025 pukul 12.00")
    await officer.tap(officer.find(ft.OutlinedButton, content="Pilih yang ini")[0])

    assert officer.sent == [{"title": "Teba bersama"}]
    assert not officer.has_button("Pilih yang ini")


async def test_the_second_value_can_be_chosen() -> None:
    officer = await reading(a_record().two("title", "Teba kompos", "Teba kompos kita"))

    await officer.tap(officer.find(ft.OutlinedButton, content="Pilih yang ini")[1])

    assert officer.sent == [{"title": "Teba kompos kita"}]


async def test_withdrawing_asks_first() -> None:
    officer = await reading(a_record())

    await officer.press("Batalkan pengajuan")
    asked = len(officer.dialogs)
    await officer.press("Ya, batalkan")

    assert asked == 1
    assert officer.sent == [{"status": "withdrawn"}]
    assert not officer.has_button("Batalkan pengajuan")


async def test_nothing_is_withdrawn_when_the_person_says_no() -> None:
    officer = await reading(a_record())

    await officer.press("Batalkan pengajuan")
    await officer.press("Tidak")

    assert officer.sent == []
    assert officer.dialogs == []


async def test_an_approved_record_cannot_be_withdrawn_and_goes_on_growing() -> None:
    officer = await reading(a_record().reviewed("approved"))

    assert not officer.has_button("Batalkan pengajuan")
    assert officer.has_button("Ubah")


async def test_a_rejected_record_is_only_read() -> None:
    officer = await reading(a_record().reviewed("rejected"))

    assert not officer.has_button("Ubah")
    assert officer.shows("Catatan peninjau: Lengkapi")


async def test_a_neighbour_reads_and_comments_and_nothing_else() -> None:
    officer = await reading(marked(), person_id=OTHER, area=f"{KASSI}/RW001/RT001")

    for name in ("Ubah", "Perbaiki dan kirim lagi", "Jawab", "Batalkan pengajuan"):
        assert not officer.has_button(name)
    assert officer.has_button("Kirim komentar")


async def test_a_neighbour_sees_two_values_without_a_choice() -> None:
    record = a_record().two("title", "Teba kompos", "Teba kompos kita")
    officer = await reading(record, person_id=OTHER)

    assert officer.shows("Teba kompos kita")
    assert not officer.has_button("Pilih yang ini")


async def test_a_supervisor_is_led_to_the_review() -> None:
    officer = await reading(a_record(), role=Role.KECAMATAN, area="73.71.13", person_id=ME)

    await officer.press("Tinjau")

    assert officer.route == f"/review/{record_id(1)}"


async def test_the_last_letters_of_a_comment_are_kept_when_the_tap_comes_with_them() -> None:
    officer = await reading(a_record())
    await officer.type("comment", "Kami")

    await officer.enter_and_tap(officer.field("comment"), "Kami bantu.", officer.button("Kirim komentar"))

    assert [list(change.values()) for change in officer.sent] == [["Kami bantu."]]


async def test_a_comment_is_sent() -> None:
    officer = await reading(a_record())

    await officer.type("comment", "Kami bantu alatnya.")
    await officer.press("Kirim komentar")

    (change,) = officer.sent
    assert list(change.values()) == ["Kami bantu alatnya."]
    assert officer.shows("Kami bantu alatnya.")
    assert officer.field("comment").value == ""


async def test_photos_say_how_far_they_are_and_open_at_a_tap() -> None:
    record = a_record().change({"photos/1": PHOTO})

    def one_waits(session: Session) -> None:
        file(session.tables, "a" * 64, record_id(1))

    officer = await reading(record, prepare=one_waits)

    assert officer.shows("Menunggu dikirim")
    await officer.tap(officer.get(ft.TextButton, key="photo 1"))
    assert len(officer.dialogs) == 1
    assert officer.shows("Tidak ada orang")
    await officer.press("Tutup")
    assert officer.dialogs == []


async def test_the_history_tells_who_did_what_and_when() -> None:
    record = marked()
    record.change({f"answers/{record.review_id}/problem": "Dua belas."}, name="Ibu RT contoh")
    record.change({"problem": "Sampah dari dua belas rumah.", "status": "submitted"}, name="Ibu RT contoh")
    officer = await reading(record)

    for text in (
        "Dicatat dan diajukan",
        "Perlu Perbaikan · 1 isian",
        "Menjawab peninjau",
        "Mengubah: Masalah apa yang mau diatasi?",
        "Dikirim lagi",
        "Ibu RT contoh · Ketua RT · 1 Des 2025 pukul 12.00",
        "Peninjau contoh · Ketua RT · 2 Des 2025 pukul 12.00",
    ):
        assert officer.shows(text), text


async def test_the_receipt_can_be_shown_to_somebody() -> None:
    def answered(session: Session) -> None:
        change = save(session.tables, 7, record_id(1))
        accept(session.tables, change, seq=1)

    officer = await reading(a_record(), prepare=answered)

    assert officer.shows("Tanda terima")
    assert officer.shows("Diterima server kota 2 Des 2025 pukul 11.05")
    assert officer.shows("Kode bukti ab12cd34ab12")


async def test_no_receipt_is_shown_before_there_is_one() -> None:
    assert not (await reading(a_record())).shows("Tanda terima")


def refused(session: Session) -> None:
    refuse(session.tables, save(session.tables, 7, record_id(1), title="X" * 120))


async def test_what_was_not_accepted_says_why_and_is_corrected_in_the_form() -> None:
    officer = await reading(prepare=refused)

    assert officer.shows("Belum diterima. Ada isian yang belum benar")
    assert officer.shows("(Nama inovasi)")
    await officer.press("Betulkan")

    assert officer.route == f"/note/{record_id(1)}"


async def test_what_was_not_accepted_is_thrown_away_only_knowingly() -> None:
    officer = await reading(prepare=refused)

    await officer.press("Buang")
    before = len(officer.lorong.tables.table(REFUSED))
    await officer.tap(officer.get(ft.FilledButton, content="Buang"))

    assert before == 1
    assert len(officer.lorong.tables.table(REFUSED)) == 0
    assert officer.route == "/"


async def test_a_decision_that_was_not_accepted_is_taken_again() -> None:
    def decided(session: Session) -> None:
        review = {"decision": "approved", "note": "", "marks": {}, "seen": 1}
        sets = {"reviews/01930000-0000-7000-9000-000000000001": review, "status": "approved"}
        refuse(session.tables, save(session.tables, 7, record_id(1), also=sets))

    officer = await reading(a_record(), role=Role.KECAMATAN, area="73.71.13", person_id=ME, prepare=decided)
    await officer.press("Putuskan lagi")

    assert officer.route == f"/review/{record_id(1)}"


async def test_changes_that_were_typed_and_not_sent_are_found_again() -> None:
    def typed(session: Session) -> None:
        draft(session.tables, record_id(1), base={"title": "Teba kompos"}, title="Teba")

    officer = await reading(a_record(), prepare=typed)
    await officer.press("Lanjutkan")

    assert officer.route == f"/note/{record_id(1)}"


async def test_a_draft_leads_to_its_form() -> None:
    def typed(session: Session) -> None:
        draft(session.tables, record_id(1), title="Teba")

    officer = await reading(prepare=typed)

    assert officer.shows("Ini masih draf")
    assert officer.has_button("Lanjutkan")


async def test_a_record_that_is_not_here_is_said_to_be_that() -> None:
    assert (await reading()).shows("Catatan ini belum ada di HP ini")


async def test_a_full_disk_is_said_and_the_answer_stays_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFull("no room")

    record = marked()
    officer = await reading(record)
    monkeypatch.setattr(outbox, "save", full)
    await officer.press("Jawab")
    path = f"answers/{record.review_id}/problem"
    await officer.type(path, "Dua belas.")
    await officer.press("Kirim jawaban")

    assert officer.app.save_failed
    assert officer.field(path).value == "Dua belas."


async def test_record_text_can_be_selected() -> None:
    officer: Officer = await reading(a_record())

    assert len(officer.find(ft.SelectionArea)) >= 3


@pytest.mark.parametrize("width", [320, 390, 900])
@pytest.mark.parametrize("role", [Role.RT, Role.KELURAHAN])
async def test_everything_shows_at_every_width(width: float, role: Role) -> None:
    area = KASSI if role is Role.KELURAHAN else f"{KASSI}/RW003/RT005"
    record = marked().change({"photos/1": PHOTO}).two("title", "Teba kompos", "Teba kompos kita")

    officer = await reading(record, width=width, role=role, area=area, person_id=RT if role is Role.RT else OTHER)

    assert officer.shows("Teba kompos kita")


async def test_a_comment_that_is_being_typed_stays_when_the_record_arrives_from_the_centre() -> None:
    officer = await reading(prepare=lambda session: save(session.tables, 7, record_id(1)))
    assert not officer.has_button("Tambah kebutuhan")
    await officer.enter(officer.field("comment"), "Bisa dilihat hari Sabtu")

    pulled(officer.lorong, a_record().view())
    await officer.settle()

    assert officer.has_button("Tambah kebutuhan")
    assert officer.field("comment").value == "Bisa dilihat hari Sabtu"


async def test_a_need_that_is_being_typed_stays_when_a_photo_of_the_record_arrives() -> None:
    officer = await reading(a_record())
    await officer.press("Tambah kebutuhan")
    await officer.enter(officer.field("need_text"), "Mesin pencacah")

    pulled(officer.lorong, a_record(photos={"p1": PHOTO}).view())
    await officer.settle()

    assert officer.dialogs
    assert officer.field("need_text").value == "Mesin pencacah"


async def tap_twice(officer: Officer, name: str) -> None:
    """As two clicks that waited for a busy phone, and a third on what is still seen of a closing dialog."""
    button = officer.button(name)
    for _ in range(2):
        await officer.session.dispatch_event(button._i, "click", None)
    act = button.on_click
    await officer.settle()
    act()
    await officer.settle()


async def test_a_need_that_was_saved_with_three_taps_is_one() -> None:
    officer = await reading(a_record())
    await officer.press("Tambah kebutuhan")
    await officer.enter(officer.field("need_text"), "Mesin pencacah")

    await tap_twice(officer, "Simpan")

    assert len(officer.sent) == 1


async def test_a_comment_that_was_sent_with_three_taps_is_one() -> None:
    officer = await reading(a_record())
    await officer.enter(officer.field("comment"), "Bagus")

    await tap_twice(officer, "Kirim komentar")

    assert len(officer.sent) == 1


async def test_an_indicator_that_was_saved_with_three_taps_is_one() -> None:
    officer = await reading(a_record())
    await officer.press("Tambah indikator")
    await officer.enter(officer.field("indicator_name"), "Sampah basah")
    await officer.enter(officer.field("indicator_unit"), "kg")

    await tap_twice(officer, "Simpan")

    assert len(officer.sent) == 1


async def test_a_problem_that_was_noted_with_three_taps_is_one() -> None:
    officer = await reading(a_record())

    await tap_twice(officer, "Jadikan masalah tercatat")

    assert sum("affected" in change for change in officer.sent) == 1


async def test_a_need_that_was_left_half_written_is_found_again() -> None:
    officer = await reading(a_record())
    await officer.press("Tambah kebutuhan")
    await officer.enter(officer.field("need_text"), "Mesin pencacah")
    (dialog,) = officer.dialogs

    await officer.emit(dialog, "dismiss")
    await officer.press("Tambah kebutuhan")

    assert officer.field("need_text").value == "Mesin pencacah"


async def test_a_need_that_was_changed_while_it_was_open_is_kept_beside_what_is_saved() -> None:
    record = a_record().change({"needs/n1": {"kind": "funds", "text": "Dana"}})
    officer = await reading(record)
    await officer.press("Ubah kebutuhan")

    pulled(officer.lorong, record.change({"needs/n1": {"kind": "funds", "text": "Dana kompos"}}, by="p-x").view())
    officer.app.beat()
    await officer.enter(officer.field("need_text"), "Dana teba")
    await officer.press("Simpan")

    state = officer.lorong.record(record_id(1))
    assert state is not None
    assert [entry.value["text"] for entry in state.entries["needs/n1"]] == ["Dana kompos", "Dana teba"]
