"""One signed-in account: what screens may ask and do. Knows no controls; screens know nothing below it.

Every action is durable when it returns, tells the listeners and wakes the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mobile import kept_photos
from mobile.bank import Bank
from mobile.device.ports import ShrunkPhoto
from mobile.records_cache import RecordsCache
from mobile.store.accounts import Account
from sync.client import measuring, outbox, reviewing, sending, working
from sync.client.api import CentralApi
from sync.client.cards import Card
from sync.client.engine import Engine
from sync.client.errors import SyncError
from sync.client.ports import Clock, FileShelf, Network
from sync.client.replica import RecordState, differing
from sync.client.reviewing import Mark
from sync.client.tables import FILES, OUTBOX, REFUSED, SETTINGS, WORKING, Document, Tables
from sync.client.working import Working
from sync.domain.areas import gazetteer
from sync.domain.lifecycle import Status
from sync.domain.people import FIELD_ROLES, Person
from sync.domain.records import COMMENTS, PHOTOS, PUBLIC, Kind
from sync.domain.validation import Fault
from sync.protocol.bank import Published
from sync.protocol.messages import Change

if TYPE_CHECKING:
    from mobile.components.fields.draft import Draft


@dataclass(frozen=True)
class Session:
    account: Account
    tables: Tables
    records: RecordsCache
    bank: Bank
    engine: Engine
    api: CentralApi
    files: FileShelf
    network: Network
    clock: Clock
    make_id: Callable[[], str]
    handover_key: str = ""
    """Signs what another phone is to carry; empty in an account that was enrolled before there were any."""
    drafts: dict[str, Draft] = field(default_factory=dict, compare=False)
    """By record: the draft of the form that was opened last."""

    @property
    def person(self) -> Person:
        return self.account.person

    def record(self, record: str) -> RecordState | None:
        """The record as this device shows it: pulled, with what waits overlaid."""
        return self.records.state(record)

    def card(self, record: str) -> Card:
        """Raises KeyError for a record that is not known here."""
        return self.records.card(record, self.engine.state.in_batch, network_up=self.network.is_up)

    # Noting

    def begin(self, kind: Kind = Kind.INNOVATION) -> Working:
        """A new record; nothing is stored until it is kept."""
        unit = gazetteer().name(self.person.area.kelurahan or self.person.area.text)
        return working.begin(self.person, self.make_id(), kind, unit)

    def replicate(self, edition: Published) -> str:
        """*Tiru inovasi ini*: the draft that was begun of it, else a new one. Raises what the store raises."""
        drafts = (r for r in self.records.replicating().get(edition.id, ()) if self.record(r) is None)
        begun = next(drafts, None)
        return begun or self.keep(working.replica_of(self.person, self.begin(), edition)).record

    def open(self, record: str) -> Working | None:
        """What was being typed of this record, else the record ready to be edited or corrected (*Betulkan*)."""
        return working.open_record(self.tables, self.records.replica, record)

    def is_being_typed(self, record: str) -> bool:
        """Whether something of this record was kept that is not submitted yet."""
        return self.tables.table(WORKING).read(record) is not None

    def being_typed(self, record: str) -> list[str]:
        """The paths that were typed and not submitted yet."""
        copy = working.find(self.tables, record)
        return list(differing(copy.base, copy.values)) if copy else []

    def keep(self, copy: Working) -> Working:
        """Autosave. Raises what the store raises when the disk is full."""
        return working.keep(self.tables, copy, self.clock.now_iso())

    def discard(self, record: str) -> None:
        """Drop the working copy; what was submitted stays."""
        working.discard(self.tables, record)

    def restore(self, copy: Working) -> None:
        """Undo of `discard`."""
        working.keep(self.tables, copy, copy.saved_at)

    def faults(self, copy: Working) -> list[Fault]:
        return working.faults(copy) + measuring.faults(copy, self.record)

    def submit(self, copy: Working) -> Change | None:
        """*Ajukan*, *Kirim perbaikan* or *Simpan*: one change, on its way. Call only without faults."""
        change = working.submit(self.tables, copy, self.make_id, self.clock.now_iso())
        self.engine.wake()
        return change

    def with_photo(self, copy: Working, photo_id: str, value: Mapping[str, Any] | None) -> Working:
        """The working copy with this photo set, or with None taken away."""
        return copy.with_value(f"{PHOTOS}/{photo_id}", dict(value) if value else None)

    async def store_photo(self, record: str, photo: ShrunkPhoto) -> tuple[str, str]:
        """Keep photo and preview on the device; returns their sha256. Raises StoreError, with nothing left."""
        return await kept_photos.store(self.tables, self.files, record, photo, self.clock.now_iso())

    async def store_document(self, record: str, content: bytes) -> str:
        """Keep a PDF on the device; returns its sha256. Raises StoreError, with nothing left."""
        return await kept_photos.store_document(self.tables, self.files, record, content, self.clock.now_iso())

    async def forget_files(self, files: Iterable[str]) -> None:
        """Drop these files from the device, unless a note here still needs one of them."""
        await kept_photos.forget(self.tables, self.files, files, self.records.mine())

    async def has_room_for_photo(self) -> bool:
        return await kept_photos.has_room(self.files)

    def spare_photos(self) -> dict[str, int]:
        """Full-size photos that a backup of the centre holds, with their sizes: they can be fetched again."""
        return kept_photos.spare(self.tables)

    async def free_photos(self) -> None:
        """Drop the spare photos from this device. What waited for room goes on. Raises StoreError."""
        await kept_photos.free(self.tables, self.files)
        self.engine.wake()

    def try_to_save(self) -> None:
        """Raises what the store raises while nothing can be kept."""
        self.tables.table(SETTINGS).put("tried", {"at": self.clock.now_iso()})

    # Following

    def comment(self, state: RecordState, text: str) -> None:
        self.edit(state, {f"{COMMENTS}/{self.make_id()}": text})

    def withdraw(self, state: RecordState) -> None:
        self.edit(state, {"status": Status.WITHDRAWN.value})

    def choose(self, state: RecordState, path: str, value: Any) -> None:
        """Settle two values: writes the path even when the chosen value is already in place."""
        self.edit(state, {path: value})

    def edit(self, state: RecordState, edits: Mapping[str, Any]) -> None:
        """Nothing where it was said already since `state` was looked at: a second tap of the same thumb."""
        if self._is_said(state, edits):
            return
        working.edit(self.tables, state, edits, self.make_id, self.clock.now_iso())
        self.engine.wake()

    def _is_said(self, state: RecordState, edits: Mapping[str, Any]) -> bool:
        now = self.record(state.id)
        if now is None or now is state or not now.two_values.keys().isdisjoint(edits):
            return False
        return all(now.values.get(path) == value for path, value in edits.items())

    def throw_away(self, record: str) -> None:
        """Knowingly give up what was not accepted of this record."""
        outbox.throw_away(self.tables, record)

    # Reviewing

    def decide(
        self, state: RecordState, marks: Mapping[str, Mark], note: str, give_back: bool, public: Mapping[str, bool]
    ) -> Change:
        """Save the decision; it rests ten seconds, during which `take_back` undoes it."""
        change = reviewing.decide(
            self.tables,
            state,
            marks=marks,
            note=note,
            give_back=give_back,
            public_photos=public,
            make_id=self.make_id,
            at=self.clock.now_iso(),
            now_ms=self.clock.now_ms(),
        )
        self.engine.wake()
        return change

    def take_back(self, change: str) -> bool:
        """*Urungkan*; False when it was already on its way."""
        return reviewing.take_back(self.tables, change)

    def public_photos(self, state: RecordState) -> dict[str, bool]:
        """Which photos a reviewer ticked as *layak tayang*."""
        prefix = PUBLIC + "/"
        return {path[len(prefix) :]: bool(v) for path, v in state.values.items() if path.startswith(prefix)}

    # Sending

    def facts(self, *, save_failed: bool = False) -> sending.Facts:
        """What the line about sending is chosen from."""
        return sending.facts_of(
            self.tables,
            self.engine.state,
            self.network,
            save_failed=save_failed,
            # Who notes nothing themselves is never told to begin.
            has_submitted=self.person.role not in FIELD_ROLES or self.records.has_submitted(),
            found=self.records.kept(),
        )

    @property
    def remembers_wifi_only(self) -> bool:
        """*Wi-Fi saja* for photos, as this account was left."""
        return bool(self._photo_rules().get("wifi_only"))

    @property
    def remembers_charging_only(self) -> bool:
        """*Hanya saat diisi daya* for photos, as this account was left."""
        return bool(self._photo_rules().get("charging_only"))

    def _photo_rules(self) -> Document:
        return self.tables.table(SETTINGS).read("sending") or {}

    def set_wifi_only(self, wifi_only: bool) -> None:
        self.tables.table(SETTINGS).put("sending", self._photo_rules() | {"wifi_only": wifi_only})
        self.engine.set_wifi_only(wifi_only)

    def set_charging_only(self, charging_only: bool) -> None:
        self.tables.table(SETTINGS).put("sending", self._photo_rules() | {"charging_only": charging_only})
        self.engine.set_charging_only(charging_only)

    def send_now(self) -> None:
        self.engine.wake(by_hand=True)

    def changes(self, record: str) -> list[tuple[str, Document]]:
        """Every change of this device to the record that is still kept, oldest first."""
        return sorted(self.tables.table(OUTBOX).matching("record", record), key=lambda pair: pair[0])

    def refusals(self, record: str) -> list[Document]:
        """Why changes of this record were not accepted: `code`, `message`, `fields`."""
        return [document for _, document in self.tables.table(REFUSED).matching("record", record)]

    def files_of(self, record: str) -> list[tuple[str, Document]]:
        return self.tables.table(FILES).matching("record", record)

    async def photo(self, sha256: str, record: str = "") -> bytes | None:
        """The bytes from this device, else from the centre when there is a way to it, and then kept while there is
        room. `record` names whose it is: without it the file is known to nobody here, and never goes."""
        content = await self.files.read(sha256)
        if content is None:
            try:
                content = await self.api.read_file(sha256)
            except SyncError:
                return None
            at = self.clock.now_iso()
            await kept_photos.keep_fetched(self.tables, self.files, sha256, content, record, at)
        return content
