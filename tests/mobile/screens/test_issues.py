"""*Masalah*: what waits for the kecamatan's answer and what waits for an idea, on the device."""

from __future__ import annotations

from typing import Any

from mobile.screens.issues import IssuesScreen
from mobile.session import Session
from sync.domain.people import Role
from tests.mobile.screens.desk import KASSI, RT, Record, a_desk, a_record
from tests.mobile.screens.home_page import OpenHome
from tests.mobile.screens.issues_page import addressing, an_issue
from tests.mobile.screens.officer import HOME_AREA, Officer, an_officer
from tests.support.sessions import a_session, pulled

FAR = f"{KASSI}/RW009/RT001"
OFFICE: dict[str, Any] = {"role": Role.KECAMATAN, "area": "73.71.13", "person_id": "p-kec"}


async def listing(*records: Record, **options: Any) -> Officer:
    return await an_officer(IssuesScreen, *records, **options)


def holding(role: Role, area: str, *records: Record, person_id: str = RT) -> Session:
    session = a_session(role, area, person_id=person_id)
    for record in records:
        pulled(session, record.view())
    return session


def shown(officer: Officer) -> list[str]:
    return [text for text in officer.texts if text.startswith("Got ")]


async def test_listed_problems_without_an_innovation_wait_the_own_rt_first() -> None:
    def listed(number: int, title: str, **values: Any) -> Record:
        return an_issue(number, title=title, status="listed", **values)

    solved = a_record(9, **addressing(3))
    failed = a_record(8, **addressing(1, "failed"))
    officer = await listing(
        listed(1, "Got dekat"), listed(2, "Got jauh", area=FAR), listed(3, "Got teratasi"), solved, failed
    )

    assert officer.shows("Masalah yang menunggu gagasan")
    assert shown(officer) == ["Got dekat", "Got jauh"]
    assert not officer.shows("Menunggu jawaban Anda")


async def test_the_kecamatan_sees_what_it_is_to_answer_longest_waiting_first() -> None:
    officer = await listing(an_issue(2, title="Got baru"), an_issue(1, title="Got lama"), **OFFICE)

    assert officer.shows("Menunggu jawaban Anda")
    assert shown(officer) == ["Got lama", "Got baru"]


async def test_where_none_waits_it_says_so() -> None:
    officer = await listing(an_issue(1))

    assert officer.shows("Tidak ada masalah yang menunggu")


async def test_beranda_leads_there_while_something_waits(home: OpenHome) -> None:
    screen = await home(holding(Role.RT, HOME_AREA, an_issue(1, status="listed")))

    await screen.driver.tap(screen.driver.button("Masalah yang menunggu gagasan"))

    assert screen.route == "/issues"


async def test_beranda_offers_nothing_where_none_waits_nor_to_a_business(home: OpenHome) -> None:
    nobody = await home(holding(Role.RT, HOME_AREA, an_issue(1)))
    business = await home(holding(Role.UMKM, HOME_AREA, an_issue(1, status="listed")))

    assert not nobody.driver.has_button("Masalah yang menunggu gagasan")
    assert not business.driver.has_button("Masalah yang menunggu gagasan")


async def test_what_waits_for_the_kecamatan_is_counted_on_beranda_and_above_the_queue(home: OpenHome) -> None:
    session = holding(Role.KECAMATAN, "73.71.13", an_issue(1), an_issue(2), person_id="p-kec")
    screen = await home(session)
    await screen.driver.tap(screen.need("2 masalah menunggu jawaban Anda."))
    assert screen.route == "/issues"

    desk = await a_desk(session=session)

    assert desk.shows("2 masalah menunggu jawaban Anda")
    await desk.close()
