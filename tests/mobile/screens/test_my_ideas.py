"""*Lanjut sebagai warga*: the whole app without an account, on a phone in memory, with a centre that is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import flet as ft
import httpx
import pytest

from mobile.device.ports import PickedPhoto, ShrunkPhoto
from mobile.own_draft import open_draft
from tests.support.homes import MemoryHome
from tests.support.phone import Phone
from tests.support.sessions import FakePhotos, FakePhotoSource, MemoryShelf, SlowPhotos, unreachable
from tests.support.some_centre import HEADERS, IBU_RT, SomeCentre

KASSI = "73.71.13.1002"
Start = Callable[..., Awaitable[Phone]]


@dataclass
class Ideas:
    """What a centre tells of ideas; `status` and the rest are what it says of each."""

    is_up: bool = True
    filed: list[dict[str, Any]] = field(default_factory=list)
    refuses: str = ""
    """The reason for which the next idea is refused."""
    paths: list[str] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    view: dict[str, Any] = field(default_factory=dict)
    enrolling: SomeCentre = field(default_factory=lambda: SomeCentre({"AAAA2222": IBU_RT}))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if not self.is_up:
            return unreachable(request)
        if not path.startswith("/v1/ideas"):
            return self.enrolling(request)
        self.paths.append(f"{request.method} {path}")
        if path == "/v1/ideas":
            self.filed.append(json.loads(request.content))
            if code := self.refuses:
                self.refuses = ""
                return httpx.Response(422, headers=HEADERS, json={"code": code})
            receipt = {"id": self.filed[-1]["id"], "status": "accepted", "seq": 1}
            return _reply({"tracking": "-", "number": "-", "receipt": receipt})
        if request.method == "POST" and not path.endswith("/photos"):
            self.said.append(json.loads(request.content))
            self.view |= {"question": None, "status": "read"}
        if request.method == "DELETE":
            self.view |= {"has_contact": False}
        return _reply(self.told())

    def told(self) -> dict[str, Any]:
        plain = {
            "number": "0000-0000",
            "area": KASSI,
            "status": "received",
            "title": "Kebun lorong",
            "text": "Tanah kosong ditanami.",
            "steps": [{"what": "received", "at": "2025-12-02T03:00:00Z", "by": "resident"}],
            "links": [],
            "photos": 0,
            "has_contact": False,
            "may_appeal": False,
            "is_above_kelurahan": False,
            "receipt": {"id": "r", "status": "accepted"},
        }
        return plain | self.view


def _reply(document: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, headers=HEADERS, json=document)


@pytest.fixture
async def phone() -> AsyncIterator[Start]:
    started: list[Phone] = []

    async def begin(centre: Ideas | None = None, home: MemoryHome | None = None, **driver: Any) -> Phone:
        started.append(await Phone(home or MemoryHome(centre or Ideas(), "http://test"), **driver).start())
        return started[-1]

    yield begin
    for each in started:
        await each.close()


async def a_resident(phone: Start, centre: Ideas) -> Phone:
    here = await phone(centre)
    await here.driver.tap(here.driver.button("Lanjut sebagai warga"))
    return here


async def write(here: Phone, *, send: bool = True) -> None:
    driver = here.driver
    await driver.tap(driver.button("Tulis usulan"))
    await driver.tap(driver.get(ft.OutlinedButton, key="area=73.71.13"))
    await driver.tap(driver.get(ft.OutlinedButton, key=f"area={KASSI}"))
    await driver.enter(driver.get(ft.TextField, key="title"), "Kebun lorong")
    await driver.enter(driver.get(ft.TextField, key="text"), "Tanah kosong ditanami.")
    await driver.emit(driver.get(ft.TextField, key="text"), "blur")
    if send:
        await driver.tap(driver.button("Kirim usulan"))


async def test_a_resident_needs_no_code_and_no_signal(phone: Start) -> None:
    here = await a_resident(phone, Ideas(is_up=False))

    assert here.driver.shows("Usulan saya")
    assert here.driver.shows("Lontara+")


async def test_without_a_known_city_its_address_is_asked_for(phone: Start) -> None:
    here = await phone(home=MemoryHome(Ideas()))

    await here.driver.tap(here.driver.button("Lanjut sebagai warga"))
    assert here.driver.shows("Isi dulu alamat server kota")

    await here.driver.enter(here.driver.get(ft.TextField, key="server"), "lorong.example")
    await here.driver.tap(here.driver.button("Lanjut sebagai warga"))
    assert here.driver.shows("Usulan saya")


async def test_an_idea_is_kept_without_a_signal_and_goes_when_there_is_one(phone: Start) -> None:
    centre = Ideas(is_up=False)
    here = await a_resident(phone, centre)

    await write(here)

    assert here.driver.shows("Nomor lacak")
    assert here.driver.shows("1 usulan menunggu dikirim. Aman di HP ini")
    centre.is_up = True
    again = [button for button in here.driver.find(ft.TextButton) if button.content == "Coba sekarang"]
    await here.driver.tap(again[-1])
    await here.driver.until(lambda: here.driver.shows("Usulan Anda sudah ada di server kota"))
    assert [each["title"] for each in centre.filed] == ["Kebun lorong"]
    assert not here.driver.shows("menunggu dikirim")


async def test_what_was_typed_is_found_again_when_the_app_was_killed(phone: Start) -> None:
    here = await a_resident(phone, Ideas(is_up=False))
    await write(here, send=False)

    again = await phone(home=here.home.restarted())

    assert again.driver.shows("Kebun lorong")
    assert again.driver.shows("Draf · hanya di HP ini")


async def test_what_is_missing_is_said_beside_the_field(phone: Start) -> None:
    centre = Ideas()
    here = await a_resident(phone, centre)
    await here.driver.tap(here.driver.button("Tulis usulan"))

    await here.driver.tap(here.driver.button("Kirim usulan"))

    assert here.driver.shows("Tinggal 3 isian lagi.")
    assert centre.filed == []


async def test_a_contact_needs_a_consent_of_its_own(phone: Start) -> None:
    centre = Ideas()
    here = await a_resident(phone, centre)
    await write(here, send=False)
    await here.driver.enter(here.driver.get(ft.TextField, key="phone"), "0812 3456 7890")
    await here.driver.tap(here.driver.button("Kirim usulan"))
    assert here.driver.shows("Beri tanda setuju, atau kosongkan nama dan nomor HP.")

    await here.driver.tap(here.driver.get(ft.OutlinedButton, key="consent"))
    await here.driver.tap(here.driver.button("Kirim usulan"))
    await here.driver.until(lambda: bool(centre.filed))

    assert centre.filed[0]["contact"] == {"name": "", "phone": "0812 3456 7890", "consent": True}


async def refused_with_a_contact(phone: Start, centre: Ideas) -> Phone:
    """Its form is open again."""
    centre.refuses = "unknown_area"
    here = await a_resident(phone, centre)
    await write(here, send=False)
    await here.driver.enter(here.driver.get(ft.TextField, key="phone"), "0812 3456 7890")
    await here.driver.tap(here.driver.get(ft.OutlinedButton, key="consent"))
    await here.driver.tap(here.driver.button("Kirim usulan"))
    await here.driver.until(lambda: here.driver.shows("Belum diterima."))
    await here.driver.tap(here.driver.button("Betulkan"))
    return here


async def test_the_contact_of_a_refused_idea_is_shown_and_goes_with_it_again(phone: Start) -> None:
    centre = Ideas()
    here = await refused_with_a_contact(phone, centre)

    assert here.driver.get(ft.TextField, key="phone").value == "0812 3456 7890"
    await here.driver.tap(here.driver.button("Kirim usulan"))
    await here.driver.until(lambda: len(centre.filed) == 2)

    assert centre.filed[1]["contact"] == centre.filed[0]["contact"]


async def test_nothing_is_left_of_a_contact_when_the_refused_idea_is_dropped(phone: Start) -> None:
    here = await refused_with_a_contact(phone, Ideas())

    await here.driver.tap(here.driver.button("Hapus draf"))

    assert not [name for name in here.home.secrets.held if name.startswith("idea:")]


async def with_a_photo(here: Phone) -> None:
    source = FakePhotoSource(photos=[PickedPhoto(b"a picture of the alley", "gallery")])
    here.app.devices = replace(here.app.devices, photos=FakePhotos(), photo_source=source)
    await write(here, send=False)
    await here.driver.tap(here.driver.button("Pilih foto"))


async def sees_the_photo(here: Phone) -> None:
    await here.driver.until(lambda: [image.src for image in here.driver.find(ft.Image)] == [b"a pictur"])


async def test_the_photo_of_an_idea_is_seen_while_it_is_written_and_once_it_is_sent(phone: Start) -> None:
    here = await a_resident(phone, Ideas())
    await with_a_photo(here)

    await sees_the_photo(here)
    await here.driver.tap(here.driver.button("Kirim usulan"))
    await here.driver.until(lambda: here.driver.shows("Di server kota"))

    await sees_the_photo(here)


async def test_a_photo_goes_after_the_text(phone: Start) -> None:
    centre = Ideas()
    here = await a_resident(phone, centre)
    await with_a_photo(here)

    await here.driver.tap(here.driver.button("Kirim usulan"))
    await here.driver.until(lambda: any(path.endswith("/photos") for path in centre.paths))

    assert centre.paths[0] == "POST /v1/ideas"
    await here.driver.until(lambda: here.driver.shows("Di server kota"))


def files_of_the_resident(here: Phone) -> dict[str, bytes]:
    assert here.app.resident is not None
    shelf = here.app.resident.files
    assert isinstance(shelf, MemoryShelf)
    return shelf.files


@pytest.mark.parametrize("button", ["Hapus foto 1", "Hapus draf"])
async def test_a_photo_leaves_the_phone_when_it_or_its_draft_is_dropped(phone: Start, button: str) -> None:
    here = await a_resident(phone, Ideas())
    await with_a_photo(here)
    assert len(files_of_the_resident(here)) == 2

    await here.driver.tap(here.driver.button(button))

    assert files_of_the_resident(here) == {}


async def test_a_draft_does_not_come_back_when_something_is_typed_while_it_is_dropped(
    phone: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_asked, may_go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: str) -> None:
        is_asked.set()
        await may_go_on.wait()

    here = await a_resident(phone, Ideas())
    await with_a_photo(here)
    assert here.app.resident is not None
    monkeypatch.setattr(here.app.resident.files, "delete", slow)
    dropping = asyncio.create_task(here.driver.tap(here.driver.button("Hapus draf")))
    await is_asked.wait()

    title = here.driver.get(ft.TextField, key="title")
    await here.driver.enter(title, "Kebun")
    await here.driver.emit(title, "blur")
    may_go_on.set()
    await dropping

    assert here.app.resident.ideas.all() == []


async def test_nothing_is_left_of_a_photo_when_its_preview_found_no_room(phone: Start) -> None:
    here = await a_resident(phone, Ideas())
    assert here.app.resident is not None
    assert isinstance(here.app.resident.files, MemoryShelf)
    here.app.resident.files.room = len(b"a picture of the alley")

    await with_a_photo(here)

    assert here.driver.shows("Foto belum tersimpan. Ruang HP mungkin penuh.")
    assert files_of_the_resident(here) == {}


async def with_a_photo_at_work(here: Phone, slow: SlowPhotos) -> asyncio.Task[None]:
    source = FakePhotoSource(photos=[PickedPhoto(b"a picture of the alley", "gallery")])
    here.app.devices = replace(here.app.devices, photos=slow, photo_source=source)
    await write(here, send=False)
    picking = asyncio.create_task(here.driver.tap(here.driver.button("Pilih foto")))
    await here.driver.until(lambda: here.driver.shows("Mengecilkan foto …"))
    return picking


async def test_an_idea_waits_for_the_photo_that_is_made_small(phone: Start) -> None:
    centre, slow = Ideas(), SlowPhotos()
    here = await a_resident(phone, centre)
    picking = await with_a_photo_at_work(here, slow)

    assert here.driver.button("Sebentar …").disabled
    slow.may_go_on.set()
    await picking
    await here.driver.tap(here.driver.button("Kirim usulan"))

    await here.driver.until(lambda: any(path.endswith("/photos") for path in centre.paths))


class NoMemory(FakePhotos):
    async def shrink(self, content: bytes) -> ShrunkPhoto:
        raise MemoryError(len(content))


async def test_an_idea_does_not_wait_for_a_photo_whose_making_broke_off(phone: Start) -> None:
    here = await a_resident(phone, Ideas())
    await write(here, send=False)
    assert here.app.resident is not None
    (idea,) = here.app.resident.ideas.all()
    draft = open_draft(here.app.resident, idea.id, asyncio.get_running_loop().call_later)
    assert draft is not None

    with pytest.raises(MemoryError):
        await draft.add_photo(PickedPhoto(b"a picture of the alley", "gallery"), NoMemory())

    assert not draft.remarks.is_busy


async def test_a_photo_that_is_still_made_small_is_in_the_draft_that_was_left(phone: Start) -> None:
    slow = SlowPhotos()
    here = await a_resident(phone, Ideas())
    picking = await with_a_photo_at_work(here, slow)

    here.driver.page.navigate("/")
    await here.driver.settle()
    slow.may_go_on.set()
    await picking

    assert here.app.resident is not None
    (idea,) = here.app.resident.ideas.all()
    assert len(idea.photos) == 1


async def test_a_draft_that_was_opened_again_waits_for_its_photo_and_is_sent_with_it(phone: Start) -> None:
    centre, slow = Ideas(), SlowPhotos()
    here = await a_resident(phone, centre)
    picking = await with_a_photo_at_work(here, slow)
    here.driver.page.navigate("/")
    await here.driver.settle()
    assert here.app.resident is not None
    (idea,) = here.app.resident.ideas.all()

    here.driver.page.navigate(f"/write/{idea.id}")
    await here.driver.settle()
    waits = here.driver.button("Sebentar …").disabled
    slow.may_go_on.set()
    await picking
    await here.driver.tap(here.driver.button("Kirim usulan"))

    assert waits
    await here.driver.until(lambda: any(path.endswith("/photos") for path in centre.paths))


async def test_a_question_stands_first_and_is_answered(phone: Start) -> None:
    asked = {"what": "asked", "at": "2025-12-02T03:30:00Z", "by": "kelurahan", "reason": "Di RT berapa?"}
    centre = Ideas(view={"status": "asked", "question": "q1", "steps": [asked | {"question": "q1"}]})
    here = await a_resident(phone, centre)
    await write(here)
    await here.driver.until(lambda: here.driver.shows("Pertanyaan dari Kelurahan Kassi-Kassi"))

    await here.driver.enter(here.driver.get(ft.TextField, key="answer"), "RT 002")
    await here.driver.tap(here.driver.button("Kirim jawaban"))
    await here.driver.until(lambda: bool(centre.said))

    assert {"question": "q1", "text": "RT 002"}.items() <= centre.said[0].items()
    await here.driver.until(lambda: here.driver.shows("Sudah dibaca"))
    assert not here.driver.has_button("Kirim jawaban")


async def test_the_kecamatan_is_asked_with_a_reason(phone: Start) -> None:
    declined = {"what": "declined", "at": "2025-12-02T03:30:00Z", "by": "kelurahan", "reason": "Belum ada lahan."}
    centre = Ideas(view={"status": "declined", "may_appeal": True, "steps": [declined]})
    here = await a_resident(phone, centre)
    await write(here)
    await here.driver.until(lambda: here.driver.has_button("Minta ditinjau kecamatan"))
    assert here.driver.shows("Belum ada lahan.")

    await here.driver.tap(here.driver.button("Minta ditinjau kecamatan"))
    await here.driver.enter(here.driver.get(ft.TextField, key="appeal"), "Lahannya ada.")
    await here.driver.tap(here.driver.button("Minta ditinjau kecamatan"))
    await here.driver.until(lambda: bool(centre.said))

    assert centre.said[0]["reason"] == "Lahannya ada."


async def test_consent_is_withdrawn_after_asking(phone: Start) -> None:
    centre = Ideas(view={"has_contact": True})
    here = await a_resident(phone, centre)
    await write(here)
    await here.driver.until(lambda: here.driver.has_button("Hapus kontak saya"))

    await here.driver.tap(here.driver.button("Hapus kontak saya"))
    await here.driver.tap(here.driver.button("Ya, hapus"))

    await here.driver.until(lambda: any(path.startswith("DELETE") for path in centre.paths))
    await here.driver.until(lambda: not here.driver.has_button("Hapus kontak saya"))


async def test_signing_in_as_an_officer_keeps_the_residents_ideas(phone: Start) -> None:
    here = await a_resident(phone, Ideas())
    await write(here)
    await here.driver.tap(here.driver.button("Kembali"))
    await here.driver.tap(here.driver.button("Masuk sebagai petugas"))
    await here.sign_in("AAAA2222")
    await here.driver.tap(here.driver.button("Benar, ini saya"))

    await here.open_tab("Akun")
    await here.driver.tap(here.driver.button("Usulan saya sebagai warga"))

    assert here.driver.shows("Kebun lorong")


async def test_the_app_opens_without_an_account_again_after_a_restart(phone: Start) -> None:
    here = await a_resident(phone, Ideas())
    await write(here)

    again = await phone(home=here.home.restarted())

    assert again.driver.shows("Kebun lorong")
    assert again.driver.has_button("Tulis usulan")
