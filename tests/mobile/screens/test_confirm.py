import pytest

from tests.support.homes import MemoryHome
from tests.support.phone import Phone, enrolled
from tests.support.some_centre import IBU_RT


async def unconfirmed() -> Phone:
    home = MemoryHome()
    await enrolled(home, IBU_RT, confirmed=False)
    return await Phone(home, route="/outbox").start()


async def test_whatever_the_address_the_question_comes_first() -> None:
    phone = await unconfirmed()

    assert phone.driver.shows("Apakah ini Anda?")
    await phone.close()


@pytest.mark.parametrize(
    "about", ["Disimpan:", "Tempatnya:", "Yang melihat:", "Lamanya:", "Bertanya atau keberatan:"]
)
async def test_five_lines_say_what_happens_with_my_data(about: str) -> None:
    phone = await unconfirmed()

    assert phone.driver.shows(about)
    await phone.close()


async def test_an_answer_that_could_not_be_kept_is_asked_again() -> None:
    phone = await unconfirmed()
    files = phone.home.disk["device"]
    for file in files:
        file.capacity_bytes = file.size_bytes

    await phone.driver.tap(phone.driver.button("Benar, ini saya"))

    assert phone.driver.shows("Apakah ini Anda?")
    assert phone.driver.shows("HP ini tidak bisa menyimpan")
    for file in files:
        file.capacity_bytes = None
    await phone.driver.tap(phone.driver.button("Benar, ini saya"))

    assert not phone.driver.shows("Apakah ini Anda?")
    await phone.close()
