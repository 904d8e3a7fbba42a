"""One signed-in account: what screens may ask and do. Knows no controls; screens know nothing below it.

Every action is durable when it returns, tells the listeners and wakes the engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mobile.device.ports import ShrunkPhoto
from mobile.records_cache import RecordsCache
from mobile.store.accounts import Account
from sync.client import outbox, reviewing, sending, working
from sync.client.api import CentralApi
from sync.client.cards import Card
from sync.client.engine import Engine
from sync.client.errors import SyncError
from sync.client.incoming import is_backed_up
from sync.client.ports import Clock, FileShelf, Network
from sync.client.replica import RecordState
from sync.client.reviewing import Mark
from sync.client.tables import FILES, OUTBOX, REFUSED, SETTINGS, WORKING, Document, Tables
from sync.client.working import Working
from sync.domain.areas import gazetteer
from sync.domain.lifecycle import Status
from sync.domain.people import FIELD_ROLES, Person
from sync.domain.records import COMMENTS, PHOTOS, PUBLIC, Kind, files_in
from sync.domain.validation import Fault
from sync.protocol.messages import Change


@dataclass(frozen=True)
class Session:
    account: Account
    tables: Tables
    records: RecordsCache
    engine: Engine
    api: CentralApi
    files: FileShelf
    network: Network
    clock: Clock
    make_id: Callable[[], str]

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

    def open(self, record: str) -> Working | None:
        """What was being typed of this record, else the record ready to be edited or corrected (*Betulkan*)."""
        return working.open_record(self.tables, self.records.replica, record)

    def is_being_typed(self, record: str) -> bool:
        """Whether something of this record was kept that is not submitted yet."""
        return self.tables.table(WORKING).read(record) is not None

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
        return working.faults(copy)

    def submit(self, copy: Working) -> Change | None:
        """*Ajukan*, *Kirim perbaikan* or *Simpan*: one change, on its way. Call only without faults."""
        change = working.submit(self.tables, copy, self.make_id, self.clock.now_iso())
        self.engine.wake()
        return change

    def with_photo(self, copy: Working, photo_id: str, value: Mapping[str, Any] | None) -> Working:
        """The working copy with this photo set, or with None taken away."""
        return copy.with_value(f"{PHOTOS}/{photo_id}", dict(value) if value else None)

    async def store_photo(self, record: str, photo: ShrunkPhoto) -> tuple[str, str]:
        """Keep photo and preview on the device; returns their sha256."""
        full = await self._store_file(record, photo.content, "photo", "image/jpeg")
        preview = await self._store_file(record, photo.preview, "preview", "image/jpeg")
        return full, preview

    async def _store_file(self, record: str, content: bytes, role: str, content_type: str) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        await self.files.write(sha256, content)
        facts = {"record": record, "role": role, "type": content_type, "size": len(content), "state": "kept"}
        if self.tables.table(FILES).read(sha256) is None:
            self.tables.table(FILES).put(sha256, facts | {"added_at": self.clock.now_iso()})
        return sha256

    async def forget_files(self, files: Iterable[str]) -> None:
        """Drop these files from the device, unless something kept here still refers to one of them."""
        used = self._files_in_use()
        for sha256 in set(files) - used:
            self.tables.table(FILES).discard(sha256)
            await self.files.delete(sha256)

    def spare_photos(self) -> dict[str, int]:
        """Full-size photos that a backup of the centre holds, with their sizes: they can be fetched again."""
        used = self._files_in_use()
        files = self.tables.table(FILES).matching("state", "stored")
        spare = [(key, file) for key, file in files if file["role"] == "photo" and key not in used]
        return {key: file["size"] for key, file in spare if is_backed_up(self.tables, file)}

    def _files_in_use(self) -> set[str]:
        kept = [document["values"] for _, document in self.tables.table(WORKING).items()]
        for name in (OUTBOX, REFUSED):
            kept += [document["change"]["set"] for _, document in self.tables.table(name).items()]
        return {sha256 for values in kept for value in values.values() for sha256 in files_in(value)}

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
        working.edit(self.tables, state, edits, self.make_id, self.clock.now_iso())
        self.engine.wake()

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
            network_up=self.network.is_up,
            metered=self.network.is_metered,
            saves_battery=self.network.saves_battery,
            save_failed=save_failed,
            # Who notes nothing themselves is never told to begin.
            has_submitted=self.person.role not in FIELD_ROLES or self.records.has_submitted(),
            found=self.records.kept(),
        )

    @property
    def remembers_wifi_only(self) -> bool:
        """*Wi-Fi saja* for photos, as this account was left."""
        return bool((self.tables.table(SETTINGS).read("sending") or {}).get("wifi_only", False))

    def set_wifi_only(self, wifi_only: bool) -> None:
        self.tables.table(SETTINGS).put("sending", {"wifi_only": wifi_only})
        self.engine.set_wifi_only(wifi_only)

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

    async def photo(self, sha256: str) -> bytes | None:
        """The bytes from this device, else from the centre when there is a way to it (and then kept)."""
        content = await self.files.read(sha256)
        if content is None:
            try:
                content = await self.api.read_file(sha256)
            except SyncError:
                return None
            await self.files.write(sha256, content)
        return content
