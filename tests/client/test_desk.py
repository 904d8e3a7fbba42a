"""The calls of who works through search, and decisions on what was found, against the real endpoint in process."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sync.central import page_reports
from sync.central.log import update_log
from sync.client import errors, opened
from sync.client.api import CentralApi
from sync.client.desk import DeskApi, Wanted
from sync.client.replica import RecordState
from sync.client.tables import OUTBOX, RECORDS
from sync.domain.people import Role
from sync.protocol.evidence import check_proof
from tests.client.conftest import GivePhone
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, RAPPOCINI, Speaker
from tests.support.clock import StandingClock
from tests.support.phones import Phone

PUBLISHED = {"status": "published", "published": "2026-12-03"}


def calls_of(who: Speaker) -> DeskApi:
    return DeskApi(CentralApi(who.http, who.token))


async def read(phone: Phone, record: str) -> None:
    """Open the record as the screen does."""
    view = await DeskApi(phone.session.api).record(record)
    opened.keep(phone.session.tables, view, phone.clock.now_iso())


def a_report(text: str = "Angkanya keliru.") -> page_reports.Report:
    return page_reports.Report("/inovasi/x", KASSI, None, "wrong", text)


async def test_records_are_found_page_by_page(city: Offices) -> None:
    for number in range(51):
        await city.note(title=f"Teba {number}")
    await city.note(title="Kelas malam", theme="school")
    kota = calls_of(city.kota)

    first = await kota.find(Wanted(q="teba", area=RAPPOCINI))
    second = await kota.find(Wanted(q="teba", area=RAPPOCINI), first.after or "")

    assert (len(first.records), len(second.records), second.after) == (50, 1, None)
    assert [each.title for each in (await kota.find(Wanted(theme="school"))).records] == ["Kelas malam"]


async def test_one_record_comes_with_its_history_and_the_publics_view(city: Offices) -> None:
    record = await city.published(title="Teba kompos")
    kota = calls_of(city.kota)

    view, history, preview = await kota.record(record), await kota.history(record), await kota.preview(record)

    assert view.set["status"] == "published"
    assert [each.set.get("status") for each in history] == ["submitted", "approved", "published"]
    assert (preview.edition, preview.shown["title"]) == (1, "Teba kompos")


async def test_a_history_longer_than_a_page_comes_whole(city: Offices) -> None:
    record = await city.note()
    for number in range(60):
        await city.accepted(city.rt, record, {"title": f"Teba {number}"})

    assert len(await calls_of(city.kota).history(record)) == 61


async def test_what_is_not_there_is_refused(city: Offices) -> None:
    with pytest.raises(errors.Refused) as told:
        await calls_of(city.kota).record(city.rt.make_id())

    assert told.value.code == "not_found"


async def test_a_page_report_is_answered_once(city: Offices) -> None:
    page_reports.keep(city.centre, a_report(), "1.2.3.4")
    kecamatan, kota = calls_of(city.kecamatan), calls_of(city.kota)
    (report,) = (await kecamatan.reports()).reports

    answered = await kecamatan.answer_report(report.id, "Sudah kami betulkan.")
    with pytest.raises(errors.Refused) as told:
        await kota.answer_report(report.id, "Terlambat.")

    assert (answered.answer, (await kota.reports()).open) == ("Sudah kami betulkan.", 0)
    assert told.value.code == "already_decided"


async def test_a_proof_is_there_once_the_days_checkpoint_is_signed(
    city: Offices, enrol: Enrol, clock: StandingClock
) -> None:
    record = await city.note()
    auditor = calls_of(enrol(Role.AUDITOR, "73.71"))
    (entry,) = await auditor.history(record)

    before = await auditor.proof(KASSI, entry.seq)
    clock.now += timedelta(days=1)
    update_log(city.centre)
    proof = await auditor.proof(KASSI, entry.seq)

    assert before is None
    assert proof is not None
    assert proof.link == entry.link
    assert check_proof(proof).size > 0


async def test_masked_data_opens_with_a_reason_that_stands_in_the_access_log(city: Offices, enrol: Enrol) -> None:
    auditor = calls_of(enrol(Role.AUDITOR, "73.71"))
    record = await city.note(originator_name={"name": "Ibu Rahasia", "may_show": False})

    masked = await auditor.record(record)
    whole = await auditor.opened(record, "Pemeriksaan dana lorong")

    assert masked.set["originator_name"]["name"] == "[disamarkan]"
    assert whole.set["originator_name"]["name"] == "Ibu Rahasia"
    assert [each.purpose for each in (await auditor.views(q="dana")).views] == ["Pemeriksaan dana lorong"]
    assert (await auditor.audit_pdf(record)).startswith(b"%PDF-")


async def test_kota_publishes_and_hides_what_it_found(city: Offices, phone_of: GivePhone) -> None:
    record, kota = await city.note(), await phone_of(Role.KOTA, "73.71")
    await city.approve(record)
    await read(kota, record)

    kota.session.edit(state_of(kota, record), PUBLISHED)
    await kota.round()
    assert opened.is_behind(kota.session.tables, record)
    await read(kota, record)
    kota.session.edit(
        state_of(kota, record), {"status": "hidden", "hidden": {"reason": "Nama anak.", "before": "published"}}
    )
    await kota.round()

    assert (await calls_of(city.rt).record(record)).set["status"] == "hidden"
    assert state_of(kota, record).status == "hidden"


async def test_kota_does_not_publish_what_changed_since_it_was_read(city: Offices, phone_of: GivePhone) -> None:
    record, kota = await city.note(), await phone_of(Role.KOTA, "73.71")
    await city.approve(record)
    await read(kota, record)
    await city.accepted(city.rt, record, {"title": "Nama lain"})

    kota.session.edit(state_of(kota, record), PUBLISHED)
    await kota.round()

    assert [each["code"] for each in kota.session.refusals(record)] == ["changed_since_seen"]
    assert state_of(kota, record).status == "approved"


async def test_what_was_opened_again_shows_what_happened_after_the_own_decision(
    city: Offices, phone_of: GivePhone
) -> None:
    record, kota = await city.note(), await phone_of(Role.KOTA, "73.71")
    await city.approve(record)
    await read(kota, record)
    kota.session.edit(state_of(kota, record), PUBLISHED)
    await kota.round()
    await city.hide(record)

    await read(kota, record)

    assert len(kota.session.tables.table(OUTBOX)) == 1
    assert state_of(kota, record).status == "hidden"
    assert not opened.is_behind(kota.session.tables, record)


async def test_a_stream_that_is_held_is_not_overwritten_by_what_was_opened(phone_of: GivePhone) -> None:
    rt = await phone_of(Role.RT)
    record = rt.note(title="Teba kompos")
    await rt.round()
    view = await DeskApi(rt.session.api).record(record)

    opened.keep(rt.session.tables, replace(view, set=view.set | {"title": "Lain"}), "2026-12-03T06:05:00Z")

    assert rt.values(record)["title"] == "Teba kompos"


async def test_of_what_was_opened_only_the_newest_stay(
    city: Offices, phone_of: GivePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    kota = await phone_of(Role.KOTA, "73.71")
    monkeypatch.setattr(opened, "MOST", 2)
    records = [await city.note() for _ in range(4)]
    await read(kota, records[0])
    kota.session.edit(state_of(kota, records[0]), {"status": "hidden"})

    for record in records[1:]:
        kota.clock.move(minutes=1)
        await read(kota, record)

    kept = {key for key, _ in kota.session.tables.table(RECORDS).items()}
    assert kept == {records[0], *records[2:]}


def state_of(phone: Phone, record: str) -> RecordState:
    state = phone.session.record(record)
    assert state is not None
    return state
