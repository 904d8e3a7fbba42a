"""An innovation's family and partners on its page: as an indented list, and only what may be shown now."""

from __future__ import annotations

import re
from typing import Any

import httpx

from sync.domain.ids import number_of
from tests.support.bank import Offices
from tests.support.centres import Speaker
from tests.support.partnering import CITY, a_partner
from tests.support.residents import filed, pulled, step

_LIST = re.compile(r"<h2>Keluarganya</h2>(.*?)(?:<h2>|<footer)", re.DOTALL)
_TAGS = re.compile(r"<ul>|</ul>|<li>(?:<[^>]*>)*([^<\n]+)")


def linked(*paths: str) -> dict[str, Any]:
    return dict.fromkeys(paths, True)


async def page(http: httpx.AsyncClient, record: str) -> str:
    response = await http.get(f"/inovasi/{number_of(record)}", follow_redirects=True)
    assert response.status_code == 200
    return response.text


def lines(text: str) -> list[tuple[int, str]]:
    """What stands in the indented list, each with how far it is indented."""
    found, depth = [], 0
    inside = _LIST.search(text)
    for tag in _TAGS.finditer(inside[1] if inside else ""):
        if tag[1] is None:
            depth += 1 if tag[0] == "<ul>" else -1
        else:
            found.append((depth, tag[1].strip()))
    return found


async def test_a_family_is_indented_from_the_oldest_to_the_youngest(
    city: Offices, http: httpx.AsyncClient
) -> None:
    first = await city.published(title="Teba pertama")
    second = await city.published(title="Teba kedua", replicates=first)
    await city.published(title="Teba ketiga", replicates=second)
    await city.published(title="Teba lain", replicates=second)

    text = await page(http, second)

    assert lines(text) == [(1, "Teba pertama"), (2, "Teba kedua"), (3, "Teba ketiga"), (3, "Teba lain")]
    assert "<strong>Teba kedua</strong> (halaman ini)" in text


async def test_a_replication_says_what_was_adapted_and_at_what_cost(
    city: Offices, http: httpx.AsyncClient
) -> None:
    first = await city.published()
    cost = {"unit": "rupiah", "number": 150_000}
    second = await city.published(replicates=first, adapted="Pakai ember bekas.", adaptation_cost=cost)
    no_more = await city.published(adapted="Pakai ember bekas.", adaptation_cost=cost)

    text = await page(http, second)

    assert "<h2>Yang disesuaikan</h2>\n<p>Pakai ember bekas.</p>" in text
    assert "<dd>150.000 rupiah</dd>" in text
    other = await page(http, no_more)
    assert "Yang disesuaikan" not in other
    assert "Biaya menyesuaikan" not in other


async def test_three_or_more_are_drawn_too_and_the_page_stays_small(
    city: Offices, http: httpx.AsyncClient
) -> None:
    first = await city.published(title="Teba pertama")
    second = await city.published(title="Teba kedua", replicates=first)
    assert "<svg" not in await page(http, second)
    for number in range(12):
        await city.published(title=f"Teba {number} " + "yang panjang sekali namanya " * 3, replicates=second)

    text = await page(http, second)

    picture = text[text.index("<svg") : text.index("</svg>")]
    assert len(set(re.findall(r"M\d+ \d+h\d+v", picture))) == 12
    assert "<title>Silsilah; daftarnya ada di bawah.</title>" in picture
    assert len(text.encode()) < 30_000


async def test_one_without_relatives_has_no_list(city: Offices, http: httpx.AsyncClient) -> None:
    record = await city.published()

    assert "Keluarganya" not in await page(http, record)


async def test_two_that_replicate_each_other_stand_in_the_list_once(
    city: Offices, http: httpx.AsyncClient
) -> None:
    first = await city.published(title="Teba satu")
    second = await city.published(title="Teba dua", replicates=first)
    await city.accepted(city.rt, first, {"replicates": second, "update": "submitted"})
    await city.accepted(city.kecamatan, first, {"update": "approved", **city.review("approved")})

    assert lines(await page(http, first)) == [(1, "Teba dua"), (2, "Teba satu")]
    assert lines(await page(http, second)) == [(1, "Teba satu"), (2, "Teba dua")]


