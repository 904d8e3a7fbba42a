"""The typed calls about people, against the real endpoint in process."""

from __future__ import annotations

import uuid
from dataclasses import replace

import httpx
import pytest

from sync.central.answer import Centre
from sync.client import errors
from sync.client.api import CentralApi
from sync.client.people import PeopleApi, ask, register
from sync.domain.ids import IdSource
from sync.domain.people import Role
from sync.protocol.messages import DeviceInfo, EnrolRequest, Holding
from sync.protocol.people import NewPerson, PersonChange, RegisterRequest, TransferRequest
from tests.client.conftest import GivePhone
from tests.conftest import Enrol
from tests.support.centres import KASSI, RAPPOCINI, Speaker
from tests.support.clock import StandingClock
from tests.support.officers import RT_AREA
from tests.support.phones import Line

make_id = IdSource()
CSV = f"nama;peran;wilayah\nIbu Satu;rt;{RT_AREA}\nPak Dua;rw;{KASSI}/RW003\n".encode()


def calls_of(who: Speaker) -> PeopleApi:
    return PeopleApi(CentralApi(who.http, who.token))


def a_new(**values: str) -> NewPerson:
    return replace(NewPerson(str(uuid.uuid4()), "Ibu Contoh", "rt", RT_AREA), **values)


def a_device_info() -> DeviceInfo:
    return DeviceInfo(str(uuid.uuid4()), "HP contoh", "android", "0.1.0")


def a_registration() -> RegisterRequest:
    business = "Kue Contoh", KASSI, "Lorong 2", "business", "0812-0000-0000"
    return RegisterRequest(make_id(), "s" * 43, a_device_info(), *business)


async def test_an_officer_adds_corrects_lists_and_ends(enrol: Enrol) -> None:
    lurah = calls_of(enrol(Role.KELURAHAN))
    new = a_new()

    added = await lurah.add(new)
    changed = await lurah.change(new.id, PersonChange(name="Ibu Benar", term_ends="2026-12-20"))
    ending = await lurah.people(ending=True)
    ended = await lurah.end_term(new.id)

    assert len(added.code) == 9
    assert (changed.name, changed.term_ends) == ("Ibu Benar", "2026-12-20")
    assert [entry.id for entry in ending.people] == [new.id]
    assert ended.ended_at is not None
    assert (await lurah.people(RT_AREA)).people == []


async def test_every_page_of_a_list_comes(enrol: Enrol) -> None:
    lurah = calls_of(enrol(Role.KELURAHAN))
    for number in range(101):
        await lurah.import_roster(f"nama,peran,wilayah\nIbu {number:03},rt,{RT_AREA}\n".encode())

    first = await lurah.people(RT_AREA)
    second = await lurah.people(RT_AREA, after=first.after)

    assert (len(first.people), len(second.people), second.after) == (100, 1, None)
    assert (await lurah.people(q="ibu 077")).people[0].name == "Ibu 077"


async def test_a_lost_phone_is_replaced_in_one_call(enrol: Enrol, http: httpx.AsyncClient) -> None:
    lurah, rt = calls_of(enrol(Role.KELURAHAN)), enrol(Role.RT, RT_AREA)

    reply = await lurah.give_code(rt.person.id, (rt.device,))
    enrolled = await CentralApi(http).enrol(EnrolRequest(reply.code, a_device_info()))

    assert enrolled.person.id == rt.person.id
    with pytest.raises(errors.SignedOut) as told:
        await calls_of(rt).renew_token()
    assert told.value.revoked


async def test_a_device_is_switched_off(enrol: Enrol) -> None:
    lurah, rt = calls_of(enrol(Role.KELURAHAN)), enrol(Role.RT, RT_AREA)

    entry = await lurah.switch_off(rt.device)

    assert entry.devices == []


async def test_a_list_of_officers_is_checked_imported_and_printed(enrol: Enrol) -> None:
    lurah = calls_of(enrol(Role.KELURAHAN))

    checked = await lurah.import_roster(CSV, check=True)
    imported = await lurah.import_roster(CSV)
    wrong = await lurah.import_roster(CSV.replace(b"rt;", b"raja;"))
    pdf = await lurah.sheet(KASSI)

    assert (checked.added, imported.added) == (2, 2)
    assert [(fault.line, wrong.added) for fault in wrong.faults] == [(2, 0)]
    assert pdf.startswith(b"%PDF-")


