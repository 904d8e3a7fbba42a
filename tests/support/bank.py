"""Records on their way into the bank: submitted, approved, published, hidden, as the real roles do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync.central import filestore, syncing
from sync.central.accept import Batch, Caller, prepare
from sync.central.answer import Centre
from sync.central.indexing import catch_up
from sync.central.people import iso
from sync.domain.people import Role
from sync.protocol.messages import Receipt, SyncRequest
from tests.support.centres import KASSI, RAPPOCINI, Speaker, a_note

if TYPE_CHECKING:
    from tests.conftest import Enrol

JPEG = b"\xff\xd8\xff\xe0"


def an_issue(**values: Any) -> dict[str, Any]:
    whole = {
        "form": "issue/2026.1",
        "title": "Drainase tersumbat (contoh)",
        "theme": "works",
        "affected": {"unit": "family", "number": 12},
        "area": f"{KASSI}/RW003/RT002",
        "status": "submitted",
    }
    return whole | values


def addressing(issue: str, degree: str = "partly", note: str = "") -> dict[str, Any]:
    """What an innovation says of a problem that it addresses."""
    return {f"addresses/{issue}": {"degree": degree} | ({"note": note} if note else {})}


@dataclass
class Offices:
    """An RT, its kecamatan and the city, and the last version that each record has."""

    rt: Speaker
    kecamatan: Speaker
    kota: Speaker

    @property
    def centre(self) -> Centre:
        return self.rt.centre

    async def note(self, **values: Any) -> str:
        return await self.submit("innovation", a_note(**values))

    async def issue(self, **values: Any) -> str:
        return await self.submit("issue", an_issue(**values))

    async def submit(self, kind: str, values: dict[str, Any]) -> str:
        record = self.rt.make_id()
        await self.accepted(self.rt, record, values, kind=kind, seen=0)
        return record

    async def approve(self, record: str, **ticks: bool) -> None:
        ticked = {f"public/{photo}": fit for photo, fit in ticks.items()}
        await self.accepted(self.kecamatan, record, {"status": "approved", **self.review("approved"), **ticked})

    async def publish(self, record: str) -> None:
        await self.accepted(self.kota, record, {"status": "published", "published": "2026-12-03"})

    async def published(self, *, ticks: dict[str, bool] | None = None, **values: Any) -> str:
        record = await self.note(**values)
        await self.approve(record, **(ticks or {}))
        await self.publish(record)
        return record

    async def listed(self, **values: Any) -> str:
        record = await self.issue(**values)
        await self.accepted(self.kecamatan, record, {"status": "listed"}, kind="issue")
        return record

    async def hide(self, record: str, kind: str = "innovation", before: str = "published") -> None:
        hidden = {"reason": "Menyebut nama orang.", "before": before}
        await self.accepted(self.kecamatan, record, {"status": "hidden", "hidden": hidden}, kind=kind)

    async def unhide(self, record: str, to: str = "published") -> None:
        await self.accepted(self.kecamatan, record, {"status": to, "hidden": None})

    async def accepted(self, who: Speaker, record: str, values: dict[str, Any], **envelope: Any) -> Receipt:
        receipt = await self.send(who, record, values, **envelope)
        assert receipt.status == "accepted", (receipt.code, receipt.message, receipt.fields)
        return receipt

    async def send(self, who: Speaker, record: str, values: dict[str, Any], **envelope: Any) -> Receipt:
        """With everything seen that is there."""
        envelope = {"seen": 10**9} | envelope
        change = who.change_of(record, values, **envelope)
        return syncing.push(self.centre, Caller(who.person, who.device), SyncRequest([change]))[0]

    def slip_in(self, record: str, values: dict[str, Any]) -> None:
        """A change that nobody judged, as an earlier release let it in."""
        with self.centre.database.write() as connection:
            state = Batch(connection, iso(self.centre.clock()), self.centre.make_salt)
            state.speak_for(Caller(self.rt.person, self.rt.device))
            change = prepare(self.rt.change_of(record, values, seen=10**9))
            state.load([change])
            state.chained(change, state.records[record])
            state.write()

    def review(self, decision: str, note: str = "", **marks: str) -> dict[str, Any]:
        listed = {path: {"verdict": verdict, "comment": "Tolong dilengkapi."} for path, verdict in marks.items()}
        value = {"decision": decision, "note": note, "marks": listed, "seen": 10**9}
        return {f"reviews/{self.kecamatan.make_id()}": value}

    def index(self) -> None:
        catch_up(self.centre)


def offices(enrol: Enrol) -> Offices:
    return Offices(enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI), enrol(Role.KOTA, "73.71"))


def store_photo(centre: Centre, sha256: str, content: bytes = JPEG) -> None:
    """As if it had been uploaded: the tests of files look at how."""
    filestore.put(centre.files, sha256, content)
    with centre.database.write() as connection:
        filestore.mark_stored(connection, centre.files, sha256, content, "image/jpeg", centre.clock())
