"""The line about sending: chosen by one pure function from facts, first match from the top of `teks_kirim.csv`.

A line may only say what is true: `Kept` is what the tables hold, `Facts` adds the engine and the phone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sync.client import incoming, outbox
from sync.client.engine import EngineState
from sync.client.ports import Network
from sync.client.tables import FILES, OUTBOX, RECORDS, REFUSED, WORKING, Document, Tables
from sync.domain.records import Values, files_in

UNSENT = ("kept", "refused")
"""States of a file that the centre has not stored."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the device's tables say of sending. `waiting` maps changes without a receipt to their records.

    `refused` are the records of which something was not accepted, a photo included. Photos of drafts and of
    refused changes do not count: nothing sends them yet. Of photos and previews that wait, `photo_sent` bytes are
    at the centre already and `photo_bytes` still to go. `rest_until_ms` is when the last resting change may go.
    """

    waiting: Mapping[str, str] = field(default_factory=dict)
    carried: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    photos: int = 0
    photos_carried: int = 0
    photo_bytes: int = 0
    photo_sent: int = 0
    photo_tries: int = 0
    drafts: int = 0
    rest_until_ms: int = 0
    has_changes: bool = False
    last_success: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of sending on this device. Notes are counted as records.

    `to_send` have a change without a receipt, `sending` are of these and in the batch under way, `carried` travel
    with another phone with all their changes, and so do `photos_carried` of the photos; `refused` have nothing to
    send and something that was not accepted. `has_submitted` is whether this person ever submitted anything. Times
    are UTC, ISO 8601.
    """

    to_send: int = 0
    sending: int = 0
    carried: int = 0
    refused: int = 0
    photos: int = 0
    photos_carried: int = 0
    photo_bytes: int = 0
    photo_sent: int = 0
    photo_tries: int = 0
    drafts: int = 0
    has_submitted: bool = False
    last_success: str = ""
    save_failed: bool = False
    network_up: bool = True
    photos_wait_wifi: bool = False
    photos_wait_battery: bool = False
    engine: EngineState = field(default_factory=EngineState)

    @property
    def notes(self) -> int:
        """Records with a change that was not accepted yet: what is safe on this phone only."""
        return self.to_send + self.refused

    @property
    def photos_only(self) -> bool:
        return self.photos > 0 and self.to_send == 0

    @property
    def photo_percent(self) -> int:
        """How much of the bytes of what waits the centre has."""
        return 100 * self.photo_sent // max(1, self.photo_sent + self.photo_bytes)

    @property
    def is_silent(self) -> bool:
        """There is a network, and yet the centre could not be reached or did not answer."""
        return self._rests and self.network_up and self.engine.trouble in ("server_silent", "offline")

    @property
    def meets_portal(self) -> bool:
        return self._rests and self.network_up and self.engine.trouble == "captive_portal"

    @property
    def photos_stalled(self) -> bool:
        return self.photos_only and self._rests and self.photo_tries > 0 and bool(self.engine.trouble)

    @property
    def _rests(self) -> bool:
        # While the engine is at work, the last failure is no longer the latest news.
        return self.engine.phase == "idle"


def kept(tables: Tables) -> Kept:
    waiting = outbox.waiting(tables)
    not_carried = {document["record"] for _, document in waiting if not document.get("carried")}
    files = [document for _, document in files_to_send(tables)]
    unsent = [document for document in files if document["state"] != "refused"]
    refused = {document["record"] for _, document in tables.table(REFUSED).items()}
    known = incoming.sync_settings(tables)
    return Kept(
        waiting={key: document["record"] for key, document in waiting},
        carried=frozenset(document["record"] for _, document in waiting) - not_carried,
        refused=frozenset(refused | {d["record"] for d in files if d["state"] == "refused"}),
        photos=_photo_count(unsent),
        photos_carried=_photo_count([document for document in unsent if document.get("carried")]),
        photo_bytes=sum(document["size"] - document.get("sent", 0) for document in unsent),
        photo_sent=sum(document.get("sent", 0) for document in unsent),
        photo_tries=max((document.get("tries", 0) for document in unsent), default=0),
        drafts=len(tables.table(WORKING)),
        rest_until_ms=max((document.get("rest_until_ms", 0) for _, document in waiting), default=0),
        has_changes=bool(refused or len(tables.table(OUTBOX)) or known.get("has_submitted")),
        last_success=known.get("last_success", ""),
    )


def _photo_count(files: list[Document]) -> int:
    # A preview without its photo does not happen in order; if it does, something still waits.
    previews = [document for document in files if document["role"] == "preview"]
    return max(len(files) - len(previews), min(len(previews), 1))


def files_to_send(tables: Tables) -> list[tuple[str, Document]]:
    """Files that the centre does not have and that a submitted record refers to as it stands now: `record`, which
    is not the one that a file was kept for where the same photo is in two notes and the other is submitted."""
    unsent = [pair for state in UNSENT for pair in tables.table(FILES).matching("state", state)]
    in_use = {record: files_in_use(tables, record) for record in {document["record"] for _, document in unsent}}
    found = [pair for pair in unsent if pair[0] in in_use[pair[1]["record"]]]
    others = [pair for pair in unsent if pair[0] not in in_use[pair[1]["record"]]]
    elsewhere = _record_by_file(tables, {sha256 for sha256, _ in others}) if others else {}
    return found + [(key, row | {"record": elsewhere[key]}) for key, row in others if key in elsewhere]


