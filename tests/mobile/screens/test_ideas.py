"""*Usulan*: what waits, what stands out, and each answer with the words that the resident will read."""

from __future__ import annotations

from typing import Any

import flet as ft

from sync.client.tables import WORKING
from sync.domain.people import Role
from tests.mobile.screens.desk import RT, a_record, record_id
from tests.mobile.screens.ideas_page import IBU_RT, ME, OpenIdeas, an_idea, replying

# The list


async def test_what_waits_longest_stands_first_and_what_was_answered_is_folded(usulan: OpenIdeas) -> None:
    done = an_idea(3, title="Sudah selesai").step("declined", reason="Belum ada lahan.")

    office = await usulan(an_idea(1, title="Baru", days=1), an_idea(2, title="Lama", days=9), done)

    assert office.titles == ["Lama", "Baru"]
    assert office.shows("menunggu 9 hari")
    assert office.shows("2 usulan menunggu Anda")

    await office.press("Sudah dijawab (1)")
    assert office.titles == ["Lama", "Baru", "Sudah selesai"]


async def test_an_idea_that_was_asked_about_waits_for_the_resident(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea().step("asked", reason="Di RT berapa?"))

    assert office.titles == []
    assert office.has_button("Menunggu jawaban warga (1)")


async def test_an_answer_brings_it_back_and_stands_out(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea().step("asked", reason="Di RT berapa?").answered("RT 002"))
    assert office.shows("Warga menjawab")

    await office.open("Kebun sayur di ujung lorong")

    assert office.shows("Warga menjawab: RT 002")


async def test_an_idea_about_the_office_is_not_for_the_kelurahan(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(about_office=True), opened=1)

    assert office.shows("Usulan ini dijawab kecamatan.")
    assert not office.has_button("Angkat")


async def test_the_kecamatan_answers_what_is_about_the_office_or_was_appealed(usulan: OpenIdeas) -> None:
    appealed = an_idea(2, title="Ditinjau").step("declined", reason="Belum.").appealed("Lahannya ada.")

    office = await usulan(an_idea(1, title="Biasa"), appealed, role=Role.KECAMATAN)

    assert office.titles == ["Ditinjau"]
    assert office.shows("Minta ditinjau kecamatan")
    assert office.has_button("Menunggu kantor lain (1)")


async def test_an_appeal_is_read_with_its_reason(usulan: OpenIdeas) -> None:
    appealed = an_idea().step("declined", reason="Belum ada lahan.").appealed("Lahannya ada.")

    office = await usulan(appealed, role=Role.KECAMATAN, opened=1)

    assert office.shows("Warga minta ditinjau kecamatan: Lahannya ada.")
    assert office.shows("Belum ada lahan.")
    assert office.has_button("Angkat")


async def test_nobody_answers_an_idea_that_they_noted_themselves(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(by=ME, role="kelurahan"), opened=1)

    assert not office.has_button("Angkat")
    assert not office.has_button("Tandai sudah dibaca")


# Answering


async def test_a_question_is_shown_as_the_resident_reads_it_and_rests(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(), opened=1)
    await office.press("Tanya")
    await office.type("reason", "Di RT berapa?")

    assert office.shows("Yang akan dibaca warga:")
    assert office.shows("Pertanyaan dari Kelurahan Kassi-Kassi")
    assert office.shows("Usulan Anda baru dilanjutkan setelah pertanyaan di bawah ini dijawab.")

    await office.press("Simpan: Tanya")
    assert office.step == {"status": "asked", "reason": "Di RT berapa?"}
    assert office.has_button("Urungkan")
    assert not office.has_button("Angkat")


async def test_an_answer_is_taken_back_within_ten_seconds(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(), opened=1)
    await office.press("Belum dapat")
    await office.type("reason", "Belum ada lahan.")
    await office.press("Simpan: Belum dapat")

    await office.press("Urungkan")

    assert office.saved == []
    assert office.has_button("Belum dapat")


async def test_nothing_is_saved_while_the_reason_is_missing(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(), opened=1)
    await office.press("Belum dapat")

    await office.press("Simpan: Belum dapat")

    assert office.saved == []
    assert office.get(ft.TextField, key="reason").error == "Tulis dulu: warga perlu tahu sebabnya."


async def test_a_complaint_comes_with_the_way_to_lontara(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(), opened=1)
    await office.press("Ini aduan")

    await office.press("Simpan: Ini aduan")

    assert "Lontara+" in office.step["reason"]


