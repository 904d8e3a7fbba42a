"""Discovery and services, as the specification's examples have them, in both formats."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree

import httpx
import pytest

from sync.domain.forms import form
from tests.central.open311.asking import BASE, ask, ask_xml
from tests.support.centres import KASSI

FORMATS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}


def tags(element: ElementTree.Element) -> list[str]:
    return [child.tag for child in element]


async def test_discovery_names_the_endpoint_and_its_formats(http: httpx.AsyncClient) -> None:
    told = await ask(http, "discovery.json")
    root = await ask_xml(http, "discovery.xml")

    (endpoint,) = told["endpoints"]
    assert endpoint["url"].endswith(BASE)
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert datetime.fromisoformat(told["changeset"]).tzinfo is not None
    assert "Tidak perlu api_key" in told["key_service"]
    assert (root.tag, tags(root)) == ("discovery", ["changeset", "contact", "key_service", "endpoints"])
    assert [one.text for one in root.iterfind("endpoints/endpoint/formats/format")] == endpoint["formats"]


async def test_there_is_a_service_for_each_theme_and_each_says_that_complaints_go_elsewhere(
    http: httpx.AsyncClient,
) -> None:
    services = await ask(http, "services.json")

    assert [each["service_code"] for each in services] == [c.code for c in form("idea").field("theme").choices]
    for each in services:
        assert (each["metadata"], each["type"], each["group"]) == (True, "realtime", "Usulan warga")
        assert "bukan aduan" in each["description"]


async def test_both_formats_say_the_same(http: httpx.AsyncClient) -> None:
    services = await ask(http, "services.json")
    root = await ask_xml(http, "services.xml")

    assert (root.tag, set(tags(root))) == ("services", {"service"})
    told = [{field.tag: field.text for field in each} for each in root]
    assert told == [
        {name: str(value).replace("True", "true") for name, value in each.items()} for each in services
    ]


async def test_a_definition_asks_for_the_kelurahan_by_its_code(http: httpx.AsyncClient) -> None:
    told = await ask(http, "services/food.json")
    root = await ask_xml(http, "services/food.xml")

    attributes = {each["code"]: each for each in told["attributes"]}
    kelurahan = attributes["kelurahan"]
    assert told["service_code"] == "food"
    assert (kelurahan["datatype"], len(kelurahan["values"])) == ("singlevaluelist", 153)
    assert {"key": KASSI, "name": "Kassi-Kassi, Rappocini"} in kelurahan["values"]
    assert [each["order"] for each in told["attributes"]] == [1, 2, 3, 4]
    assert not attributes["complaints"]["variable"]
    assert (root.tag, tags(root)) == ("service_definition", ["service_code", "attributes"])
    assert len(root.findall("attributes/attribute[code='kelurahan']/values/value/key")) == 153


@pytest.mark.parametrize("spoken", FORMATS)
async def test_what_is_not_there_is_said_in_the_format_that_was_asked(
    http: httpx.AsyncClient, spoken: str
) -> None:
    response = await http.get(f"{BASE}/services/keluhan.{spoken}")

    assert (response.status_code, response.headers["content-type"]) == (404, FORMATS[spoken])
    if spoken == "json":
        (error,) = response.json()
        told = error["code"], error["description"]
    else:
        root = ElementTree.fromstring(response.content)
        assert (root.tag, tags(root)) == ("errors", ["error"])
        told = int(root.findtext("error/code") or 0), root.findtext("error/description")
    assert told == (404, "service_code: layanan ini tidak ada. Lihat /services.")


async def test_another_format_is_not_there(http: httpx.AsyncClient) -> None:
    response = await http.get(f"{BASE}/services.csv")

    assert response.status_code == 404
    assert (
        ElementTree.fromstring(response.content).findtext("error/description") == "Format yang ada: json dan xml."
    )
