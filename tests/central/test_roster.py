"""A list of officers as a spreadsheet writes it: all or nobody, and codes on paper for those without a device."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.cli import app
from sync.central.codes import GivenCode
from sync.central.roster import read_roster
from sync.central.sheets import sheet
from sync.central.tables import codes, persons
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from tests.conftest import Enrol
from tests.support.centres import KASSI, MARISO_KELURAHAN, Speaker
from tests.support.clock import StandingClock
from tests.support.officers import ROSTER_HEAD as HEAD
from tests.support.officers import RT_AREA, a_roster, ask, listed

THREE = f"""{HEAD}
Ibu Satu,rt,{KASSI}/RW003/RT001,2031-12-31
"Pak Dua, S.Sos.",rw,{KASSI}/RW003,
Ibu Tiga,kelurahan,{KASSI},31/12/2028
"""


async def import_csv(who: Speaker, text: str | bytes, **asked: Any) -> dict[str, Any]:
    content = text.encode() if isinstance(text, str) else text
    response = await ask(who, "POST", "/v1/roster", content=content, params=asked)
    assert response.status_code == 200, response.text
    reply: dict[str, Any] = response.json()
    return reply


def count(centre: Centre) -> int:
    with centre.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(persons)).scalar_one())


async def test_everybody_in_the_list_is_in_office_afterwards(enrol: Enrol, centre: Centre) -> None:
    kota = enrol(Role.KOTA, "73.71")

    reply = await import_csv(kota, THREE)

    assert reply == {"added": 3, "known": 0, "wrong": 0, "faults": []}
    entries = {entry["name"]: entry for entry in await listed(kota, area=KASSI)}
    assert {name: entry["role"] for name, entry in entries.items()} == {
        "Ibu Satu": "rt",
        "Pak Dua, S.Sos.": "rw",
        "Ibu Tiga": "kelurahan",
    }
    assert [entries[name].get("term_ends") for name in ("Ibu Satu", "Pak Dua, S.Sos.", "Ibu Tiga")] == [
        "2031-12-31",
        "2031-12-02",
        "2028-12-31",
    ]
    with centre.database.read() as connection:
        assert first_break(connection, "73.71") is None


async def test_the_same_list_again_doubles_nobody(enrol: Enrol, centre: Centre) -> None:
    kota = enrol(Role.KOTA, "73.71")
    await import_csv(kota, THREE)
    before = count(centre)

    again = await import_csv(kota, THREE.replace("Ibu Satu", "IBU  SATU") + f"Ibu Baru,rt,{KASSI}/RW003/RT009,\n")

    assert (again["added"], again["known"]) == (1, 3)
    assert count(centre) == before + 1


async def test_a_check_says_what_would_happen_and_changes_nothing(enrol: Enrol, centre: Centre) -> None:
    kota = enrol(Role.KOTA, "73.71")
    before = count(centre)

    reply = await import_csv(kota, THREE, check="true")

    assert reply["added"] == 3
    assert count(centre) == before


async def test_a_list_with_ten_wrong_lines_changes_nothing_and_names_the_ten(enrol: Enrol, centre: Centre) -> None:
    kota = enrol(Role.KOTA, "73.71")
    before = count(centre)
    wrong = [
        f",rt,{KASSI}/RW003/RT002,",
        f"Ibu A,ketua,{KASSI}/RW003/RT002,",
        f"Ibu B,rt,{KASSI},",
        "Ibu C,rt,73.71.99.1001/RW001/RT001,",
        f"Ibu D,rt,{KASSI}/RW003/RT002,2031-02-30",
        f"Ibu E,rt,{KASSI}/RW003/RT002,2020-01-01",
        "Ibu 7371010101900001,rt,73.71.13.1002/RW003/RT002,",
        f"{'x' * 121},rt,{KASSI}/RW003/RT002,",
        "Ibu Kota,kota,73.71,",
        f"Ibu Benar 1,rt,{KASSI}/RW003/RT001,",
    ]
    lines = [HEAD]
    for number, line in enumerate(wrong, 1):
        lines += [f"Ibu Benar {number},rt,{KASSI}/RW003/RT{number:03},", line]

    reply = await import_csv(kota, "\n".join(lines))

    assert (reply["added"], reply["known"], reply["wrong"]) == (0, 0, 10)
    assert [fault["line"] for fault in reply["faults"]] == list(range(3, 23, 2))
    reasons = [fault["reason"] for fault in reply["faults"]]
    words = ["kosong", "Peran tidak", "wilayah RT", "Wilayah tidak", "tanggal", "tanggal", "NIK", "120"]
    words += ["wewenang", "baris 2"]
    assert [word for word, reason in zip(words, reasons, strict=True) if word not in reason] == []
    assert "7371010101900001" not in str(reply)
    assert count(centre) == before


async def test_an_officer_adds_only_those_they_may_enrol(enrol: Enrol, centre: Centre) -> None:
    lurah = enrol(Role.KELURAHAN)
    before = count(centre)

    reply = await import_csv(
        lurah, f"{HEAD}\nIbu A,rt,{RT_AREA},\nIbu B,rt,{MARISO_KELURAHAN}/RW001/RT001,\nIbu C,kelurahan,{KASSI},\n"
    )

    assert [fault["line"] for fault in reply["faults"]] == [3, 4]
    assert count(centre) == before
    assert (await import_csv(lurah, f"{HEAD}\nIbu A,rt,{RT_AREA},\n"))["added"] == 1


@pytest.mark.parametrize("role", [Role.RT, Role.RW, Role.UMKM, Role.PIMPINAN, Role.AUDITOR])
async def test_whoever_enrols_nobody_imports_and_prints_nothing(enrol: Enrol, role: Role) -> None:
    area = "73.71" if role in (Role.PIMPINAN, Role.AUDITOR) else RT_AREA
    who = enrol(role, area)

    imported = await ask(who, "POST", "/v1/roster", content=THREE.encode())
    printed = await ask(who, "POST", "/v1/sheets", {"area": area})

    assert (imported.status_code, printed.status_code) == (403, 403)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + THREE.encode(),
        THREE.replace(",", ";").replace("Dua; S", "Dua, S").encode(),
        THREE.replace("\n", "\r\n").encode(),
        THREE.replace(HEAD, HEAD.upper().replace(",", " , ")).encode(),
        THREE.replace("/RW003/RT001", "/RW3/RT1").replace("2031-12-31", "31-12-2031").encode(),
    ],
    ids=["byte order mark", "semicolons", "line ends of Windows", "capitals and blanks", "without zeros"],
)
def test_a_list_is_read_as_spreadsheets_write_it(content: bytes, clock: StandingClock) -> None:
    roster = read_roster(content, clock())

    assert roster.faults == []
    plain = read_roster(THREE.encode(), clock())
    told = [(each.person.name, each.person.area, each.term_ends) for each in roster.appointments.values()]
    assert told == [(each.person.name, each.person.area, each.term_ends) for each in plain.appointments.values()]


def test_lines_are_counted_as_the_file_has_them_also_behind_a_name_of_two_lines(clock: StandingClock) -> None:
    content = f'{HEAD}\n\n"Ibu\nDua Baris",rt,{RT_AREA},\nIbu A,raja,{RT_AREA},\n'

    roster = read_roster(content.encode(), clock())

    assert list(roster.appointments) == [3]
    assert [fault.line for fault in roster.faults] == [5]


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        (b"", 1, "kolom"),
        (b"nama,peran\nIbu,rt\n", 1, "wilayah"),
        (f"{HEAD}\nIbu\xe9,rt".encode("latin-1"), 2, "UTF-8"),
        (f'{HEAD}\n"{"x" * 200_000}",rt,{RT_AREA},'.encode(), 1, "CSV"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    content: bytes, line: int, word: str, clock: StandingClock
) -> None:
    (fault,) = read_roster(content, clock()).faults

    assert fault.line == line
    assert word in fault.reason


@pytest.mark.parametrize("seed", range(20))
def test_no_bytes_make_the_reading_fail(seed: int, clock: StandingClock) -> None:
    chance = random.Random(seed)
    pieces = [HEAD, "\n", '"', ";", ",", "rt", RT_AREA, "\0", "\r", "é", "/RW", "2031-12-31", "\u2028"]
    content = "".join([HEAD, "\n", *chance.choices(pieces, k=60)]).encode()

    roster = read_roster(content, clock())

    assert all(fault.reason for fault in roster.faults)


async def test_a_sheet_gives_a_code_to_everybody_without_a_device(enrol: Enrol) -> None:
    lurah, _with_device = enrol(Role.KELURAHAN), enrol(Role.RT, RT_AREA)
    await import_csv(lurah, f"{HEAD}\nIbu A,rt,{RT_AREA},\nIbu B,rw,{KASSI}/RW003,\n")

    response = await ask(lurah, "POST", "/v1/sheets", {"area": KASSI})

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF-")
    entries = {entry["name"]: entry.get("code_until") for entry in await listed(lurah)}
    assert {name for name, until in entries.items() if until} == {"Ibu A", "Ibu B"}


async def test_the_next_sheet_ends_the_codes_of_the_one_before(enrol: Enrol, centre: Centre) -> None:
    lurah = enrol(Role.KELURAHAN)
    await import_csv(lurah, f"{HEAD}\nIbu A,rt,{RT_AREA},\n")

    for _ in range(2):
        assert (await ask(lurah, "POST", "/v1/sheets", {"area": KASSI})).status_code == 200

    with centre.database.read() as connection:
        alive = codes.c.used_at.is_(None) & (codes.c.expires_at > "2026-12-04")
        assert connection.execute(select(func.count()).select_from(codes).where(alive)).scalar_one() == 1


async def test_a_sheet_for_nobody_and_outside_the_area_is_refused(enrol: Enrol) -> None:
    lurah = enrol(Role.KELURAHAN)

    nobody = await ask(lurah, "POST", "/v1/sheets", {"area": KASSI})
    outside = await ask(lurah, "POST", "/v1/sheets", {"area": MARISO_KELURAHAN})

    assert (nobody.status_code, outside.status_code) == (404, 403)


def test_a_sheet_has_eight_cards_a_page(centre: Centre) -> None:
    person = Person("x", "Ibu Contoh", Role.RT, AreaCode(RT_AREA))
    given = [GivenCode(person, "ABCD-EFGH", "2026-12-17T06:05:00.000Z")] * 17

    content = sheet(given, "https://lorong.example.id", centre.zone)

    assert [len(re.findall(rb"/Type */Page\b", content))] == [3]


def test_the_command_adds_a_list_and_prints_one_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "centre"))
    file, pdf = tmp_path / "petugas.csv", tmp_path / "kartu.pdf"
    file.write_text(a_roster(200), "utf-8")

    first = CliRunner().invoke(app, ["roster", str(file), "--sheets", str(pdf)])
    again = CliRunner().invoke(app, ["roster", str(file)])

    assert first.exit_code == 0, first.output
    assert "200 ditambahkan" in first.output
    assert "200 kartu" in first.output
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "0 ditambahkan / added, 200 sudah ada" in again.output


def test_the_command_names_the_wrong_lines_and_adds_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "centre"))
    file = tmp_path / "petugas.csv"
    file.write_text(f"{HEAD}\nIbu A,rt,{RT_AREA},\nIbu B,raja,{KASSI},\n", "utf-8")

    result = CliRunner().invoke(app, ["roster", str(file), "--sheets", str(tmp_path / "kartu.pdf")])

    assert result.exit_code == 1
    assert "Baris 3: Peran tidak dikenal" in result.stderr
    assert not (tmp_path / "kartu.pdf").exists()
    assert "0 orang" in CliRunner().invoke(app, ["people"]).output
    assert CliRunner().invoke(app, ["roster", str(tmp_path / "missing.csv")]).exit_code == 1
