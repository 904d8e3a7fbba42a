"""Evidence of an indicator: what comes in is kept, what is wrong is said, a level counts only with it."""

from __future__ import annotations

import asyncio
from typing import Any

import flet as ft
import pytest

from mobile.device.ports import DeviceError
from mobile.store.errors import StoreFailed
from sync.domain.iga import score
from sync.domain.iga_catalogue import shipped
from tests.mobile.screens.grow_page import MINE, PDF, Completing, OpenGrow, approved
from tests.mobile.screens.officer import PHOTO
from tests.support.sessions import FakePhotoSource, MemoryShelf

NOT_COUNTED = "Tingkat ini belum dihitung. Tambahkan buktinya."
LINK = "https://contoh.id/video"


def shelf(page: Completing) -> MemoryShelf:
    held: MemoryShelf = page.lorong.files  # type: ignore[assignment]
    return held


async def add_link(page: Completing, link: str = LINK) -> None:
    await page.type("link", link)
    await page.press("Tambah tautan")


async def test_a_level_says_what_it_asks_for_and_that_it_does_not_count_without_evidence(
    lengkapi: OpenGrow,
) -> None:
    page = await lengkapi(part="sid20")
    assert page.shows("Bukti yang diminta IGA: Video MP4/MOV")

    await page.choose("levels/sid20=2")

    assert page.draft["levels/sid20"] == 2
    assert page.shows(NOT_COUNTED)
    assert page.shows("Diklaim: Tingkat 2, belum dihitung · BRIDA: Belum ada tingkat")
    assert score(page.draft, shipped()).points_claimed == 0


