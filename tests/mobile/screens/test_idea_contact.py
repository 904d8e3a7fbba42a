"""*Lihat kontak*: for a purpose that is written down, with a signal, and kept nowhere on the device."""

from __future__ import annotations

from tests.mobile.screens.ideas_page import ME, OpenIdeas, an_idea, replying


async def test_a_contact_is_shown_for_a_purpose_and_kept_nowhere(usulan: OpenIdeas) -> None:
    contact = {"name": "Warga Contoh", "phone": "0812 3456 7890", "given_at": "2026-12-03T06:05:00Z"}
    office = await usulan(an_idea(contact_given=True), opened=1, answer=replying(contact))
    await office.press("Lihat kontak")
    assert office.shows("dicatat siapa yang membuka, kapan, dan untuk apa")
    await office.press("Buka kontak")
    assert office.shows("Tulis dulu untuk apa kontak ini dibuka.")

    await office.choose("purpose=Menanyakan isi usulan")
    await office.press("Buka kontak")
    assert office.shows("0812 3456 7890")

    await office.press("Tutup")
    assert not office.shows("0812 3456 7890")
    everything = [
        str(list(office.lorong.tables.table(name).items())) for name in ("records", "settings", "outbox")
    ]
    assert "0812" not in " ".join(everything)


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
    await office.type("phone", "0812 3456 7890")
    await office.press("Kirim kontak")
    assert office.shows("Tanpa persetujuan warga, kontak tidak dicatat.")

    await office.choose("consent")
    await office.press("Kirim kontak")

    assert office.app.ideas.dialog == ""
    assert "0812" not in str(list(office.lorong.tables.table("outbox").items()))
