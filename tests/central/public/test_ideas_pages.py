"""`/usul` and `/lacak` as a person meets them: one page, no script, nothing typed is ever lost."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from sync.central.answer import Centre
from sync.central.log import log_job
from sync.domain.ids import IdSource
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.evidence import Evidence, check
from tests.conftest import Enrol
from tests.support.centres import KASSI, RAPPOCINI, a_note
from tests.support.clock import StandingClock
from tests.support.officers import tell
from tests.support.pages import forms, submit, text_of, valid
from tests.support.residents import PHONE, a_contact, filed, pulled, step, told

TYPED = {
    "area": KASSI,
    "title": "Kebun sayur & <b>bunga</b> di ujung lorong",
    "text": "Tanah kosong ditanami.\nHasilnya dibagi.",
}
make_id = IdSource()


async def page_of(http: httpx.AsyncClient, path: str) -> str:
    response = await http.get(path)
    assert response.status_code == 200, response.text
    return response.text


async def published(enrol: Enrol, title: str) -> str:
    """An innovation of the kelurahan that everybody may see."""
    rt, kecamatan, kota = (
        enrol(Role.RT, f"{KASSI}/RW003/RT002"),
        enrol(Role.KECAMATAN, RAPPOCINI),
        enrol(Role.KOTA, "73.71"),
    )
    record = rt.make_id()
    sent = await rt.send(rt.change_of(record, a_note(title=title)))
    review: dict[str, Any] = {"decision": "approved", "note": "", "marks": {}, "seen": sent.seq}
    values = {"status": "approved", f"reviews/{make_id()}": review}
    approved = await kecamatan.send(kecamatan.change_of(record, values, seen=sent.seq or 0))
    receipt = await kota.send(kota.change(record, approved.seq or 0, status="published"))
    assert receipt.status == "accepted", receipt
    return record


async def test_an_idea_is_filed_by_the_page_and_gets_its_number(http: httpx.AsyncClient, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    form = forms(await page_of(http, "/usul"))[0]

    response = await submit(
        http, form, **TYPED | {"theme": "food", "name": "Sari", "phone": PHONE, "consent": "1"}
    )

    assert response.status_code == 303
    where = response.headers["Location"]
    tracking = where.removeprefix("/lacak/").removesuffix("?baru=1")
    page = await page_of(http, where)
    assert tracking in text_of(page)
    assert "https://wa.me/?text=" in page
    assert "sms:?&amp;body=" in page
    idea = await pulled(lurah)
    assert {path: idea.set[path] for path in TYPED} == TYPED
    assert idea.set["theme"] == "food"
    assert (await told(http, tracking))["has_contact"]


async def test_pressing_send_twice_files_one_idea(http: httpx.AsyncClient, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    form = forms(await page_of(http, "/usul"))[0]

    first, second = await submit(http, form, **TYPED), await submit(http, form, **TYPED)

    assert first.headers["Location"] == second.headers["Location"]
    await pulled(lurah)


async def test_words_changed_after_sending_may_be_sent_as_a_new_idea(http: httpx.AsyncClient) -> None:
    form = forms(await page_of(http, "/usul"))[0]
    first = await submit(http, form, **TYPED)

    changed = await submit(http, form, **TYPED | {"title": "Lain"})
    again = await submit(http, forms(changed.text)[0])

    assert changed.status_code == 409
    assert "sudah kami terima" in text_of(changed.text)
    assert again.status_code == 303
    assert again.headers["Location"] != first.headers["Location"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"area": ""}, "Pilih kelurahan Anda."),
        ({"area": "73.71.13"}, "Pilih kelurahan dari daftar ini."),
        ({"title": ""}, "Tulis usulan Anda dalam satu kalimat."),
        ({"title": "x" * 101}, "Paling banyak 100 huruf."),
        ({"text": " "}, "Ceritakan sedikit"),
        ({"text": "NIK saya 7371131205800001"}, "Ada nomor seperti NIK"),
        ({"title": "KK 7371131205800001"}, "Ada nomor seperti NIK"),
        ({"name": "Sari", "phone": PHONE}, "Beri tanda setuju, atau kosongkan"),
        ({"phone": "0812", "consent": "1"}, "Tulis nomor HP dengan angka saja"),
        ({"website": "https://spam.example"}, "Kosongkan isian ini."),
    ],
)
async def test_a_refusal_stands_beside_its_field_and_everything_typed_stays(
    http: httpx.AsyncClient, typed: dict[str, str], sentence: str
) -> None:
    form = forms(await page_of(http, "/usul"))[0]
    whole = TYPED | {"theme": "food", "name": "", "phone": ""} | typed

    response = await submit(http, form, **whole)

    assert response.status_code == 422
    assert sentence in text_of(response.text)
    kept = forms(response.text)[0].fields
    shown = {name: value.strip() for name, value in whole.items() if name not in ("website", "area")}
    assert {name: kept[name].strip() for name in shown} == shown
    assert kept["id"] == form.fields["id"]
    (field,) = {name for name in typed if name not in ("consent", "name")} or {"phone"}
    marked = "consent" if typed.get("phone") == PHONE else field
    element = re.search(rf'<[a-z]+ [^>]*\bname="{marked}"[^>]*>', response.text)
    assert element is not None
    assert 'aria-invalid="true"' in element[0]


async def test_over_the_limit_everything_typed_stays(http: httpx.AsyncClient, clock: StandingClock) -> None:
    for _ in range(60):
        await filed(http)
    form = forms(await page_of(http, "/usul"))[0]

    response = await submit(http, form, **TYPED)

    assert response.status_code == 429
    assert "Retry-After" in response.headers
    assert forms(response.text)[0].fields["title"] == TYPED["title"]
    clock.move(hours=1)
    assert (await submit(http, forms(response.text)[0])).status_code == 303


async def test_every_kelurahan_is_in_the_list_under_its_kecamatan(http: httpx.AsyncClient) -> None:
    page = await page_of(http, "/usul")

    assert len(re.findall(r'<option value="73\.71\.\d\d\.\d{4}"', page)) == 153
    assert page.count("<optgroup") == 15


async def test_a_posters_link_chooses_the_kelurahan(http: httpx.AsyncClient) -> None:
    assert forms(await page_of(http, f"/usul?wilayah={KASSI}"))[0].fields["area"] == KASSI
    for strange in ("73.71.13", "x", "%FF", "73.71.13.1002/RW003"):
        assert forms(await page_of(http, f"/usul?wilayah={strange}"))[0].fields["area"] == ""


async def test_what_was_hidden_is_no_longer_shown_as_similar(http: httpx.AsyncClient, enrol: Enrol) -> None:
    record = await published(enrol, "Kebun sayur lorong")
    form = forms(await page_of(http, "/usul"))[0]
    before = await submit(http, form, **TYPED)
    kecamatan = enrol(Role.KECAMATAN, RAPPOCINI)
    hidden = {"status": "hidden", "hidden": {"reason": "Menyebut nama orang.", "before": "published"}}

    await kecamatan.send(kecamatan.change_of(record, hidden, seen=10**9))

    after = await submit(http, form, **TYPED)
    assert "Kebun sayur lorong" in before.text
    assert "Kebun sayur lorong" not in after.text


async def test_what_is_alike_is_shown_and_supporting_it_files_ones_own_words(
    http: httpx.AsyncClient, enrol: Enrol
) -> None:
    lurah = enrol(Role.KELURAHAN)
    record = await published(enrol, "Kebun sayur lorong")
    form = forms(await page_of(http, "/usul"))[0]

    shown = await submit(http, form, **TYPED)
    assert shown.status_code == 200
    assert "Kebun sayur lorong" in text_of(shown.text)
    assert "belum terkirim" in text_of(shown.text)
    response = await submit(http, forms(shown.text)[0], "Dukung yang ini")

    assert response.status_code == 303
    idea = await pulled(lurah)
    assert (idea.set["joins"], idea.set["title"], idea.set["text"]) == (record, TYPED["title"], TYPED["text"])
    page = await page_of(http, response.headers["Location"])
    assert f'href="/inovasi/{record}"' in page


async def test_what_is_alike_in_a_neighbouring_kelurahan_is_shown_and_in_another_kecamatan_not(
    http: httpx.AsyncClient, enrol: Enrol
) -> None:
    await published(enrol, "Kebun sayur lorong")
    form = forms(await page_of(http, "/usul"))[0]

    near = await submit(http, form, **TYPED | {"area": "73.71.13.1005"})
    far = await submit(http, form, **TYPED | {"area": "73.71.01.1001"})

    assert "Kelurahan Kassi-Kassi" in text_of(near.text)
    assert far.status_code == 303


async def test_ones_own_idea_may_be_sent_all_the_same(http: httpx.AsyncClient, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    await published(enrol, "Kebun sayur lorong")
    form = forms(await page_of(http, "/usul"))[0]

    shown = await submit(http, form, **TYPED)
    await submit(http, forms(shown.text)[0], "Kirim sebagai usulan saya sendiri")

    assert "joins" not in (await pulled(lurah)).set


async def test_an_idea_that_no_officer_took_up_is_shown_to_nobody(http: httpx.AsyncClient, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    await filed(http, title="Kebun sayur lorong")
    form = forms(await page_of(http, "/usul"))[0]

    unread = await submit(http, form, **TYPED)
    assert unread.status_code == 303
    taken = await http.get("/usul")
    (idea,) = [one for one in (await lurah.sync()).records if one.set["title"] == "Kebun sayur lorong"]
    value = {"status": "taken_up", "owner": lurah.person.id}
    values = {"status": "taken_up", f"steps/{make_id()}": value}
    await lurah.send(lurah.change_of(idea.id, values, seen=idea.version, kind="idea"))
    shown = await submit(http, forms(taken.text)[0], **TYPED)

    assert "Usulan yang diangkat" in text_of(shown.text)


async def test_a_complaint_is_pointed_to_its_own_service_and_may_go_on(http: httpx.AsyncClient) -> None:
    form = forms(await page_of(http, "/usul"))[0]
    complaint = {"area": KASSI, "title": "Lampu jalan mati", "text": "Mohon diperbaiki."}

    shown = await submit(http, form, **complaint)

    assert "Apakah ini aduan tentang lampu jalan?" in text_of(shown.text)
    assert "https://www.lapor.go.id/" in shown.text
    assert (await submit(http, forms(shown.text)[0])).status_code == 303


async def test_the_question_is_answered_on_the_page(http: httpx.AsyncClient, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    tracking = await filed(http)
    await step(lurah, "asked", reason="Tanah siapa?")

    page = await page_of(http, f"/lacak/{tracking}")
    response = await submit(http, forms(page)[0], jawaban="Tanah wakaf.\r\nBoleh dipakai.")

    assert response.status_code == 303
    after = await page_of(http, f"/lacak/{tracking}")
    assert "Tanah siapa?" in text_of(after)
    assert "Tanah wakaf. Boleh dipakai." in text_of(after)
    assert "/jawab" not in after


async def test_a_refused_answer_stays_in_its_field(http: httpx.AsyncClient, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    tracking = await filed(http)
    await step(lurah, "asked", reason="Tanah siapa?")
    page = await page_of(http, f"/lacak/{tracking}")

    response = await submit(http, forms(page)[0], jawaban="NIK 7371131205800001")

    assert response.status_code == 422
    assert "Ada nomor seperti NIK" in text_of(response.text)
    assert forms(response.text)[0].fields["jawaban"] == "NIK 7371131205800001"


async def test_the_kecamatan_is_asked_on_the_page_once(http: httpx.AsyncClient, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    tracking = await filed(http)
    await step(lurah, "declined", reason="Belum ada tempat.")
    page = await page_of(http, f"/lacak/{tracking}")
    (form,) = [one for one in forms(page) if one.action.endswith("/tinjau")]

    response = await submit(http, form, alasan="Tempatnya sudah ada.")

    assert response.status_code == 303
    after = await page_of(http, f"/lacak/{tracking}")
    assert "/tinjau" not in after
    assert "Kecamatan yang akan menjawabnya." in text_of(after)


async def test_consent_is_withdrawn_on_the_page(http: httpx.AsyncClient) -> None:
    tracking = await filed(http, contact=a_contact())
    page = await page_of(http, f"/lacak/{tracking}")
    (form,) = [one for one in forms(page) if one.action.endswith("/kontak")]

    assert (await submit(http, form)).status_code == 303

    assert not (await told(http, tracking))["has_contact"]
    assert "/kontak" not in await page_of(http, f"/lacak/{tracking}")


async def test_the_page_tells_dates_in_the_citys_time_and_offices_not_names(
    http: httpx.AsyncClient, enrol: Enrol
) -> None:
    lurah = enrol(Role.KELURAHAN, name="Rahasia")
    tracking = await filed(http)
    await step(lurah, "declined", reason="Belum ada tempat.")

    text = text_of(await page_of(http, f"/lacak/{tracking}"))

    assert "3 Des 2026 pukul 14.05" in text
    assert "Kelurahan Kassi-Kassi" in text
    assert "Rahasia" not in text


async def test_a_number_is_looked_up_however_it_is_typed(http: httpx.AsyncClient) -> None:
    tracking = await filed(http)

    response = await http.post("/lacak", data={"nomor": f" {tracking.lower().replace('-', ' ')} "})

    assert (response.status_code, response.headers["Location"]) == (303, f"/lacak/{tracking}")


async def test_the_proof_is_offered_as_a_file_that_verifies(http: httpx.AsyncClient, centre: Centre) -> None:
    tracking = await filed(http, title="Kebun lorong")
    early = await http.get(f"/lacak/{tracking}/bukti.json")
    log_job().run(centre)

    response = await http.get(f"/lacak/{tracking}/bukti.json")

    assert early.status_code == 404
    assert "coba lagi besok" in text_of(early.text)
    evidence = wire.read(Evidence, response.json())
    check(evidence)
    assert evidence.stated is not None
    assert evidence.stated.change["set"]["title"] == "Kebun lorong"


async def test_the_receipt_says_in_words_whether_it_is_in_the_signed_log(
    http: httpx.AsyncClient, centre: Centre, clock: StandingClock
) -> None:
    tracking = await filed(http)
    early = await page_of(http, f"/lacak/{tracking}")
    log_job().run(centre)
    clock.move(days=2)
    await filed(http)
    log_job().run(centre)

    later = await page_of(http, f"/lacak/{tracking}")

    assert "masuk log kota pada tanda tangan berikutnya" in text_of(early)
    assert "bukti.json" not in early
    assert "ada di log kota yang ditandatangani sejak 3 Des 2026 pukul 14.05" in text_of(later)
    assert f"/lacak/{tracking}/bukti.json" in later


async def test_nothing_a_resident_writes_becomes_markup(http: httpx.AsyncClient) -> None:
    evil = '"><img src=x onerror=alert(1)>'
    form = forms(await page_of(http, "/usul"))[0]

    wrong = await submit(
        http, form, **TYPED | {"title": evil, "text": evil, "area": evil, "id": evil, "joins": evil}
    )
    tracking = await filed(http, title=evil, text=evil)

    for page in (wrong.text, await page_of(http, f"/lacak/{tracking}")):
        assert "<img" not in page
        valid(page)


@pytest.mark.parametrize("paths", [["title", "text"], []])
async def test_words_that_were_erased_are_said_to_be(
    http: httpx.AsyncClient, enrol: Enrol, paths: list[str]
) -> None:
    tracking = await filed(http)
    lurah, kota = enrol(Role.KELURAHAN), enrol(Role.KOTA, "73.71")
    idea = (await pulled(lurah)).id

    await tell(kota, f"/v1/records/{idea}/erase", {"reason": "asked", "paths": paths})

    page = await page_of(http, f"/lacak/{tracking}")
    assert "<h1>Judul dihapus</h1>" in page
    assert "None" not in page
