"""The KIPP proposal: the year's questions in their order, nothing over its limit, gaps and photos told truly."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document

from sync.central.demo.scenes import draw
from sync.central.dossiers.gather import innovation
from sync.central.dossiers.kipp import Proposal, proposal
from sync.central.dossiers.kipp_docx import kipp_docx
from sync.central.dossiers.kipp_pdf import kipp_pdf
from sync.domain.kipp import questions
from sync.domain.people import Role
from sync.domain.records import Values
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.bank import Offices, store_photo
from tests.support.centres import KASSI
from tests.support.dossiers import profiled

ASKED = questions()
INDICATOR = {"name": "Sampah dibuang", "unit": "kg", "kind": "value", "better": "down"} | {
    "baseline": "42.5",
    "target": "12",
}


def answers(*, words: int = 20, checked: bool = True) -> Values:
    return {f"kipp/{each.code}": {"text": "kata " * words, "checked": checked} for each in ASKED}


def made(city: Offices, record: str) -> Proposal:
    with city.centre.database.read() as connection:
        return proposal(city.centre, connection, innovation(connection, city.kota.person, record))


def text_of(docx: bytes) -> str:
    """Everything that a reader sees, cells of tables included."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        document = archive.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", document.replace("</w:p>", "\n").replace("<w:br/>", "\n"))


async def photos(city: Offices) -> dict[str, Any]:
    """Four: dated, undated, a child's, and one that never arrived."""
    photo, _ = draw("compost", "1")
    found = {}
    for name, more in (("a", {"taken_at": "2026-05-03T09:10:00", "caption": "Lubang kompos."}), ("b", {})):
        store_photo(city.centre, name * 64, photo)
        found[f"photos/{name}"] = {"sha256": name * 64, "preview": "f" * 64, **more}
    found["photos/c"] = {"sha256": "c" * 64, "preview": "f" * 64, "people": "child"}
    found["photos/d"] = {"sha256": "d" * 64, "preview": "f" * 64}
    return found


async def test_the_answers_stand_in_the_order_of_the_form_with_their_words(city: Offices) -> None:
    record = await profiled(city, **answers())

    found = made(city, record)

    assert [each.question for each in found.answers] == list(ASKED)
    assert {each.words for each in found.answers} == {20}
    assert found.answered == len(ASKED) == 9


async def test_what_is_not_answered_and_what_nobody_checked_says_so(city: Offices) -> None:
    record = await profiled(city, **{f"kipp/{ASKED[0].code}": {"text": "Ringkas saja.", "checked": False}})

    text = text_of(kipp_docx(made(city, record)))

    assert text.count("Belum dijawab.") == len(ASKED) - 1
    assert text.count("Dari catatan, periksa sebelum dikirim.") == 1
    assert "2 dari paling banyak 200 kata" in text
    assert "1 dari 9 pertanyaan sudah dijawab." in text
    assert "Belum ada bukti yang dilampirkan." in text


async def test_answers_over_their_limit_are_refused_by_name_and_one_at_its_limit_is_not(city: Offices) -> None:
    record = await profiled(city, **answers(words=100))
    assert made(city, record).answered == 9
    too_long = await profiled(city, **answers(words=201))

    with pytest.raises(Problem) as refused:
        made(city, too_long)

    assert refused.value.code is Code.BAD_VALUE
    assert "Ringkasan (201 dari 200 kata)" in refused.value.detail
    assert "Latar belakang" not in refused.value.detail
    short = {each.code for each in ASKED if each.most_words < 201}
    assert refused.value.fields == {f"kipp/{code}": "too_long" for code in short}


async def test_photos_carry_date_and_place_and_a_child_is_never_shown(city: Offices) -> None:
    record = await profiled(city, **await photos(city))

    found = made(city, record).pictures

    assert [each.told for each in found] == [
        "Lubang kompos. 3 Mei 2026, Kelurahan Kassi-Kassi",
        "Tanggal tidak diketahui, Kelurahan Kassi-Kassi",
    ]
    assert all(each.content.startswith(b"\xff\xd8\xff") for each in found)


async def test_what_is_no_picture_is_left_out(city: Offices) -> None:
    store_photo(city.centre, "a" * 64, b"\xff\xd8\xff\xe0 rusak")
    record = await profiled(city, **{"photos/a": {"sha256": "a" * 64, "preview": "f" * 64}})

    assert made(city, record).pictures == ()
    assert kipp_pdf(made(city, record)).startswith(b"%PDF-")


