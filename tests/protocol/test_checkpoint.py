from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.checkpoint import Checkpoint, LogKey, opened, signed
from sync.protocol.ed25519 import is_signed
from sync.protocol.inclusion import BadProof

PRIVATE = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = PRIVATE.public_key().public_bytes_raw()
CHECKPOINT = Checkpoint("lorong/73.71/0123456789abcdef", 12, b"r" * 32, "2026-12-03T00:00:05.000Z")
KEY = LogKey(CHECKPOINT.origin, PUBLIC)
NOTE = signed(CHECKPOINT, KEY, PRIVATE.sign(CHECKPOINT.text.encode()))
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key().public_bytes_raw()


def test_a_signed_checkpoint_opens_with_its_key() -> None:
    assert opened(NOTE, [OTHER, PUBLIC]) == CHECKPOINT


def test_lines_of_witnesses_may_stand_around_the_logs_own() -> None:
    text, _, own = NOTE.partition("\n\n")
    line = f"— saksi.example.id {base64.b64encode(b'w' * 76).decode()}\n"

    assert opened(f"{text}\n\n{line}{own}{line}", [PUBLIC]) == CHECKPOINT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n12\n", "\n13\n"),
        ("\n12\n", "\n012\n"),
        ("\n12\n", "\n١٢\n"),
        ("lorong/73.71/0", "lorong/73.71/1"),
        ("2026-12-03", "2026-12-04"),
        ("cnJy", "cnJz"),
        ("cnJycnI=\n", "cnI=\n"),
        ("— ", "- "),
        ("\n\n", "\nmore\n\n"),
        ("time ", ""),
    ],
)
def test_a_checkpoint_that_was_changed_does_not_open(old: str, new: str) -> None:
    assert old in NOTE

    with pytest.raises(BadProof):
        opened(NOTE.replace(old, new), [PUBLIC])


@pytest.mark.parametrize("note", ["", "\n\n", NOTE.partition("\n\n")[0], NOTE[:-30]])
def test_what_is_cut_off_does_not_open(note: str) -> None:
    with pytest.raises(BadProof):
        opened(note, [PUBLIC])


def test_a_checkpoint_signed_with_another_key_does_not_open() -> None:
    with pytest.raises(BadProof, match="another key"):
        opened(NOTE, [OTHER])


def test_a_key_is_read_as_it_is_written() -> None:
    assert LogKey.parse(KEY.text) == KEY


def test_keys_and_signatures_are_those_of_gos_note_package() -> None:
    key = LogKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="

    signature = base64.b64decode(line)

    assert signature[:4] == key.hash
    assert is_signed(key.public, text.encode(), signature[4:])


@pytest.mark.parametrize("text", ["", "lorong", "lorong+00000000+", KEY.text[:-4], KEY.text.replace("+", "+0", 1)])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadProof):
        LogKey.parse(text)
