"""*Lengkapi*: what is missing, what to do next, who sees the score, and that nothing typed is lost."""

from __future__ import annotations

from typing import Any

import flet as ft
import pytest

from mobile.routes import NOTE, url
from sync.domain.people import Role
from tests.mobile.screens.desk import KASSI, PHOTO, a_record
from tests.mobile.screens.grow_page import MINE, OpenGrow, approved

PROOF = {"link": "https://contoh.id/video", "subject": "Video"}
NEIGHBOUR = "0192aaaa-0000-7000-8000-00000000beef"


async def test_an_rt_reads_the_meters_and_the_three_steps_that_an_rt_can_take(lengkapi: OpenGrow) -> None:
    page = await lengkapi()

    assert page.tile("step=sid20") == "Buat video 3 menit: 1 hari · Video inovasi daerah"
    assert page.shows("+4")
    assert len([tile for tile in page.find(ft.ListTile) if str(tile.key).startswith("step=")]) == 3
    assert page.shows("Menunggu kelurahan: ")
    assert page.shows("Menunggu BRIDA: 1 indikator")
    assert {"Catatan", "Profil SIGAP", "KIPP"} <= set(page.texts)


@pytest.mark.parametrize("role", [Role.RT, Role.RW, Role.UMKM])
async def test_who_notes_sees_no_score_until_they_ask(lengkapi: OpenGrow, role: Role) -> None:
    record = approved(**{"levels/sid20": 2, "evidence/sid20/e1": PROOF})
    area = KASSI if role is Role.UMKM else f"{KASSI}/RW003" + ("/RT005" if role is Role.RT else "")
    page = await lengkapi(record, role=role, area=area)
    assert not page.shows("Pita SIGAP BRIDA")
    assert "8" not in page.texts

    await page.press("Lihat nilai IGA")

    assert page.shows("Pita SIGAP BRIDA: Kurang")
    assert "8" in page.texts


async def test_the_kelurahan_sees_the_score_at_once_and_steps_of_its_own(lengkapi: OpenGrow) -> None:
    page = await lengkapi(role=Role.KELURAHAN, area=KASSI, person_id="p-lurah")

    assert page.shows("Pita SIGAP BRIDA: Kurang")
    assert not page.shows("Menunggu kelurahan")


async def test_a_neighbour_finds_neither_the_way_nor_the_screen(lengkapi: OpenGrow) -> None:
    page = await lengkapi(person_id=NEIGHBOUR)
    assert page.shows("Belum ada yang bisa dilengkapi di sini")

    page.page.navigate(f"/record/{MINE}")
    await page.settle()

    assert page.shows("Teba kompos")
    assert not page.has_button("Lengkapi")


async def test_a_record_that_this_phone_does_not_have_is_said_kindly(lengkapi: OpenGrow) -> None:
    page = await lengkapi()
    page.page.navigate("/grow/01930000-0000-7000-8000-00000000dead")
    await page.settle()

    assert page.shows("Belum ada yang bisa dilengkapi di sini")


async def test_the_way_leads_from_the_record_to_a_part_and_back(lengkapi: OpenGrow) -> None:
    page = await lengkapi()
    page.page.navigate(f"/record/{MINE}")
    await page.settle()

    await page.press("Lengkapi")
    assert page.route == f"/grow/{MINE}"
    await page.tap(page.get(ft.ListTile, key="part=design"))

    assert page.route == f"/grow/{MINE}/design"
    assert page.field("design").value == ""


async def test_what_is_typed_is_kept_and_becomes_one_change_on_simpan(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="design")

    await page.type("goals", "Lorong bersih dalam setahun.")
    await page.type("design", "kata " * 12)
    assert page.draft["goals"] == "Lorong bersih dalam setahun."
    assert page.shows("12 kata dari paling sedikit 300.")
    assert page.sent == []
    await page.open_part("profile")
    await page.choose("initiator=society")
    await page.save()

    assert page.sent == [
        {"goals": "Lorong bersih dalam setahun.", "design": ("kata " * 12).strip(), "initiator": "society"}
    ]
    assert page.drafts == {}
    assert page.told == "Perubahan tersimpan. Dikirim begitu ada sinyal."


async def test_a_letter_typed_just_before_leaving_a_part_is_not_lost(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="design")
    await page.enter(page.field("goals"), "Baru saja diketik.")

    await page.overview()
    await page.open_part("design")

    assert page.field("goals").value == "Baru saja diketik."


async def test_the_last_letters_are_kept_where_simpan_leads_to_a_fault_in_the_quick_form(
    lengkapi: OpenGrow,
) -> None:
    page = await lengkapi(approved(beneficiaries=None), part="design")
    await page.enter(page.field("goals"), "Baru saja diketik.")

    await page.save()
    await page.type("title", "Teba kompos Lorong 4")

    assert (page.draft["goals"], page.draft["title"]) == ("Baru saja diketik.", "Teba kompos Lorong 4")


