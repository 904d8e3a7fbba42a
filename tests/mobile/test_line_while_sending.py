"""What the line says at each step of a real round of the engine, against what the centre has by then."""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from mobile.components.sending_line import sending_text
from mobile.session import Session
from sync.client.tables import FILES
from sync.protocol import wire
from sync.protocol.canonical import digest
from sync.protocol.limits import PROTOCOL, PROTOCOL_HEADER
from sync.protocol.messages import ACCEPTED, Change, Receipt, SyncReply, SyncRequest, Wanted
from tests.support.notes import KELURAHAN, a_photo, an_id, file, save
from tests.support.sessions import FakeNetwork, a_session, an_app

OURS = {PROTOCOL_HEADER: str(PROTOCOL)}


def picture(name: str, size: int) -> bytes:
    return name.encode() * (size // len(name))


PHOTO_1, PHOTO_2 = picture("photo one", 90_000), picture("photo two", 90_000)
PREVIEW_1, PREVIEW_2 = picture("preview 1", 9_000), picture("preview 2", 9_000)
PREVIEW_OF = {PHOTO_1: PREVIEW_1, PHOTO_2: PREVIEW_2}


@dataclass
class Centre:
    """Accepts everything and wants every photo; `fails` are bytes of files at which it falls silent."""

    fails: dict[str, int] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    arrived: dict[str, int] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/sync":
            return self._sync(request)
        sha256 = request.url.path.rpartition("/")[2]
        offset = self.arrived.get(sha256, 0)
        if offset >= self.fails.get(sha256, offset + 1):
            return httpx.Response(503, headers=OURS)
        self.arrived[sha256] = offset + len(request.content)
        if self.arrived[sha256] == int(request.headers.get("Upload-Length", len(PHOTO_1))):
            self.files.add(sha256)
        return httpx.Response(201, headers=OURS | {"Upload-Offset": str(self.arrived[sha256])})

    def _sync(self, request: httpx.Request) -> httpx.Response:
        body = gzip.decompress(request.content) if request.headers.get("Content-Encoding") else request.content
        asked = wire.read(SyncRequest, json.loads(body))
        self.changes |= {change.id: change for change in asked.changes}
        receipts = [Receipt(change.id, ACCEPTED, seq=1, link="ab" * 32) for change in asked.changes]
        photos = [v for c in self.changes.values() for p, v in c.set.items() if p.startswith("photos/")]
        wanted = [
            Wanted(v[key], self.arrived.get(v[key], 0))
            for v in photos
            for key in ("preview", "sha256")
            if v[key] not in self.files
        ]
        state: Any = ({KELURAHAN: "c"}, {KELURAHAN: 1}, {}, wanted, {}, {}, "epoch", "2025-12-02T04:00:00Z", False)
        reply = SyncReply(receipts, [], *state)
        return httpx.Response(200, json=wire.write(reply), headers=OURS)


@dataclass
class Watched:
    """A session whose line is noted whenever something changes, with what the centre has at that moment."""

    centre: Centre
    network: FakeNetwork = field(default_factory=FakeNetwork)
    seen: list[tuple[str, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session: Session = a_session(
            answer=self.centre.answer, network=self.network, changed=lambda: self.note()
        )

    def note(self) -> None:
        if hasattr(self, "session"):
            text = sending_text(an_app(None), self.session.facts(), self.session.clock.now_ms()).text
            self.seen.append((text, len(self.centre.changes), len(self.centre.files)))

    @property
    def texts(self) -> list[str]:
        return list(dict.fromkeys(text for text, _, _ in self.seen))

    async def with_note(self, number: int, *photos: bytes) -> None:
        values = [{"sha256": digest(photo), "preview": digest(PREVIEW_OF[photo])} for photo in photos]
        also = {f"photos/p{place}": a_photo("") | value for place, value in enumerate(values)}
        save(self.session.tables, 100 + number, an_id(number), title="Teba kompos", status="submitted", also=also)
        for photo in photos:
            for content, role in ((photo, "photo"), (PREVIEW_OF[photo], "preview")):
                await self.session.files.write(digest(content), content)
                file(self.session.tables, digest(content), an_id(number), role=role, size=len(content))


async def test_the_line_follows_a_note_with_two_photos_to_its_end() -> None:
    watched = Watched(Centre())
    await watched.with_note(1, PHOTO_1, PHOTO_2)

    await watched.session.engine.round()

    previews = "Catatan sudah terkirim. Mengirim pratinjau foto {i} dari 2. Biarkan aplikasi terbuka."
    photos = "Catatan sudah terkirim. Mengirim foto {i} dari 2 ({p}%). Biarkan aplikasi terbuka."
    order = [text for text in watched.texts if not text.startswith(("1 catatan menunggu", "2 foto menunggu"))]
    assert order == [
        "Mengirim 1 catatan …",
        previews.format(i=1),
        previews.format(i=2),
        photos.format(i=1, p=0),
        photos.format(i=1, p=36),
        photos.format(i=1, p=50),
        photos.format(i=2, p=50),
        photos.format(i=2, p=100),
        "Semua sudah terkirim. Terakhir 12.00.",
    ]


async def test_nothing_is_called_sent_before_the_centre_has_it() -> None:
    watched = Watched(Centre())
    await watched.with_note(1, PHOTO_1)
    await watched.with_note(2)

    await watched.session.engine.round()

    for text, changes, files in watched.seen:
        if "Catatan sudah terkirim" in text:
            assert changes == 2
        if text.startswith("Semua sudah terkirim"):
            assert (changes, files) == (2, 2)


async def test_a_photo_that_stops_says_how_far_it_came_and_when_it_goes_on() -> None:
    first = min(digest(PHOTO_1), digest(PHOTO_2))
    watched = Watched(Centre(fails={first: 65_536}))
    await watched.with_note(1, PHOTO_1, PHOTO_2)

    await watched.session.engine.round()

    assert watched.texts[-1] == "Catatan sudah terkirim. 2 foto tersendat di 36%; dilanjutkan pukul 12.00."


async def test_photos_wait_for_wifi_after_the_note_has_gone() -> None:
    watched = Watched(Centre(), FakeNetwork(is_metered=True))
    watched.session.engine.set_wifi_only(True)
    await watched.with_note(1, PHOTO_1)

    await watched.session.engine.round()

    assert watched.seen[-1][0] == "Catatan sudah terkirim. 1 foto menunggu Wi-Fi."
    assert watched.centre.files == {digest(PREVIEW_1)}


async def test_send_now_sends_photos_that_wait_for_wifi() -> None:
    watched = Watched(Centre(), FakeNetwork(is_metered=True))
    watched.session.engine.set_wifi_only(True)
    await watched.with_note(1, PHOTO_1)
    await watched.session.engine.round()

    watched.session.send_now()
    await watched.session.engine.round()

    assert watched.centre.files == {digest(PHOTO_1), digest(PREVIEW_1)}
    assert watched.texts[-1].startswith("Semua sudah terkirim.")


async def test_a_photo_that_is_gone_from_the_phone_waits_for_the_person_and_stops_no_other() -> None:
    watched = Watched(Centre())
    await watched.with_note(1, PHOTO_1, PHOTO_2)
    await watched.session.files.delete(digest(PHOTO_1))

    await watched.session.engine.round()

    lost = watched.session.tables.table(FILES).read(digest(PHOTO_1))
    assert lost is not None
    assert (lost["state"], lost["error"]) == ("refused", "missing")
    assert digest(PHOTO_2) in watched.centre.files
    assert watched.texts[-1] == "1 catatan menunggu Anda. Lihat di bawah."


async def test_a_note_saved_while_another_is_sent_is_said_to_wait() -> None:
    watched = Watched(Centre())
    await watched.with_note(1)
    first = asyncio.create_task(watched.session.engine.round())
    await asyncio.sleep(0)

    await watched.with_note(2)
    await first

    assert watched.texts[0] == "1 catatan menunggu dikirim. Aman di HP ini."
    assert watched.texts[-1] == "Semua sudah terkirim. Terakhir 12.00."
