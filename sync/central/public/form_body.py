"""The body of a plain HTML form."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from sync.central.api import bounded
from sync.protocol.problems import Code, Problem

MAX_FORM_BYTES = 64 * 1024
MAX_FIELDS = 40


async def form_body(request: Request) -> dict[str, str]:
    """The fields of an HTML form. Raises Problem(TOO_LARGE), or BAD_JSON for what is none."""
    body = await bounded(request, MAX_FORM_BYTES)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError as error:
        raise Problem(Code.BAD_JSON, "the body is not a form") from error
    return {name: value.replace("\r\n", "\n").strip() for name, value in pairs}


FormBody = Annotated[dict[str, str], Depends(form_body)]
