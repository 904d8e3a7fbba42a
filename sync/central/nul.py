"""NUL in an address: PostgreSQL holds none. Bodies are read by reading.py, which refuses it there."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.types import Scope

from sync.protocol.problems import Code, Problem

_NUL = b"%00"
_ANSWERS_ITSELF = "/open311/"
"""Where what went wrong is told in words of its own."""


def problem_of_nul(scope: Scope) -> Problem | None:
    """What is wrong with the address; None for nothing, and where the call itself asks `in_address`."""
    return None if scope["path"].startswith(_ANSWERS_ITSELF) else in_address(scope)


def in_address(scope: Scope) -> Problem | None:
    if "\0" in scope["path"]:
        return Problem(Code.NOT_FOUND)
    if _NUL not in scope["query_string"]:
        return None
    asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    names = (name[:40] for name, value in asked if "\0" in value and "\0" not in name)
    return Problem(Code.BAD_VALUE, fields=dict.fromkeys(names, "wrong_type"))
