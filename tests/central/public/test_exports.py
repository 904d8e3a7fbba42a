"""The bank for machines: CSV, GeoJSON, JSON, and the map as a picture."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import httpx
import pytest

from sync.central.public import exports
from sync.domain.ids import number_of
from tests.support.bank import Offices

POINT = {"lat": -51_762_345, "lng": 1_194_412_345}


async def text_of(http: httpx.AsyncClient, path: str) -> str:
    response = await http.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.text


async def test_the_exports_hold_what_is_published(city: Offices, http: httpx.AsyncClient) -> None:
    open_place = await city.published(title="=1+1", point=POINT)
    home = await city.published(title="Di rumah", point=POINT, place_private=True)
    await city.note(title="Belum terbit")

    rows = list(csv.DictReader(io.StringIO(await text_of(http, "/bank.csv"))))
    shapes = json.loads(await text_of(http, "/bank.geojson"))
    documents = json.loads(await text_of(http, "/bank.json"))

    assert [row["title"] for row in rows] == ["'=1+1", "Di rumah"]
    assert rows[0]["link"].endswith(f"/inovasi/{number_of(open_place)}-1-1")
    assert shapes["type"] == "FeatureCollection"
    assert [feature["id"] for feature in shapes["features"]] == [open_place, home]
    assert shapes["features"][1]["geometry"] is None
    assert [entry["title"] for entry in documents["records"]] == ["=1+1", "Di rumah"]


async def test_a_baseline_of_very_few_is_not_counted_where_the_theme_was_made_health_later(
    city: Offices, http: httpx.AsyncClient
) -> None:
    counted = {"name": "Anak stunting", "unit": "anak", "kind": "value", "better": "down", "baseline": "3"}
    share = {"name": "Anak ditimbang", "unit": "%", "kind": "ratio", "better": "up", "baseline": "3"}
    record = await city.note(**{"theme": "waste", "indicators/few": counted, "indicators/share": share})
    await city.accepted(city.rt, record, {"theme": "health"})
    await city.approve(record)
    await city.publish(record)

    (document,) = json.loads(await text_of(http, "/bank.json"))["records"]

    assert document["indicators"]["few"]["baseline"] == {"below": 5}
    assert document["indicators"]["share"]["baseline"] == "3"


async def test_a_place_is_longitude_and_latitude_on_a_grid_of_about_100_m(
    city: Offices, http: httpx.AsyncClient
) -> None:
    await city.published(point=POINT)

    (feature,) = json.loads(await text_of(http, "/bank.geojson"))["features"]

    assert feature["geometry"]["type"] == "Point"
    assert feature["geometry"]["coordinates"] == [119.4408, -5.1759]


async def test_an_empty_bank_exports_empty_files(http: httpx.AsyncClient) -> None:
    assert json.loads(await text_of(http, "/bank.json")) == {"records": []}
    assert json.loads(await text_of(http, "/bank.geojson"))["features"] == []
    assert len((await text_of(http, "/bank.csv")).splitlines()) == 1


async def test_an_export_of_many_parts_has_each_record_once(
    city: Offices, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PART", 2)
    records = [await city.published() for _ in range(5)]

    documents: dict[str, Any] = json.loads(await text_of(http, "/bank.json"))

    assert [entry["id"] for entry in documents["records"]] == records


async def test_the_city_map_is_a_picture_of_its_own(http: httpx.AsyncClient) -> None:
    response = await http.get("/peta.svg")

    assert response.headers["content-type"] == "image/svg+xml"
    assert len(response.content) < 15_000
    assert response.text.count("<path") == 150
