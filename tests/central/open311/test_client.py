"""A second opinion: a client of GeoReport v2 that others wrote understands what a running centre answers."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from georeport import GeoReport

from sync.central.settings import Settings
from tests.central.open311.asking import BASE, a_request
from tests.support.instances import Instance, start


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    running = start(Settings(tmp_path_factory.mktemp("centre")))
    running.wait_until_up()
    yield running
    running.stop()


@pytest.fixture(params=["json", "xml"])
def client(request: pytest.FixtureRequest, centre: Instance) -> GeoReport:
    return GeoReport(centre.url + BASE, jurisdiction="makassar", output_format=request.param)


def test_it_reads_services_and_their_definitions(client: GeoReport) -> None:
    services = client.get_service_list()
    definition = client.get_service_definition(services[0]["service_code"])

    assert services[0]["service_name"] == "Usulan: Sampah dan lingkungan"
    attributes = definition["attributes"]
    listed = attributes if isinstance(attributes, list) else attributes["attribute"]
    assert [each["code"] for each in listed] == ["complaints", "title", "kelurahan", "about_office"]


def test_it_follows_a_request_that_was_filed(client: GeoReport, centre: Instance) -> None:
    (filed,) = httpx.post(f"{centre.url}{BASE}/requests.json", data=a_request()).json()

    found = client.get_service_request(filed["service_request_id"])

    assert (found["status"], found["service_code"]) == ("open", "food")
    assert found["service_request_id"] == filed["service_request_id"]
