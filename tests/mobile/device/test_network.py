import flet as ft
import pytest

from mobile.device.network import PhoneNetwork
from tests.support.app_driver import AppDriver


class Page:
    """A page with the phone's network on it."""

    def __init__(self) -> None:
        self.changes = 0
        self.network: PhoneNetwork

    def main(self, page: ft.Page) -> None:
        self.network = PhoneNetwork(self._count)
        page.add(ft.Text("x"))

    def _count(self) -> None:
        self.changes += 1


@pytest.mark.parametrize(
    ("kinds", "is_up", "is_metered"),
    [
        (["wifi"], True, False),
        (["mobile"], True, True),
        (["mobile", "wifi"], True, False),
        (["mobile", "vpn"], True, True),
        (["none"], False, False),
        ([], True, False),
    ],
)
async def test_the_phone_says_which_network_it_has(kinds: list[str], is_up: bool, is_metered: bool) -> None:
    page = Page()
    driver = await AppDriver().start(page.main)
    driver.client.answers |= {"get_connectivity": kinds, "is_in_battery_save_mode": True}

    await page.network.look()

    assert (page.network.is_up, page.network.is_metered) == (is_up, is_metered)
    assert page.network.saves_battery
    await driver.close()


async def test_the_best_is_assumed_where_the_phone_does_not_say() -> None:
    page = Page()
    driver = await AppDriver().start(page.main)
    refusal = RuntimeError("not on this system")
    names = ("get_connectivity", "is_in_battery_save_mode", "get_battery_state")
    driver.client.answers |= dict.fromkeys(names, refusal)

    await page.network.look()

    assert (page.network.is_up, page.network.is_metered, page.network.saves_battery) == (True, False, False)
    assert page.network.is_charging
    await driver.close()


async def test_another_network_is_told() -> None:
    page = Page()
    driver = await AppDriver().start(page.main)
    service = page.network._connectivity

    await driver.emit(service, "change", {"connectivity": ["none"]})

    assert (page.network.is_up, page.changes) == (False, 1)
    await driver.close()


@pytest.mark.parametrize(
    ("state", "is_charging"),
    [
        ("charging", True),
        ("full", True),
        ("connectedNotCharging", True),
        ("unknown", True),
        ("discharging", False),
    ],
)
async def test_the_phone_says_whether_it_is_charged(state: str, is_charging: bool) -> None:
    page = Page()
    driver = await AppDriver().start(page.main)
    driver.client.answers |= {"get_battery_state": state}

    await page.network.look()

    assert page.network.is_charging == is_charging
    await driver.close()


async def test_a_plug_that_is_pulled_is_told() -> None:
    page = Page()
    driver = await AppDriver().start(page.main)

    await driver.emit(page.network._battery, "state_change", {"state": "discharging"})

    assert (page.network.is_charging, page.changes) == (False, 1)
    await driver.close()
