"""A city in which every part of a public page has something to show, and a record that nobody may see any more."""

from __future__ import annotations

from typing import Any

import httpx

from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices, addressing, store_photo
from tests.support.centres import Speaker, a_note
from tests.support.partnering import a_need, a_partner
from tests.support.residents import filed, pulled, step

PHOTO = {
    "sha256": "a" * 64,
    "preview": "b" * 64,
    "people": "none",
    "caption": "Dua lubang di belakang pos ronda",
    "taken_at": "2026-11-01",
}
HIDDEN = "Rahasia Tersembunyi"
_POINT = {"lat": -51_762_345, "lng": 1_194_412_345}


async def taken_up(city: Offices, enrol: Enrol, http: httpx.AsyncClient, **words: str) -> dict[str, Any]:
    """What an innovation says that grew from a resident's idea, and that works with a partner."""
    lurah = enrol(Role.KELURAHAN)
    await filed(http, **words)
    idea = (await pulled(lurah)).id
    await step(lurah, "taken_up", owner=city.rt.person.id)
    partner = await a_partner(city, title=words["title"][:100], part=words["text"][:300])
    return {f"grew_from/{idea}": True, f"works_with/{partner}": True}


async def fill(city: Offices, enrol: Enrol, http: httpx.AsyncClient, photo: bytes | None = None) -> str:
    """All of it; the id of the innovation that says the most."""
    issue = await _an_issue(city)
    named = await taken_up(city, enrol, http, title='Kebun "sayur" <b> & bunga', text="Kebun")
    first = await city.published(
        **a_note(**dict.fromkeys(("goals", "benefits", "results"), "Panjang sekali & <lebar>. " * 190)),
        **named,
        **{"photos/p1": PHOTO},
        **addressing(issue),
        point=_POINT,
        lorong="Lorong 4",
        before="Enam kantong.",
        after="Dua kantong.",
        sdgs=["11", "12"],
        needs={"choices": ["tools", "money"], "note": "Ember"},
        originator_name={"name": "Ibu Contoh", "may_show": True},
        ticks={"p1": True},
        **{f"needs/{city.rt.make_id()}": a_need(text='Ember <besar> & "kuat"', by="2026-12-31")},
    )
    await _its_family(city, enrol, first)
    await city.hide(await city.published(title=HIDDEN, replicates=first))
    await city.hide(await city.listed(title=f"Masalah {HIDDEN}"), kind="issue", before="listed")
    for sha256 in (PHOTO["sha256"], PHOTO["preview"]):
        store_photo(city.centre, sha256, *([photo] if photo else []))
    city.index()
    return first


async def _an_issue(city: Offices) -> str:
    issue = await city.listed(title='Sampah "dapur" <b>menumpuk</b> & bau', tried="Dibakar.")
    await city.accepted(city.kota, issue, {"strategic": True, "nature": "structural"}, kind="issue")
    sent = {"office": "Dinas <LH>", "date": "2026-11-20", "answer": "Ya & tidak", "next_date": "2027-01-02"}
    await city.accepted(city.kota, issue, {"forwarded": sent}, kind="issue")
    return issue


async def _its_family(city: Offices, enrol: Enrol, first: str) -> None:
    await city.published(replicates=first, since=None, stage="planned", beneficiaries={"unit": "unknown"})
    for number in range(24):
        await city.published(title=f"Teba {number}", action="Warga membuat lubang. " * 20, replicates=first)
    await show_business(city, enrol(Role.UMKM), replicates=first)


async def show_business(city: Offices, umkm: Speaker, **values: Any) -> None:
    """A published innovation of the UMKM, with its contact."""
    theirs = Offices(umkm, city.kecamatan, city.kota)
    record = await theirs.published(title="Kripik pisang", **values)
    contact = {"name": 'Kripik "Bu" <Rahma> & anak', "phone": "+62 411 555 0142", "consent": True}
    mine = {"Authorization": f"Bearer {umkm.token}"}
    response = await umkm.http.put(f"/v1/contacts/{record}/business", json=contact, headers=mine)
    assert response.status_code == 204, response.text
