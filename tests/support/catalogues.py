"""Next year's catalogue of the award, as somebody would write it: the present one, altered in a few places."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

import httpx

from sync.central.catalogues import table
from sync.domain.iga_catalogue import Catalogue, Row, catalogue_of, shipped_rows
from tests.support.centres import Speaker

NEXT, STARTS = "2027", "2027-01-01"
"""StandingClock begins at the start of December 2026."""
_NEW = {"kode": "sid21", "nomor": "36", "indikator": "Inovasi terbuka", "bobot": "1"}


def rows_with(edits: dict[str, dict[str, str]], *, without: Iterable[str] = (), added: bool = False) -> list[Row]:
    """`edits` by code."""
    gone = set(without)
    rows: list[Row] = [{**row, **edits.get(row["kode"], {})} for row in shipped_rows() if row["kode"] not in gone]
    return [*rows, {**rows[0], **_NEW}] if added else rows


def next_rows() -> list[Row]:
    """Video weighs 3 and not 4, the team has another second threshold, sid07 no third level, sid10 is gone, and
    there is a new indicator: 37 - 1 - 1 + 1 = 36."""
    no_third = {f"{name}_3": "" for name in ("parameter", "oleh", "lama", "langkah", "langkah_en")}
    edits = {"sid20": {"bobot": "3"}, "sid02": {"parameter_2": "11-25 SDM"}, "sid07": no_third}
    return rows_with(edits, without=["sid10"], added=True)


WEIGHTS = 36


def next_catalogue(version: str = NEXT, starts: str = STARTS) -> Catalogue:
    return catalogue_of(version, starts, next_rows())


def as_file(rows: list[Row] | None = None, suffix: str = ".csv") -> bytes:
    return table.write(suffix, rows or next_rows())


async def send_catalogue(who: Speaker, content: bytes, **asked: Any) -> httpx.Response:
    params: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "version": NEXT,
        "valid_from": STARTS,
        "weights": WEIGHTS,
    } | asked
    headers = {"Authorization": f"Bearer {who.token}", "Content-Type": "application/octet-stream"}
    return await who.http.post("/v1/catalogues", content=content, params=params, headers=headers)


async def proposed(who: Speaker, content: bytes | None = None, **asked: Any) -> dict[str, Any]:
    """Its entry."""
    response = await send_catalogue(who, content or as_file(), **asked)
    assert response.status_code == 200, response.text
    assert response.json()["faults"] == []
    entry: dict[str, Any] = response.json()["entry"]
    return entry


async def decide(who: Speaker, entry: dict[str, Any], decision: str, note: str = "") -> httpx.Response:
    headers = {"Authorization": f"Bearer {who.token}"}
    body = {"decision": decision, "sha256": entry["sha256"], "note": note}
    return await who.http.post(f"/v1/catalogue-versions/{entry['id']}", json=body, headers=headers)


async def in_force(first: Speaker, second: Speaker, **asked: Any) -> dict[str, Any]:
    """Proposed by one person of the kota and confirmed by the other."""
    entry = await proposed(first, **asked)
    response = await decide(second, entry, "confirm")
    assert response.status_code == 200, response.text
    return entry
