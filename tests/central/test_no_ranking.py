"""Nothing counts or orders people, RT or RW, and no area by how much comes from it (DESIGN section 6).

Jakarta's RT and RW refused an application in 2016 that did so. Lists are asked for twice: as they are, and after
one RT alone wrote far more than all others; then everybody and every place must stand where they stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.metrics import Metrics
from sync.domain.people import Role
from tests.central.public.walking import walk
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, Speaker, a_note

_MORE = 7
_MEASURES = re.compile(
    r"(^|_)(rank|ranking|score|points?|position|badge|streak|target|quota|top|best|most|likes?|support\w*|count\w*|total)(_|$)"
)
"""Words for what would compare people or places, as parts of a field's name."""
_OF_A_PAGE = frozenset({"point"})
"""Where something is, not what somebody earned."""
_NUMBER = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
"""Of a record: its letters are random, and can be `RT`."""
_PLACE = re.compile(r"73\.71\.\d\d(?:\.1\d{3})?")


@pytest.fixture
def busy(enrol: Enrol) -> Speaker:
    """An RT of the last kelurahan in the order of codes, who writes more than everybody."""
    return enrol(Role.RT, "73.71.14.1007/RW001/RT001")


async def some(city: Offices, enrol: Enrol) -> None:
    await city.published(title="Teba kompos")
    await city.listed(title="Drainase tersumbat")
    enrol(Role.RT, f"{KASSI}/RW001/RT001")
    city.index()


async def publish_more(city: Offices, busy: Speaker, enrol: Enrol) -> None:
    kecamatan = enrol(Role.KECAMATAN, busy.person.area.text[:8])
    theirs = Offices(busy, kecamatan, city.kota)
    home = busy.person.area.kelurahan or ""
    for number in range(_MORE):
        record = busy.make_id()
        values = a_note(title=f"Catatan {number}", area=busy.person.area.text)
        await theirs.accepted(busy, record, values, seen=0, area=home)
        approved: dict[str, Any] = {"status": "approved", **theirs.review("approved")}
        await theirs.accepted(kecamatan, record, approved, area=home)
        published = {"status": "published", "published": "2026-12-03"}
        await theirs.accepted(city.kota, record, published, area=home)
    city.index()


def order_of_places(text: str) -> list[str]:
    """Every code of a place, where it first stands."""
    return list(dict.fromkeys(_PLACE.findall(text)))


async def test_places_stand_where_they_stood_after_one_wrote_more(
    city: Offices, busy: Speaker, enrol: Enrol, http: httpx.AsyncClient
) -> None:
    await some(city, enrol)
    pages = ("/wilayah", "/wilayah/73.71.13", "/usul", "/peta.svg")
    before = {page: order_of_places((await http.get(page)).text) for page in pages}

    await publish_more(city, busy, enrol)

    after = {page: order_of_places((await http.get(page)).text) for page in pages}
    assert after == before
    assert before["/wilayah"] == sorted(before["/wilayah"])


async def test_no_page_and_no_export_names_an_rt_or_rw_beside_a_number(
    city: Offices, busy: Speaker, enrol: Enrol, http: httpx.AsyncClient
) -> None:
    await some(city, enrol)
    await publish_more(city, busy, enrol)

    for path, page in (await walk(http)).items():
        text = _NUMBER.sub("", page.text)
        assert not re.search(r"\bR[TW] ?0*\d+\b\D{0,20}\b(inovasi|catatan|usulan)\b", text), path
        assert f"{_MORE} inovasi" not in page.text, path


def test_no_message_has_a_field_that_compares(centre: Centre) -> None:
    schemas = make_app(centre).openapi()
    found = {name for name in _names(schemas) if _MEASURES.search(name) and name not in _OF_A_PAGE}

    assert found == set()


def _names(schema: Any) -> Iterator[str]:
    """The name of every property, however deep."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, dict) else ()
        for each in schema.values():
            yield from _names(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _names(each)


def test_operators_count_calls_and_no_people_or_places() -> None:
    labels = {label for family in Metrics().registry.collect() for each in family.samples for label in each.labels}

    assert not labels & {"person", "device", "area", "stream", "role", "kelurahan"}