async def measure(city: Offices, record: str, period: str, value: str) -> str:
    values = {"innovation": record, "indicator": "i1", "period": period, "value": value, "area": KASSI}
    return await city.submit("measurement", values | {"status": "submitted"})


async def test_what_the_kelurahan_stands_by_is_shown_from_before_until_now(city: Offices, enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)
    record = await profiled(city, **{"indicators/i1": INDICATOR})
    for month, value in (("2026-09", "15"), ("2026-05", "40.5")):
        measurement = await measure(city, record, month, value)
        await city.accepted(lurah, measurement, {"confirmed": True}, kind="measurement")
    await measure(city, record, "2026-10", "99")
    city.index()

    found = made(city, record)

    [measured] = found.measured
    assert [bar.text for bar in measured.bars] == ["42,5 kg", "40,5 kg", "15 kg"]
    assert measured.told == "Lebih baik: dari 42,5 kg menjadi 15 kg. Target: 12 kg."
    assert "Mei 2026\n40,5 kg" in text_of(kipp_docx(found))
    assert kipp_pdf(found).startswith(b"%PDF-")


async def test_signs_that_no_page_can_hold_keep_nothing_from_being_made(city: Offices, enrol: Enrol) -> None:
    lurah, link = enrol(Role.KELURAHAN), "https://contoh.id/v\x010812345678"
    values = {"indicators/i1": INDICATOR | {"unit": "kg\x0b basah"}, "evidence/sid20/e1": {"link": link}}
    record = await profiled(city, **values)
    measurement = await measure(city, record, "2026-09", "15")
    await city.accepted(lurah, measurement, {"confirmed": True}, kind="measurement")
    city.index()

    found = made(city, record)

    assert [bar.text for bar in found.measured[0].bars] == ["42,5 kg basah", "15 kg basah"]
    assert found.annexes == ("https://contoh.id/v0812345678 (Video inovasi daerah)",)
    assert kipp_pdf(found).startswith(b"%PDF-")
    assert "15 kg basah" in text_of(kipp_docx(found))


async def test_an_indicator_without_a_month_is_left_out(city: Offices) -> None:
    record = await profiled(city, **{"indicators/i1": INDICATOR})

    assert made(city, record).measured == ()


async def test_what_somebody_typed_is_neither_markup_nor_a_part_of_the_template(city: Offices) -> None:
    typed = '{{ version }} {% raw %} <w:b/> & #import "x" $a$ @b *c* \\\n=1+1'
    record = await profiled(city, title=typed[:90], **{f"kipp/{ASKED[0].code}": {"text": typed, "checked": True}})

    found = made(city, record)
    docx, pdf = kipp_docx(found), kipp_pdf(found)

    assert pdf.startswith(b"%PDF-")
    assert "{{ version }} {% raw %} &lt;w:b/&gt; &amp; #import" in text_of(docx)


async def test_a_resident_who_did_not_agree_and_contacts_are_in_neither_file(city: Offices) -> None:
    name = {"name": "Zubaedah", "may_show": False}
    told = {f"kipp/{ASKED[0].code}": {"text": "Hubungi 0812 3456 7890.", "checked": True}}
    record = await profiled(city, originator_name=name, initiator="society", initiator_name="Zubaedah", **told)

    text = text_of(kipp_docx(made(city, record)))

    assert "Zubaedah" not in text
    assert "0812" not in text
    assert "Hubungi [disamarkan]." in text


async def test_the_evidence_is_listed_to_be_attached(city: Offices) -> None:
    proof = {"sha256": "a" * 64, "subject": "SK tim", "number": "12/SK/2026", "date": "2026-03-01"}
    record = await profiled(
        city, **{"evidence/sid01/e1": proof, "evidence/sid20/e1": {"link": "https://contoh.id/v"}}
    )

    assert made(city, record).annexes == (
        "SK tim, nomor 12/SK/2026, tanggal 1 Mar 2026 (Regulasi Inovasi Daerah)",
        "https://contoh.id/v (Video inovasi daerah)",
    )


async def test_the_docx_opens_and_has_its_title_and_pictures(city: Offices) -> None:
    record = await profiled(city, title="Teba kompos", **await photos(city))

    document = Document(io.BytesIO(kipp_docx(made(city, record))))

    assert document.core_properties.title == "Teba kompos"
    assert len(document.inline_shapes) == 2
    assert [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"] == [
        "Jawaban",
        "Foto",
        "Lampiran",
    ]
