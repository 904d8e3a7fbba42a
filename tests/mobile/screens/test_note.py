"""*Catat*: what is asked, what is kept, what *Ajukan* does, and how long it takes."""

from __future__ import annotations

import pytest

from mobile.store.errors import StoreFull
from sync.client import working
from sync.domain.forms import form
from sync.domain.people import Role
from sync.domain.records import PHOTOS
from tests.mobile.screens.desk import a_record, record_id
from tests.mobile.screens.officer import (
    FULL_NOTE,
    INSIDE,
    PHOTO,
    Officer,
    fill_in,
    noting,
)
from tests.support.sessions import FakeLocation, FakePhotoSource

LETTERS_A_SECOND, SECONDS_A_TAP = 1.5, 2.2


def asked(officer: Officer) -> list[str]:
    """The questions on the screen, in their order."""
    questions = [item.question.id for item in form("note").fields]
    return [text for text in officer.texts if text in questions]


async def test_the_form_asks_in_the_order_of_the_catalogue_with_photos_first() -> None:
    officer = await noting()

    main = [item for item in form("note").in_section("main") if item.screen]
    assert asked(officer) == [item.question.id for item in main]
    assert asked(officer)[0] == "Foto"


async def test_a_full_note_takes_at_most_fourteen_taps_and_three_minutes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    location = FakeLocation(positions=[INSIDE])
    officer = await noting(location=location, source=FakePhotoSource(photos=[PHOTO]))

    await officer.press("Pilih foto")
    (photo,) = [path for path in next(iter(officer.drafts.values()))["values"] if path.startswith(PHOTOS)]
    await officer.choose(f"{photo.partition('/')[2]}=none")
    await fill_in(officer)
    await officer.press("Ajukan")

    # Opening the form, and choosing the photo in the phone's own gallery.
    taps, letters = officer.count.taps + 2, officer.count.letters
    seconds = letters / LETTERS_A_SECOND + taps * SECONDS_A_TAP
    with capsys.disabled():
        print(f"\nCatat: {taps} taps, {letters} letters, {seconds:.0f} s of at most 180")
    (sent,) = officer.sent
    assert taps <= 14
    assert seconds < 180
    assert sent["status"] == "submitted"
    assert sent[photo]["people"] == "none"
    assert sent["point"]["accuracy_m"] == 12
    assert {key: sent[key] for key in FULL_NOTE} == FULL_NOTE
    assert sent["beneficiaries"] == {"unit": "person", "number": 40}
    assert sent["since"] == "2025-12"
    assert sent["originator_kind"] == "self"


async def test_after_submitting_it_says_that_it_is_safe_and_what_next() -> None:
    officer = await noting()
    await fill_in(officer)

    await officer.press("Ajukan")

    assert officer.shows("Tersimpan. Dikirim begitu ada sinyal.")
    assert officer.shows("Nomor ")
    assert officer.drafts == {}


async def test_another_note_begins_empty() -> None:
    officer = await noting()
    await fill_in(officer)
    await officer.press("Ajukan")

    await officer.press("Catat lagi")

    assert officer.field("title").value == ""
    assert len(officer.sent) == 1


async def test_after_submitting_the_way_leads_home() -> None:
    officer = await noting()
    await fill_in(officer)
    await officer.press("Ajukan")

    await officer.press("Ke Beranda")

    assert officer.route == "/"


async def test_submitting_says_what_is_missing_and_shows_the_first() -> None:
    officer = await noting()
    await officer.type("title", "Teba")

    await officer.press("Ajukan")

    scrolls = [call.args["scroll_key"] for call in officer.client.calls if call.name == "scroll_to"]
    assert officer.shows("Tinggal 7 isian lagi.")
    assert officer.field("problem").error == "Wajib diisi."
    assert scrolls == ["problem"]
    assert officer.sent == []


async def test_a_fault_goes_as_soon_as_it_is_put_right() -> None:
    officer = await noting()
    await officer.press("Ajukan")

    await officer.type("problem", "Sampah")

    assert officer.field("problem").error is None
    assert officer.shows("Tinggal 7 isian lagi.")


