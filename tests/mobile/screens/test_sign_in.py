import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import flet as ft
import httpx
import pytest

from sync.protocol.problems import Code, Problem
from tests.support.homes import MemoryHome
from tests.support.phone import Phone, enrolled
from tests.support.sessions import unreachable
from tests.support.some_centre import HEADERS, IBU_RT, PAK_CAMAT, SomeCentre, problem

LINK = "http://test/app/?p=rt#AAAA-2222"


Start = Callable[..., Any]


@pytest.fixture
async def phone() -> AsyncIterator[Start]:
    started: list[Phone] = []

    async def begin(answer: Callable[[httpx.Request], httpx.Response], **driver: Any) -> Phone:
        server = "http://test" if driver.pop("in_browser", False) else None
        started.append(await Phone(MemoryHome(answer, server), **driver).start())
        return started[-1]

    yield begin
    for each in started:
        await each.close()


def the_centre() -> SomeCentre:
    return SomeCentre({"AAAA2222": IBU_RT, "BBBB2222": PAK_CAMAT})


async def test_a_code_leads_to_the_question_whether_it_is_you(phone: Start) -> None:
    here = await phone(the_centre())

    await here.sign_in("aaaa 2222")

    assert here.driver.shows("Apakah ini Anda?")
    assert here.driver.shows("Ibu Contoh")
    assert here.driver.shows("Ketua RT")
    assert here.driver.shows("RT 005 / RW 003")


async def test_the_last_letters_of_a_code_are_sent_when_the_tap_comes_with_them(phone: Start) -> None:
    here = await phone(the_centre(), in_browser=True)
    code, enter = here.driver.get(ft.TextField, key="code"), here.driver.button("Masuk")
    await here.driver.enter(code, "aaaa22")

    await here.driver.enter_and_tap(code, "aaaa2222", enter)

    assert here.driver.shows("Apakah ini Anda?")


async def test_two_taps_on_masuk_ask_for_the_account_once(phone: Start) -> None:
    centre = the_centre()
    here = await phone(centre, in_browser=True)
    code, enter = here.driver.get(ft.TextField, key="code"), here.driver.button("Masuk")
    await here.driver.enter(code, "aaaa2222")

    await asyncio.gather(*(here.driver.tap(enter) for _ in range(2)))

    assert here.driver.shows("Apakah ini Anda?")
    assert centre.paths == ["/v1/enrol"]


async def test_benar_ini_saya_opens_beranda(phone: Start) -> None:
    here = await phone(the_centre())
    await here.sign_in("AAAA2222")

    await here.driver.tap(here.driver.button("Benar, ini saya"))

    assert [each.label for each in here.driver.get(ft.NavigationBar).destinations] == [
        "Beranda",
        "Catat",
        "Kiriman",
        "Akun",
    ]


async def test_a_supervisor_starts_with_tinjau(phone: Start) -> None:
    here = await phone(the_centre())
    await here.sign_in("BBBB2222")

    await here.driver.tap(here.driver.button("Benar, ini saya"))

    assert here.driver.page.route == "/review"


async def test_bukan_saya_leads_back_to_masuk(phone: Start) -> None:
    here = await phone(the_centre())
    await here.sign_in("AAAA2222")

    await here.driver.tap(here.driver.button("Bukan saya"))

    assert here.app.session is None
    assert here.driver.shows("Masuk ke Lorong")


async def test_a_link_signs_in_by_itself(phone: Start) -> None:
    here = await phone(the_centre(), in_browser=True, url=LINK)

    assert here.driver.shows("Apakah ini Anda?")
    assert here.driver.page.route == "/?p=rt"


async def test_a_link_that_fails_leaves_a_way_to_the_account_that_is_there() -> None:
    home = MemoryHome(SomeCentre(), server="http://test")
    await enrolled(home)
    here = await Phone(home, url=LINK).start()
    assert here.driver.shows("salah, sudah dipakai")

    await here.driver.tap(here.driver.button("Batal"))

    assert here.driver.find(ft.NavigationBar)
    await here.close()


async def test_a_link_pasted_on_a_phone_names_the_server_too(phone: Start) -> None:
    centre = the_centre()
    here = await phone(centre)

    await here.sign_in("https://lorong.example/app/#AAAA-2222", server="")

    assert here.driver.shows("Apakah ini Anda?")
    assert here.app.session.account.server == "https://lorong.example"


async def test_the_server_is_not_asked_for_where_there_is_only_one(phone: Start) -> None:
    here = await phone(the_centre(), in_browser=True, url="http://test/app/")

    assert here.driver.find(ft.TextField, key="server") == []


def answering(response: httpx.Response) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: response


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (SomeCentre(), "salah, sudah dipakai, atau lewat 14 hari"),
        (unreachable, "Server kota tidak tercapai"),
        (answering(httpx.Response(200, text="<html>Log in</html>")), "bukan server kota"),
        (answering(httpx.Response(502)), "Kode Anda tetap berlaku"),
        (answering(problem(Problem(Code.TOO_MANY, headers={"Retry-After": "3600"}))), "60 menit"),
        (answering(problem(Problem(Code.APP_TOO_OLD))), "Perbarui aplikasi"),
        (answering(httpx.Response(200, headers=HEADERS, text="[]")), "bukan server kota"),
    ],
)
async def test_what_went_wrong_is_said_and_the_code_stays(phone: Start, answer: Any, said: str) -> None:
    here = await phone(answer)

    await here.sign_in("AAAA2222")

    assert here.driver.shows(said), here.driver.texts
    assert here.driver.get(ft.TextField, key="code").value == "AAAA-2222"
    assert not here.driver.button("Masuk").disabled


async def test_a_code_with_letters_that_codes_never_have_is_pointed_out(phone: Start) -> None:
    here = await phone(the_centre())

    await here.sign_in("AAAA-222O")

    assert here.driver.shows("Kode tidak memakai angka 0 dan 1")


@pytest.mark.parametrize(("code", "server", "said"), [("AAA", "x.example", "8 huruf"), ("AAAA2222", "", "alamat")])
async def test_what_is_missing_is_asked_for(phone: Start, code: str, server: str, said: str) -> None:
    centre = the_centre()
    here = await phone(centre)

    await here.sign_in(code, server)

    assert here.driver.shows(said)
    assert centre.paths == []


async def test_masuk_speaks_english_when_asked(phone: Start) -> None:
    here = await phone(the_centre())

    await here.driver.tap(here.driver.button("English"))

    assert here.driver.shows("Sign in to Lorong")
