"""Residents' ideas beyond *Usulan*: noted on their behalf, counted in *Perlu Anda*, waiting in *Kiriman*."""

from __future__ import annotations

import flet as ft

from mobile.routes import NEW_IDEA
from mobile.screens.record import RecordScreen
from mobile.session import Session
from sync.client import answering
from sync.client.tables import OUTBOX, REFUSED
from sync.domain.lifecycle import Status
from sync.domain.people import Role
from sync.protocol.messages import Change
from tests.mobile.screens.desk import KASSI, record_id
from tests.mobile.screens.home_page import OpenHome, texts_in
from tests.mobile.screens.ideas_page import IBU_RT, ME, AnIdea, an_idea
from tests.mobile.screens.officer import HOME_AREA, Officer, an_officer, noting
from tests.mobile.screens.outbox_page import OpenOutbox
from tests.support.notes import refuse
from tests.support.sessions import a_session, pulled


def a_lurah(*ideas: AnIdea) -> Session:
    return _holding(a_session(Role.KELURAHAN, KASSI, person_id=ME), *ideas)


def an_rt(*ideas: AnIdea) -> Session:
    return _holding(a_session(Role.RT, HOME_AREA, person_id=IBU_RT), *ideas)


def _holding(session: Session, *ideas: AnIdea) -> Session:
    for idea in ideas:
        pulled(session, idea.view())
    return session


async def reading(session: Session, number: int = 1) -> Officer:
    return await an_officer(lambda: RecordScreen(record_id(number)), session=session)


def decline(session: Session) -> Change:
    """The answer of this device to the first idea, at rest."""
    state = session.record(record_id(1))
    assert state is not None
    return answering.take(
        session.tables,
        state,
        Status.DECLINED,
        {"reason": "Belum ada lahan."},
        make_id=session.make_id,
        at=session.clock.now_iso(),
        now_ms=session.clock.now_ms(),
    )


# On a resident's behalf


async def test_an_rt_begins_a_residents_idea_on_beranda(home: OpenHome) -> None:
    screen = await home(an_rt())

    await screen.driver.tap(screen.driver.button("Ada usulan warga? Catat di sini"))

    assert screen.route == f"/note/{NEW_IDEA}"


async def test_a_residents_idea_is_noted_and_waits_as_any_note_does() -> None:
    officer = await noting(NEW_IDEA)
    assert officer.shows("Catat usulan warga")

    await officer.type("title", "Rumah baca di pos ronda")
    await officer.type("text", "Buku bekas dikumpulkan, anak-anak membaca tiap sore.")
    await officer.choose("theme=school")
    await officer.press("Ajukan")

    ((_, document),) = officer.lorong.tables.table(OUTBOX).items()
    assert document["change"]["kind"] == "idea"
    assert document["change"]["area"] == KASSI
    assert document["change"]["set"]["status"] == "received"
    assert officer.sent[0]["title"] == "Rumah baca di pos ronda"


async def test_an_idea_without_words_is_not_sent() -> None:
    officer = await noting(NEW_IDEA)

    await officer.press("Ajukan")

    assert officer.sent == []
    assert officer.field("title").error == "Wajib diisi."


async def test_the_last_letters_of_the_residents_answer_are_kept_when_the_tap_comes_with_them() -> None:
    noted = an_idea(by=IBU_RT, role="rt").step("asked", reason="Di RT berapa?")
    officer = await reading(an_rt(noted))
    await officer.type("reply", "RT")

    await officer.enter_and_tap(officer.field("reply"), "RT 002", officer.button("Kirim jawaban"))

    (sent,) = officer.sent
    assert "RT 002" in sent.values()


async def test_who_noted_an_idea_brings_the_residents_answer() -> None:
    noted = an_idea(by=IBU_RT, role="rt").step("asked", reason="Di RT berapa?")
    officer = await reading(an_rt(noted))

    await officer.type("reply", "RT 002, dekat masjid")
    await officer.press("Kirim jawaban")

    (sent,) = officer.sent
    assert "RT 002, dekat masjid" in sent.values()
    assert sent["status"] == "read"


async def test_a_neighbour_reads_an_idea_and_answers_nothing() -> None:
    officer = await reading(an_rt(an_idea()))

    assert officer.shows("Tanah kosong di ujung lorong")
    assert not officer.has_button("Angkat")
    assert not officer.has_button("Ubah")
    assert not officer.has_button("Lihat kontak")


# Perlu Anda


async def test_ideas_that_wait_are_counted_and_lead_to_usulan(home: OpenHome) -> None:
    answered = an_idea(3).step("declined", reason="Belum ada lahan.")
    screen = await home(a_lurah(an_idea(1), an_idea(2), answered))

    await screen.driver.tap(screen.need("2 usulan warga menunggu jawaban Anda."))

    assert screen.route == "/ideas"


async def test_the_named_officer_is_told_until_they_have_begun(home: OpenHome) -> None:
    session = an_rt(an_idea().step("taken_up", owner=IBU_RT))
    screen = await home(session)

    await screen.driver.tap(screen.need("1 usulan warga menunggu Anda tuliskan sebagai inovasi."))
    assert screen.route == f"/record/{record_id(1)}"

    officer = await reading(session)
    await officer.press("Mulai catatan inovasi")

    assert not screen.driver.shows("menunggu Anda tuliskan")


async def test_a_question_about_an_idea_one_noted_is_announced(home: OpenHome) -> None:
    noted = an_idea(by=IBU_RT, role="rt").step("asked", reason="Di RT berapa?")

    screen = await home(an_rt(noted))

    row = screen.need(noted.title)
    assert next(text.value for text in texts_in(row.subtitle)) == "Ada pertanyaan"


async def test_an_rt_is_not_asked_to_answer_residents(home: OpenHome) -> None:
    screen = await home(an_rt(an_idea()))

    assert not screen.driver.shows("menunggu jawaban Anda")


# Kiriman


async def test_an_answer_to_a_resident_rests_in_kiriman_and_can_be_taken_back(kiriman: OpenOutbox) -> None:
    session = a_lurah(an_idea())
    decline(session)
    page = await kiriman(session)
    assert page.driver.shows("Keputusan")

    await page.driver.tap(page.driver.button("Urungkan"))

    assert dict(session.tables.table(OUTBOX).items()) == {}


async def test_an_answer_that_was_not_accepted_is_taken_again_where_the_idea_is_read(kiriman: OpenOutbox) -> None:
    session = a_lurah(an_idea())
    refuse(session.tables, decline(session), "changed_since_seen")
    page = await kiriman(session)

    await page.driver.tap(page.driver.button("Lihat catatan"))
    assert page.driver.page.route == f"/record/{record_id(1)}"

    officer = await reading(session)
    await officer.press("Putuskan lagi")
    assert officer.get(ft.TextField, key="reason").value == "Belum ada lahan."
    await officer.press("Buang")
    assert dict(session.tables.table(REFUSED).items()) == {}