async def test_what_was_typed_is_kept_when_the_field_is_left() -> None:
    officer = await noting()

    await officer.type("title", "Teba kompos")

    (kept,) = officer.drafts.values()
    assert kept["values"]["title"] == "Teba kompos"
    assert officer.shows("tersimpan 12.00")


async def test_what_was_typed_is_kept_when_the_app_goes_to_the_background() -> None:
    officer = await noting()
    await officer.enter(officer.field("title"), "Teba")
    before = officer.drafts

    officer.app.pauses += 1
    await officer.settle()

    assert before == {}
    assert [each["values"]["title"] for each in officer.drafts.values()] == ["Teba"]


async def test_what_was_typed_is_found_again_after_a_kill() -> None:
    first = await noting()
    await first.type("title", "Teba kompos")
    await first.choose("theme=waste")
    await first.emit(first.field("title"), "blur")
    (record,) = first.drafts

    again = await noting(record, session=first.lorong)

    assert again.field("title").value == "Teba kompos"
    assert again.is_chosen("theme=waste")
    assert not again.is_chosen("theme=food")


async def test_nothing_is_kept_of_a_note_that_nobody_touched() -> None:
    officer = await noting(location=FakeLocation(positions=[INSIDE]))

    officer.app.pauses += 1
    await officer.settle()

    assert officer.drafts == {}


async def test_a_full_disk_is_said_in_place_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreFull("no room")

    officer = await noting()
    with monkeypatch.context() as patch:
        patch.setattr(working, "keep", full)
        await officer.type("title", "Teba")
        said = officer.shows("BELUM TERSIMPAN. Jangan tutup layar ini.")
        failed = officer.app.save_failed
    await officer.press("Coba lagi")

    assert (said, failed, officer.app.save_failed) == (True, True, False)
    assert officer.shows("tersimpan 12.00")
    assert [each["values"]["title"] for each in officer.drafts.values()] == ["Teba"]


async def test_a_discarded_draft_can_be_brought_back() -> None:
    officer = await noting()
    await officer.type("title", "Teba")
    (record,) = officer.drafts

    await officer.press("Hapus draf")
    gone, home = officer.drafts, officer.route
    await officer.undo()

    assert (gone, home) == ({}, "/")
    assert officer.route == f"/note/{record}"
    assert officer.drafts[record]["values"]["title"] == "Teba"


async def test_the_photos_of_a_discarded_draft_go_when_nobody_wants_it_back() -> None:
    officer = await noting(source=FakePhotoSource(photos=[PHOTO]))
    await officer.press("Pilih foto")
    before = len(officer.lorong.files.files)  # type: ignore[attr-defined]

    await officer.press("Hapus draf")
    await officer.let_pass()

    assert before == 2
    assert officer.lorong.files.files == {}  # type: ignore[attr-defined]


async def test_who_may_not_write_is_told_so() -> None:
    neighbour = await noting(record_id(1), a_record(), person_id="somebody")
    supervisor = await noting(role=Role.KECAMATAN, area="73.71.13")

    assert neighbour.shows("Akun ini tidak mengubah catatan ini")
    assert supervisor.shows("Akun ini tidak mengubah catatan ini")


@pytest.mark.parametrize("width", [320, 1280])
async def test_the_form_shows_at_every_width(width: float) -> None:
    officer = await noting(width=width, text_size=1.6)

    assert officer.has_button("Ajukan")


async def test_a_full_disk_at_submitting_is_said_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreFull("no room")

    officer = await noting()
    await fill_in(officer)
    with monkeypatch.context() as patch:
        patch.setattr(working, "submit", full)
        await officer.press("Ajukan")
        said, sent = officer.shows("BELUM TERSIMPAN"), officer.sent
    await officer.press("Coba lagi")
    await officer.press("Ajukan")

    assert (said, sent) == (True, [])
    assert len(officer.sent) == 1
    assert not officer.app.save_failed