def _record_by_file(tables: Tables, names: set[str]) -> dict[str, str]:
    """Which record refers to a file by a change of this device; of several, the oldest."""
    # Asked after every write: only the few that name one of these are read as they stand now.
    changes = [document["change"] for _, document in tables.table(OUTBOX).items()]
    records = {change["record"] for change in changes if not names.isdisjoint(_files_of(change["set"]))}
    return {sha256: each for each in sorted(records, reverse=True) for sha256 in files_in_use(tables, each)}


def files_in_use(tables: Tables, record: str) -> set[str]:
    return _files_of(_submitted_values(tables, record))


def _files_of(values: Values) -> set[str]:
    return {sha256 for value in values.values() for sha256 in files_in(value)}


def _submitted_values(tables: Tables, record: str) -> Values:
    """What was pulled, with this device's submitted changes over it. Drafts and refused changes are left out."""
    pulled = tables.table(RECORDS).read(record)
    values: Values = dict(pulled["view"]["set"]) if pulled else {}
    version = pulled["view"]["version"] if pulled else 0
    for _, document in sorted(tables.table(OUTBOX).matching("record", record), key=lambda pair: pair[0]):
        if document.get("seq") is None or document["seq"] > version:
            values |= document["change"]["set"]
    return values


def facts_of(
    tables: Tables,
    engine: EngineState,
    network: Network,
    *,
    save_failed: bool,
    has_submitted: bool = False,
    found: Kept | None = None,
) -> Facts:
    """Facts from the tables, the engine and the phone. `found` is `kept(tables)` where it is known already."""
    held = found or kept(tables)
    records, photos_wait_for = frozenset(held.waiting.values()), engine.photos_wait_for(network)
    return Facts(
        to_send=len(records),
        sending=len({record for change, record in held.waiting.items() if change in engine.in_batch}),
        carried=len(held.carried),
        refused=len(held.refused - records),
        photos=held.photos,
        photos_carried=held.photos_carried,
        photo_bytes=held.photo_bytes,
        photo_sent=held.photo_sent,
        photo_tries=held.photo_tries,
        drafts=held.drafts,
        has_submitted=has_submitted or held.has_changes,
        last_success=held.last_success,
        save_failed=save_failed,
        network_up=network.is_up,
        photos_wait_wifi=photos_wait_for == "wifi",
        photos_wait_battery=photos_wait_for == "battery",
        engine=engine,
    )


def sending_line(facts: Facts) -> str:
    """The code of the line to show; the texts stand in the catalogue of that name."""
    return next(code for code, holds in LINES if holds(facts))


def shown_notes(code: str, facts: Facts) -> int:
    """What `{n}` counts in that line.

    Lines that speak of sending leave out what was refused, for it does not go; lines that speak of what is safe
    on this phone count it.
    """
    by_code = {
        "sending_notes": facts.sending,
        "waiting_signal": facts.to_send - facts.carried,
        "carried": facts.carried,
        "waiting": facts.to_send,
        "waiting_you": facts.refused,
    }
    return by_code.get(code, facts.notes)


def shown_photos(code: str, facts: Facts) -> int:
    """What `{f}` counts in that line: photos that travel with another phone do not wait for a signal here."""
    by_code = {
        "sending_previews": facts.engine.file_count,
        "sending_photos": facts.engine.file_count,
        "waiting_signal": facts.photos - facts.photos_carried,
        "carried": facts.photos_carried,
    }
    return by_code.get(code, facts.photos)


def _photos_explained(facts: Facts) -> bool:
    """When only photos wait, what they wait for says more than that the centre was silent."""
    waits = facts.photos_wait_wifi or facts.photos_wait_battery
    return facts.photos_stalled or (facts.photos_only and waits)


def _waits_for_signal(facts: Facts) -> bool:
    """Whether anything waits that is on this phone only."""
    return facts.to_send > facts.carried or facts.photos > facts.photos_carried


LINES: tuple[tuple[str, Callable[[Facts], bool]], ...] = (
    ("save_failed", lambda f: f.save_failed),
    ("device_revoked", lambda f: f.engine.trouble == "device_revoked"),
    ("signed_out", lambda f: f.engine.trouble == "signed_out" and (f.notes > 0 or f.photos > 0)),
    ("app_too_old", lambda f: f.engine.trouble == "app_too_old"),
    ("sending_notes", lambda f: f.engine.phase == "sending_notes" and f.sending > 0),
    ("sending_previews", lambda f: f.engine.phase == "sending_previews" and f.to_send == 0),
    ("sending_photos", lambda f: f.engine.phase == "sending_photos" and f.to_send == 0),
    ("captive_portal", lambda f: f.meets_portal),
    ("waiting_signal", lambda f: not f.network_up and _waits_for_signal(f)),
    ("server_silent", lambda f: f.is_silent and not _photos_explained(f)),
    ("photos_wait_wifi", lambda f: f.photos_only and f.photos_wait_wifi),
    ("photos_wait_battery", lambda f: f.photos_only and f.photos_wait_battery),
    ("photos_retry", lambda f: f.photos_stalled and f.network_up),
    ("carried", lambda f: f.to_send == f.carried and (f.carried > 0 or 0 < f.photos_carried == f.photos)),
    ("waiting", lambda f: f.to_send > 0 or f.photos > 0),
    ("waiting_you", lambda f: f.refused > 0),
    ("never_connected", lambda f: not f.last_success),
    ("empty", lambda f: not f.has_submitted and f.drafts == 0),
    ("drafts_never_sent", lambda f: not f.has_submitted),
    ("drafts_only", lambda f: f.drafts > 0),
    ("all_sent", lambda _: True),
)
"""The rows of the catalogue in their order. The last one holds of whatever the others leave."""
