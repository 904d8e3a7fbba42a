"""Personal data at rest: sealed with AES-GCM under a key derived from the centre's secret.

The first bytes name the key, so that the secret can be exchanged: what was sealed under the older one is opened
with both at hand, and sealed anew. What a text belongs to is bound to it: sealed for one record, it opens for no
other.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NAME, _NONCE = 4, 12


class CannotOpen(ValueError):
    """Sealed under a secret that is not at hand, for something else, or altered."""


def seal(secret: bytes, about: str, text: str) -> bytes:
    """`about` says what it belongs to, such as `contact:<record>`, and has to be given again to open it."""
    key, nonce = _key(secret), os.urandom(_NONCE)
    return _name(key) + nonce + AESGCM(key).encrypt(nonce, text.encode(), about.encode())


def unseal(secrets: Sequence[bytes], about: str, sealed: bytes) -> str:
    """With whichever of these secrets it was sealed under. Raises CannotOpen."""
    name, nonce, content = sealed[:_NAME], sealed[_NAME : _NAME + _NONCE], sealed[_NAME + _NONCE :]
    for key in map(_key, secrets):
        if _name(key) == name:
            try:
                return AESGCM(key).decrypt(nonce, content, about.encode()).decode()
            except (InvalidTag, ValueError) as error:
                raise CannotOpen("altered, or sealed for something else") from error
    raise CannotOpen("sealed under another secret")


def key_name(secret: bytes) -> str:
    """How the key of this secret is named beside what it sealed."""
    return _name(_key(secret)).hex()


@functools.lru_cache(4)
def _key(secret: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"lorong personal data 1").derive(secret)


def _name(key: bytes) -> bytes:
    return hashlib.sha256(b"name:" + key).digest()[:_NAME]