async def test_a_registration_is_admitted_and_its_contact_opened(enrol: Enrol, http: httpx.AsyncClient) -> None:
    lurah, anonymous, request = calls_of(enrol(Role.KELURAHAN)), CentralApi(http), a_registration()

    asked = await register(anonymous, request)
    (entry,) = (await lurah.registrations()).registrations
    contact = await lurah.contact(entry.id, "Menanyakan alamat")
    await lurah.admit(entry.id)
    answer = await ask(anonymous, request.id, request.secret)

    assert (asked.state, contact) == ("waiting", "0812-0000-0000")
    assert answer.enrolled is not None
    assert answer.enrolled.person.role == "umkm"


async def test_a_registration_is_declined_with_a_reason(enrol: Enrol, http: httpx.AsyncClient) -> None:
    lurah, request = calls_of(enrol(Role.KELURAHAN)), a_registration()
    await register(CentralApi(http), request)

    await lurah.decline(request.id, "Sudah terdaftar.")
    with pytest.raises(errors.Refused) as told:
        await lurah.admit(request.id)

    assert told.value.code == "already_decided"
    assert (await ask(CentralApi(http), request.id, request.secret)).reason == "Sudah terdaftar."


async def test_a_record_is_moved(enrol: Enrol, phone_of: GivePhone) -> None:
    rt, kecamatan = await phone_of(Role.RT), calls_of(enrol(Role.KECAMATAN, RAPPOCINI))
    record = rt.note()
    await rt.round()

    moved = await kecamatan.transfer(record, TransferRequest(make_id(), "73.71.13.1001", "Wilayah sebelah."))
    await rt.round()

    assert moved.area == "73.71.13.1001"
    assert rt.values(record)["moved_to"]["record"] == moved.id


@pytest.mark.parametrize("fault", ["request lost", "reply lost", "gateway", "captive portal"])
async def test_whatever_is_lost_the_next_try_succeeds_once(centre: Centre, enrol: Enrol, fault: str) -> None:
    line, person = Line(centre), enrol(Role.KELURAHAN)
    http = httpx.AsyncClient(transport=line, base_url="http://centre")
    lurah, new, asked = PeopleApi(CentralApi(http, person.token)), a_new(), a_registration()

    for call in (
        lambda: lurah.add(new),
        lambda: lurah.import_roster(CSV),
        lambda: register(CentralApi(http), asked),
        lambda: lurah.admit(asked.id),
        lambda: ask(CentralApi(http), asked.id, asked.secret),
    ):
        line.faults.append(fault)
        with pytest.raises((errors.Busy, errors.Offline, errors.CaptivePortal)):
            await call()
        await call()

    assert len((await lurah.people(RT_AREA)).people) == 2
    assert len((await lurah.registrations("admitted")).registrations) == 1
    renewed = await _renewed_over(line, lurah, fault)
    assert (await PeopleApi(CentralApi(http, renewed)).people()).people


async def _renewed_over(line: Line, lurah: PeopleApi, fault: str) -> str:
    line.faults.append(fault)
    with pytest.raises((errors.Busy, errors.Offline, errors.CaptivePortal)):
        await lurah.renew_token()
    return await lurah.renew_token()


async def test_without_rights_the_refusal_is_named(enrol: Enrol) -> None:
    rt = calls_of(enrol(Role.RT, RT_AREA))

    with pytest.raises(errors.Refused) as told:
        await rt.people()

    assert told.value.code == "forbidden"


async def test_a_phone_says_what_it_holds_beside_what_it_sends(
    enrol: Enrol, phone_of: GivePhone, clock: StandingClock
) -> None:
    lurah, rt = calls_of(enrol(Role.KELURAHAN)), await phone_of(Role.RT)

    async def held() -> Holding | None:
        entries = (await lurah.people(q=rt.session.person.name)).people
        return next(entry for entry in entries if entry.id == rt.session.person.id).devices[0].holding

    copy = rt.session.begin()
    rt.session.keep(rt.typed(copy, title="Belum selesai"))
    rt.note()
    await rt.round()
    with_draft = await held()
    rt.session.discard(copy.record)
    clock.move(hours=2)
    await rt.round()

    assert with_draft == Holding(1, 0)
    assert await held() == Holding(0, 0)
