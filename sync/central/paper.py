"""Pages on paper, made by Typst, and the QR codes on them."""

from __future__ import annotations

import functools
import io
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import segno
import typst

from sync.domain.assets import assets_folder

_SOURCE = "page.typ"


def pdf(page: str, *, is_tagged: bool = True, pictures: Mapping[str, bytes] | None = None, **inputs: Any) -> bytes:
    """The Typst source as a PDF, in the app's own letters; it finds each input as JSON in `sys.inputs`, and each
    picture under its name after a slash.

    Tags are for screen readers, and make what goes to a printer five times as large.
    """
    with tempfile.TemporaryDirectory(prefix="lorong-") as root:
        for name, content in {_SOURCE: page.encode(), **(pictures or {})}.items():
            (Path(root) / name).write_bytes(content)
        return typst.compile(
            str(Path(root) / _SOURCE),
            root=root,
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={name: json.dumps(value) for name, value in inputs.items()},
            pdf_tags=is_tagged,
        )


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[assets_folder() / "fonts"])


def qr(link: str, error: str) -> str:
    """As SVG. `error` is segno's level: "q" can be read with a quarter of it torn off, "m" with a seventh."""
    drawn = io.BytesIO()
    made = segno.make(link, error=error, micro=False)
    made.save(drawn, kind="svg", xmldecl=False, border=0, omitsize=True)
    return drawn.getvalue().decode()