async def test_the_last_letters_of_a_link_are_kept_when_the_tap_comes_with_them(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid20")
    await page.type("link", LINK[:-2])

    await page.enter_and_tap(page.field("link"), LINK, page.button("Tambah tautan"))

    assert page.shows(LINK)
    assert page.field("link").value == ""


async def test_two_taps_on_tambah_tautan_add_one_link_and_find_no_fault(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid20")
    await page.type("link", LINK)
    add = page.button("Tambah tautan")

    await page.at_once((add, None), (add, None))

    assert list(page.held("evidence/").values()) == [{"link": LINK}]
    assert not page.shows("harus diawali https://")


async def test_a_link_makes_it_count_and_simpan_sends_both_in_one_change(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid20")
    await page.choose("levels/sid20=2")

    await add_link(page)

    assert not page.shows(NOT_COUNTED)
    assert page.field("link").value == ""
    await page.save()
    (change,) = page.sent
    assert change.pop("levels/sid20") == 2
    assert list(change.values()) == [{"link": LINK}]
    assert score(page.lorong.record(MINE).values, shipped()).points_claimed == 8  # type: ignore[union-attr]


async def test_another_tap_takes_the_level_back(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid20")
    await page.choose("levels/sid20=2")

    await page.choose("levels/sid20=2")

    assert page.draft["levels/sid20"] is None
    assert not page.shows(NOT_COUNTED)


@pytest.mark.parametrize(
    "link", ["contoh.id", "http://contoh.id/video", "https://", "https://a b.id", "javascript:alert(1)"]
)
async def test_what_is_no_safe_link_is_said_and_stays_to_be_put_right(lengkapi: OpenGrow, link: str) -> None:
    page = await lengkapi(part="sid20")

    await add_link(page, link)

    assert page.shows("Tautan harus diawali https://")
    assert page.field("link").value == link
    assert page.held("evidence/") == {}


async def test_a_capital_that_the_phone_put_first_does_not_spoil_a_link(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid20")
    assert page.field("link").capitalization is ft.TextCapitalization.NONE

    await add_link(page, " Https://contoh.id/Video ")

    assert list(page.held("evidence/").values()) == [{"link": "https://contoh.id/Video"}]


async def test_a_photo_goes_the_way_of_photos_after_a_word_about_names(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid15", source=FakePhotoSource(photos=[PHOTO]))
    assert page.shows("Tutup NIK dan nama sebelum memotret.")

    await page.press("Pilih foto")

    (value,) = page.held("evidence/sid15/").values()
    assert set(value) == {"sha256", "preview"}
    assert shelf(page).files[value["sha256"]] == PHOTO.content
    assert page.lorong.tables.table("files").read(value["preview"])["role"] == "preview"  # type: ignore[index]


async def test_a_pdf_is_kept_as_it_is_and_goes_with_the_files(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid02", files=[PDF])

    await page.press("Pilih PDF")

    (value,) = page.held("evidence/sid02/").values()
    known = page.lorong.tables.table("files").read(value["sha256"])
    assert shelf(page).files == {value["sha256"]: PDF}
    assert known is not None
    assert (known["role"], known["type"], known["state"]) == ("document", "application/pdf", "kept")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"MZ not a pdf", "Berkas itu bukan PDF."),
        (b"", "Berkas itu bukan PDF."),
        (PDF + b"\0" * (10 * 1024 * 1024), "Berkas itu lebih besar dari 10 MB."),
        (DeviceError("denied"), "Izin belum diberikan."),
    ],
    ids=["wrong type", "empty", "too large", "denied"],
)
async def test_a_file_that_cannot_be_taken_is_explained_and_nothing_is_lost(
    lengkapi: OpenGrow, file: Any, said: str
) -> None:
    page = await lengkapi(part="sid02", files=[file])
    await page.choose("levels/sid02=1")

    await page.press("Pilih PDF")

    assert page.shows(said)
    assert page.held("evidence/") == {}
    assert page.draft["levels/sid02"] == 1
    assert shelf(page).files == {}


async def test_a_file_that_a_browser_brings_by_itself_is_looked_at_too(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid02")

    await page.exchange.take(PDF + b"\0" * (10 * 1024 * 1024))
    await page.settle()
    assert page.shows("Berkas itu lebih besar dari 10 MB.")
    await page.exchange.take(PDF)
    await page.settle()

    assert len(page.held("evidence/sid02/")) == 1


async def test_a_full_phone_says_so_and_keeps_what_was_typed(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid02", files=[PDF])
    await page.choose("levels/sid02=1")
    shelf(page).room = 4

    await page.press("Pilih PDF")

    assert page.held("evidence/") == {}
    assert page.draft["levels/sid02"] == 1
    assert page.shows("Ruang HP kurang dari")


async def test_a_video_is_asked_for_as_a_link_alone(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid20")

    assert not page.has_button("Pilih PDF")
    assert not page.has_button("Pilih foto")


async def test_number_date_and_subject_are_written_beside_it_and_what_is_emptied_is_not_said(
    lengkapi: OpenGrow,
) -> None:
    page = await lengkapi(part="sid02", files=[PDF])
    await page.press("Pilih PDF")
    (path,) = page.held("evidence/sid02/")
    key = path.rpartition("/")[2]

    await page.type(f"{key}.subject", "SK tim teba")
    await page.type(f"{key}.number", "12/2026")
    await page.type(f"{key}.number", "")
    await page.choose(f"{key}.date=other")
    await page.choose("month=2025-11")
    await page.choose("day=2025-11-30")

    value = page.draft[path]
    assert (value["subject"], value["date"]) == ("SK tim teba", "2025-11-30")
    assert "number" not in value
    await page.save()
    assert page.sent == [{path: value}]


async def test_evidence_that_was_removed_can_be_put_back_and_else_its_file_goes(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid02", files=[PDF])
    await page.press("Pilih PDF")
    before = page.held("evidence/sid02/")

    await page.press("Hapus bukti")
    assert page.held("evidence/") == {}
    await page.undo()
    await page.let_pass()
    assert page.held("evidence/sid02/") == before
    assert len(shelf(page).files) == 1


async def test_evidence_that_was_removed_can_be_put_back_when_its_form_was_left(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid02", files=[PDF])
    await page.press("Pilih PDF")
    before = page.held("evidence/sid02/")

    await page.press("Hapus bukti")
    page.page.navigate(f"/record/{MINE}")
    await page.settle()
    await page.undo()
    await page.let_pass()

    assert page.held("evidence/sid02/") == before
    assert len(shelf(page).files) == 1


async def test_the_file_of_removed_evidence_goes_when_nobody_wants_it_back(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid02", files=[PDF])
    await page.press("Pilih PDF")

    await page.press("Hapus bukti")
    await page.let_pass()

    assert shelf(page).files == {}


async def test_removing_what_was_submitted_before_sends_that_it_is_gone(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(**{"levels/sid20": 1, "evidence/sid20/e1": {"link": LINK}}), part="sid20")

    await page.press("Hapus bukti")
    assert page.shows(NOT_COUNTED)
    await page.save()

    assert page.sent == [{"evidence/sid20/e1": None}]


async def test_replication_says_that_lorong_do_not_count_there(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(replicates="01930000-0000-7000-8000-00000000000a"), part="sid14")

    assert page.shows("Yang dihitung IGA hanya daerah lain yang meniru, dengan suratnya.")
    assert page.shows("Diklaim: Belum ada tingkat")


async def test_the_list_says_for_each_indicator_where_it_stands(lengkapi: OpenGrow) -> None:
    values = {
        "levels/sid20": 3,
        "evidence/sid20/e1": {"link": LINK},
        "granted/sid20": {"level": 1, "note": "Dua unsur."},
        "levels/sid02": 1,
    }
    page = await lengkapi(approved(**values), part="evidence")

    assert page.tile("indicator=sid20").endswith("Diklaim: Tingkat 3 · BRIDA: Tingkat 1")
    assert "Tingkat 1, belum dihitung" in page.tile("indicator=sid02")
    assert "Menunggu kelurahan" in page.tile("indicator=sid02")
    rows = [str(tile.key) for tile in page.find(ft.ListTile)]
    assert rows == [f"indicator=sid{n:02}" for n in range(1, 21)]


async def test_a_document_of_the_profile_is_named_first_and_then_chosen(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="files", files=[b"no pdf", PDF])
    assert not page.has_button("Pilih PDF")

    await page.choose("file=rights_file")
    await page.press("Pilih PDF")
    assert page.shows("Berkas itu bukan PDF.")
    await page.press("Pilih PDF")
    await page.type("rights_file.title", "Hak cipta teba")

    assert page.draft["rights_file"]["title"] == "Hak cipta teba"
    assert not page.has_button("Pilih PDF")
    await page.press("Hapus bukti")
    assert page.draft["rights_file"] is None


async def test_a_document_that_a_browser_brings_fills_the_field_that_was_named(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="files")
    await page.choose("file=award_file")

    await page.exchange.take(PDF)
    await page.settle()

    assert list(page.held("award_file")) == ["award_file"]


async def test_an_indicator_that_only_a_newer_app_knows_is_said(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid77")

    assert page.shows("Indikator ini tidak dikenal.")


async def test_a_pdf_can_be_opened_again_from_this_phone(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid02", files=[PDF])
    await page.press("Pilih PDF")

    await page.press("Buka PDF")

    assert list(page.exchange.given.values()) == [PDF]
    assert all(name.endswith(".pdf") for name in page.exchange.given)


async def test_a_pdf_that_the_phone_cannot_read_says_so(
    lengkapi: OpenGrow, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> bytes | None:
        raise StoreFailed("broken")

    page = await lengkapi(part="sid02", files=[PDF])
    await page.press("Pilih PDF")
    monkeypatch.setattr(MemoryShelf, "read", broken)

    await page.press("Buka PDF")

    assert page.shows("Dokumen itu tidak ada di HP ini sekarang.")
    assert not page.app.save_failed


async def test_simpan_waits_for_a_pdf_that_is_still_being_kept(
    lengkapi: OpenGrow, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, write = asyncio.Event(), MemoryShelf.write

    async def slow(held: MemoryShelf, sha256: str, content: bytes) -> None:
        await may_go_on.wait()
        await write(held, sha256, content)

    page = await lengkapi(part="sid02", files=[PDF])
    monkeypatch.setattr(MemoryShelf, "write", slow)
    picking = asyncio.create_task(page.press("Pilih PDF"))
    await page.until(lambda: page.has_button("Menunggu foto atau berkas …"))
    assert page.button("Menunggu foto atau berkas …").disabled

    may_go_on.set()
    await picking
    await page.save()

    (change,) = page.sent
    assert any(path.startswith("evidence/sid02/") for path in change)


async def test_what_is_typed_of_a_link_stays_when_a_level_is_chosen_above(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="sid20")
    await page.enter(page.field("link"), LINK)

    await page.choose("levels/sid20=2")

    assert page.field("link").value == LINK
