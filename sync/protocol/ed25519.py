"""Checks Ed25519 signatures (RFC 8032) with the standard library alone: phones carry nothing else.

Only public things are worked with here, so that it need not take the same time for every input. Signing is the
centre's, with a library.
"""

from __future__ import annotations

import hashlib

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)

Point = tuple[int, int, int, int]
"""Extended homogeneous coordinates: x = X/Z, y = Y/Z, x*y = T/Z."""

_NEUTRAL: Point = (0, 1, 1, 0)


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the key signed the message. False for whatever is malformed."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public_key), _point(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or answer >= _ORDER:
        return False
    challenge = hashlib.sha512(signature[:32] + public_key + message).digest()
    times = int.from_bytes(challenge, "little") % _ORDER
    return _is_same(_multiplied(answer, _BASE), _plus(commitment, _multiplied(times, key)))


def _plus(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _multiplied(times: int, point: Point) -> Point:
    total = _NEUTRAL
    while times:
        if times & 1:
            total = _plus(total, point)
        point = _plus(point, point)
        times >>= 1
    return total


def _is_same(one: Point, other: Point) -> bool:
    is_same_x = (one[0] * other[2] - other[0] * one[2]) % _P == 0
    return is_same_x and (one[1] * other[2] - other[1] * one[2]) % _P == 0


def _point(text: bytes) -> Point | None:
    """The point that 32 bytes name; None where there is none."""
    number = int.from_bytes(text, "little")
    y, is_odd = number & (2**255 - 1), number >> 255
    if y >= _P:
        return None
    x = _x_of(y, is_odd)
    return None if x is None else (x, y, 1, x * y % _P)


def _x_of(y: int, is_odd: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    if square == 0:
        return None if is_odd else 0
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P != 0:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P != 0:
        return None
    return x if x & 1 == is_odd else _P - x


def _base() -> Point:
    y = 4 * pow(5, -1, _P) % _P
    x = _x_of(y, 0)
    assert x is not None
    return (x, y, 1, x * y % _P)


_BASE = _base()
