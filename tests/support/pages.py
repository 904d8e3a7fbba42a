"""Reads a public page as a strict browser would, and fills its forms as a person without JavaScript does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import httpx

_HTML = "{http://www.w3.org/1999/xhtml}"


def valid(text: str) -> Element:
    """The tree; raises html5lib's ParseError at the first fault."""
    parser = html5lib.HTMLParser(strict=True)
    tree: Element = parser.parse(text)
    return tree


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """(text, name, value)."""


def forms(text: str) -> list[Form]:
    """Every form with what it would send as it stands."""
    return [_form(one) for one in valid(text).iter(f"{_HTML}form")]


def _form(element: Element) -> Form:
    found = Form(element.get("action", ""))
    for one in element.iter():
        name, kind = one.get("name", ""), one.get("type", "")
        tag = one.tag.removeprefix(_HTML)
        if tag == "button":
            found.buttons.append((words(one), name, one.get("value", "")))
        elif tag == "input" and kind != "file" and (kind != "checkbox" or one.get("checked") is not None):
            found.fields[name] = one.get("value", "")
        elif tag == "textarea":
            found.fields[name] = one.text or ""
        elif tag == "select":
            chosen = [o for o in one.iter(f"{_HTML}option") if o.get("selected") is not None]
            found.fields[name] = chosen[0].get("value", "") if chosen else ""
    return found


async def submit(http: httpx.AsyncClient, form: Form, button: str = "", **typed: str) -> httpx.Response:
    """Press the button of that text (else none of a name), with these fields typed over."""
    pressed = next(({name: value} for text, name, value in form.buttons if text == button and name), {})
    data: dict[str, Any] = form.fields | typed | pressed
    return await http.post(form.action, data=data)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def text_of(page: str) -> str:
    """What a person reads, without markup."""
    body = next(valid(page).iter(f"{_HTML}body"))
    return words(body)


def duplicate_ids(page: str) -> list[str]:
    ids = re.findall(r'\sid="([^"]+)"', page)
    return sorted({one for one in ids if ids.count(one) > 1})
