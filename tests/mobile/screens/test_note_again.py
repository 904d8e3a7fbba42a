"""The screen of *Catat* for a record that exists: *Ubah*, *Kirim perbaikan*, *Betulkan*."""

from __future__ import annotations

from typing import Any

from mobile.session import Session
from tests.mobile.screens.desk import KASSI, a_record, record_id
from tests.mobile.screens.officer import (
    FULL_NOTE,
    OUTSIDE,
    noting,
)
from tests.support.notes import refuse, save
from tests.support.sessions import FakeLocation


async def test_a_mark_stands_at_its_field_and_its_answer_travels_with_the_correction() -> None:
    record = a_record().reviewed(problem="Berapa rumah?")
    officer = await noting(record_id(1), record)

    assert officer.shows("Berapa rumah?")
    await officer.type(f"answers/{record.review_id}/problem", "Dua belas.")
    await officer.type("problem", "Sampah dari dua belas rumah.")
    await officer.press("Kirim perbaikan")

    assert officer.sent == [
        {
            "problem": "Sampah dari dua belas rumah.",
            f"answers/{record.review_id}/problem": "Dua belas.",
            "status": "submitted",
        }
    ]
    assert officer.shows("Perubahan tersimpan. Dikirim begitu ada sinyal.")


async def test_folded_fields_are_open_when_the_reviewer_asks_about_one() -> None:
    officer = await noting(record_id(1), a_record().reviewed(lorong="Lorong yang mana?"))

    assert officer.shows("Lorong yang mana?")


async def test_a_submitted_note_is_changed_without_submitting_it_again() -> None:
    officer = await noting(record_id(1), a_record())

    await officer.type("title", "Teba kompos kita")
    await officer.press("Simpan")

    assert officer.sent == [{"title": "Teba kompos kita"}]


async def test_nothing_is_sent_when_nothing_was_changed() -> None:
    officer = await noting(record_id(1), a_record())

    await officer.press("Simpan")

    assert officer.shows("Tidak ada yang berubah.")
    assert officer.sent == []


async def test_opening_a_record_makes_no_draft() -> None:
    officer = await noting(record_id(1), a_record(), location=FakeLocation(positions=[OUTSIDE]))

    officer.app.pauses += 1
    await officer.settle()

    assert officer.drafts == {}


async def test_what_was_refused_is_corrected_and_goes_again() -> None:
    def refused(session: Session) -> None:
        values: dict[str, Any] = {"area": f"{KASSI}/RW003/RT005", "unit": "X", "classification": "village"}
        values |= {"theme": "waste", "stage": "planned", "beneficiary_groups": ["everyone"], "form": "note/2026.1"}
        values |= {"beneficiaries": {"unit": "unknown"}, "originator_kind": "self", "status": "submitted"}
        refuse(session.tables, save(session.tables, 7, record_id(1), also=values | FULL_NOTE))

    officer = await noting(record_id(1), prepare=refused)

    await officer.type("title", "Teba")
    await officer.press("Betulkan")

    (sent,) = officer.sent
    assert (sent["title"], sent["status"]) == ("Teba", "submitted")
    assert officer.lorong.refusals(record_id(1)) == []
