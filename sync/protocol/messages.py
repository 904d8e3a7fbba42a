"""The messages of the protocol. The OpenAPI page is generated from these dataclasses: there is one model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sync.protocol.limits import DEFAULT_PAGE


@dataclass(frozen=True, slots=True)
class Change:
    """One edit that a person saved. Immutable.

    `seen` is the record's version that was pulled when the form was opened (0: nothing was); `at` is the
    device's clock, for people to read, never used to order. `set` maps paths to values, null among them.
    """

    id: str
    record: str
    kind: str
    area: str
    seen: int
    at: str
    set: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The centre's answer to one change: accepted, conflicted (accepted, and `paths` hold two values) or refused.

    `seq`, `link`, `digest` and `salt` are the change's place in the audit chain of its stream. `whole`: the record
    is exactly what this change holds, and does not come back in the same reply (see SyncRequest).
    """

    id: str
    status: str
    seq: int | None = None
    link: str | None = None
    digest: str | None = None
    salt: str | None = None
    paths: list[str] | None = None
    whole: bool | None = None
    code: str | None = None
    message: str | None = None
    fields: dict[str, str] | None = None


ACCEPTED, CONFLICTED, REFUSED = "accepted", "conflicted", "refused"


@dataclass(frozen=True, slots=True)
class PersonRef:
    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Source:
    """Who set a value, on which device, and when the centre received it (ISO 8601, UTC)."""

    change: str
    device: str
    by: PersonRef
    received_at: str


@dataclass(frozen=True, slots=True)
class Held:
    """One of two or more values of a path."""

    value: Any
    seq: int


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as pulled: the value in place of each touched path, its sequence, and who set it.

    `values` has the paths that hold two or more; `sources` is keyed by sequence. `version` is the stream
    sequence of the record's newest change. `author` is who created it.
    """

    id: str
    kind: str
    area: str
    version: int
    author: str
    set: dict[str, Any]
    seqs: dict[str, int]
    values: dict[str, list[Held]]
    sources: dict[int, Source]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that an accepted change refers to and the centre does not have; `offset` bytes of it are there."""

    sha256: str
    offset: int


@dataclass(frozen=True, slots=True)
class Holding:
    """What a device holds that the centre does not have yet: to help its owner, not to watch them."""

    changes: int
    files: int


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """`holding` is what stays unsent beside this request, where the device says so.

    Who knows how to make a record of the change that created it sets `spares_own`: such a record, untouched since,
    is then only named by its receipt. On a slow line that halves what a day of notes costs. Who knows what stands
    in the city's own stream sets `holds_city`: the kota's devices then hold it too.
    """

    changes: list[Change]
    cursors: dict[str, str] = field(default_factory=dict)
    limit: int = DEFAULT_PAGE
    holding: Holding | None = None
    spares_own: bool = False
    holds_city: bool = False


@dataclass(frozen=True, slots=True)
class SyncReply:
    """`cursors` names every stream the caller holds; one that is missing there is held no longer.

    `reached` is the sequence up to which each stream has been pulled, `checksums` the whole streams' sums (only
    where the end was reached), `safe` the sequence up to which each is backed up. A new `epoch` means that the
    centre was restored: everything kept is sent again. `made` is the source of every receipt that is `whole`, but
    for the id of its change.
    """

    receipts: list[Receipt]
    records: list[RecordView]
    cursors: dict[str, str]
    reached: dict[str, int]
    checksums: dict[str, str]
    wanted_files: list[Wanted]
    safe: dict[str, int]
    catalogues: dict[str, str]
    epoch: str
    now: str
    more: bool
    made: Source | None = None


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    id: str
    name: str
    platform: str
    app_version: str


@dataclass(frozen=True, slots=True)
class PersonInfo:
    id: str
    name: str
    role: str
    area: str


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """`person` is whose device this was, where it is not new: a restored centre may not know it any more."""

    code: str
    device: DeviceInfo
    person: PersonInfo | None = None


@dataclass(frozen=True, slots=True)
class EnrolReply:
    token: str
    handover_key: str
    person: PersonInfo
    streams: list[str]


@dataclass(frozen=True, slots=True)
class HandOverRequest:
    """One part of a hand-over file, from whoever carries it; `changes` is empty where it has no part.

    `manifest` stands here as it was signed, with what a newer app may say in it.
    """

    manifest: dict[str, Any]
    signature: str
    changes: list[Any]


@dataclass(frozen=True, slots=True)
class HandOverReply:
    """What became of the part, as counts: the answers to the changes are for the phone that made them.

    `wanted_files` are those of the manifest that the centre does not have and may now be sent by the carrier.
    """

    accepted: int
    refused: int
    wanted_files: list[Wanted]
