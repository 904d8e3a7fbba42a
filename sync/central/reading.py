"""Reads request bodies: bounded, strict, and with the index of the change that cannot be read."""

from __future__ import annotations

import json
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, NoReturn

from sync.central import json_text
from sync.domain.ids import is_id
from sync.domain.records import are_paths
from sync.protocol import wire
from sync.protocol.canonical import NotCanonical, checked
from sync.protocol.limits import (
    MAX_CHANGE_BYTES,
    MAX_CHANGES,
    MAX_DEPTH,
    MAX_PAGE,
    MAX_PATHS,
    MAX_REQUEST_BYTES,
    MAX_SEQ,
)
from sync.protocol.messages import Change, SyncRequest
from sync.protocol.problems import Code, Problem


def unpacked(body: bytes, encoding: str) -> bytes:
    """The body without gzip, never more than the limit. Raises Problem."""
    if encoding in ("", "identity"):
        content = body
    elif encoding == "gzip":
        content = _gunzip(body)
    else:
        raise Problem(Code.BAD_JSON, f"Content-Encoding {encoding[:20]!r} is not spoken here")
    if len(content) > MAX_REQUEST_BYTES:
        raise Problem(Code.TOO_LARGE)
    return content


def _gunzip(body: bytes) -> bytes:
    machine = zlib.decompressobj(wbits=31)
    try:
        content = machine.decompress(body, MAX_REQUEST_BYTES + 1)
    except zlib.error as error:
        raise Problem(Code.BAD_JSON, "the body is not gzip") from error
    if not machine.eof and len(content) <= MAX_REQUEST_BYTES:
        raise Problem(Code.BAD_JSON, "the gzip body is cut short")
    return content


def json_object(content: bytes) -> dict[str, Any]:
    """A JSON object without floats. Raises Problem(BAD_JSON)."""
    return _object(lambda: json.loads(content, parse_float=_no_float, parse_constant=_no_float))


def _object(parse: Callable[[], Any]) -> dict[str, Any]:
    try:
        data = parse()
    except (ValueError, RecursionError) as error:
        raise Problem(Code.BAD_JSON, str(error)[:200]) from error
    if not isinstance(data, dict):
        raise Problem(Code.BAD_JSON, "the body is not a JSON object")
    return data


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"numbers are integers or decimal strings, not {text[:20]}")


def message(cls: type[Any], content: bytes) -> Any:
    """Any message but a sync request. Raises Problem(BAD_JSON)."""
    return _read(cls, json_object(content))


def _read(cls: type[Any], data: dict[str, Any]) -> Any:
    try:
        return wire.read(cls, checked(data))
    except (wire.Unreadable, NotCanonical) as error:
        raise Problem(Code.BAD_JSON, str(error)) from error


@dataclass(frozen=True, slots=True)
class Read:
    """A sync request, and the canonical JSON of each of its changes."""

    request: SyncRequest
    bodies: list[bytes]


def as_read(request: SyncRequest) -> Read:
    return Read(request, [json_text.canonical(wire.write(change)) for change in request.changes])


def sync_request(content: bytes) -> Read:
    """Raises Problem: BAD_ENVELOPE with the `index` of the change that cannot be read, else BAD_JSON.

    A `limit` of 0 asks for no records: the device has no room for them.
    """
    data = _object(lambda: json_text.foreign(content))
    listed = data.get("changes")
    if not isinstance(listed, list):
        raise Problem(Code.BAD_JSON, "changes: is not a list")
    if len(listed) > MAX_CHANGES:
        raise Problem(Code.TOO_LARGE, f"more than {MAX_CHANGES} changes")
    read = [_change(item, index) for index, item in enumerate(listed)]
    request: SyncRequest = _read(SyncRequest, {**data, "changes": []})
    limit = max(0, min(request.limit, MAX_PAGE))
    return Read(replace(request, changes=[change for change, _ in read], limit=limit), [body for _, body in read])


_KEYS = len(fields(Change))


def _change(item: Any, index: int) -> tuple[Change, bytes]:
    try:
        text = _clean_text(item)
        change = wire.read(Change, item if text else checked(item, MAX_DEPTH + 2))
        # All keys of a change are needed: one that has as many has no other, and is its own canonical form.
        body = text if text and len(item) == _KEYS else json_text.canonical(wire.write(change))
        fault = _envelope_fault(change, len(body))
    except (wire.Unreadable, NotCanonical, RecursionError) as error:
        fault = str(error)
    if fault:
        raise Problem(Code.BAD_ENVELOPE, fault[:200], extra={"index": index})
    return change, body


_SCALARS = frozenset({str, int, bool, type(None)})


def _clean_text(item: Any) -> bytes:
    """The canonical JSON of an item that is as `checked` would return it, empty where that is not certain.

    Looking at the whole text is cheaper than at each of its strings: an escape in it may be a NUL, and what stands
    in a text of one form is in that form.
    """
    try:
        text = json_text.canonical(item)
    except ValueError:
        return b""
    is_normal = text.isascii() or unicodedata.is_normalized("NFC", text.decode())
    return text if is_normal and b"\\u" not in text and _is_shallow(item, MAX_DEPTH + 2) else b""


def _is_shallow(value: Any, depth: int) -> bool:
    """An object or list no deeper than that, and without a float."""
    if depth == 0 or not isinstance(value, (dict, list)):
        return False
    for inner in value.values() if isinstance(value, dict) else value:
        if type(inner) not in _SCALARS and not _is_shallow(inner, depth - 1):
            return False
    return True


def _envelope_fault(change: Change, size_bytes: int) -> str:
    if not (is_id(change.id) and is_id(change.record)):
        return "id and record are UUIDs of version 7, in lower case"
    if not 0 <= change.seen <= MAX_SEQ:
        return "seen is a sequence of the stream"
    if not 1 <= len(change.set) <= MAX_PATHS:
        return f"set holds 1 to {MAX_PATHS} paths"
    if not are_paths(change.set):
        return "a path is lower-case words with slashes between"
    if len(change.kind) > 20 or len(change.area) > 40 or len(change.at) > 40:
        return "kind, area or at is too long"
    return f"a change is at most {MAX_CHANGE_BYTES} bytes" if size_bytes > MAX_CHANGE_BYTES else ""
