"""One change with all that is needed to check, without the centre, that it stands in the city's log.

What is checked, in this order: the change and its salt give the digest; the digest and the link before give the
link; the link is a leaf of the tree; the tree is the one that the centre signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.protocol.canonical import canonical, digest
from sync.protocol.checkpoint import Checkpoint, LogKey, opened
from sync.protocol.inclusion import BadProof, check_inclusion, leaf_hash

FORMAT = 1
FIRST_LINK = "0" * 64
"""What the first change of a stream hangs on."""


def link_of(previous: str, stream: str, seq: int, change_digest: str) -> str:
    return digest(previous.encode(), stream.encode(), str(seq).encode(), change_digest.encode())


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That the change with this link is the entry `index` of the log under the checkpoint.

    `previous` is the link before it in its stream; `path` the audit path, lower-case hex, from the leaf upwards;
    `checkpoint` a signed note; `key` the public key by which it is signed, for who has it from nowhere else.
    """

    stream: str
    seq: int
    digest: str
    previous: str
    link: str
    index: int
    path: list[str]
    checkpoint: str
    key: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A change as the centre took it in, with the salt that ties it to its digest."""

    change: dict[str, Any]
    salt: str
    person: str
    device: str
    received_at: str
    outcome: dict[str, Any]
    carrier: str | None = None

    @property
    def digest(self) -> str:
        around = canonical([self.person, self.device, self.carrier, self.received_at, self.outcome])
        return digest(_bytes(self.salt), canonical(self.change), around)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A proof file. `stated` is missing where the change was erased, or is not for whoever holds the file."""

    proof: InclusionProof
    stated: Stated | None = None
    lorong: int = field(default=FORMAT)


@dataclass(frozen=True, slots=True)
class AuditFile:
    """Every change of a record that the signed log holds, the oldest first. `waiting` are the sequences of those
    that are newer than the last checkpoint."""

    record: str
    evidence: list[Evidence]
    waiting: list[int]
    lorong: int = field(default=FORMAT)


def check_proof(proof: InclusionProof, publics: Sequence[bytes] = ()) -> Checkpoint:
    """The checkpoint that holds the change. Raises BadProof.

    Without `publics`, the city's keys as they are known from elsewhere, the proof's own key is taken: then it
    shows only that whoever holds that key signed it.
    """
    if link_of(proof.previous, proof.stream, proof.seq, proof.digest) != proof.link:
        raise BadProof("the link does not follow from the digest and the link before")
    checkpoint = opened(proof.checkpoint, publics or [LogKey.parse(proof.key).public])
    path = [_bytes(text) for text in proof.path]
    check_inclusion(proof.index, checkpoint.size, leaf_hash(_bytes(proof.link)), path, checkpoint.root)
    return checkpoint


def check(evidence: Evidence, publics: Sequence[bytes] = ()) -> Checkpoint:
    """The checkpoint that holds the change, content included where the file has it. Raises BadProof."""
    if evidence.lorong != FORMAT:
        raise BadProof("the file was made by a newer version")
    stated, proof = evidence.stated, evidence.proof
    if stated is not None and stated.digest != proof.digest:
        raise BadProof("the change is not the one that was accepted")
    return check_proof(proof, publics)


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise BadProof("a hash is not hexadecimal") from error
