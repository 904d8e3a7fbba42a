"""Photos of a note: taken, chosen, described, blurred, taken away and put back."""

from __future__ import annotations

from typing import Any

import flet as ft
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.device.ports import DeviceError, PickedPhoto
from mobile.screens.note_blur import between, shown_size
from tests.mobile.device.pictures import a_jpeg
from tests.mobile.screens.officer import INSIDE, PHOTO, Officer, noting
from tests.mobile.screens.photos_page import photos, with_a_camera, with_a_photo
from tests.support.sessions import FakeLocation, FakePhotos, FakePhotoSource


class Denied(FakePhotoSource):
    async def pick(self) -> list[PickedPhoto]:
        raise DeviceError("denied")


async def test_a_chosen_photo_is_kept_small_at_once_with_a_preview_of_its_own() -> None:
    officer = await with_a_photo()

    (photo,) = photos(officer).values()
    files = officer.lorong.tables.table("files")
    assert photo["source"] == "gallery"
    assert photo["sha256"] != photo["preview"]
    assert {files.read(photo[key])["role"] for key in ("sha256", "preview")} == {"photo", "preview"}  # type: ignore[index]
    assert await officer.lorong.files.read(photo["sha256"]) == PHOTO.content


async def test_a_photo_without_a_date_says_so() -> None:
    officer = await with_a_photo()

    assert officer.shows("Tanggal tidak diketahui")


async def test_a_file_that_is_no_image_gets_a_clear_sentence() -> None:
    officer = await noting(source=FakePhotoSource(photos=[PickedPhoto(b"broken", "gallery")]))

    await officer.press("Pilih foto")

    assert officer.shows("Berkas itu bukan foto yang bisa dibuka. Pilih foto JPG atau PNG.")
    assert photos(officer) == {}


async def test_a_gallery_that_is_denied_gets_a_clear_sentence() -> None:
    officer = await noting(source=Denied())

    await officer.press("Pilih foto")

    assert officer.shows("Izin belum diberikan.")


async def test_one_tap_says_who_is_in_a_photo_and_a_caption_is_kept() -> None:
    officer = await with_a_photo()
    (key,) = photos(officer)

    await officer.choose(f"{key}=child")
    await officer.type(f"{key}.caption", "Lubang teba")

    assert photos(officer)[key]["people"] == "child"
    assert photos(officer)[key]["caption"] == "Lubang teba"
    assert officer.shows("Foto anak hanya bisa tayang bila wajahnya disamarkan.")


async def test_a_photo_that_was_taken_away_can_be_put_back() -> None:
    officer = await with_a_photo()
    (key,) = photos(officer)

    await officer.press("Hapus foto")
    gone = photos(officer)
    await officer.undo()
    await officer.let_pass()

    assert gone == {}
    assert list(photos(officer)) == [key]
    assert len(officer.lorong.files.files) == 2  # type: ignore[attr-defined]


async def test_the_files_of_a_photo_go_when_nobody_wants_it_back() -> None:
    officer = await with_a_photo()

    await officer.press("Hapus foto")
    await officer.let_pass()

    assert officer.lorong.files.files == {}  # type: ignore[attr-defined]
    assert list(officer.lorong.tables.table("files").items()) == []


async def test_only_the_blurred_photo_is_kept() -> None:
    officer = await with_a_photo()
    (key,) = photos(officer)

    await officer.press("Samarkan")
    pad = officer.get(ft.GestureDetector)
    await draw(officer, pad, (20, 20), (120, 90))
    await officer.press("Samarkan 1 bagian")

    photo = photos(officer)[key]
    contents = officer.lorong.files.files  # type: ignore[attr-defined]
    assert photo["blurred"]
    assert contents[photo["sha256"]] == PHOTO.content + b" blurred"
    assert PHOTO.content not in contents.values()
    assert len(contents) == 2
    assert officer.dialogs == []


async def test_what_was_drawn_last_can_be_taken_back() -> None:
    officer = await with_a_photo()
    await officer.press("Samarkan")
    pad = officer.get(ft.GestureDetector)

    await draw(officer, pad, (20, 20), (120, 90))
    await draw(officer, officer.get(ft.GestureDetector), (20, 120), (120, 190))
    both = officer.has_button("Samarkan 2 bagian")
    await officer.press("Hapus yang terakhir")

    assert both
    assert officer.has_button("Samarkan 1 bagian")


async def test_a_whole_photo_is_blurred_without_drawing() -> None:
    officer = await with_a_photo()

    await officer.press("Samarkan")
    await officer.press("Samarkan semuanya")

    assert next(iter(photos(officer).values()))["blurred"]