async def test_the_last_letters_of_the_quick_form_are_kept_on_the_way_back(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(beneficiaries=None))
    page.page.navigate(url(NOTE, record=MINE))
    await page.settle()
    await page.enter(page.field("title"), "Teba kompos Lorong 4")

    await page.open_part("design")
    await page.type("goals", "Baru saja diketik.")

    assert (page.draft["goals"], page.draft["title"]) == ("Baru saja diketik.", "Teba kompos Lorong 4")


async def test_the_words_of_the_design_are_counted_while_they_are_typed(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="design")

    await page.enter(page.field("design"), "kata " * 300)

    assert page.shows("300 kata dari 300.")
    await page.enter(page.field("design"), "")
    assert page.shows("0 kata dari paling sedikit 300.")


async def test_a_day_is_chosen_from_grids_and_none_lies_ahead(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="profile")

    await page.choose("trial_date=other")
    await page.choose("month=2025-12")
    assert page.find(ft.OutlinedButton, key="day=2025-12-03") == []
    await page.choose("day=2025-12-02")
    assert page.get(ft.OutlinedButton, key="trial_date=other").content == "2 Des 2025"
    await page.save()

    assert page.sent == [{"trial_date": "2025-12-02"}]


async def test_references_are_added_and_removed_and_an_empty_one_is_none(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="design")

    await page.press("Tambah rujukan")
    assert page.draft.get("references") is None
    await page.type("references.0.title", "Kajian Unhas")
    await page.type("references.0.link", "https://contoh.id/kajian")
    assert page.draft["references"] == [{"title": "Kajian Unhas", "link": "https://contoh.id/kajian"}]
    await page.press("Hapus rujukan")

    assert page.draft["references"] is None


async def test_changes_can_be_given_up_and_brought_back(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="design")
    await page.type("goals", "Lorong bersih.")
    await page.overview()

    await page.press("Batalkan perubahan")
    assert page.drafts == {}
    await page.undo()

    assert page.draft["goals"] == "Lorong bersih."


async def test_nothing_changed_sends_nothing(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="design")

    await page.save()

    assert page.sent == []
    assert page.told == "Tidak ada yang berubah."


async def test_an_approved_record_then_offers_to_ask_for_an_update(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="design")
    await page.type("goals", "Lorong bersih.")
    await page.save()

    page.page.navigate(f"/record/{MINE}")
    await page.settle()

    assert page.has_button("Ajukan pembaruan")


async def test_unsent_changes_lead_back_to_where_they_were_typed(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="design")
    await page.type("goals", "Lorong bersih.")
    page.page.navigate(f"/record/{MINE}")
    await page.settle()

    await page.press("Lanjutkan")

    assert page.route == f"/grow/{MINE}"


async def test_a_number_like_a_nik_is_masked_in_a_design(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="design")

    await page.type("design", "Ketua 7371012001800001 memimpin.")

    assert "7371012001800001" not in page.draft["design"]
    assert page.shows("Nomor yang mirip NIK atau KK disamarkan.")


async def test_on_a_wide_screen_the_overview_stays_beside_the_part(lengkapi: OpenGrow) -> None:
    page = await lengkapi(width=1280)
    assert page.shows("Pilih satu bagian")

    await page.tap(page.get(ft.ListTile, key="part=design"))

    assert page.find(ft.ListTile, key="part=profile")
    assert page.find(ft.TextField, key="design")


async def test_the_kecamatan_reads_and_changes_nothing(lengkapi: OpenGrow) -> None:
    record = approved(goals="Lorong bersih.", photos={"p1": PHOTO})
    page = await lengkapi(record, role=Role.KECAMATAN, area="73.71.13", person_id="p-camat")
    assert page.shows("Pita SIGAP BRIDA")

    await page.open_part("design")

    assert page.shows("Lorong bersih.")
    assert not page.has_button("Simpan")
    assert page.find(ft.TextField) == []


async def test_a_rejected_record_does_not_grow(lengkapi: OpenGrow) -> None:
    page = await lengkapi(a_record().reviewed("rejected", note="Bukan inovasi.", seen=1))

    assert page.shows("Belum ada yang bisa dilengkapi di sini")


async def test_long_lists_of_choices_are_folded_and_one_tap_of_a_single_choice_folds_them_again(
    lengkapi: OpenGrow,
) -> None:
    page = await lengkapi(part="profile")

    def affairs() -> list[Any]:
        return [each for each in page.find(ft.OutlinedButton) if str(each.key).startswith("affair=")]

    assert affairs() == []
    await page.tap(next(each for each in page.find(ft.TextButton) if each.content == "Pilih dari 38"))
    assert len(affairs()) == 38
    fourth = affairs()[3]
    await page.tap(fourth)

    assert [each.key for each in affairs()] == [fourth.key]


async def test_completing_a_record_that_is_to_be_corrected_does_not_send_it_again(lengkapi: OpenGrow) -> None:
    page = await lengkapi(a_record().reviewed("revision", problem="Sebutkan lorongnya."), part="design")

    await page.type("goals", "Lorong bersih.")
    await page.save()

    assert page.sent == [{"goals": "Lorong bersih."}]
    assert page.lorong.record(MINE).status == "revision"  # type: ignore[union-attr]
