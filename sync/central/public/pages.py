"""Turns a template into an answer: HTML for any phone, under a policy that lets no script and no foreign byte in.

`page("usul.html", title="…")` is all that a route needs. Links to `sms:` and `wa.me` are plain links, which the
policy does not touch; forms go to this centre alone.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import Response

_FOLDER = Path(__file__).parent / "templates"


def _style() -> str:
    """The style sheet without what only its readers need."""
    text = (_FOLDER / "style.css").read_text(encoding="utf-8")
    return re.sub(r"\s*([{};])\s*", r"\1", text).replace(": ", ":").replace(";}", "}").strip()


STYLE = _style()
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{_STYLE_HASH}'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

ENVIRONMENT = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
"""Other modules of this package add filters of their own."""
ENVIRONMENT.globals["style"] = Markup(STYLE)


def page(template: str, /, *, status_code: int = 200, caching: str = "no-cache", **values: Any) -> Response:
    """The rendered template. `caching` is the Cache-Control; what is one person's own is given as `no-store`."""
    text = ENVIRONMENT.get_template(template).render(values)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": caching, "Content-Language": "id"}
    return Response(text, status_code, headers, media_type="text/html; charset=utf-8")