async def test_a_hidden_relative_and_what_is_beyond_it_are_left_out(
    city: Offices, http: httpx.AsyncClient
) -> None:
    first = await city.published(title="Teba pertama")
    second = await city.published(title="Teba Rahasia", replicates=first)
    third = await city.published(title="Teba ketiga", replicates=second)
    await city.hide(second)

    assert lines(await page(http, first)) == []
    assert lines(await page(http, third)) == []


async def test_many_relatives_are_cut_so_that_the_page_stays_small(city: Offices, http: httpx.AsyncClient) -> None:
    first = await city.published(title="Teba pertama")
    for number in range(14):
        await city.published(title=f"Teba {number}", replicates=first)

    assert len(lines(await page(http, first))) == 12


async def test_the_idea_it_grew_from_is_named_once_it_was_taken_up(
    city: Offices, http: httpx.AsyncClient, lurah: Speaker
) -> None:
    await filed(http, title="Kebun sayur di ujung lorong")
    idea = (await pulled(lurah)).id
    record = await city.published(title="Teba kompos", **linked(f"grew_from/{idea}"))
    before = lines(await page(http, record))
    await step(lurah, "taken_up", owner=city.rt.person.id)

    after = lines(await page(http, record))

    assert before == [(1, "Usulan warga"), (2, "Teba kompos")]
    assert after == [(1, "Usulan warga: Kebun sayur di ujung lorong"), (2, "Teba kompos")]


async def test_with_a_parent_the_idea_stands_beside_it(city: Offices, http: httpx.AsyncClient) -> None:
    first = await city.published(title="Teba pertama")
    idea = city.rt.make_id()
    second = await city.published(title="Teba kedua", replicates=first, **linked(f"grew_from/{idea}"))

    assert lines(await page(http, second)) == [(1, "Usulan warga"), (1, "Teba pertama"), (2, "Teba kedua")]


async def test_a_link_to_what_is_no_id_is_kept_and_shown_nowhere(city: Offices, http: httpx.AsyncClient) -> None:
    odd: dict[str, Any] = {"grew_from/" + "x" * 64: True, "works_with/" + "x" * 64: True}
    record = await city.note(title="Teba kompos")
    city.slip_in(record, odd)
    await city.approve(record)
    await city.publish(record)

    assert "Keluarganya" not in await page(http, record)


async def test_partners_are_named_as_organisations_of_the_penta_helix(
    city: Offices, http: httpx.AsyncClient
) -> None:
    partner = await a_partner(city, part="Bu Ani, 0812 3456 7890", office="kantor 0812 3456 7899")
    record = await city.published(**linked(f"works_with/{partner}"))

    text = await page(http, record)

    assert "<li>Universitas Contoh (Kampus)" in text
    assert "kantor" not in text
    assert "0812" not in text


async def test_a_hidden_partner_and_what_is_no_partner_are_not_named(
    city: Offices, http: httpx.AsyncClient
) -> None:
    partner, issue = await a_partner(city), await city.issue(title="Bukan mitra")
    record = await city.published(**linked(f"works_with/{partner}", f"works_with/{issue}"))
    assert "Universitas Contoh" in await page(http, record)
    hidden = {"reason": "Sudah bubar.", "before": "submitted"}
    await city.accepted(city.kota, partner, {"status": "hidden", "hidden": hidden}, kind="partner", area=CITY)

    text = await page(http, record)

    assert "<h2>Mitra</h2>" not in text
    assert "Bukan mitra" not in text


async def test_a_link_that_was_taken_back_goes_with_the_next_edition(
    city: Offices, http: httpx.AsyncClient
) -> None:
    partner = await a_partner(city)
    record = await city.note(**linked(f"works_with/{partner}"))
    await city.accepted(city.rt, record, {f"works_with/{partner}": None})
    await city.approve(record)
    await city.publish(record)

    assert "Mitra" not in await page(http, record)
