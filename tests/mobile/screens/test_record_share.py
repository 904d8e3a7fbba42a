"""*Bagikan kartu*: the picture is looked at before it leaves the phone."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import flet as ft
import pytest
from PIL import Image

from mobile.card_layout import HEIGHT, WIDTH
from mobile.store.errors import StoreFailed
from tests.mobile.device.pictures import a_jpeg
from tests.mobile.screens.desk import PHOTO, Record, a_record
from tests.mobile.screens.officer import Officer, reading
from tests.support.sessions import FakeExchange, MemoryShelf

NAME, GIVE = "Bagikan kartu", "Bagikan"
RENAMED = "Namanya berubah sesudah disetujui."


def approved(**values: Any) -> Record:
    return a_record(**values).reviewed("approved")


async def opened(record: Record, **options: Any) -> Officer:
    """The dialog with the card, once it is painted."""
    officer = await reading(record, **options)
    await officer.press(NAME)
    await officer.until(lambda: not officer.find(ft.ProgressBar))
    return officer


def preview(officer: Officer) -> Image.Image:
    (shown,) = [each for each in officer.find(ft.Image) if "Kartu:" in (each.semantics_label or "")]
    return Image.open(BytesIO(shown.src))


def exchange(officer: Officer) -> FakeExchange:
    given = officer.app.devices.exchange
    assert isinstance(given, FakeExchange)
    return given


async def test_the_picture_is_seen_first_and_then_given_as_it_was_seen() -> None:
    officer = await opened(approved())
    seen = preview(officer)
    before = dict(exchange(officer).given)

    await officer.press(GIVE)

    assert seen.size == (WIDTH, HEIGHT)
    assert before == {}
    assert list(exchange(officer).given) == ["lorong-0000-0001.png"]
    assert Image.open(BytesIO(exchange(officer).given["lorong-0000-0001.png"])).tobytes() == seen.tobytes()
    assert officer.shows("Kartu sudah diteruskan.")


async def test_what_the_picture_says_is_spoken() -> None:
    officer = await opened(approved())

    (shown,) = [each for each in officer.find(ft.Image) if each.semantics_label]
    assert shown.semantics_label == "Kartu: Teba kompos, RT 005 / RW 003, Kassi-Kassi, Kota Makassar, 0000-0001"


async def test_who_gives_up_in_the_share_sheet_can_try_again() -> None:
    officer = await opened(approved())
    exchange(officer).gives_up = True
    await officer.press(GIVE)
    gave_up = dict(exchange(officer).given)

    exchange(officer).gives_up = False
    await officer.press(GIVE)

    assert gave_up == {}
    assert len(exchange(officer).given) == 1


async def test_a_phone_that_cannot_share_says_so() -> None:
    officer = await opened(approved())
    exchange(officer).is_broken = True

    await officer.press(GIVE)

    assert officer.shows("HP ini tidak menyediakannya.")


async def test_a_photo_that_is_fit_for_the_public_stands_above() -> None:
    out = BytesIO()
    Image.new("RGB", (1600, 1200), "#C02010").save(out, "JPEG")

    officer = await reading(a_record(photos={"p1": PHOTO}).reviewed("approved").change({"public/p1": True}))
    await officer.lorong.files.write(PHOTO["sha256"], out.getvalue())
    await officer.press(NAME)
    await officer.until(lambda: not officer.find(ft.ProgressBar))

    assert abs(preview(officer).convert("RGB").getpixel((20, 20))[0] - 0xC0) < 6  # type: ignore[index]


async def test_without_the_photo_on_this_device_the_card_is_made_all_the_same() -> None:
    officer = await opened(a_record(photos={"p1": PHOTO}).reviewed("approved").change({"public/p1": True}))

    assert preview(officer).size == (WIDTH, HEIGHT)


async def test_a_damaged_photo_is_left_out() -> None:
    officer = await reading(a_record(photos={"p1": PHOTO}).reviewed("approved").change({"public/p1": True}))
    await officer.lorong.files.write(PHOTO["sha256"], a_jpeg()[:200])
    await officer.press(NAME)
    await officer.until(lambda: not officer.find(ft.ProgressBar))

    assert preview(officer).size == (WIDTH, HEIGHT)


async def test_in_a_browser_it_is_downloaded() -> None:
    officer = await reading(approved())
    officer.session.apply_page_patch({"web": True})
    await officer.press(NAME)
    await officer.until(lambda: not officer.find(ft.ProgressBar))

    await officer.press("Unduh")

    assert officer.shows("Kartu diunduh.")


async def test_under_a_new_name_it_says_why_there_is_no_card() -> None:
    officer = await opened(approved().change({"title": "Nama baru"}))

    assert officer.shows(RENAMED)
    assert not officer.has_button(GIVE)


async def test_a_record_that_is_not_approved_has_no_card() -> None:
    assert not (await reading(a_record())).has_button(NAME)


async def test_a_decision_that_can_still_be_undone_has_no_card() -> None:
    record = a_record()
    officer = await reading(record, role="kecamatan", area="73.71.13", person_id="p-kecamatan")
    state = officer.lorong.record(record.view().id)
    assert state is not None

    officer.lorong.decide(state, {}, "", False, {})
    await officer.settle()

    assert officer.shows("Disetujui") or officer.shows("Keputusan dikirim")
    assert not officer.has_button(NAME)


async def test_closing_leaves_nothing_behind() -> None:
    officer = await opened(approved())

    await officer.press("Tutup")

    assert officer.dialogs == []
    assert exchange(officer).given == {}


async def test_a_photo_that_the_phone_cannot_read_is_left_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> bytes | None:
        raise StoreFailed("broken")

    monkeypatch.setattr(MemoryShelf, "read", broken)

    officer = await opened(approved(photos={"p1": PHOTO}, **{"public/p1": True}))

    assert preview(officer).size == (WIDTH, HEIGHT)
