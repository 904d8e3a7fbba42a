"""*Periksa rantai*: whether the changes of a record, as they are shown here, stand in the city's signed log.

For each change its digest is computed anew from the content that is shown. The key by which the log is signed, and
the newest checkpoint, are remembered: another key, or a log that forgot what it held before, is found here even
where the centre itself says that all is well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sync.client.desk import DeskApi
from sync.client.tables import SETTINGS, Tables
from sync.protocol import wire
from sync.protocol.bank import HistoryEntry
from sync.protocol.canonical import same
from sync.protocol.checkpoint import Checkpoint, LogKey, opened
from sync.protocol.evidence import AuditFile, Evidence, InclusionProof, Stated, check_proof
from sync.protocol.inclusion import BadProof, check_consistency

MATCHES, MASKED, ERASED, WAITS, DIFFERS, MISSING = "matches", "masked", "erased", "waits", "differs", "missing"
"""What was found of a change: its content is the one that was taken in; it is not shown, or gone, and its link is
in the log; it is newer than the last checkpoint; it is not what was taken in; the log does not have it."""
WRONG = (DIFFERS, MISSING)
_LOG = "log"


@dataclass(frozen=True, slots=True)
class Proved:
    """What was found of each change, by its sequence. `fault` says what does not hold of the log as a whole, in
    words for an auditor; `is_first` that its key was never seen here. `shown` are the changes with what was
    opened."""

    found: Mapping[int, str] = field(default_factory=dict)
    checkpoint: Checkpoint | None = None
    fault: str = ""
    is_first: bool = False
    file: AuditFile | None = None
    shown: Sequence[HistoryEntry] = ()

    @property
    def wrong(self) -> list[int]:
        return [seq for seq, verdict in self.found.items() if verdict in WRONG]


async def prove(
    api: DeskApi, tables: Tables, record: str, stream: str, changes: Sequence[HistoryEntry], purpose: str = ""
) -> Proved:
    """Fetches the proofs of all changes and checks them. Raises SyncError, and what the store raises."""
    known = tables.table(SETTINGS).read(_LOG) or {}
    publics = [LogKey.parse(known["key"]).public] if "key" in known else []
    file = await api.audit_file(record, purpose)
    proofs = {each.proof.seq: each for each in file.evidence}
    shown = [_opened(entry, proofs.get(entry.seq)) if purpose else entry for entry in changes]
    checkpoint: Checkpoint | None = None
    try:
        for each in file.evidence:
            checkpoint = _checked(each.proof, publics)
        if checkpoint is not None:
            mine = publics or [LogKey.parse(file.evidence[-1].proof.key).public]
            await _check_growth(api, known, checkpoint, mine)
    except BadProof as error:
        return Proved({}, checkpoint, fault=str(error), shown=shown)
    found = {entry.seq: _verdict(entry, proofs.get(entry.seq), record, stream, file.waiting) for entry in shown}
    # A change that the log holds and the history leaves out.
    found |= {seq: DIFFERS for seq in proofs.keys() - found.keys() if seq < max(found, default=0)}
    if file.evidence:
        last = file.evidence[-1].proof
        tables.table(SETTINGS).put(_LOG, {"key": last.key, "note": last.checkpoint})
    return Proved(found, checkpoint, is_first=not publics, file=file, shown=shown)


def _checked(proof: InclusionProof, publics: Sequence[bytes]) -> Checkpoint:
    try:
        return check_proof(proof, publics)
    except BadProof as error:
        raise BadProof(f"#{proof.seq}: {error}") from error


def _opened(entry: HistoryEntry, evidence: Evidence | None) -> HistoryEntry:
    """The change as it is, where it was masked and is opened now."""
    if not entry.is_masked or evidence is None or evidence.stated is None:
        return entry
    return replace(entry, set=evidence.stated.change["set"], is_masked=False)


def _verdict(
    entry: HistoryEntry, evidence: Evidence | None, record: str, stream: str, waiting: Sequence[int]
) -> str:
    """Of a change whose proof holds, if there is one."""
    if evidence is None:
        return WAITS if entry.seq in waiting else MISSING
    if (evidence.proof.stream, evidence.proof.link) != (stream, entry.link):
        return DIFFERS
    if entry.is_erased or entry.is_masked:
        return ERASED if entry.is_erased else MASKED
    stated = evidence.stated
    if stated is None or stated.digest != evidence.proof.digest:
        return DIFFERS
    return MATCHES if _is_of_shown(stated, entry, record, stream) else DIFFERS


def _is_of_shown(stated: Stated, entry: HistoryEntry, record: str, stream: str) -> bool:
    """Whether what was taken in is what is shown: the evidence vouches for its own content only."""
    told = {"id": entry.id, "record": record, "area": stream, "seen": entry.seen, "set": entry.set}
    told |= {"kind": entry.kind}
    around = (stated.person, stated.received_at) == (entry.by.id, entry.received_at)
    return around and same(told, {name: stated.change.get(name) for name in told})


async def _check_growth(
    api: DeskApi, known: dict[str, Any], checkpoint: Checkpoint, publics: Sequence[bytes]
) -> None:
    """The log still begins with what this device saw of it. A restore begins another log, with the same key."""
    if "note" not in known:
        return
    before = opened(known["note"], publics)
    if before.origin != checkpoint.origin:
        return
    if checkpoint.size < before.size:
        raise BadProof("the log is shorter than it was")
    path = (await api.consistency(before.size, checkpoint.size)).path
    hashes = [bytes.fromhex(each) for each in path]
    check_consistency(before.size, checkpoint.size, before.root, checkpoint.root, hashes)


def file_content(proved: Proved) -> Any:
    """What `lorong verify FILE` takes, as JSON."""
    return wire.write(proved.file) if proved.file is not None else {}
