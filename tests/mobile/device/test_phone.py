"""Position, gallery and camera through Flet's own services: what they answer, and how they fail."""

from __future__ import annotations

from typing import Any

import flet as ft
import pytest

from mobile.device.gallery import PhonePhotoSource
from mobile.device.location import NoLocation, PhoneLocation
from mobile.device.ports import DeviceError, PickedPhoto
from tests.support.app_driver import AppDriver

HERE = {"latitude": -5.167948, "longitude": 119.445756, "accuracy": 11.6}
ALLOWED: dict[str, Any] = {
    "is_location_service_enabled": True,
    "get_permission_status": "whileInUse",
    "get_current_position": HERE,
    "get_last_known_position": HERE,
}
FILE = {"id": 1, "name": "a.jpg", "size": 3, "path": None, "bytes": b"abc"}


async def a_phone(answers: dict[str, Any], *, web: bool = False) -> tuple[AppDriver, list[Any]]:
    """The services are made inside `main`, as the app makes them."""
    made: list[Any] = []
    driver = AppDriver(web=web)
    driver.client.answers |= answers

    def main(page: ft.Page) -> None:
        made.extend((PhoneLocation(is_web=web), PhonePhotoSource(page)))

    await driver.start(main)
    return driver, made


async def test_a_position_comes_with_its_accuracy() -> None:
    _, (location, _gallery) = await a_phone(ALLOWED)

    position = await location.current()

    assert (position.lat, position.lng, position.accuracy_m) == (-51_679_480, 1_194_457_560, 12)
    assert position.as_point()["source"] == "phone"


async def test_the_last_known_position_comes_without_asking() -> None:
    driver, (location, _gallery) = await a_phone(ALLOWED)

    position = await location.last_known()

    assert position.is_last_known
    assert [call.name for call in driver.client.calls] == ["get_last_known_position"]


async def test_a_browser_knows_no_last_position() -> None:
    _, (location, _gallery) = await a_phone(ALLOWED, web=True)

    assert await location.last_known() is None


async def test_permission_is_asked_for_when_it_is_not_there_yet() -> None:
    driver, (location, _gallery) = await a_phone(
        ALLOWED | {"get_permission_status": "denied", "request_permission": "whileInUse"}
    )

    await location.current()

    assert "request_permission" in [call.name for call in driver.client.calls]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"get_permission_status": "deniedForever"}, "denied"),
        ({"get_permission_status": "denied", "request_permission": "denied"}, "denied"),
        ({"is_location_service_enabled": False}, "denied"),
        ({"get_current_position": RuntimeError("Location services are disabled.")}, "denied"),
        ({"get_current_position": RuntimeError("TimeoutException: Time limit reached, timed out")}, "timeout"),
        ({"get_current_position": RuntimeError("MissingPluginException")}, "missing"),
        ({"get_current_position": {"latitude": None, "longitude": None}}, "missing"),
    ],
)
async def test_a_position_that_does_not_come_says_why(answers: dict[str, Any], code: str) -> None:
    _, (location, _gallery) = await a_phone(ALLOWED | answers)

    with pytest.raises(DeviceError) as caught:
        await location.current()

    assert caught.value.code == code


async def test_a_home_without_a_position_says_that_it_has_none() -> None:
    assert await NoLocation().last_known() is None
    with pytest.raises(DeviceError):
        await NoLocation().current()


async def test_a_photo_is_picked_unchanged_with_its_bytes() -> None:
    driver, (_location, gallery) = await a_phone({"pick_files": [FILE]})

    photos = await gallery.pick()

    (call,) = driver.client.calls
    assert photos == [PickedPhoto(b"abc", "gallery")]
    assert (call.args["with_data"], call.args["compression_quality"]) == (True, 0)


async def test_nothing_is_picked_when_the_person_gives_up() -> None:
    _, (_location, gallery) = await a_phone({"pick_files": []})

    assert await gallery.pick() == []


async def test_a_gallery_that_fails_says_so() -> None:
    _, (_location, gallery) = await a_phone({"pick_files": RuntimeError("no picker here")})

    with pytest.raises(DeviceError):
        await gallery.pick()


async def test_a_browser_opens_the_gallery_within_the_tap_and_brings_the_photos() -> None:
    driver, (_location, gallery) = await a_phone({}, web=True)
    brought: list[PickedPhoto] = []

    async def take(photos: list[PickedPhoto]) -> None:
        brought.extend(photos)

    gallery.hear(take)
    await driver.emit(gallery.action.file_picker, "result", {"files": [FILE]})

    assert brought == [PickedPhoto(b"abc", "gallery")]


@pytest.mark.parametrize(("platform", "web", "has_camera"), [("linux", False, False), ("linux", True, True)])
async def test_a_camera_is_offered_only_where_it_can_be_mounted(
    platform: str, web: bool, has_camera: bool
) -> None:
    driver = AppDriver(web=web, platform=platform)
    found: list[bool] = []

    await driver.start(lambda page: found.append(PhonePhotoSource(page).has_camera))

    assert found == [has_camera]
