"""The hand-over file: whatever happens to it on its way, it is read as it was written or not at all."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import wire
from sync.protocol.canonical import canonical, digest
from sync.protocol.handover import (
    MAGIC,
    MAX_FILES,
    MAX_HANDOVER_BYTES,
    MAX_PART_BYTES,
    BadHandOver,
    CarriedFile,
    NewerHandOver,
    Part,
    contents,
    ending,
    is_signed,
    manifest_in,
    open_handover,
)
from sync.protocol.limits import MAX_FILE_BYTES, MAX_REQUEST_BYTES
from tests.support.handovers import KEY, manifest_of, opened, packed

PARTS = [b'[{"id":"1"}]', b'[{"id":"2"}]']
PHOTO = b"\xff\xd8\xff" + bytes(range(256))
WHOLE = packed(PARTS, [PHOTO])
UNPACKED = zipfile.ZipFile(io.BytesIO(WHOLE)).read("titipan.lorong")
ONE = "0" * 64


def read_all(content: bytes) -> list[bytes]:
    source = io.BytesIO(content)
    return [blob for _, blob in contents(source, open_handover(source))]


@given(st.lists(st.binary(min_size=1, max_size=300), unique=True, min_size=1, max_size=6), st.integers(0, 6))
def test_what_was_put_in_comes_out_in_its_order(blobs: list[bytes], parts: int) -> None:
    content = packed(blobs[:parts], blobs[parts:])

    assert read_all(content) == blobs


def test_the_centre_can_tell_who_signed_it() -> None:
    handover = opened(WHOLE)

    assert is_signed(handover.document, handover.signature, KEY)
    assert not is_signed(handover.document, handover.signature, "another key")
    assert not is_signed(handover.document | {"device": "another"}, handover.signature, KEY)


def test_the_same_file_has_the_same_id_and_another_one_another() -> None:
    assert opened(WHOLE).id == opened(bytes(WHOLE)).id
    assert opened(packed(PARTS, [PHOTO], notes=9)).id != opened(WHOLE).id


def test_it_is_a_zip_file_because_android_takes_no_unknown_type_over_bluetooth() -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["titipan.lorong"]


def test_a_browser_may_have_unpacked_it() -> None:
    assert read_all(UNPACKED) == [*PARTS, PHOTO]
    assert opened(UNPACKED).id == opened(WHOLE).id


@pytest.mark.parametrize("whole", [WHOLE, UNPACKED], ids=["zip", "unpacked"])
def test_a_file_cut_at_any_byte_is_told(whole: bytes) -> None:
    for length in range(len(whole)):
        with pytest.raises(BadHandOver):
            read_all(whole[:length])


@given(st.integers(0, len(UNPACKED) - 1), st.integers(1, 255))
def test_an_altered_byte_anywhere_is_told(place: int, by: int) -> None:
    altered = bytearray(UNPACKED)
    altered[place] ^= by

    with pytest.raises(BadHandOver):
        read_all(bytes(altered))


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_what_the_zip_says_around_it_is_not_believed(place: int, by: int) -> None:
    altered = bytearray(WHOLE)
    altered[place] ^= by

    with suppress(BadHandOver):
        assert read_all(bytes(altered)) == [*PARTS, PHOTO]
        assert opened(bytes(altered)) == opened(WHOLE)


@given(st.binary(max_size=400))
def test_any_other_bytes_are_no_hand_over(content: bytes) -> None:
    for candidate in (content, MAGIC + content, b"PK" + content, WHOLE + content[:1] + b"x"):
        with pytest.raises(BadHandOver):
            read_all(candidate)


def test_a_file_of_a_newer_app_is_told_apart() -> None:
    with pytest.raises(NewerHandOver):
        opened(WHOLE.replace(MAGIC, b"LORONG TITIP 2\n"))


def sealed(text: bytes) -> bytes:
    """A file whose checksum holds although its manifest is nonsense."""
    signature = b"0" * 64
    tail = text + b"\n" + signature + b" " + digest(text, signature).encode() + b"\n"
    return MAGIC + tail + b"%08d\n" % len(tail)


@pytest.mark.parametrize("text", [b"{", b"[]", b"\xff", b"[" * 100_000, b'{"device":1}', b"null"])
def test_a_manifest_that_cannot_be_read_is_told(text: bytes) -> None:
    with pytest.raises(BadHandOver):
        opened(sealed(text))


def document() -> dict[str, Any]:
    written: dict[str, Any] = wire.write(manifest_of(PARTS, [PHOTO], "d"))
    return written


def files(count: int, size: int) -> list[CarriedFile]:
    return [CarriedFile(f"{number:064x}", size, "image/jpeg", "photo") for number in range(count)]


@pytest.mark.parametrize(
    "facts",
    [
        {"parts": [], "files": []},
        {"parts": [Part(ONE, MAX_PART_BYTES + 1)]},
        {"parts": [Part(ONE, 0)]},
        {"parts": [Part(ONE, -1)]},
        {"parts": [Part(ONE, 1), Part(ONE, 1)]},
        {"parts": [Part("../../etc/passwd", 1)]},
        {"parts": [Part("A" * 64, 1)]},
        {"parts": [Part(f"{number:064x}", 1) for number in range(17)]},
        {"files": files(1, MAX_FILE_BYTES + 1)},
        {"files": files(6, MAX_FILE_BYTES)},
        {"files": files(MAX_FILES + 1, 1)},
        {"files": [CarriedFile(ONE, 1, "x" * 41, "photo")]},
        {"made_at": "x" * 41},
        {"device": "x" * 37},
        {"notes": -1},
    ],
)
def test_a_manifest_beyond_its_bounds_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(BadHandOver):
        manifest_in(document() | wire.write(facts))


def test_what_a_newer_app_adds_to_the_manifest_stays_signed() -> None:
    more = document() | {"mood": "good"}

    assert manifest_in(more) == manifest_in(document())
    assert not is_signed(more, opened(WHOLE).signature, KEY)


class Endless(io.BytesIO):
    """A file that says it is huge, and fails the test when somebody reads it whole."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return MAX_HANDOVER_BYTES * 2 if whence == io.SEEK_END else super().seek(offset, whence)

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert 0 <= size < 1000
        return super().read(size)


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(BadHandOver):
        open_handover(Endless(WHOLE))


def test_the_largest_part_and_manifest_fit_one_request_to_the_centre() -> None:
    manifest = replace(manifest_of([], [], "d" * 36), files=files(MAX_FILES, 99_999))
    text = canonical(wire.write(manifest))

    assert len(ending(manifest, KEY)) < 128 * 1024
    assert len(text) + MAX_PART_BYTES + 1024 < MAX_REQUEST_BYTES
    assert json.loads(text)["files"][0]["sha256"] == f"{0:064x}"