async def test_forwarding_names_the_office(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(), opened=1)
    await office.press("Teruskan")
    await office.type("reason", "Kewenangan dinas.")
    await office.press("Simpan: Teruskan")
    assert office.shows("Tulis kantor yang dituju.")

    await office.choose("office=Dinas Pekerjaan Umum")
    assert office.shows("Diteruskan ke Dinas Pekerjaan Umum")
    await office.press("Simpan: Teruskan")

    assert office.step == {
        "status": "forwarded",
        "office": "Dinas Pekerjaan Umum",
        "reason": "Kewenangan dinas.",
    }


async def test_an_idea_joins_what_is_like_it(usulan: OpenIdeas) -> None:
    twin = a_record(7, title="Kebun sayur lorong").view()
    office = await usulan(an_idea(), opened=1, others=(twin,))
    assert office.shows("Yang serupa di HP ini")

    await office.press("Gabung")
    await office.choose(f"target={record_id(7)}")
    await office.press("Simpan: Gabung")

    assert office.step == {"status": "joined", "target": record_id(7)}


async def test_an_idea_joins_what_is_named_by_its_number(usulan: OpenIdeas) -> None:
    other = a_record(7, title="Bank sampah").view()
    office = await usulan(an_idea(), opened=1, others=(other,))
    await office.press("Gabung")
    await office.type("number", "0000-0009")
    await office.press("Simpan: Gabung")
    assert office.shows("Pilih satu dari daftar, atau tulis nomornya.")

    await office.type("number", "0000-0007")
    assert office.shows("0000-0007 · Bank sampah")
    await office.press("Simpan: Gabung")

    assert office.step["target"] == record_id(7)


async def test_taking_up_names_the_owner_and_they_begin_the_draft_on_their_own_device(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(), opened=1)
    await office.press("Angkat")
    await office.press("Simpan: Angkat")
    assert office.shows("Pilih petugas yang menuliskan inovasinya.")

    await office.choose(f"owner={ME}")
    await office.press("Simpan: Angkat")
    assert office.step == {"status": "taken_up", "owner": ME}
    await office.press("Mulai catatan inovasi")

    ((key, draft),) = office.lorong.tables.table(WORKING).items()
    assert draft["values"][f"grew_from/{record_id(1)}"] is True
    assert draft["values"]["title"] == "Kebun sayur di ujung lorong"
    assert office.route == f"/note/{key}"


async def test_the_owner_may_be_anybody_seen_in_the_records_of_the_kelurahan(usulan: OpenIdeas) -> None:
    noted = an_idea(2, by=IBU_RT, role="rt")
    office = await usulan(an_idea(), noted, opened=1)
    await office.press("Angkat")

    await office.choose(f"owner={IBU_RT}")

    assert office.shows(
        "Usulan ini muncul di Beranda petugas itu begitu HP-nya tersambung; drafnya dimulai di sana."
    )


async def test_the_citys_list_names_officers_who_wrote_nothing_yet(usulan: OpenIdeas) -> None:
    named = {"id": "p9", "name": "Pak Baru", "role": "rw", "area": "73.71.13.1002/RW003"}
    person: dict[str, Any] = named | {"devices": [], "may_change": True}
    office = await usulan(an_idea(), opened=1, answer=replying({"people": [person], "after": None}))
    await office.press("Angkat")

    await office.press("Petugas lain di kelurahan ini")

    assert office.find(ft.OutlinedButton, key="owner=p9")


async def test_marking_as_read_needs_no_words(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(), opened=1)

    await office.press("Tandai sudah dibaca")

    assert office.saved[0]["status"] == "read"


async def test_a_step_that_was_not_accepted_is_taken_again_with_its_words(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(), opened=1)
    await office.press("Belum dapat")
    await office.type("reason", "Belum ada lahan.")
    await office.press("Simpan: Belum dapat")
    office.refuse("changed_since_seen")
    await office.settle()
    assert office.shows("Belum diterima. Catatan berubah sesudah Anda membacanya.")

    await office.press("Putuskan lagi")
    assert office.get(ft.TextField, key="reason").value == "Belum ada lahan."
    await office.press("Simpan: Belum dapat")

    assert office.step == {"status": "declined", "reason": "Belum ada lahan."}
    assert not office.has_button("Putuskan lagi")


async def test_list_and_idea_stand_side_by_side_when_there_is_room(usulan: OpenIdeas) -> None:
    office = await usulan(an_idea(by=RT, role="rt"), width=1280)

    await office.open("Kebun sayur di ujung lorong")

    assert office.route == "/ideas"
    assert office.shows("Dicatat rt contoh (Ketua RT) atas nama warga")
