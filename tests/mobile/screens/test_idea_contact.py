"""*Lihat kontak*: for a purpose that is written down, with a signal, and kept nowhere on the device."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import flet as ft
import httpx

from tests.mobile.screens.ideas_page import ME, OpenIdeas, an_idea, replying

PHONE = "0812 3456 7890"


def hearing(told: list[httpx.Request], document: Mapping[str, Any]) -> Callable[[httpx.Request], httpx.Response]:
    """A centre that answers everything so, and keeps what it was asked."""

    def answer(request: httpx.Request) -> httpx.Response:
        told.append(request)
        return replying(document)(request)  # type: ignore[no-any-return]

    return answer


async def test_a_contact_is_shown_for_a_purpose_and_kept_nowhere(usulan: OpenIdeas) -> None:
    contact = {"name": "Warga Contoh", "phone": PHONE, "given_at": "2026-12-03T06:05:00Z"}
    office = await usulan(an_idea(contact_given=True), opened=1, answer=replying(contact))
    await office.press("Lihat kontak")
    assert office.shows("dicatat siapa yang membuka, kapan, dan untuk apa")
    await office.press("Buka kontak")
    assert office.shows("Tulis dulu untuk apa kontak ini dibuka.")

    await office.choose("purpose=Menanyakan isi usulan")
    await office.press("Buka kontak")
    assert office.shows(PHONE)

    await office.press("Tutup")
    assert not office.shows(PHONE)
    everything = [
        str(list(office.lorong.tables.table(name).items())) for name in ("records", "settings", "outbox")
    ]
    assert "0812" not in " ".join(everything)


async def test_the_last_letters_of_a_purpose_are_noted_when_the_tap_comes_with_them(usulan: OpenIdeas) -> None:
    contact = {"name": "Warga Contoh", "phone": PHONE, "given_at": "2026-12-03T06:05:00Z"}
    told: list[httpx.Request] = []
    office = await usulan(an_idea(contact_given=True), opened=1, answer=hearing(told, contact))
    await office.press("Lihat kontak")
    await office.type("purpose", "Mengantar")

    await office.enter_and_tap(
        office.get(ft.TextField, key="purpose"), "Mengantar undangan", office.button("Buka kontak")
    )

    assert [each.url.params["purpose"] for each in told] == ["Mengantar undangan"]


async def test_the_last_letters_of_a_number_are_sent_when_the_tap_comes_with_them(usulan: OpenIdeas) -> None:
    told: list[httpx.Request] = []
    office = await usulan(an_idea(by=ME, role="kelurahan"), opened=1, answer=hearing(told, {}))
    await office.press("Catat kontak warga")
    await office.choose("consent")
    await office.type("phone", PHONE[:-3])

    await office.enter_and_tap(office.get(ft.TextField, key="phone"), PHONE, office.button("Kirim kontak"))

    assert json.loads(told[0].content)["phone"] == PHONE


async def test_a_contact_needs_a_signal(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(contact_given=True), opened=1)
    await office.press("Lihat kontak")
    await office.choose("purpose=Menanyakan isi usulan")

    await office.press("Buka kontak")

    assert office.shows("Kontak hanya bisa dibuka saat ada sinyal.")


async def test_no_contact_is_offered_where_none_was_given(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(), opened=1)

    assert not office.has_button("Lihat kontak")


async def test_an_officer_sends_the_contact_of_who_told_them_their_idea(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(by=ME, role="kelurahan"), opened=1, answer=replying({}))
    await office.press("Catat kontak warga")
    await office.type("phone", PHONE)
    await office.press("Kirim kontak")
    assert office.shows("Tanpa persetujuan warga, kontak tidak dicatat.")

    await office.choose("consent")
    await office.press("Kirim kontak")

    assert office.app.ideas.dialog == ""
    assert "0812" not in str(list(office.lorong.tables.table("outbox").items()))
