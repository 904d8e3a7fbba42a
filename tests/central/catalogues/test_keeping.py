"""A catalogue comes into force by two persons of the kota, stands in the chain, and rescores nothing by itself."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, update

from sync.central.answer import Centre
from sync.central.tables import catalogues, changes
from sync.domain.iga_catalogue import FIRST, catalogue_in
from sync.domain.people import Role
from sync.protocol.canonical import digest
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.catalogues import (
    NEXT,
    STARTS,
    WEIGHTS,
    as_file,
    decide,
    in_force,
    next_catalogue,
    proposed,
    rows_with,
    send_catalogue,
)
from tests.support.centres import Speaker
from tests.support.logs import faults
from tests.support.officers import ask

PROOF = {"link": "https://contoh.id/video"}


@pytest.fixture
def other(enrol: Enrol) -> Speaker:
    """The second pair of eyes."""
    return enrol(Role.KOTA, "73.71", "Rekan Contoh")


def count(centre: Centre) -> tuple[int, int]:
    """Catalogues, and changes."""
    with centre.database.read() as connection:
        tables = (select(func.count()).select_from(table) for table in (catalogues, changes))
        first, second = (connection.execute(query).scalar_one() for query in tables)
    return first, second


async def listed(who: Speaker) -> list[dict[str, Any]]:
    response = await ask(who, "GET", "/v1/catalogues")
    found: list[dict[str, Any]] = response.json()["catalogues"]
    return found


async def test_it_is_proposed_confirmed_by_another_and_sent_to_devices_as_it_was_hashed(
    city: Offices, other: Speaker
) -> None:
    entry = await proposed(city.kota)
    assert (entry["state"], entry["may_decide"]) == ("proposed", ["withdraw"])
    assert "iga/2027" not in (await city.rt.sync()).catalogues

    done = await decide(other, entry, "confirm")

    assert (done.json()["state"], done.json()["decided_by"]) == ("confirmed", other.person.name)
    offered = (await city.rt.sync()).catalogues
    body = (await ask(city.rt, "GET", "/v1/catalogues/iga/2027")).content
    assert offered["iga/2027"] == digest(body) == entry["sha256"]
    assert catalogue_in(body.decode()) == next_catalogue()
    assert offered["forms/note"] == "2026.1"


async def test_nobody_confirms_what_they_proposed_and_nobody_withdraws_for_another(
    city: Offices, other: Speaker
) -> None:
    entry = await proposed(city.kota)

    assert (await decide(city.kota, entry, "confirm")).json()["code"] == "forbidden"
    assert (await decide(city.kota, entry, "reject", "Salah.")).json()["code"] == "forbidden"
    assert (await decide(other, entry, "withdraw")).json()["code"] == "forbidden"
    assert [each["state"] for each in await listed(other)] == ["proposed", "shipped"]


async def test_what_was_decided_stays_so_and_a_repeat_is_harmless(city: Offices, other: Speaker) -> None:
    entry = await in_force(city.kota, other)
    before = count(city.centre)

    assert (await decide(other, entry, "confirm")).status_code == 200
    assert (await decide(other, entry, "reject", "Salah.")).json()["code"] == "already_decided"
    assert (await decide(city.kota, entry, "withdraw")).json()["code"] == "already_decided"
    assert count(city.centre) == before


async def test_a_rejection_needs_its_reason_and_frees_the_name(city: Offices, other: Speaker) -> None:
    entry = await proposed(city.kota)
    assert (await decide(other, entry, "reject")).json()["code"] == "note_needed"

    await decide(other, entry, "reject", "Bobot video keliru.")
    again = await proposed(city.kota)
    await decide(city.kota, again, "withdraw")

    found = {each["id"]: (each["state"], each["note"]) for each in await listed(city.kota)}
    assert found[entry["id"]] == ("rejected", "Bobot video keliru.")
    assert found[again["id"]] == ("withdrawn", "")
    assert (await ask(city.rt, "GET", "/v1/catalogues/iga/2027")).status_code == 404


async def test_what_was_confirmed_is_what_was_looked_at(city: Offices, other: Speaker) -> None:
    entry = await proposed(city.kota)

    answer = await decide(other, entry | {"sha256": "0" * 64}, "confirm")

    assert answer.json()["code"] == "changed_since_seen"


async def test_the_same_proposal_again_is_one_and_another_file_under_its_id_is_none(city: Offices) -> None:
    entry = await proposed(city.kota)

    assert (await proposed(city.kota, id=entry["id"]))["id"] == entry["id"]
    other_file = as_file(rows_with({"sid01": {"indikator": "Peraturan"}}))
    answer = await send_catalogue(city.kota, other_file, id=entry["id"], weights=37)

    assert answer.json()["code"] == "id_reused"
    assert count(city.centre)[0] == 1


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"version": "dua ribu"}, "Nama versi: tulis tahunnya, seperti 2027 atau 2027.1."),
        ({"version": FIRST}, "Nama versi: 2026 sudah ada; pakai seperti 2026.1."),
        ({"version": NEXT}, "Nama versi: 2027 sudah ada; pakai seperti 2027.1."),
        ({"valid_from": "2027-02-30"}, "Berlaku mulai: bukan tanggal seperti 2027-01-01."),
        ({"valid_from": "2026-12-02"}, "Berlaku mulai: tanggal ini sudah lewat."),
        ({"valid_from": STARTS}, "Berlaku mulai: harus sesudah 2027-01-01, tanggal katalog 2027."),
        ({"weights": 40}, "Kolom bobot: jumlah semua bobot 36, padahal seharusnya 40. Periksa bobotnya, atau"),
    ],
)
async def test_what_is_wrong_beside_the_file_is_told_and_changes_nothing(
    city: Offices, other: Speaker, asked: dict[str, Any], reason: str
) -> None:
    await in_force(city.kota, other)
    before = count(city.centre)

    later = {"version": "2028", "valid_from": "2028-01-01"}
    answer = await send_catalogue(city.kota, as_file(), **(later | asked))

    [fault] = answer.json()["faults"]
    assert fault["reason"].startswith(reason)
    assert ("entry" in answer.json(), count(city.centre)) == (False, before)


async def test_a_check_tells_the_same_and_keeps_nothing(city: Offices) -> None:
    before = count(city.centre)

    answer = (await send_catalogue(city.kota, as_file(), check="true")).json()

    assert (answer["against"], "entry" in answer) == (FIRST, False)
    assert [each["what"] for each in answer["differences"]].count("threshold") == 1
    assert count(city.centre) == before


async def test_the_preview_names_every_record_whose_score_would_change_and_counts_the_others(
    city: Offices, other: Speaker
) -> None:
    video = await city.note(title="Video lorong", **{"levels/sid20": 3, "evidence/sid20/e1": PROOF})
    await city.note(title="SK tim", **{"levels/sid02": 2, "evidence/sid02/e1": PROOF})
    await city.note(title="Belum apa-apa")
    entry = await proposed(city.kota)

    for who in (city.kota, other):
        found = (await ask(who, "GET", f"/v1/catalogue-versions/{entry['id']}")).json()

        assert (found["begun"], found["rescored"]) == (2, 1)
        [named] = found["named"]
        assert (named["record"], named["title"], named["version"]) == (video, "Video lorong", FIRST)
        assert (named["claimed_before"], named["claimed_after"]) == (12, 9)


async def test_a_file_comes_out_as_it_went_in(city: Offices, other: Speaker) -> None:
    entry = await in_force(city.kota, other)

    for id, weights in (("shipped", 37), (entry["id"], WEIGHTS)):
        for kind in ("csv", "xlsx"):
            out = await ask(city.kota, "GET", f"/v1/catalogue-versions/{id}/file?type={kind}")
            asked = {"version": "2028", "valid_from": "2028-01-01", "weights": weights, "check": "true"}
            again = (await send_catalogue(city.kota, out.content, **asked)).json()
            expected = [] if id != "shipped" else ["sid02", "sid07", "sid10", "sid20", "sid21"]
            assert ([each["code"] for each in again["differences"]], again["faults"]) == (expected, [])


async def test_the_chain_tells_each_step_and_verify_finds_an_altered_catalogue(
    city: Offices, other: Speaker
) -> None:
    entry = await in_force(city.kota, other)
    assert faults(city.centre) == []

    with city.centre.database.write() as connection:
        row = catalogues.c.id == entry["id"]
        body = connection.execute(select(catalogues.c.body).where(row)).scalar_one()
        altered = body.replace(b'"bobot":"3"', b'"bobot":"9"', 1)
        connection.execute(update(catalogues).where(row).values(body=altered))

    [found] = faults(city.centre)
    assert found == f"catalogue {entry['id']}: its content is not what was confirmed"
