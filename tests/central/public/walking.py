"""Walks the public pages as a reader does: from the front page along every link, and into every export."""

from __future__ import annotations

import re
from html import unescape

import httpx

_LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)"')
NOT_OURS = ("/usul", "/lacak", "/app")
STARTS = ("/", "/wilayah", "/bank.csv", "/bank.geojson", "/bank.json")
OPEN311 = ("/open311/v2/requests.json", "/open311/v2/requests.xml", "/open311/v2/services.xml")


async def walk(http: httpx.AsyncClient, *starts: str) -> dict[str, httpx.Response]:
    """Every page of the bank by its address. What is only posted to is left out."""
    waiting, seen = [*STARTS, *OPEN311, *starts], dict[str, httpx.Response]()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(NOT_OURS) or path == "/laporkan":
            continue
        seen[path] = await http.get(path)
        if "text/html" in seen[path].headers["content-type"]:
            waiting += [unescape(link) for link in _LINK.findall(seen[path].text)]
    return seen
