"""Pages on paper, made by Typst, and the QR codes on them."""

from __future__ import annotations

import io
import json
from typing import Any

import segno
import typst

from sync.domain.assets import assets_folder


def pdf(page: str, *, is_tagged: bool = True, **inputs: Any) -> bytes:
    """The Typst source as a PDF, in the app's own letters; it finds each input as JSON in `sys.inputs`.

    Tags are for screen readers, and make what goes to a printer five times as large.
    """
    return typst.compile(
        page.encode(),
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[assets_folder() / "fonts"]),
        sys_inputs={name: json.dumps(value) for name, value in inputs.items()},
        pdf_tags=is_tagged,
    )


def qr(link: str, error: str) -> str:
    """As SVG. `error` is segno's level: "q" can be read with a quarter of it torn off, "m" with a seventh."""
    drawn = io.BytesIO()
    made = segno.make(link, error=error, micro=False)
    made.save(drawn, kind="svg", xmldecl=False, border=0, omitsize=True)
    return drawn.getvalue().decode()
