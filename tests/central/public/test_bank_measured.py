"""Measurements on a published innovation's page: what the kelurahan confirmed, never a count of very few."""

from __future__ import annotations

from typing import Any

import html5lib
import httpx

from sync.domain.ids import number_of
from sync.domain.measuring import longset_indicators
from tests.support.bank import Offices
from tests.support.centres import KASSI, Speaker

WASTE = {"name": "Sampah diangkut", "unit": "kantong", "kind": "value", "better": "down", "baseline": "6"}


def measuring(**indicators: Any) -> dict[str, Any]:
    """The paths of these indicators, by their ids."""
    return {f"indicators/{key}": each for key, each in indicators.items()}


async def measured(city: Offices, lurah: Speaker, innovation: str, *, confirmed: bool = True, **said: Any) -> str:
    month = {"innovation": innovation, "indicator": "waste", "period": "2026-11", "area": KASSI} | said
    record = lurah.make_id()
    values = month | {"status": "submitted"} | ({"confirmed": True} if confirmed else {})
    await city.accepted(lurah, record, values, kind="measurement", seen=0)
    return record


async def page(city: Offices, http: httpx.AsyncClient, innovation: str) -> str:
    city.index()
    response = await http.get(f"/inovasi/{number_of(innovation)}", follow_redirects=True)
    assert response.status_code == 200
    html5lib.HTMLParser(strict=True).parse(response.text)
    assert len(response.content) < 30_000
    return response.text


async def test_before_and_after_are_told_and_drawn(city: Offices, lurah: Speaker, http: httpx.AsyncClient) -> None:
    record = await city.published(**measuring(waste=WASTE | {"target": "1.5"}))
    await measured(city, lurah, record, period="2026-10", value="1250.5")
    await measured(city, lurah, record, value="2")

    text = await page(city, http, record)

    assert "Lebih baik: dari 6 kantong menjadi 2 kantong. Target: 1,5 kantong." in text
    assert 'aria-label="Sampah diangkut. Awal: 6 kantong; Okt 2026: 1.250,5 kantong; Nov 2026: 2 kantong"' in text


async def test_what_is_not_confirmed_stays_inside(city: Offices, lurah: Speaker, http: httpx.AsyncClient) -> None:
    record = await city.published(**measuring(waste=WASTE))
    await measured(city, lurah, record, value="2", confirmed=False)
    before = await page(city, http, record)
    shown = await measured(city, lurah, record, value="3")
    between = await page(city, http, record)
    await city.accepted(lurah, shown, {"confirmed": False}, kind="measurement")

    assert "Hasil yang diukur" not in before
    assert "menjadi 3 kantong" in between
    assert "Hasil yang diukur" not in await page(city, http, record)


async def test_a_hidden_measurement_is_gone_at_once(
    city: Offices, lurah: Speaker, http: httpx.AsyncClient
) -> None:
    record = await city.published(**measuring(waste=WASTE))
    shown = await measured(city, lurah, record, value="3")
    await page(city, http, record)

    await city.hide(shown, kind="measurement", before="submitted")

    assert "Hasil yang diukur" not in await page(city, http, record)


async def test_very_few_about_health_are_not_counted_even_where_the_theme_was_changed_later(
    city: Offices, lurah: Speaker, http: httpx.AsyncClient
) -> None:
    record = await city.note(**{"indicators/waste": WASTE | {"baseline": "4"}})
    await measured(city, lurah, record, value="3")
    await city.accepted(city.rt, record, {"theme": "health"})
    await city.approve(record)
    await city.publish(record)

    text = await page(city, http, record)

    assert "kurang dari 5 kantong" in text
    assert "3 kantong" not in text
    assert "4 kantong" not in text


async def test_a_contact_in_the_name_of_an_indicator_is_not_shown(
    city: Offices, lurah: Speaker, http: httpx.AsyncClient
) -> None:
    record = await city.published(**measuring(waste=WASTE | {"name": "Hubungi 0812 3456 7890 <b>"}))
    await measured(city, lurah, record, value="3")

    text = await page(city, http, record)

    assert "0812 3456 7890" not in text
    assert "&lt;b&gt;" in text


async def test_an_indicator_that_was_added_later_waits_for_its_update(
    city: Offices, lurah: Speaker, http: httpx.AsyncClient
) -> None:
    record = await city.published()
    await city.accepted(city.rt, record, {"indicators/waste": WASTE})
    await measured(city, lurah, record, value="3")
    before = await page(city, http, record)
    await city.accepted(city.rt, record, {"update": "submitted"})
    await city.accepted(city.kecamatan, record, {"update": "approved", **city.review("approved")})

    assert "Sampah diangkut" not in before
    assert "menjadi 3 kantong" in await page(city, http, record)


async def test_a_year_of_all_of_longset_stays_small(
    city: Offices, lurah: Speaker, http: httpx.AsyncClient
) -> None:
    twelve = longset_indicators()
    text = "Panjang sekali & <lebar>. " * 150
    record = await city.published(goals=text, **measuring(**twelve))
    for key in twelve:
        for month in range(1, 13):
            share: dict[str, Any] = {"numerator": str(20 + month), "denominator": "40"}
            await measured(city, lurah, record, indicator=key, period=f"2026-{month:02}", **share)

    text = await page(city, http, record)

    assert text.count("<svg") == 6
    assert text.count("Terakhir 80%; belum ada data awal untuk dibandingkan.") == 12
