"""A resident's phone without an account, against the real endpoint over a line that can fail."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NoReturn

import httpx
import pytest

from mobile.store.errors import StoreFailed, StoreFull
from sync.central.answer import Centre
from sync.client.api import CentralApi
from sync.client.own_idea import (
    ANSWER,
    APPEAL,
    ARRIVED,
    DRAFT,
    GONE,
    KEPT,
    MOST_PHOTOS,
    REFUSED,
    SENT,
    WAITING,
    WITHDRAW,
    OwnIdea,
    faults,
)
from sync.client.own_ideas import OwnIdeas
from sync.client.residents import ResidentsApi
from sync.domain.ids import IdSource
from sync.protocol.ideas import Contact
from tests.mobile.device.pictures import a_jpeg
from tests.support.centres import KASSI, Speaker
from tests.support.clock import StandingClock
from tests.support.homes import MemorySecrets
from tests.support.phones import Line
from tests.support.residents import pulled, step
from tests.support.sessions import MemoryShelf, memory_shelves

CONTACT = Contact("Warga Contoh", "0812 3456 7890", True)
PHOTO = {"sha256": "a" * 64, "preview": "b" * 64, "state": KEPT}


@dataclass
class Resident:
    ideas: OwnIdeas
    line: Line
    files: MemoryShelf
    api: ResidentsApi
    vault: MemorySecrets = field(default_factory=MemorySecrets)

    async def file(self, contact: Contact | None = None, **values: object) -> OwnIdea:
        typed = {"title": "Kebun lorong", "text": "Tanah kosong ditanami bersama."} | values
        idea = replace(self.ideas.begin(KASSI), **typed)  # type: ignore[arg-type]
        return await self.ideas.submit(idea, contact)

    def state(self, idea: OwnIdea) -> OwnIdea:
        found = self.ideas.find(idea.id)
        assert found is not None
        return found


@pytest.fixture
def resident(centre: Centre, clock: StandingClock) -> Resident:
    line, files, vault = Line(centre), MemoryShelf(), MemorySecrets()
    api = ResidentsApi(CentralApi(httpx.AsyncClient(transport=line, base_url="http://centre")))
    ideas = OwnIdeas(memory_shelves(), files, vault, api, clock, IdSource())
    return Resident(ideas, line, files, api, vault)


async def test_an_idea_waits_without_a_signal_and_goes_when_there_is_one(resident: Resident) -> None:
    resident.line.is_up = False
    idea = await resident.file()

    assert await resident.ideas.round() == "offline"
    assert resident.state(idea).state == WAITING

    resident.line.is_up = True
    assert await resident.ideas.round() == ""
    assert resident.state(idea).state == SENT
    assert not resident.ideas.waits


async def test_a_lost_reply_files_it_once(resident: Resident, lurah: Speaker) -> None:
    resident.line.faults = ["reply lost"]
    idea = await resident.file()

    assert await resident.ideas.round() == "offline"
    assert await resident.ideas.round() == ""

    assert (await pulled(lurah)).id == idea.id
    assert resident.state(idea).view is not None


async def test_its_tracking_number_is_known_before_there_is_a_signal(resident: Resident) -> None:
    resident.line.is_up = False
    idea = await resident.file()
    number = idea.tracking
    resident.line.is_up = True

    await resident.ideas.round()

    view = resident.state(idea).view
    assert view is not None
    assert number.startswith(view.number)
    assert len(number) == 16


async def test_a_contact_lies_with_the_secrets_and_only_until_it_has_arrived(
    resident: Resident, lurah: Speaker
) -> None:
    idea = await resident.file(CONTACT)
    assert "0812" in resident.vault.held[f"idea:{idea.id}"]
    assert "0812" not in str(resident.state(idea))

    await resident.ideas.round()

    assert resident.vault.held == {}
    assert (await pulled(lurah)).set["contact_given"] is True


async def test_a_contact_goes_with_the_draft_that_is_dropped(resident: Resident) -> None:
    idea = await resident.file(CONTACT, area="73.71.99.1001")
    await resident.ideas.round()
    assert resident.state(idea).state == REFUSED

    await resident.ideas.discard(resident.state(idea))

    assert resident.vault.held == {}
    assert resident.ideas.all() == []


async def test_a_contact_lies_under_the_new_number_only_when_the_old_one_was_somebody_elses(
    resident: Resident,
) -> None:
    idea = await resident.file(CONTACT)
    taken = replace(idea, state=REFUSED, code="id_reused")

    again = await resident.ideas.submit(taken, await resident.ideas.contact(taken))

    resident.line.is_up = False
    await resident.ideas.round()
    assert again.id != idea.id
    assert list(resident.vault.held) == [f"idea:{again.id}"]
    assert resident.state(again).former == ""


async def test_a_contact_stays_under_the_old_number_when_the_new_one_could_not_be_kept(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea = await resident.file(CONTACT)
    taken = replace(idea, state=REFUSED, code="id_reused")
    monkeypatch.setattr(resident.ideas, "keep", full)

    with pytest.raises(StoreFull):
        await resident.ideas.submit(taken, CONTACT)

    assert await resident.ideas.contact(resident.state(idea)) == CONTACT


async def test_a_contact_is_deleted_when_the_person_cleared_it_before_sending_again(resident: Resident) -> None:
    idea = await resident.file(CONTACT)

    await resident.ideas.submit(replace(idea, state=REFUSED, code="unknown_area"), None)

    assert resident.vault.held == {}


async def test_a_contact_that_arrived_is_deleted_in_the_next_round_when_the_app_was_killed_before(
    resident: Resident,
) -> None:
    idea = await resident.file(CONTACT)
    contact = dict(resident.vault.held)
    await resident.ideas.round()
    resident.vault.held |= contact
    resident.ideas.keep(replace(resident.state(idea), with_contact=True))

    await resident.ideas.round()

    assert resident.vault.held == {}


async def test_a_photo_goes_after_the_text_and_waits_when_the_line_breaks(resident: Resident) -> None:
    content = a_jpeg()
    resident.files.files["a" * 64] = content
    idea = await resident.file(photos=(PHOTO,))
    resident.line.faults = ["", "request lost"]

    await resident.ideas.round()
    assert (resident.state(idea).state, resident.state(idea).photos[0]["state"]) == (SENT, KEPT)

    await resident.ideas.round()
    view = resident.state(idea).view
    assert resident.state(idea).photos[0]["state"] == ARRIVED
    assert view is not None
    assert view.photos == 1


async def test_a_photo_stays_on_the_device_whole_when_it_arrived(resident: Resident) -> None:
    resident.files.files = {"a" * 64: a_jpeg(), "b" * 64: b"small"}
    await resident.file(photos=(PHOTO,))

    await resident.ideas.round()

    assert set(resident.files.files) == {"a" * 64, "b" * 64}


async def test_a_photo_that_had_arrived_goes_again_with_the_idea_that_the_centre_lost(resident: Resident) -> None:
    resident.files.files = {"a" * 64: a_jpeg(), "b" * 64: b"small"}
    idea = await resident.file(photos=(PHOTO | {"state": ARRIVED},))
    resident.ideas.keep(replace(idea, state=GONE))

    resident.ideas.send_again(idea.id)
    await resident.ideas.round()

    view = resident.state(idea).view
    assert view is not None
    assert (view.photos, resident.state(idea).photos[0]["state"]) == (1, ARRIVED)


@pytest.mark.parametrize("is_closed", [False, True])
async def test_a_photo_that_waits_goes_along_with_the_idea_that_the_centre_lost(
    resident: Resident, lurah: Speaker, is_closed: bool
) -> None:
    resident.files.files = {"a" * 64: a_jpeg(), "b" * 64: b"small"}
    idea = await resident.file()
    await resident.ideas.round()
    if is_closed:
        await step(lurah, "declined", reason="Belum ada tanah.")
        await resident.ideas.round()
    resident.ideas.keep(replace(resident.state(idea), photos=(PHOTO,)))
    resident.line.faults = ["unknown", "unknown"]

    await resident.ideas.round()

    assert (resident.state(idea).state, resident.state(idea).photos[0]["state"]) == (GONE, KEPT)
    if not is_closed:
        resident.ideas.send_again(idea.id)
        await resident.ideas.round()
        assert resident.state(idea).photos[0]["state"] == ARRIVED


async def test_the_photos_of_a_dropped_draft_go_but_for_those_that_another_idea_names(resident: Resident) -> None:
    resident.files.files = {name * 64: b"picture" for name in "abcd"}
    shared, own = ({"sha256": name * 64, "preview": small * 64, "state": KEPT} for name, small in ("ab", "cd"))
    await resident.file(photos=(shared,))
    draft = resident.ideas.keep(replace(resident.ideas.begin(KASSI), photos=(shared, own)))

    await resident.ideas.discard(draft)

    assert set(resident.files.files) == {"a" * 64, "b" * 64}


async def test_a_draft_with_photos_is_dropped_also_when_the_phone_is_full(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident.files.files = {"a" * 64: b"picture", "b" * 64: b"small"}
    draft = resident.ideas.keep(replace(resident.ideas.begin(KASSI), photos=(PHOTO,)))
    monkeypatch.setattr(resident.vault, "delete", lambda _: when_there_is_room(resident))

    await resident.ideas.discard(draft)

    assert resident.ideas.all() == []


async def test_a_draft_can_be_dropped_again_when_its_photos_could_not_be(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = resident.ideas.keep(replace(resident.ideas.begin(KASSI), photos=(PHOTO,)))
    monkeypatch.setattr(resident.files, "delete", full)

    with pytest.raises(StoreFull):
        await resident.ideas.discard(draft)

    assert resident.ideas.all() == [draft]


def full(_: object) -> NoReturn:
    raise StoreFull("no room")


async def when_there_is_room(resident: Resident) -> None:
    if resident.files.files:
        full(resident)


async def test_what_is_no_picture_does_not_hold_back_the_rest(resident: Resident) -> None:
    resident.files.files["a" * 64] = b"no picture"
    idea = await resident.file(photos=(PHOTO,))

    assert await resident.ideas.round() == ""

    assert resident.state(idea).photos[0]["state"] == REFUSED
    assert not resident.ideas.waits


async def test_one_photo_more_than_an_idea_takes_does_not_hold_back_the_rest(resident: Resident) -> None:
    idea = await resident.file()
    await resident.ideas.round()
    for size in range(60, 60 + MOST_PHOTOS):
        await resident.api.add_photo(idea.tracking, a_jpeg(size, size))
    resident.files.files["a" * 64] = a_jpeg()
    later = await resident.file(photos=(PHOTO,))
    resident.ideas.keep(replace(resident.state(idea), photos=(PHOTO,)))

    assert await resident.ideas.round() == ""

    assert resident.state(idea).photos[0]["state"] == REFUSED
    assert resident.state(later).photos[0]["state"] == ARRIVED


async def test_a_photo_that_cannot_be_read_just_now_holds_up_nothing_else(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreadable(_: str) -> NoReturn:
        raise StoreFailed("the card does not answer")

    broken = await resident.file(photos=(PHOTO,))
    later = await resident.file()
    resident.files.files[PHOTO["sha256"]] = a_jpeg()
    with monkeypatch.context() as patch:
        patch.setattr(resident.files, "read", unreadable)

        assert await resident.ideas.round() == ""

    assert resident.state(broken).photos[0]["state"] == KEPT
    assert resident.state(later).state == SENT
    await resident.ideas.round()
    assert resident.state(broken).photos[0]["state"] == ARRIVED


async def test_an_answer_given_without_a_signal_arrives_later(resident: Resident, lurah: Speaker) -> None:
    idea = await resident.file()
    await resident.ideas.round()
    await step(lurah, "asked", reason="Di RT berapa?")
    await resident.ideas.round()
    asked = resident.state(idea).view
    assert asked is not None

    resident.line.is_up = False
    resident.ideas.act(idea.id, ANSWER, text="RT 002", question=asked.question or "")
    await resident.ideas.round()
    assert len(resident.state(idea).acts) == 1

    resident.line.is_up = True
    await resident.ideas.round()
    assert resident.state(idea).acts == ()
    assert "RT 002" in (await pulled(lurah)).set.values()


async def test_the_kecamatan_is_asked_and_consent_withdrawn(resident: Resident, lurah: Speaker) -> None:
    idea = await resident.file(CONTACT)
    await resident.ideas.round()
    await step(lurah, "declined", reason="Belum ada tanah.")

    resident.ideas.act(idea.id, APPEAL, text="Tanahnya ada.")
    resident.ideas.act(idea.id, WITHDRAW)
    await resident.ideas.round()

    view = resident.state(idea).view
    assert view is not None
    assert (view.is_above_kelurahan, view.has_contact) == (True, False)


async def test_what_comes_too_late_is_given_back_with_its_words(resident: Resident) -> None:
    idea = await resident.file()
    await resident.ideas.round()
    resident.ideas.act(idea.id, APPEAL, text="Terlalu cepat.")

    await resident.ideas.round()

    not_taken = resident.state(idea).not_taken
    assert resident.state(idea).acts == ()
    assert not_taken is not None
    assert (not_taken["text"], not_taken["code"]) == ("Terlalu cepat.", "illegal_transition")


async def test_a_refused_idea_is_corrected_and_sent_under_its_number(resident: Resident) -> None:
    idea = await resident.file(area="73.71.99.1001")
    await resident.ideas.round()
    refused = resident.state(idea)
    assert (refused.state, refused.code) == (REFUSED, "unknown_area")

    await resident.ideas.submit(replace(refused, area=KASSI), None)
    await resident.ideas.round()

    assert resident.state(idea).state == SENT


async def test_a_number_that_the_centre_lost_is_sent_again_only_when_asked(
    resident: Resident, lurah: Speaker
) -> None:
    idea = replace(await resident.file(), state=SENT)
    resident.ideas.keep(idea)

    await resident.ideas.round()
    assert resident.state(idea).state == GONE
    await resident.ideas.round()
    assert (await lurah.sync()).records == []

    resident.ideas.send_again(idea.id)
    await resident.ideas.round()
    assert (await pulled(lurah)).id == idea.id


async def test_a_nik_is_masked_before_it_reaches_the_journal(resident: Resident) -> None:
    idea = resident.ideas.keep(replace(resident.ideas.begin(KASSI), text="NIK 7371131205800001"))

    assert idea.state == DRAFT
    assert "7371131205800001" not in str(resident.state(idea))


def test_what_is_missing_is_named(resident: Resident) -> None:
    empty = resident.ideas.begin()

    assert faults(empty, None) == {"title": "required", "text": "required", "area": "required"}
    whole = replace(empty, area=KASSI, title="Kebun", text="Tanah kosong.")
    assert faults(whole, None) == {}
    assert faults(whole, Contact("", "bukan nomor", False)) == {"phone": "wrong_type", "consent": "required"}
