"""A signed checkpoint of the log: C2SP tlog-checkpoint in a C2SP signed note, which other people's tools read too.

Its lines: the log's name `lorong/73.71/<epoch>` (a restore begins a new log, with the same key), the number of
entries, the root in base64, `time 2026-12-03T00:00:05.000Z`; then, after a blank line, the signature.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sync.protocol import ed25519
from sync.protocol.inclusion import BadProof

_ED25519 = b"\x01"
_DASH = "— "
_TIME = "time "


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log was at `time` (ISO 8601, UTC, by the centre's clock): `size` entries under `root`."""

    origin: str
    size: int
    root: bytes
    time: str

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n{_TIME}{self.time}\n"


@dataclass(frozen=True, slots=True)
class LogKey:
    """The public key of a log. Two logs of one centre (before and after a restore) have one `public`."""

    name: str
    public: bytes

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """`name+hash+key`, as note tools take it (vkey)."""
        return f"{self.name}+{self.hash.hex()}+{_base64(_ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> LogKey:
        """Raises BadProof for what is no key."""
        name, _, rest = text.strip().partition("+")
        hashed, _, key = rest.partition("+")
        content = _bytes(key)
        found = cls(name, content[1:])
        if content[:1] != _ED25519 or len(content) != 33 or found.hash.hex() != hashed:
            raise BadProof("this is not the key of a log: lorong/…+hash+key")
        return found


def signed(checkpoint: Checkpoint, key: LogKey, signature: bytes) -> str:
    """The note: the checkpoint with the signature over its text."""
    return f"{checkpoint.text}\n{_DASH}{key.name} {_base64(key.hash + signature)}\n"


def opened(note: str, publics: Iterable[bytes]) -> Checkpoint:
    """The checkpoint, if its log signed it with one of the keys; witnesses may sign it too. Raises BadProof."""
    text, _, signatures = note.partition("\n\n")
    checkpoint = _parsed(text + "\n")
    keys = [LogKey(checkpoint.origin, public) for public in publics]
    for line in signatures.split("\n"):
        name, _, content = line.removeprefix(_DASH).partition(" ")
        if line.startswith(_DASH) and name == checkpoint.origin:
            _check_signature(checkpoint, keys, _bytes(content))
            return checkpoint
    raise BadProof("the checkpoint is not signed by its log")


_is_signed = functools.lru_cache(32)(ed25519.is_signed)
"""The proofs of a record are all under one checkpoint, and a phone is slow at this."""


def _check_signature(checkpoint: Checkpoint, keys: Iterable[LogKey], signature: bytes) -> None:
    key = next((key for key in keys if key.hash == signature[:4]), None)
    if key is None:
        raise BadProof("the checkpoint is signed with another key")
    if not _is_signed(key.public, checkpoint.text.encode(), signature[4:]):
        raise BadProof("the signature of the checkpoint does not hold")


def _parsed(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) != 5 or not lines[1].isascii() or not lines[1].isdecimal() or not lines[3].startswith(_TIME):
        raise BadProof("this is not a checkpoint of Lorong")
    checkpoint = Checkpoint(lines[0], int(lines[1]), _bytes(lines[2]), lines[3].removeprefix(_TIME))
    if checkpoint.text != text or len(checkpoint.root) != 32:
        raise BadProof("this is not a checkpoint of Lorong")
    return checkpoint


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadProof("a part of the checkpoint is not base64") from error
