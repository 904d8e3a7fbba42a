"""NUL in an address: PostgreSQL holds none, so that a question with one would fault wherever it reached it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from sync.central.answer import Centre
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.every_page import routes


def addresses(centre: Centre) -> Iterator[tuple[str, str]]:
    """Each call of the application with a NUL in the place of whatever its path and its query take."""
    for one in routes(centre):
        method = min(one.methods or ())
        if "{" in one.path:
            yield method, re.sub(r"{[^}]*}", "x%00", one.path)
        for name in (each.alias for each in one.dependant.query_params):
            yield method, f"{re.sub(r'{[^}]*}', 'x', one.path)}?{name}=x%00"


async def test_no_call_faults_on_a_nul_whoever_asks(centre: Centre, http: httpx.AsyncClient, enrol: Enrol) -> None:
    kota = {"Authorization": f"Bearer {enrol(Role.KOTA, '73.71').token}"}
    known = list(addresses(centre))
    assert len(known) > 100

    faults = []
    for method, address in known:
        for headers in (kota, {}):
            response = await http.request(method, address, headers=headers)
            if response.status_code not in (400, 404, 422):
                faults.append((method, address, response.status_code))

    assert faults == []


@pytest.mark.parametrize(
    ("address", "code", "fields"),
    [
        ("/v1/portfolio?after=%00", "bad_value", {"after": "wrong_type"}),
        ("/v1/records?kind=x&q=a%00b&theme=%FF", "bad_value", {"q": "wrong_type"}),
        ("/v1/records?%00=x", "bad_value", {}),
        ("/v1/catalogues/iga/%00", "not_found", None),
        ("/v1/catalogue-versions/%00", "not_found", None),
    ],
)
async def test_it_is_told_what_cannot_be_kept(
    http: httpx.AsyncClient, address: str, code: str, fields: dict[str, str] | None
) -> None:
    told = (await http.get(address)).json()

    assert (told["code"], told.get("fields")) == (code, fields or None)


async def test_geo_report_tells_it_in_its_own_shape(http: httpx.AsyncClient) -> None:
    response = await http.get("/open311/v2/requests.json?status=%00")

    assert (response.status_code, response.json()[0]["code"]) == (400, 400)


async def test_a_person_reads_a_page_of_it(http: httpx.AsyncClient) -> None:
    response = await http.get("/?q=%00", headers={"accept": "text/html"})

    assert response.status_code == 422
    assert "Server kota tidak mengerti permintaan ini" in response.text
