"""*Lembar kota*: counted over what stands, kept by the kota alone, and the same on paper and in XLSX."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from sync.central import city_sheet
from sync.central.accept import Caller
from sync.central.tables import city_proofs
from sync.central.verify import verify
from sync.domain.city_sheet import CityProof
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.city_sheet import mark_of
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import Speaker
from tests.support.officers import ask

VIDEO = {"levels/sid20": 2, "evidence/sid20/e1": {"link": "https://contoh.id/v"}}
OPINION = {"level": 3, "subject": "=Opini BPK 2025", "number": "12/LHP", "on": "2026-05-01"}


async def sheet(who: Speaker) -> dict[str, Any]:
    answer = await ask(who, "GET", "/v1/city-sheet")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def wrong(city: Offices) -> list[str]:
    with city.centre.database.read() as connection:
        return verify(connection, city.centre.city, []).wrong


async def test_what_stands_is_counted_and_what_is_approved_averaged(city: Offices) -> None:
    await city.note()
    for values in ({"affair": "kesehatan", **VIDEO}, {"affair": "pangan"}, {"theme": "school", "affair": None}):
        await city.approve(await city.note(**values))
    await city.hide(await city.published())

    found = await sheet(city.kota)

    assert (found["submitted"], found["approved"]) == (4, 3)
    points = 2 * 4  # the weight of the video
    assert (found["claimed_tenths"], found["granted_tenths"]) == (round(points * 10 / 3), 0)
    assert found["basic"] == {
        "pendidikan": 1,
        "kesehatan": 1,
        "pu_pr": 0,
        "perumahan": 0,
        "trantib_linmas": 0,
        "sosial": 0,
    }
    assert found["others"] == 1


async def test_evidence_is_kept_replaced_and_taken_back(city: Offices) -> None:
    kept = await ask(city.kota, "PUT", "/v1/city-sheet/8", OPINION)
    assert kept.json()["proofs"] == {"8": {**OPINION, "link": ""}}
    assert kept.json()["shown_hundredths"] == 450

    await ask(city.kota, "PUT", "/v1/city-sheet/8", {"level": 2, "subject": "NIK 7371012001800001"})
    assert (await sheet(city.kota))["proofs"]["8"]["subject"] != "NIK 7371012001800001"

    await ask(city.kota, "PUT", "/v1/city-sheet/8", {"level": 0})
    assert (await sheet(city.kota))["proofs"] == {}


async def test_what_a_colleague_kept_meanwhile_is_not_replaced_unseen(city: Offices) -> None:
    path, mine = "/v1/city-sheet/8", {"level": 2, "subject": "Opini BPK 2024"}
    theirs = await ask(city.kota, "PUT", f"{path}?seen=none", OPINION)

    refused = await ask(city.kota, "PUT", f"{path}?seen=none", mine)
    again = await ask(city.kota, "PUT", f"{path}?seen=none", OPINION)
    seen = mark_of(wire.read(CityProof, theirs.json()["proofs"]["8"]))
    after = await ask(city.kota, "PUT", f"{path}?seen={seen}", mine)

    assert (refused.status_code, refused.json()["code"]) == (409, "already_decided")
    assert again.json()["proofs"]["8"]["subject"] == OPINION["subject"]
    assert after.json()["proofs"]["8"]["subject"] == "Opini BPK 2024"


async def test_two_who_keep_the_same_indicator_at_once_are_both_answered(city: Offices) -> None:
    caller = Caller(city.kota.person, city.kota.device)

    def keep(number: int) -> None:
        city_sheet.keep(city.centre, caller, "8", CityProof(1, f"Opini {number}"))

    with ThreadPoolExecutor(4) as several:
        list(several.map(keep, range(12)))

    assert (await sheet(city.kota))["proofs"]["8"]["level"] == 1
    assert wrong(city) == []


@pytest.mark.parametrize(
    "alter",
    [
        city_proofs.update().values(level=1),
        city_proofs.update().values(by="x"),
        city_proofs.update().values(proof=b'{"level": 3}'),
        city_proofs.update().values(code="9"),
        city_proofs.delete(),
    ],
)
async def test_a_proof_that_was_altered_in_the_database_is_found(city: Offices, alter: Any) -> None:
    for code in ("8", "5a"):
        await ask(city.kota, "PUT", f"/v1/city-sheet/{code}", OPINION)
    await ask(city.kota, "PUT", "/v1/city-sheet/5a", {"level": 0})
    before = wrong(city)

    with city.centre.database.write() as connection:
        connection.execute(alter)

    assert before == []
    assert any(fault.startswith("city proof 2026/8: ") for fault in wrong(city))


async def test_what_cannot_be_kept_changes_nothing(city: Offices, enrol: Enrol) -> None:
    asked = (
        (city.kota, "8", {"level": 4}, 422),
        (city.kota, "8", {"level": 1, "link": "http://contoh.id"}, 422),
        (city.kota, "8", {"level": 1, "on": "2026-02-31"}, 422),
        (city.kota, "99", {"level": 1}, 404),
        (enrol(Role.KECAMATAN, "73.71.13"), "8", {"level": 1}, 403),
    )

    for who, code, body, status in asked:
        assert (await ask(who, "PUT", f"/v1/city-sheet/{code}", body)).status_code == status

    assert (await sheet(city.kota))["proofs"] == {}


async def test_paper_and_table_say_the_same_and_no_text_is_a_formula(city: Offices) -> None:
    await city.approve(await city.note(affair="kesehatan"))
    await ask(city.kota, "PUT", "/v1/city-sheet/8", OPINION)

    paper = (await ask(city.kota, "GET", "/v1/city-sheet.pdf")).content
    table = (await ask(city.kota, "GET", "/v1/city-sheet.xlsx")).content

    said = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())
    assert "=Opini BPK 2025, nomor 12/LHP, tanggal 1 Mei 2026" in said
    assert "Nilai 4,5 dari paling banyak 63" in said
    book = load_workbook(io.BytesIO(table))
    rows = {str(row[0]): row for row in book["Indikator SPD"].iter_rows(values_only=True)}
    assert rows["8"][5:] == (3, "4,5", "=Opini BPK 2025, nomor 12/LHP, tanggal 1 Mei 2026")
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)
    assert dict(book["Angka"].iter_rows(min_row=8, max_row=9, values_only=True)) == {
        "Pendidikan": 0,
        "Kesehatan": 1,
    }
