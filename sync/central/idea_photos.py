"""The photo of a resident's idea: made anew at the centre, so that nothing but the picture itself stays.

No place, no device, no thumbnail of what was cut off: only pixels go from the sent file into the kept one.
"""

from __future__ import annotations

import hashlib
import io

from PIL import Image, ImageOps

from sync.central import filestore, unnamed_files, windows
from sync.central.accept import accept, or_raise, prepare
from sync.central.answer import Centre
from sync.central.ideas import Tracked
from sync.central.people import iso
from sync.domain.ids import IdSource
from sync.domain.records import PHOTOS, entries_below
from sync.protocol.limits import MAX_FILE_BYTES
from sync.protocol.messages import Change
from sync.protocol.problems import Code, Problem

PHOTO_SIZE, PREVIEW_SIZE = 1600, 320
MOST_PHOTOS = 3
PHOTOS_AN_HOUR = 30
_QUALITY = 80
_MOST_PIXELS, _MOST_DECODED = 50_000_000, 24_000_000
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_FORMATS = ("JPEG", "PNG", "WEBP")


def add_photo(centre: Centre, tracked: Tracked, content: bytes, address: str) -> None:
    """Keep a photo with the idea. Safe to repeat. Raises Problem: WRONG_TYPE, TOO_LARGE, BAD_VALUE for one
    photo too many, TOO_MANY for this hour."""
    if len(content) > MAX_FILE_BYTES:
        raise Problem(Code.TOO_LARGE)
    record, now, window = tracked.record, centre.clock(), f"idea-photo:{address}"
    with centre.database.write() as connection:
        windows.check(connection, window, now, PHOTOS_AN_HOUR)
        windows.add(connection, window, now)
    path = f"{PHOTOS}/{hashlib.sha256(content).hexdigest()[:32]}"
    if path in record.set:
        return
    if len(entries_below(record.set, PHOTOS)) >= MOST_PHOTOS:
        # Not TOO_MANY: that one is tried again, and however late it comes, this photo is one too many.
        raise Problem(Code.BAD_VALUE, fields={"photo": "too_many"})
    kept = [(hashlib.sha256(made).hexdigest(), made) for made in remade(content)]
    value = {"sha256": kept[0][0], "preview": kept[1][0], "source": "gallery"}
    change = Change(IdSource()(), record.id, record.kind, record.stream, record.version, iso(now), {path: value})
    with centre.database.write() as connection:
        unnamed_files.expect(connection, [sha256 for sha256, _ in kept])
    try:
        for sha256, made in kept:
            filestore.put(centre.files, sha256, made)
        with centre.database.write() as connection:
            or_raise(accept(connection, tracked.caller, [prepare(change)], iso(now), centre.make_salt)[0])
            for sha256, made in kept:
                filestore.mark_stored(connection, centre.files, sha256, made, "image/jpeg", now)
    except Problem:
        for sha256, _ in kept:
            unnamed_files.drop(centre, sha256)
        raise


def remade(content: bytes) -> tuple[bytes, bytes]:
    """The photo, at most 1600 px, and its preview of 320 px, as JPEG. Raises Problem(WRONG_TYPE)."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            _refuse_bombs(opened)
            picture = _on_white(ImageOps.exif_transpose(opened))
        return _jpeg(picture, PHOTO_SIZE), _jpeg(picture, PREVIEW_SIZE)
    except (OSError, ValueError, SyntaxError, *_BOMBS) as error:
        raise Problem(Code.WRONG_TYPE) from error


def _refuse_bombs(opened: Image.Image) -> None:
    """A JPEG is decoded near the size that is kept; another file of few bytes could fill the memory."""
    pixels = opened.width * opened.height
    opened.draft("RGB", (PHOTO_SIZE, PHOTO_SIZE))
    if pixels > _MOST_PIXELS or opened.width * opened.height > _MOST_DECODED:
        raise Problem(Code.TOO_LARGE, "the picture has too many pixels")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "P"):
        clear = picture.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        ground.alpha_composite(clear)
        picture = ground
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, size: int) -> bytes:
    smaller = picture.copy()
    smaller.thumbnail((size, size), Image.Resampling.LANCZOS)
    # A picture with nothing beside its pixels: what Pillow keeps in `info` must not be written again.
    plain = Image.new("RGB", smaller.size)
    plain.paste(smaller)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
