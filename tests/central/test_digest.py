"""Each morning an office reads by e-mail what waits there, once, and of nobody by name."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, update

from mobile import routes
from sync.central import digest, page_reports
from sync.central.answer import Centre
from sync.central.digest import BadDigest, digest_job, send_all, send_mornings
from sync.central.doctor import of_mail
from sync.central.finding import Level
from sync.central.mailing import BadMailServer, connected, server_of
from sync.central.sealed import seal
from sync.central.settings import BadSetting, Settings, from_environment
from sync.central.tables import digests
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, RAPPOCINI
from tests.support.clock import StandingClock
from tests.support.mail_server import MailBox, a_certificate, receiving_mail

FROM = "Lorong <lorong@contoh.id>"
KECAMATAN = "rappocini@contoh.id"


@pytest.fixture
def box() -> Iterator[MailBox]:
    with receiving_mail() as made:
        yield made


def send(centre: Centre, box: MailBox, context: ssl.SSLContext | None = None) -> int:
    def mail() -> AbstractContextManager[smtplib.SMTP]:
        return connected(server_of(box.url), context)

    return send_all(centre, FROM, mail)


def texts(box: MailBox) -> list[str]:
    return [letter.get_content() for letter in box.letters]


async def test_a_kecamatan_reads_how_much_waits_and_since_when(
    city: Offices, box: MailBox, clock: StandingClock
) -> None:
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    await city.note(title="Rahasia")
    clock.move(seconds=2 * 86_400)
    await city.note()
    page_reports.keep(city.centre, page_reports.Report("/inovasi/x", KASSI, None, "wrong", "Salah."), "x")

    assert send(city.centre, box) == 1

    (letter,) = box.letters
    assert box.recipients == [KECAMATAN]
    assert letter["Subject"] == "Lorong: yang menunggu di Rappocini"
    assert letter["Auto-Submitted"] == "auto-generated"
    told = letter.get_content()
    assert "- Catatan menunggu verifikasi: 2, yang tertua sejak 3 Des 2026" in told
    assert "- Laporan halaman publik: 1" in told
    for gone in ("Rahasia", city.rt.person.name, "RT"):
        assert gone not in told


async def test_nothing_is_written_where_nothing_waits(city: Offices, box: MailBox) -> None:
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    digest.add(city.centre, "73.71.01", "mariso@contoh.id")

    assert send(city.centre, box) == 0
    await city.note()

    assert send(city.centre, box) == 1
    assert box.recipients == [KECAMATAN]


async def test_kelurahan_and_city_read_what_is_theirs(city: Offices, box: MailBox) -> None:
    digest.add(city.centre, KASSI, "kassi@contoh.id")
    digest.add(city.centre, "73.71", "brida@contoh.id")
    values = {"title": "Taman", "text": "Taman kecil.", "status": "received", "area": KASSI}
    await city.accepted(city.rt, city.rt.make_id(), values, kind="idea", seen=0)
    await city.approve(await city.note())
    rejected = await city.note()
    review = city.review("rejected", "Tidak.", title="reject")
    await city.accepted(city.kecamatan, rejected, {"status": "rejected", **review})
    await city.accepted(city.rt, rejected, {"objection": "Alasannya tidak sesuai."})

    assert send(city.centre, box) == 2

    brida, kassi = texts(box)
    assert ("Disetujui, belum terbit: 1" in brida, "Keberatan: 1" in brida) == (True, True)
    assert "Usulan warga: 1" in kassi
    assert "Keberatan" not in kassi


async def test_an_idea_about_the_office_is_told_to_the_kecamatan_alone(city: Offices, box: MailBox) -> None:
    digest.add(city.centre, KASSI, "kassi@contoh.id")
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    values = {"title": "Loket", "text": "Loket lebih pagi.", "status": "received", "area": KASSI}
    await city.accepted(city.rt, city.rt.make_id(), values | {"about_office": True}, kind="idea", seen=0)

    assert send(city.centre, box) == 1
    assert box.recipients == [KECAMATAN]


async def test_an_update_waits_too(city: Offices, box: MailBox) -> None:
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    record = await city.note()
    await city.approve(record)
    await city.accepted(city.rt, record, {"title": "Judul baru", "update": "submitted"})

    send(city.centre, box)

    assert "Pembaruan menunggu diperiksa: 1" in texts(box)[0]


async def test_nobody_is_written_to_twice_on_one_day(city: Offices, box: MailBox, clock: StandingClock) -> None:
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    await city.note()

    assert [send(city.centre, box), send(city.centre, box)] == [1, 0]
    clock.move(seconds=86_400)
    assert send(city.centre, box) == 1


async def test_an_address_that_is_refused_keeps_no_other_from_its_letter(city: Offices, box: MailBox) -> None:
    digest.add(city.centre, RAPPOCINI, "tiada@contoh.id")
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    box.refuses = {"tiada@contoh.id"}
    await city.note()

    assert send(city.centre, box) == 1
    assert box.recipients == [KECAMATAN]


async def test_a_job_that_dies_half_way_writes_the_rest_when_it_begins_again(
    city: Offices, box: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    digest.add(city.centre, "73.71", "brida@contoh.id")
    await city.approve(await city.note())
    await city.note()

    with monkeypatch.context() as patch:
        patch.setattr(digest, "_text", _dies_at_the_second(digest._text))
        with pytest.raises(RuntimeError, match="the process ended"):
            send(city.centre, box)
    assert send(city.centre, box) == 1

    assert sorted(box.recipients) == ["brida@contoh.id", KECAMATAN]


def _dies_at_the_second(text: Callable[..., str]) -> Callable[..., str]:
    calls: list[int] = []

    def dying(*words: object) -> str:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the process ended")
        return text(*words)

    return dying


async def test_mail_goes_over_tls_with_a_password_where_the_server_asks_for_it(
    city: Offices, tmp_path: Path
) -> None:
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    await city.note()
    certificate = a_certificate(tmp_path)

    with receiving_mail(certificate) as box:
        with pytest.raises(ssl.SSLCertVerificationError):
            send(city.centre, box)
        assert send(city.centre, box, ssl.create_default_context(cafile=str(certificate))) == 1

    assert box.recipients == [KECAMATAN]


def test_an_address_is_in_no_column(centre: Centre) -> None:
    digest.add(centre, RAPPOCINI, KECAMATAN)

    with centre.database.read() as connection:
        assert KECAMATAN not in repr(connection.execute(select(digests)).all())


@pytest.mark.parametrize(
    ("area", "address"),
    [
        ("73.71.99", KECAMATAN),
        (RAPPOCINI, "rappocini"),
        (RAPPOCINI, "a b@c.id"),
        (RAPPOCINI, "ä@c.id"),
        (RAPPOCINI, "a@c.id,b@c.id"),
    ],
)
def test_what_nobody_can_be_written_to_is_refused(centre: Centre, area: str, address: str) -> None:
    with pytest.raises(BadDigest):
        digest.add(centre, area, address)


def test_one_that_was_removed_is_written_to_no_more(centre: Centre) -> None:
    identifier = digest.add(centre, RAPPOCINI, KECAMATAN)

    with centre.database.write() as connection:
        assert digest.remove(connection, identifier)
        assert not digest.remove(connection, identifier)


@pytest.mark.parametrize("url", ["http://mail", "smtp://", "smtp://mail:x", "mail"])
def test_a_mail_server_that_is_none_is_refused_in_words(url: str) -> None:
    with pytest.raises(BadMailServer, match="LORONG_SMTP_URL"):
        server_of(url)


def test_a_mail_server_needs_an_address_to_write_from(tmp_path: Path) -> None:
    given = {"LORONG_SMTP_URL": "smtp://mail.contoh.id", "LORONG_DATA_DIR": str(tmp_path)}
    with pytest.raises(BadSetting, match="LORONG_MAIL_FROM"):
        from_environment(given)

    chosen = from_environment(given | {"LORONG_MAIL_FROM": FROM})
    assert digest_job(chosen).name == "digest"


def test_the_doctor_says_whether_mail_goes(box: MailBox, tmp_path: Path) -> None:
    here = Settings(tmp_path, smtp_url=box.url, mail_from=FROM)
    away = Settings(tmp_path, smtp_url="smtp://127.0.0.1:1", mail_from=FROM)

    assert of_mail(here).level is Level.OK
    assert (of_mail(away).level, "ConnectionRefusedError" in of_mail(away).what) == (Level.WARN, True)


async def test_letters_go_in_the_morning_alone_and_what_comes_later_waits_for_the_next(
    city: Offices, box: MailBox, clock: StandingClock
) -> None:
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    digest.add(city.centre, "73.71", "brida@contoh.id")
    await city.note()

    assert await mornings(city, box, clock, "05:59", "06:00", "06:15") == [0, 1, 0]
    await city.approve(await city.note())
    assert await mornings(city, box, clock, "11:45", "12:00") == [0, 0]
    clock.move(days=1)
    assert await mornings(city, box, clock, "06:00") == [2]


async def test_while_the_mail_server_is_away_it_is_tried_again_the_same_morning(
    city: Offices, box: MailBox, clock: StandingClock
) -> None:
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    await city.note()
    at(clock, "06:00")

    def away() -> AbstractContextManager[smtplib.SMTP]:
        return connected(server_of("smtp://127.0.0.1:1"))

    with pytest.raises(OSError, match="refused"):
        send_mornings(city.centre, FROM, away)

    assert await mornings(city, box, clock, "06:15") == [1]


async def mornings(city: Offices, box: MailBox, clock: StandingClock, *hours: str) -> list[int]:
    """How many letters go at these hours of the city's day."""
    sent = []
    for hour in hours:
        at(clock, hour)
        sent.append(send_mornings(city.centre, FROM, lambda: connected(server_of(box.url))))
    return sent


