"""What a photo says of itself: when, where, which way up, how large. Pure Python, read before EXIF is dropped.

Every function is total: from bytes that are damaged or of another kind it gives what can be read, else nothing.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sync.domain.checks import is_moment
from sync.domain.geo import to_e7

_DATE_TIME, _EXIF_FOLDER, _GPS_FOLDER = 0x0132, 0x8769, 0x8825
_ORIGINAL = 0x9003
_LAT_REF, _LAT, _LNG_REF, _LNG, _ERROR_M = 1, 2, 3, 4, 0x1F
_ASCII, _LONG, _RATIONAL = 2, 4, 5
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_MOST_ENTRIES = 512
_TIME = re.compile(r"((?:19|20)\d\d):(0[1-9]|1[0-2]):(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)")

Tags = dict[int, Any]


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """`taken_at` is local time, `YYYY-MM-DDTHH:MM:SS`; `point` is a value of the path `point`."""

    taken_at: str | None = None
    point: dict[str, Any] | None = None


def photo_facts(content: bytes) -> PhotoFacts:
    """Date and place from the EXIF of a JPEG, PNG or WebP."""
    block = _exif_block(content)
    if block is None:
        return PhotoFacts()
    try:
        return _facts(block)
    except (struct.error, ValueError, KeyError, IndexError, ZeroDivisionError, OverflowError):
        return PhotoFacts()


def jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG in pixels, as stored."""
    for marker, body in _jpeg_segments(content):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and len(body) >= 5:
            height, width = struct.unpack(">HH", body[1:5])
            return (width, height) if width and height else None
    return None


def _exif_block(content: bytes) -> bytes | None:
    """The TIFF structure inside the picture."""
    if content[:2] == b"\xff\xd8":
        for marker, body in _jpeg_segments(content):
            if marker == 0xE1 and body[:6] == b"Exif\0\0":
                return body[6:]
        return None
    for name, body in _chunks(content):
        if name in (b"eXIf", b"EXIF"):
            return body.removeprefix(b"Exif\0\0")
    return None


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of each segment before the picture itself."""
    place = 2 if content[:2] == b"\xff\xd8" else len(content)
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        if marker == 0xDA or length < 2:
            return
        yield marker, content[place + 4 : place + 2 + length]
        place += 2 + length


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of each chunk of a PNG or a WebP."""
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        place, order, has_checksum = 8, "big", True
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        place, order, has_checksum = 12, "little", False
    else:
        return
    while place + 8 <= len(content):
        first, second = content[place : place + 4], content[place + 4 : place + 8]
        length, name = (first, second) if has_checksum else (second, first)
        size = int.from_bytes(length, "big" if order == "big" else "little")
        yield name, content[place + 8 : place + 8 + size]
        place += 8 + size + (4 if has_checksum else size % 2)


def _facts(block: bytes) -> PhotoFacts:
    order = {b"II": "<", b"MM": ">"}[block[:2]]
    first = _tags(block, order, struct.unpack(order + "I", block[4:8])[0])
    inner = _tags(block, order, first[_EXIF_FOLDER]) if _EXIF_FOLDER in first else {}
    place = _tags(block, order, first[_GPS_FOLDER]) if _GPS_FOLDER in first else {}
    taken_at = _time(inner.get(_ORIGINAL)) or _time(first.get(_DATE_TIME))
    return PhotoFacts(taken_at, _point(place))


def _tags(block: bytes, order: str, start: int) -> Tags:
    """The entries of one folder; what lies outside the block is left out."""
    found: Tags = {}
    (count,) = struct.unpack(order + "H", block[start : start + 2])
    for place in range(start + 2, start + 2 + 12 * min(count, _MOST_ENTRIES), 12):
        entry = block[place : place + 12]
        if len(entry) < 12:
            break
        tag, kind, number = struct.unpack(order + "HHI", entry[:8])
        size = _SIZES.get(kind, 0) * number
        where = struct.unpack(order + "I", entry[8:])[0] if size > 4 else place + 8
        raw = block[where : where + size]
        if size and len(raw) == size:
            found[tag] = _value(raw, order, kind)
    return found


def _value(raw: bytes, order: str, kind: int) -> Any:
    if kind == _ASCII:
        return raw.split(b"\0")[0].decode("ascii", "replace")
    if kind == _LONG:
        return struct.unpack(order + "I", raw[:4])[0]
    if kind == _RATIONAL:
        numbers = struct.unpack(f"{order}{len(raw) // 4}I", raw)
        return [(numbers[i], numbers[i + 1]) for i in range(0, len(numbers), 2)]
    return raw


def _time(text: Any) -> str | None:
    match = _TIME.match(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()
    moment = f"{year}-{month}-{day}T{hour}:{minute}:{second}"
    return moment if is_moment(moment) else None


def _point(tags: Tags) -> dict[str, Any] | None:
    if not {_LAT_REF, _LAT, _LNG_REF, _LNG} <= set(tags):
        return None
    lat = to_e7(_degrees(tags[_LAT])) * (-1 if tags[_LAT_REF] == "S" else 1)
    lng = to_e7(_degrees(tags[_LNG])) * (-1 if tags[_LNG_REF] == "W" else 1)
    # Cameras that never had a fix write zeros.
    if (lat, lng) == (0, 0) or abs(lat) > 900_000_000 or abs(lng) > 1_800_000_000:
        return None
    return {"lat": lat, "lng": lng, "source": "photo"} | _accuracy(tags)


def _degrees(parts: list[tuple[int, int]]) -> float:
    values = [top / bottom if bottom else 0.0 for top, bottom in parts]
    degrees, minutes, seconds = (*values, 0.0, 0.0)[:3]
    return degrees + minutes / 60 + seconds / 3600


def _accuracy(tags: Tags) -> dict[str, int]:
    top, bottom = tags[_ERROR_M][0] if isinstance(tags.get(_ERROR_M), list) else (0, 0)
    accuracy_m = round(top / bottom) if bottom else 0
    return {"accuracy_m": accuracy_m} if 0 < accuracy_m <= 1_000_000 else {}
