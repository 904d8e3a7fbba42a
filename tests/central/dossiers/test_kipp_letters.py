"""The letters to be signed for KIPP: three, filled in with what is known, and a line where nothing is."""

from __future__ import annotations

import io

from docx import Document

from sync.central.accept import Caller
from sync.central.dossiers.gather import innovation
from sync.central.dossiers.kipp import proposal
from sync.central.dossiers.kipp_letters import kipp_letters, letters
from sync.central.dossiers.sigap_merge import merge, record_of
from sync.central.dossiers.sigap_plan import plan
from sync.central.dossiers.sigap_rows import read
from sync.domain.ids import number_of
from tests.central.dossiers.test_kipp import text_of
from tests.support.bank import Offices
from tests.support.dossiers import SIGAP_ROW, profiled, sigap_table

TRACK = {"stage": "proposal", "on": "2026-11-01", "outcome": "in", "closes_on": "2026-12-31", "group": "umum"}
UPP = "Puskesmas Kassi-Kassi"


def made(city: Offices, record: str) -> bytes:
    with city.centre.database.read() as connection:
        return kipp_letters(innovation(connection, city.kota.person, record))


async def carried(city: Offices, **values: object) -> str:
    """One that an office agreed to propose."""
    record = await profiled(city, **values)
    await city.approve(record)
    await city.accepted(city.kota, record, {"tracks/kipp-2025": TRACK | {"upp": UPP}})
    return record


async def test_three_letters_come_filled_in_each_on_a_page_of_its_own(city: Offices) -> None:
    record = await carried(city, title="Teba kompos", unit="Kelurahan Kassi-Kassi")

    docx = made(city, record)

    document = Document(io.BytesIO(docx))
    heads = [each for each in document.paragraphs if each.style and each.style.name == "Heading 1"]
    assert [each.text for each in heads] == [letter.title for letter in letters()]
    assert len(heads) == 3
    assert all(each.paragraph_format.page_break_before for each in heads)
    text = text_of(docx)
    assert text.count(UPP) == text.count("Teba kompos") == text.count(number_of(record)) == 3
    assert "telah diterapkan sejak 1 Mei 2026 di Kelurahan Kassi-Kassi, Kecamatan Rappocini, Kota Makassar" in text
    assert "hasil gagasan dan karya Kelurahan Kassi-Kassi" in text
    assert not {"{{", "{%", "{unit}", "None"} & set(text.split())


async def test_what_nobody_said_is_left_to_be_written_by_hand(city: Offices) -> None:
    with city.centre.database.read() as connection:
        steps = plan(connection, read(sigap_table(SIGAP_ROW)), city.centre.zone)
    merge(city.centre, Caller(city.kota.person, city.kota.device), steps)

    text = text_of(made(city, record_of(steps[0].row, city.centre.zone)))

    assert "Perpustakaan Keliling Lorong" in text
    assert f"telah diterapkan sejak {'…' * 10} di" in text
    assert f"Unit pelayanan publik\n{'…' * 16}\n" in text


async def test_what_somebody_typed_is_no_part_of_the_template(city: Offices) -> None:
    typed = "{{ upp }} {unit} <w:b/> & Teba"

    assert "{{ upp }} {unit} &lt;w:b/&gt; &amp; Teba" in text_of(made(city, await carried(city, title=typed)))


async def test_the_proposal_names_the_unit_that_agreed_to_carry_it(city: Offices) -> None:
    record = await carried(city)
    nobodys = await profiled(city)

    with city.centre.database.read() as connection:
        facts, others = (
            dict(proposal(city.centre, connection, innovation(connection, city.kota.person, each)).facts)
            for each in (record, nobodys)
        )

    assert facts["UPP pengusul"] == UPP
    assert "UPP pengusul" not in others
