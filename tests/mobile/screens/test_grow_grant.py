"""Levels from BRIDA stand beside what is claimed; two values are settled as elsewhere."""

from __future__ import annotations

import flet as ft
import pytest

from sync.client import outbox
from sync.client.tables import OUTBOX
from sync.domain.people import Role
from sync.protocol.messages import Receipt
from tests.mobile.screens.desk import KASSI, RT
from tests.mobile.screens.grow_page import MINE, OpenGrow, approved

LINK = {"link": "https://contoh.id/video"}
CLAIMED = {"levels/sid20": 3, "evidence/sid20/e1": LINK}
CITY = {"role": Role.KOTA, "area": "73.71", "person_id": "p-kota"}


async def test_the_city_grants_a_level_with_a_note_beside_what_is_claimed(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(**CLAIMED), part="sid20", **CITY)
    assert page.is_chosen("granted/sid20=3")
    assert page.shows("Diklaim: Tingkat 3 · BRIDA: Belum ada tingkat")

    await page.choose("granted/sid20=1")
    await page.type("granted/sid20.note", "Baru dua unsur.")
    await page.press("Berikan tingkat ini")

    assert page.sent == [{"granted/sid20": {"level": 1, "note": "Baru dua unsur."}}]
    assert page.shows("Diklaim: Tingkat 3 · BRIDA: Tingkat 1")
    assert page.button("Berikan tingkat ini").disabled


async def test_the_last_letters_of_a_note_are_granted_when_the_tap_comes_with_them(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(**CLAIMED), part="sid20", **CITY)
    await page.type("granted/sid20.note", "Baru")

    await page.enter_and_tap(
        page.field("granted/sid20.note"), "Baru dua unsur.", page.button("Berikan tingkat ini")
    )

    assert page.sent == [{"granted/sid20": {"level": 3, "note": "Baru dua unsur."}}]


async def test_no_level_is_granted_only_with_a_reason(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(**CLAIMED), part="sid20", **CITY)

    await page.choose("granted/sid20=0")
    assert page.button("Berikan tingkat ini").disabled
    assert page.shows("Tulis alasannya bila belum ada tingkat yang diberikan.")
    await page.type("granted/sid20.note", "Tautannya tidak terbuka.")
    await page.press("Berikan tingkat ini")

    assert page.sent == [{"granted/sid20": {"level": 0, "note": "Tautannya tidak terbuka."}}]


async def test_the_city_edits_nothing_else(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(**CLAIMED), part="sid20", **CITY)

    assert not page.has_button("Simpan")
    assert not page.has_button("Hapus bukti")
    assert page.find(ft.OutlinedButton, key="levels/sid20=1") == []
    assert page.shows("https://contoh.id/video")


@pytest.mark.parametrize("role", [Role.RT, Role.KELURAHAN, Role.KECAMATAN])
async def test_nobody_but_the_city_grants(lengkapi: OpenGrow, role: Role) -> None:
    area = {Role.KELURAHAN: KASSI, Role.KECAMATAN: "73.71.13"}.get(role, f"{KASSI}/RW003/RT005")
    page = await lengkapi(approved(**CLAIMED), part="sid20", role=role, area=area)

    assert not page.has_button("Berikan tingkat ini")


async def test_the_author_reads_what_was_granted_and_why(lengkapi: OpenGrow) -> None:
    granted = {"granted/sid20": {"level": 1, "note": "Baru dua unsur."}}
    page = await lengkapi(approved(**CLAIMED).change(granted, by="p-kota", name="BRIDA"), part="sid20")

    assert page.shows("Diklaim: Tingkat 3 · BRIDA: Tingkat 1")
    assert page.shows("Baru dua unsur.")


async def test_two_values_of_a_level_or_an_answer_are_settled_on_the_record(lengkapi: OpenGrow) -> None:
    text = {"text": "Ringkas.", "checked": True}
    record = approved(**CLAIMED, **{"kipp/2023.umum.1": text})
    record.two("levels/sid20", 3, 1)  # type: ignore[arg-type]
    record.two("kipp/2023.umum.1", text, {"text": "Lain.", "checked": False})  # type: ignore[arg-type]
    page = await lengkapi(record)

    assert page.shows("Ada dua isian berbeda.")
    await page.press("Pilih")

    assert {"Tingkat: Video inovasi daerah", "KIPP: Ringkasan", "Tingkat 3", "Tingkat 1"} <= set(page.texts)
    assert {"Ringkas.", "Lain. (belum diperiksa)"} <= set(page.texts)
    second = [button for button in page.find(ft.OutlinedButton) if button.content == "Pilih yang ini"][1]
    await page.tap(second)
    assert len(page.sent) == 1
    assert page.sent[0] in ({"levels/sid20": 1}, {"kipp/2023.umum.1": {"text": "Lain.", "checked": False}})


async def test_what_was_not_accepted_is_corrected_where_it_was_written(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid20")
    await page.choose("levels/sid20=2")
    await page.save()
    (change,) = [key for key, _ in page.lorong.tables.table(OUTBOX).items()]
    refused = Receipt(change, "refused", code="bad_value", fields={"levels/sid20": "wrong_type"})
    outbox.take_receipts(page.lorong.tables, [refused], "2025-12-02T04:00:00Z")
    page.page.navigate(f"/record/{MINE}")
    await page.settle()
    assert page.shows("(Tingkat: Video inovasi daerah)")

    await page.press("Betulkan")

    assert page.route == f"/grow/{MINE}"
    await page.open_part("sid20")
    assert page.is_chosen("levels/sid20=2")
    await page.choose("levels/sid20=3")
    await page.press("Betulkan")
    assert page.sent == [{"levels/sid20": 3}]
    assert page.lorong.refusals(MINE) == []


async def test_history_calls_what_grew_by_its_name(lengkapi: OpenGrow) -> None:
    record = approved().change({"levels/sid20": 3, "evidence/sid20/e1": LINK}, by=RT)
    page = await lengkapi(record)
    page.page.navigate(f"/record/{MINE}")
    await page.settle()

    assert page.shows("Mengubah: Tingkat: Video inovasi daerah, Bukti: Video inovasi daerah")


async def test_evidence_alone_never_asks_for_another_review(lengkapi: OpenGrow) -> None:
    kipp = {"kipp/2023.umum.1": {"text": "Ringkas.", "checked": True}}
    page = await lengkapi(approved().change(CLAIMED | kipp, by=RT))

    page.page.navigate(f"/record/{MINE}")
    await page.settle()

    assert not page.has_button("Ajukan pembaruan")


async def test_what_is_refused_while_the_screen_stays_open_is_not_forgotten_by_the_next_save(
    lengkapi: OpenGrow,
) -> None:
    page = await lengkapi(part="sid20")
    await page.choose("levels/sid20=2")
    await page.save()
    await page.choose("levels/sid20=3")
    (change,) = [key for key, _ in page.lorong.tables.table(OUTBOX).items()]
    await page.open_part("sid02")
    await page.choose("levels/sid02=1")
    await page.open_part("sid20")
    await page.choose("levels/sid20=2")
    outbox.take_receipts(
        page.lorong.tables, [Receipt(change, "refused", code="bad_value")], "2025-12-02T04:00:00Z"
    )
    await page.settle()

    await page.press("Betulkan")

    assert page.sent == [{"levels/sid02": 1, "levels/sid20": 2}]
