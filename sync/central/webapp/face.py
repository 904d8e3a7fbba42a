"""What the phone shows of the installed app: its name, its icon, its manifest, and the fonts of its screens."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

ICON_SIZES = (192, 512)
FAVICON_SIZE = 48
# A maskable icon may be cut to a circle: what matters stays within four fifths of it.
SAFE_SHARE = 0.8


def face_files(assets: Path) -> dict[str, bytes]:
    files = {"manifest.json": json.dumps(_manifest()).encode()}
    files |= dict(_icons(assets / "icon.png"))
    for font in sorted((assets / "fonts").glob("**/*")):
        if font.is_file():
            files[f"fonts/{font.relative_to(assets / 'fonts').as_posix()}"] = font.read_bytes()
    return files


def _manifest() -> dict[str, object]:
    icons = [_icon_entry(size, purpose) for size in ICON_SIZES for purpose in ("any", "maskable")]
    return {
        "name": "Lorong",
        "short_name": "Lorong",
        "description": "Catat inovasi di lorong, dengan atau tanpa sinyal.",
        "lang": "id",
        "id": ".",
        "start_url": ".",
        "scope": ".",
        "display": "standalone",
        "background_color": "#fffbf6",
        "theme_color": "#fffbf6",
        "icons": icons,
    }


def _icon_entry(size: int, purpose: str) -> dict[str, str]:
    name = f"icons/{_icon_name(size, purpose)}"
    return {"src": name, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _icon_name(size: int, purpose: str) -> str:
    return f"icon-{size}.png" if purpose == "any" else f"icon-maskable-{size}.png"


def _icons(picture: Path) -> Iterator[tuple[str, bytes]]:
    """From the app's own picture; flet-web's stay where there is none."""
    if not picture.is_file():
        return
    with Image.open(picture) as opened:
        icon = opened.convert("RGBA")
    yield "favicon.png", _png(icon.resize((FAVICON_SIZE, FAVICON_SIZE), Image.Resampling.LANCZOS))
    for size in ICON_SIZES:
        yield f"icons/{_icon_name(size, 'any')}", _png(icon.resize((size, size), Image.Resampling.LANCZOS))
        yield f"icons/{_icon_name(size, 'maskable')}", _png(_padded(icon, size))


def _padded(icon: Image.Image, size: int) -> Image.Image:
    inner = round(size * SAFE_SHARE)
    ground = Image.new("RGBA", (size, size), "white")
    small = icon.resize((inner, inner), Image.Resampling.LANCZOS)
    ground.alpha_composite(small, ((size - inner) // 2, (size - inner) // 2))
    return ground


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
