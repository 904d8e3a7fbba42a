"""The typed calls of residents, and of officers who look a contact up, against the real endpoint in process."""

from __future__ import annotations

import httpx
import pytest

from sync.client import errors
from sync.client.api import CentralApi
from sync.client.residents import ContactsApi, ResidentsApi
from sync.domain.ideas import tracking_of
from sync.domain.ids import IdSource
from sync.protocol import wire
from sync.protocol.ideas import AnswerRequest, AppealRequest, Contact, IdeaRequest
from tests.mobile.device.pictures import a_jpeg
from tests.support.centres import Speaker
from tests.support.residents import SECRET, a_contact, an_idea, pulled, step

make_id = IdSource()


@pytest.fixture
def resident(http: httpx.AsyncClient) -> ResidentsApi:
    return ResidentsApi(CentralApi(http))


def contacts_of(who: Speaker) -> ContactsApi:
    return ContactsApi(CentralApi(who.http, who.token))


def a_request(**values: object) -> IdeaRequest:
    return wire.read(IdeaRequest, an_idea(**values))


async def test_an_idea_gets_the_number_that_the_phone_made(resident: ResidentsApi) -> None:
    request = a_request()

    reply = await resident.file(request)
    again = await resident.file(request)

    assert reply.tracking == tracking_of(request.id, SECRET)
    assert again.receipt.seq == reply.receipt.seq


async def test_it_is_followed_answered_and_appealed(resident: ResidentsApi, lurah: Speaker) -> None:
    tracking = (await resident.file(a_request())).tracking
    await step(lurah, "asked", reason="Di RT berapa?")

    asked = await resident.follow(tracking)
    answered = await resident.answer(tracking, AnswerRequest(make_id(), asked.question or "", "RT 002"))
    await step(lurah, "declined", reason="Belum ada tanah.")
    appealed = await resident.appeal(tracking, AppealRequest(make_id(), "Tanahnya sudah ada."))

    assert (asked.status, answered.status, appealed.status) == ("asked", "read", "received")
    assert answered.steps[-1].reason == "RT 002"
    assert appealed.is_above_kelurahan
    assert not appealed.may_appeal


async def test_a_photo_follows_its_text(resident: ResidentsApi) -> None:
    tracking = (await resident.file(a_request())).tracking

    view = await resident.add_photo(tracking, a_jpeg())

    assert view.photos == 1
    with pytest.raises(errors.Refused) as told:
        await resident.add_photo(tracking, b"no picture")
    assert told.value.code == "wrong_type"


async def test_a_wrong_number_is_refused_and_words_with_a_nik_too(resident: ResidentsApi) -> None:
    with pytest.raises(errors.Refused) as unknown:
        await resident.follow("7K4Q-2MXD-R8T3VW")
    with pytest.raises(errors.Refused) as personal:
        await resident.file(a_request(text="NIK saya 7371131205800001"))

    assert (unknown.value.code, personal.value.code) == ("not_found", "personal_number")


async def test_a_contact_is_shown_for_a_purpose_until_consent_is_withdrawn(
    resident: ResidentsApi, lurah: Speaker
) -> None:
    request = a_request(contact=a_contact())
    tracking = (await resident.file(request)).tracking

    shown = await contacts_of(lurah).show(request.id, "Menanyakan letak & tanahnya")
    withdrawn = await resident.withdraw_contact(tracking)

    assert (shown.name, shown.phone) == ("Warga Contoh", "0812 3456 7890")
    assert not withdrawn.has_contact
    with pytest.raises(errors.Refused) as told:
        await contacts_of(lurah).show(request.id, "Menanyakan lagi")
    assert told.value.code == "not_found"


async def test_an_officer_notes_a_contact_that_was_given_to_them(resident: ResidentsApi, lurah: Speaker) -> None:
    request = a_request()
    await resident.file(request)

    await contacts_of(lurah).give(request.id, Contact("Warga Contoh", "0812 3456 7890", True))

    assert (await pulled(lurah)).set["contact_given"] is True
    assert (await contacts_of(lurah).show(request.id, "Memberi kabar")).name == "Warga Contoh"