async def test_the_camera_is_mounted_only_while_a_photo_is_taken() -> None:
    officer = await with_a_camera(location=FakeLocation(positions=[INSIDE]))
    before = cameras(officer)

    await officer.press("Ambil foto")
    mounted = cameras(officer)
    await officer.press("Jepret")

    (photo,) = photos(officer).values()
    assert (before, mounted, cameras(officer)) == (0, 1, 0)
    assert (photo["source"], photo["taken_at"]) == ("camera", "2025-12-02T12:00:00")
    assert (photo["point"]["lat"], photo["accuracy_m"]) == (INSIDE.lat, 12)


async def test_the_camera_is_asked_for_the_back_lens_without_sound() -> None:
    officer = await with_a_camera()

    await officer.press("Ambil foto")

    (call,) = [call for call in officer.client.calls if call.name == "initialize"]
    assert call.args["description"].lens_direction.value == "back"
    assert call.args["enable_audio"] is False


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (RuntimeError("CameraAccessDenied: the user said no"), "Kamera belum diizinkan."),
        ([], "Kamera tidak ditemukan."),
    ],
)
async def test_a_camera_that_cannot_start_says_why_and_leads_to_the_gallery(answer: Any, sentence: str) -> None:
    officer = await with_a_camera()
    officer.client.answers["get_available_cameras"] = answer

    await officer.press("Ambil foto")
    said = officer.shows(sentence)
    await officer.press("Pilih dari galeri")

    assert said
    assert officer.dialogs == []
    assert [photo["source"] for photo in photos(officer).values()] == ["gallery"]


async def test_a_note_holds_ten_photos_and_no_more() -> None:
    ten = [PickedPhoto(f"photo number {n:02}".encode(), "gallery") for n in range(10)]
    officer = await noting(source=FakePhotoSource(photos=ten))

    await officer.press("Pilih foto")

    assert len(photos(officer)) == 10
    assert officer.button("Pilih foto").disabled
    assert officer.shows("Sudah 10 foto, paling banyak 10.")


async def test_more_photos_than_there_is_room_for_are_left_out() -> None:
    eleven = [PickedPhoto(f"photo number {n:02}".encode(), "gallery") for n in range(11)]
    officer = await noting(source=FakePhotoSource(photos=eleven))

    await officer.press("Pilih foto")

    assert len(photos(officer)) == 10


async def test_the_place_of_a_photo_can_be_taken_for_the_note() -> None:
    class Placed(FakePhotos):
        async def shrink(self, content: bytes) -> Any:
            shrunk = await super().shrink(content)
            point = {"lat": INSIDE.lat, "lng": INSIDE.lng, "source": "photo"}
            return type(shrunk)(shrunk.content, shrunk.preview, "2026-03-05T07:08:09", point)

    officer = await with_a_photo(photos=Placed())

    await officer.press("Pakai tempat foto")

    assert officer.shows("-5.17003, 119.45318")
    assert officer.shows("5 Mar 2026 pukul 07.08")


def cameras(officer: Officer) -> int:
    """How many are on the screen: one in a dialog that was closed is not."""
    return len(officer.dialogs) if any(type(each).__name__ == "Camera" for each in officer.find()) else 0


async def draw(officer: Officer, pad: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One stroke of a finger."""

    def at(place: tuple[float, float]) -> dict[str, Any]:
        return {"x": place[0], "y": place[1]}

    common = {"k": "touch", "g": at(start), "ts": None}
    await officer.emit(pad, "pan_start", common | {"l": at(start)})
    for place in (end,):
        await officer.emit(pad, "pan_update", {"l": at(place), "g": at(place)})
    await officer.emit(pad, "pan_end", {"l": at(end), "g": at(end), "v": at((0, 0))})


@given(st.floats(-2, 3), st.floats(-2, 3), st.floats(-2, 3), st.floats(-2, 3))
def test_a_rectangle_lies_within_the_photo_whichever_way_it_is_drawn(
    x1: float, y1: float, x2: float, y2: float
) -> None:
    x, y, width, height = between((x1, y1), (x2, y2))

    assert min(x, y, width, height) >= 0
    assert max(x + width, y + height) <= 1.000001
    assert between((x2, y2), (x1, y1)) == (x, y, width, height)


@pytest.mark.parametrize("size", [(400, 300), (300, 900), (1920, 200)])
def test_a_photo_is_drawn_within_the_screen_in_its_own_shape(size: tuple[int, int]) -> None:
    width, height = shown_size(a_jpeg(*size), 320, 640)

    assert width <= 320
    assert height <= 320
    assert width / height == pytest.approx(size[0] / size[1])
