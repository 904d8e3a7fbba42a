"""*Periksa rantai*: whether the changes of a record stand in the city's signed log, checked on this device.

The key by which the log is signed, and the newest checkpoint, are remembered: another key, or a log that forgot
what it held before, is found here even where the centre itself says that all is well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.client.desk import DeskApi
from sync.client.tables import SETTINGS, Tables
from sync.protocol import wire
from sync.protocol.bank import HistoryEntry
from sync.protocol.checkpoint import Checkpoint, LogKey, opened
from sync.protocol.evidence import FORMAT, Evidence, InclusionProof, check_proof
from sync.protocol.inclusion import BadProof, check_consistency

MOST = 200
"""So many changes are checked at once: the newest."""
_LOG = "log"


@dataclass(frozen=True, slots=True)
class Proved:
    """`waiting` changes are newer than the last checkpoint, `left` were too many to be checked at once. `fault`
    says what does not hold, in words for an auditor; `is_first` that the key was never seen here."""

    proofs: list[InclusionProof] = field(default_factory=list)
    checkpoint: Checkpoint | None = None
    waiting: int = 0
    left: int = 0
    fault: str = ""
    is_first: bool = False


async def prove(api: DeskApi, tables: Tables, stream: str, changes: Sequence[HistoryEntry]) -> Proved:
    """Fetches a proof for each change and checks it. Raises SyncError, and what the store raises."""
    known = tables.table(SETTINGS).read(_LOG) or {}
    publics = [LogKey.parse(known["key"]).public] if "key" in known else []
    newest = list(changes)[-MOST:]
    proofs, waiting = list[InclusionProof](), 0
    checkpoint: Checkpoint | None = None
    try:
        for entry in newest:
            proof = await api.proof(stream, entry.seq)
            if proof is None:
                waiting += 1
                continue
            checkpoint = _checked(proof, stream, entry, publics)
            proofs.append(proof)
        if checkpoint is not None:
            await _check_growth(api, known, checkpoint, publics or [LogKey.parse(proofs[-1].key).public])
    except BadProof as error:
        return Proved(proofs, checkpoint, waiting, fault=str(error))
    if proofs:
        tables.table(SETTINGS).put(_LOG, {"key": proofs[-1].key, "note": proofs[-1].checkpoint})
    return Proved(proofs, checkpoint, waiting, len(changes) - len(newest), is_first=not publics)


def _checked(proof: InclusionProof, stream: str, entry: HistoryEntry, publics: Sequence[bytes]) -> Checkpoint:
    """That the proof is of this change, and holds."""
    if (proof.stream, proof.seq, proof.link) != (stream, entry.seq, entry.link):
        raise BadProof("the history shows another change than the log holds")
    return check_proof(proof, publics)


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


def evidence_file(record: str, proofs: Sequence[InclusionProof]) -> dict[str, Any]:
    """What `lorong verify FILE` takes: the proofs, without the contents of the changes."""
    listed = [wire.write(Evidence(proof)) for proof in proofs]
    return {"lorong": FORMAT, "record": record, "evidence": listed}


def seen_at(changes: Sequence[HistoryEntry], decision: HistoryEntry) -> dict[str, Any]:
    """What stood in the record at the version that was on the screen when this change was made."""
    values: dict[str, Any] = {}
    for entry in changes:
        if entry.seq <= decision.seen:
            values |= entry.set
    return values
