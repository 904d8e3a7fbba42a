"""Pictures for the tests, drawn here: no photo of anybody is kept in the repository."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

MAKASSAR = (-5.1677, 119.4327)


def a_picture(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Fine stripes, so that what blurring leaves can be told from what it takes."""
    picture = Image.new(mode, (width, height), "white")
    draw = ImageDraw.Draw(picture)
    for x in range(0, width, 4):
        draw.line([(x, 0), (x, height)], fill="black", width=2)
    return picture


def a_jpeg(
    width: int = 400,
    height: int = 300,
    *,
    taken_at: str | None = None,
    place: tuple[float, float] | None = None,
    orientation: int | None = None,
    accuracy_m: int | None = None,
) -> bytes:
    """A JPEG as a camera writes it. `taken_at` as in EXIF: `2026:03:05 07:08:09`."""
    return _bytes(a_picture(width, height), "JPEG", _exif(taken_at, place, orientation, accuracy_m))


def _exif(
    taken_at: str | None, place: tuple[float, float] | None, orientation: int | None, accuracy_m: int | None
) -> Image.Exif:
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    if taken_at:
        exif.get_ifd(0x8769)[0x9003] = taken_at
    if place:
        folder = exif.get_ifd(0x8825)
        lat, lng = place
        folder |= {1: "S" if lat < 0 else "N", 2: _sexagesimal(abs(lat))}
        folder |= {3: "W" if lng < 0 else "E", 4: _sexagesimal(abs(lng))}
        if accuracy_m is not None:
            folder[0x1F] = float(accuracy_m)
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(degrees, 1)
    minutes, rest = divmod(rest * 60, 1)
    return (whole, minutes, round(rest * 60, 3))


def with_exif(kind: str, taken_at: str) -> bytes:
    """The same picture as PNG or WebP."""
    return _bytes(a_picture(), kind, _exif(taken_at, MAKASSAR, 1, None))


def _bytes(picture: Image.Image, kind: str, exif: Image.Exif) -> bytes:
    out = BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))
