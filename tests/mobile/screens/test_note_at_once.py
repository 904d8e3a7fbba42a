"""Answers of *Catat* that a busy phone hands over together, as the last letters and a tap: nothing is drawn in
between, and none of them is lost."""

from __future__ import annotations

from typing import Any

import flet as ft

from sync.domain.people import Role
from tests.mobile.screens.desk import KASSI
from tests.mobile.screens.officer import Officer, noting


async def kept(officer: Officer, path: str) -> Any:
    """The answer that the draft on the device holds."""
    officer.app.pauses += 1
    await officer.settle()
    return next(iter(officer.drafts.values()))["values"][path]


def chip(officer: Officer, key: str) -> ft.Control:
    button: ft.Control = officer.get(ft.OutlinedButton, key=key)
    return button


async def test_the_last_digits_are_counted_when_the_unit_is_tapped_with_them() -> None:
    officer = await noting()
    await officer.enter(officer.field("beneficiaries"), "12")

    await officer.enter_and_tap(officer.field("beneficiaries"), "120", chip(officer, "beneficiaries=family"))

    assert await kept(officer, "beneficiaries") == {"unit": "family", "number": 120}
    assert officer.field("beneficiaries").value == "120"


async def test_the_last_letters_about_a_need_stay_when_a_need_is_tapped_with_them() -> None:
    officer = await noting()
    await officer.press("Tambah bila sempat")

    await officer.enter_and_tap(officer.field("needs"), "Mesin pencacah", chip(officer, "needs=money"))

    assert await kept(officer, "needs") == {"choices": ["money"], "note": "Mesin pencacah"}
    assert officer.field("needs").value == "Mesin pencacah"


async def test_a_need_that_was_tapped_stays_when_letters_come_with_it() -> None:
    officer = await noting()
    await officer.press("Tambah bila sempat")

    await officer.at_once((chip(officer, "needs=money"), None), (officer.field("needs"), "Mesin pencacah"))

    assert await kept(officer, "needs") == {"choices": ["money"], "note": "Mesin pencacah"}


async def test_the_last_letters_of_a_name_stay_when_the_consent_is_tapped_with_them() -> None:
    officer = await noting()
    await officer.press("Tambah bila sempat")
    await officer.enter(officer.field("originator_name"), "Ibu")

    await officer.enter_and_tap(
        officer.field("originator_name"), "Ibu Contoh", chip(officer, "originator_name.may_show")
    )

    assert await kept(officer, "originator_name") == {"name": "Ibu Contoh", "may_show": True}
    assert officer.field("originator_name").value == "Ibu Contoh"


async def test_nobody_consents_to_a_name_that_was_just_emptied() -> None:
    officer = await noting()
    await officer.press("Tambah bila sempat")
    await officer.enter(officer.field("originator_name"), "Ibu")

    await officer.enter_and_tap(officer.field("originator_name"), "", chip(officer, "originator_name.may_show"))

    assert await kept(officer, "originator_name") is None


async def test_an_rw_and_an_rt_that_come_together_are_both_kept() -> None:
    officer = await noting(role=Role.KELURAHAN, area=KASSI)
    await officer.press("Pilih RW dan RT")

    await officer.at_once((officer.field("area.RW"), "3"), (officer.field("area.RT"), "12"))

    assert officer.shows("RT 012 / RW 003, Kassi-Kassi")
    assert officer.field("area.RW").value == "3"


async def test_two_choices_that_are_tapped_at_once_are_both_chosen() -> None:
    officer = await noting()
    first, second = "beneficiary_groups=mothers", "beneficiary_groups=women"

    await officer.at_once((chip(officer, first), None), (chip(officer, second), None))

    assert (officer.is_chosen(first), officer.is_chosen(second)) == (True, True)
