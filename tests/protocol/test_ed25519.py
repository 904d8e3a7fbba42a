from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.protocol.ed25519 import is_signed

ORDER = 2**252 + 27742317777372353535851937790883648493
# RFC 8032 section 7.1: public key, message, signature.
RFC_VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), RFC_VECTORS)
def test_the_signatures_of_the_standard_hold(key: str, message: str, signature: str) -> None:
    assert is_signed(bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature))


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_what_the_library_signs_holds_and_one_changed_bit_does_not(seed: bytes, text: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(text)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8

    assert is_signed(public, text, signature)
    assert not is_signed(public, text, bytes(changed))
    assert not is_signed(public, text + b"x", signature)


def test_a_signature_whose_number_is_over_the_order_does_not_hold() -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    signature = key.sign(b"text")
    again = int.from_bytes(signature[32:], "little") + ORDER

    assert not is_signed(
        key.public_key().public_bytes_raw(), b"text", signature[:32] + again.to_bytes(32, "little")
    )


@pytest.mark.parametrize(("key", "signature"), [(31, 64), (32, 63), (0, 0), (32, 65)])
def test_what_has_the_wrong_length_is_no_signature(key: int, signature: int) -> None:
    assert not is_signed(b"\x01" * key, b"", b"\x01" * signature)


def test_bytes_that_name_no_point_are_no_key() -> None:
    assert not is_signed(b"\xff" * 32, b"", b"\x00" * 64)
    assert not is_signed(b"\x02" + b"\x00" * 31, b"", b"\x01" + b"\x00" * 63)
