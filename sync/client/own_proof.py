"""Whether a change of one's own stands in the city's signed log, checked against the receipt that it got."""

from __future__ import annotations

from typing import Any

from sync.client.desk import DeskApi
from sync.client.tables import Document
from sync.protocol import wire
from sync.protocol.checkpoint import Checkpoint
from sync.protocol.evidence import Evidence, InclusionProof, Stated, check_proof
from sync.protocol.inclusion import BadProof
from sync.protocol.messages import Source


async def own_proof(api: DeskApi, document: Document) -> tuple[InclusionProof, Checkpoint] | None:
    """The proof of an outbox entry that has its receipt; None until the day's checkpoint is signed.

    Raises SyncError, and BadProof for a log that does not hold what was acknowledged.
    """
    stream, receipt = document["change"]["area"], document["receipt"]
    proof = await api.proof(stream, receipt["seq"])
    if proof is None:
        return None
    if (proof.stream, proof.seq, proof.link) != (stream, receipt["seq"], receipt["link"]):
        raise BadProof("the log holds another change than was acknowledged")
    return proof, check_proof(proof)


def proof_file(document: Document, proof: InclusionProof, source: Source | None) -> Any:
    """What `lorong verify FILE` takes, as JSON. `source` is who made the change and when it came in, as the centre
    said it. The content is not in the file where that is not known, or another phone carried the change."""
    receipt = document["receipt"]
    if source is None or not receipt.get("salt"):
        return wire.write(Evidence(proof))
    outcome = {"paths": receipt.get("paths") or []}
    around = source.by.id, source.device, source.received_at, outcome
    stated = Stated(document["change"], receipt["salt"], *around)
    is_ours = stated.digest == proof.digest
    return wire.write(Evidence(proof, stated if is_ours else None))
