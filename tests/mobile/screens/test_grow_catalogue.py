"""*Lengkapi* under a catalogue of its own: it says which, leads to a later one, and moves only when asked."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.session import Session
from sync.client.tables import CATALOGUES
from sync.domain.iga_catalogue import body_of
from sync.domain.people import Role
from sync.domain.shelf import PATH
from sync.protocol.canonical import canonical
from tests.mobile.screens.desk import KASSI, RT
from tests.mobile.screens.grow_page import MINE, OpenGrow, approved
from tests.mobile.screens.officer import HOME_AREA
from tests.support.catalogues import NEXT, next_rows
from tests.support.sessions import FakeClock, a_session

PROOF = {"link": "https://contoh.id/video", "subject": "Video"}
BEGUN = {"levels/sid20": 3, "evidence/sid20/e1": PROOF, "levels/sid10": 2, "evidence/sid10/e1": PROOF}
SINCE = "2025-12-01"


def holding(role: Role = Role.RT, area: str = HOME_AREA, **who: Any) -> Session:
    """A phone that has next year's catalogue, which is in force early."""
    session = a_session(role, area, FakeClock(), **who)
    body = canonical(body_of(NEXT, SINCE, next_rows())).decode()
    session.tables.table(CATALOGUES).put(f"iga/{NEXT}", {"sha256": "0" * 64, "body": body})
    return session


async def test_a_begun_record_keeps_its_catalogue_until_its_author_moves_it_knowingly(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(**BEGUN), session=holding(person_id=RT))
    await page.press("Lihat nilai IGA")
    assert page.shows("Dinilai menurut katalog IGA 2026.")
    assert "14" in page.texts
    assert page.shows("Katalog IGA 2027 berlaku sejak 1 Des 2025.")

    await page.press("Lihat yang berubah")
    assert page.shows("Tidak ada isian yang hilang.")
    assert page.shows("Bobot 4 menjadi 3.")
    assert page.shows("Tidak dinilai lagi. Isiannya tetap tersimpan.")
    assert not page.shows("nilai 14 menjadi 9")
    await page.press("Lihat nilai IGA")
    assert page.shows("Diklaim: nilai 14 menjadi 9")
    assert page.draft == {}

    await page.press("Pindahkan ke 2027")
    assert page.shows("Ikut terkirim saat Anda menekan Simpan.")
    await page.open_part("evidence")
    assert page.shows("Tidak dinilai menurut katalog 2027")
    assert page.tile("indicator=sid10").startswith("Pedoman teknis: Diklaim: Tingkat 2, belum dihitung")
    await page.save()

    state = page.lorong.record(MINE)
    assert state is not None
    assert state.values[PATH] == NEXT
    assert BEGUN.items() <= state.values.items()


async def test_what_is_begun_now_names_the_catalogue_in_force(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(), part="sid20", session=holding(person_id=RT))
    assert page.shows("Tiap tingkat +3")

    await page.tap(page.get(ft.OutlinedButton, key="levels/sid20=2"))

    assert page.draft[PATH] == NEXT


async def test_the_kota_moves_a_record_at_once(lengkapi: OpenGrow) -> None:
    page = await lengkapi(
        approved(**BEGUN),
        part="catalogue",
        session=holding(Role.KOTA, "73.71", person_id="p-kota"),
        role=Role.KOTA,
    )
    assert page.shows("Diklaim: nilai 14 menjadi 9")

    await page.press("Pindahkan ke 2027")

    state = page.lorong.record(MINE)
    assert state is not None
    assert state.values[PATH] == NEXT


async def test_the_kecamatan_reads_the_catalogue_and_moves_nothing(lengkapi: OpenGrow) -> None:
    session = holding(Role.KECAMATAN, KASSI[:8], person_id="p-camat")
    page = await lengkapi(approved(**BEGUN), session=session, role=Role.KECAMATAN)

    assert page.shows("Dinilai menurut katalog IGA 2026.")
    assert not page.has_button("Lihat yang berubah")


async def test_a_record_under_a_catalogue_that_did_not_come_says_so_and_shows_no_score(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(**BEGUN, **{PATH: NEXT}))

    assert page.shows("Katalog IGA 2027 belum sampai di HP ini.")
    assert not page.has_button("Lihat nilai IGA")
