"""Who writes the innovation that grows from an idea, and where ideas stand outside *Usulan*."""

from __future__ import annotations

import flet as ft

from mobile.screens.record import RecordScreen
from mobile.session import Session
from sync.client.tables import WORKING
from sync.domain.people import Role
from tests.mobile.screens.desk import KASSI, a_record, record_id
from tests.mobile.screens.home_page import OpenHome
from tests.mobile.screens.ideas_page import IBU_RT, AnIdea, an_idea
from tests.mobile.screens.officer import Officer, an_officer, noting
from tests.support.sessions import a_session, pulled


def an_rt(*ideas: AnIdea) -> Session:
    session = a_session(Role.RT, f"{KASSI}/RW003/RT005", person_id=IBU_RT)
    for idea in ideas:
        pulled(session, idea.view())
    return session


async def reading(session: Session) -> Officer:
    return await an_officer(lambda: RecordScreen(record_id(1)), session=session)


async def test_who_was_named_is_told_and_begins_the_innovation_on_their_phone(home: OpenHome) -> None:
    session = an_rt(an_idea(title="Kebun lorong").step("taken_up", owner=IBU_RT))
    screen = await home(session)
    assert screen.need("1 usulan warga menunggu Anda tuliskan sebagai inovasi.")

    officer = await reading(session)
    await officer.press("Mulai catatan inovasi")

    ((_, draft),) = session.tables.table(WORKING).items()
    assert draft["values"][f"grew_from/{record_id(1)}"] is True
    assert draft["values"]["title"] == "Kebun lorong"
    assert officer.has_button("Buka catatannya")
    await officer.close()


async def test_nobody_else_is_told_of_it(home: OpenHome) -> None:
    screen = await home(an_rt(an_idea().step("taken_up", owner="0192aaaa-0000-7000-8000-000000000099")))

    assert not screen.driver.shows("menunggu Anda tuliskan")


async def test_a_residents_words_are_not_opened_for_editing() -> None:
    officer = await noting(record_id(1), session=an_rt(an_idea()))

    assert officer.shows("Akun ini tidak mengubah catatan ini")
    await officer.close()


async def test_the_kelurahans_beranda_counts_ideas_and_lists_notes(home: OpenHome) -> None:
    session = a_session(Role.KELURAHAN, KASSI)
    pulled(session, an_idea().view())
    pulled(session, a_record(7).view())
    screen = await home(session)

    assert len(screen.cards) == 1
    await screen.driver.tap(screen.need("1 usulan warga menunggu jawaban Anda."))
    assert screen.route == "/ideas"


async def test_a_card_says_that_it_is_a_residents_idea(home: OpenHome) -> None:
    screen = await home(an_rt(an_idea()))

    texts = [text.value for text in screen.driver.find(ft.Text)]
    assert any(text.startswith("Usulan warga · ") for text in texts)
