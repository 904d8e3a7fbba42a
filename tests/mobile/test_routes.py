import flet as ft
import pytest

from mobile.routes import HOME, NOTE, OUTBOX, RECORD, Trail, link, url
from tests.support.app_driver import AppDriver


def test_a_record_is_named_in_the_path_and_the_rest_in_the_query() -> None:
    assert url(RECORD, record="0192") == "/record/0192"
    assert url(OUTBOX, show="waiting") == "/outbox?show=waiting"
    assert url(RECORD, record="a/b") == "/record/a%2Fb"


async def test_a_link_for_somebody_else_is_whole_and_leaves_this_profile_out() -> None:
    driver = await AppDriver(url="http://test/app/?p=kecamatan").start(lambda page: page.add(ft.Text("x")))

    assert link("https://lorong.example.id/", RECORD, record="0192") == "https://lorong.example.id/app/record/0192"
    await driver.close()


@pytest.mark.parametrize("address", ["http://test/app/?p=umkm", "http://test/app/record/1?p=umkm&x=1#ABCD-EFGH"])
async def test_the_profile_of_the_address_stays(address: str) -> None:
    found: list[str] = []
    driver = await AppDriver(url=address).start(lambda page: page.add(ft.Text("x")))

    found.append(url(HOME))
    found.append(url(NOTE, record="new"))

    assert found == ["/?p=umkm", "/note/new?p=umkm"]
    await driver.close()


def test_back_leads_to_where_one_came_from_else_to_the_tab() -> None:
    trail = Trail()
    trail.tab = OUTBOX
    trail.note("/record/1", "/note/1")

    assert trail.before("/note/1") == "/record/1"
    assert trail.before("/record/1") == OUTBOX


def test_nobody_goes_back_into_a_form_that_was_sent() -> None:
    trail = Trail()
    trail.note("/review/1", "/record/1")
    trail.note("/note/1", "/record/1")

    assert trail.before("/record/1") == "/review/1"


def test_who_goes_round_in_a_circle_still_finds_the_way_out() -> None:
    trail = Trail()
    for origin, target in (("/", "/explore"), ("/explore", "/explore/1"), ("/explore/1", "/explore/2")):
        trail.note(origin, target)

    trail.note("/explore/2", "/explore/1")

    assert [trail.before(path) for path in ("/explore/1", "/explore")] == ["/explore", "/"]
