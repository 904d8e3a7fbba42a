"""An area chosen step by step, and a date as people write it."""

from __future__ import annotations

import flet as ft
import pytest

from mobile.components.fields.area_choice import area_choice, is_complete
from mobile.components.fields.term_field import day_in
from mobile.components.fields.typed_day import BadDate, as_typed
from mobile.context import use_app
from tests.support.app_driver import AppDriver
from tests.support.sessions import NOON, showing


@ft.component
def _choosing(inside: str, level: str, said: list[str]) -> ft.Control:
    value, set_value = ft.use_state("")

    def say(area: str) -> None:
        said.append(area)
        set_value(area)

    return ft.Column([area_choice(use_app(), inside, level, value, say)])


async def choosing(inside: str, level: str) -> tuple[AppDriver, list[str]]:
    said: list[str] = []
    return await AppDriver().start(showing(lambda: _choosing(inside, level, said), None)), said


def offered(driver: AppDriver) -> list[str]:
    return [str(button.key) for button in driver.find(ft.OutlinedButton)]


async def test_the_city_is_narrowed_to_a_kelurahan_and_a_choice_can_be_changed() -> None:
    driver, said = await choosing("73.71", "kelurahan")
    assert len(offered(driver)) == 15

    await driver.tap(driver.get(ft.OutlinedButton, key="area=73.71.13"))
    assert all(key.startswith("area=73.71.13.") for key in offered(driver))
    await driver.tap(driver.get(ft.OutlinedButton, key="area=73.71.13.1002"))
    assert offered(driver) == []
    await driver.tap([b for b in driver.find(ft.TextButton) if b.content == "Ganti"][1])

    assert said == ["73.71.13", "73.71.13.1002", "73.71.13"]
    await driver.close()


async def test_an_rt_needs_both_numbers() -> None:
    driver, said = await choosing("73.71.13.1002", "rt")
    assert driver.get(ft.TextField, key="area.RT").disabled

    await driver.enter(driver.get(ft.TextField, key="area.RW"), "3")
    await driver.enter(driver.get(ft.TextField, key="area.RT"), "12")

    assert said == ["73.71.13.1002/RW003", "73.71.13.1002/RW003/RT012"]
    assert [is_complete(area, "rt") for area in said] == [False, True]
    await driver.close()


async def test_the_last_digit_of_an_rw_is_kept_when_the_rt_comes_with_it() -> None:
    driver, said = await choosing("73.71.13.1002", "rt")
    rw, rt = driver.get(ft.TextField, key="area.RW"), driver.get(ft.TextField, key="area.RT")
    await driver.enter(rw, "1")

    await driver.at_once((rw, "12"), (rt, "3"))

    assert said[-1] == "73.71.13.1002/RW012/RT003"
    assert driver.get(ft.TextField, key="area.RW").value == "12"
    await driver.close()


async def test_an_rw_is_not_asked_for_an_rt() -> None:
    driver, _ = await choosing("73.71.13.1002", "rw")

    assert [field.key for field in driver.find(ft.TextField)] == ["area.RW"]
    await driver.close()


@pytest.mark.parametrize("typed", ["31-12-2031", "31/12/2031", " 31.12.2031 ", "31 12 2031"])
def test_a_date_is_read_as_people_write_it(typed: str) -> None:
    assert day_in(typed, NOON) == "2031-12-31"
    assert as_typed("2031-12-31") == "31-12-2031"


@pytest.mark.parametrize("typed", ["2031-12-31", "31-13-2031", "31-12-2001", "31-12-2131", "besok", "31-12-31"])
def test_what_is_no_day_to_come_is_refused(typed: str) -> None:
    with pytest.raises(BadDate):
        day_in(typed, NOON)


def test_nothing_is_a_term_without_an_end() -> None:
    assert (day_in("  ", NOON), as_typed(None)) == ("", "")