def at(clock: StandingClock, hour: str) -> None:
    """On the day that the city has."""
    there = clock.now.astimezone(timezone(timedelta(hours=8)))
    clock.now = there.replace(hour=int(hour[:2]), minute=int(hour[3:])).astimezone(UTC)


async def test_what_waits_for_more_than_two_weeks_is_said_and_each_line_leads_into_the_app(
    city: Offices, box: MailBox, clock: StandingClock
) -> None:
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    await city.note()
    clock.move(days=14, seconds=1)
    await city.note()

    send(replace(city.centre, base_url="https://lorong.contoh.id"), box)

    lines = texts(box)[0].splitlines()
    told = "- Catatan menunggu verifikasi: 2, yang tertua sejak 3 Des 2026, 1 sudah lebih dari 14 hari"
    assert lines[lines.index(told) + 1] == "  https://lorong.contoh.id/app/review"


async def test_an_idea_that_the_kelurahan_noted_is_told_to_the_kecamatan_alone(
    city: Offices, box: MailBox, enrol: Enrol
) -> None:
    digest.add(city.centre, KASSI, "kassi@contoh.id")
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    lurah = enrol(Role.KELURAHAN)
    values = {"title": "Taman", "text": "Taman kecil.", "status": "received", "area": KASSI}
    await city.accepted(lurah, lurah.make_id(), values, kind="idea", seen=0)

    assert send(city.centre, box) == 1
    assert box.recipients == [KECAMATAN]


async def test_an_address_sealed_under_another_key_keeps_no_other_from_its_letter(
    city: Offices, box: MailBox
) -> None:
    first = digest.add(city.centre, RAPPOCINI, "lama@contoh.id")
    digest.add(city.centre, RAPPOCINI, KECAMATAN)
    sealed = seal(b"o" * 32, digest.about(first), "lama@contoh.id")
    with city.centre.database.write() as connection:
        connection.execute(update(digests).where(digests.c.id == first).values(sealed=sealed))
    await city.note()

    assert send(city.centre, box) == 1
    assert box.recipients == [KECAMATAN]


def test_each_line_leads_to_a_screen_that_there_is() -> None:
    pages = {routes.IDEAS, routes.REVIEW, routes.PUBLISH, routes.REPORTS}

    assert pages == {f"/{page}" for page in digest.PAGES}
