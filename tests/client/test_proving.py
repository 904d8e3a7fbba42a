"""*Periksa rantai* on the device: what holds, and what a centre that is not true would be caught at."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sync.central.cli import app
from sync.central.log import update_log
from sync.client.api import CentralApi
from sync.client.desk import DeskApi
from sync.client.proving import DIFFERS, ERASED, MASKED, MATCHES, WAITS, Proved, file_content, prove
from sync.client.tables import SETTINGS
from sync.domain.people import Role
from sync.protocol.bank import HistoryEntry, seen_at
from sync.protocol.checkpoint import LogKey
from sync.protocol.messages import PersonRef
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI
from tests.support.clock import StandingClock
from tests.support.officers import tell
from tests.support.sessions import memory_shelves


@pytest.fixture
def auditor(enrol: Enrol) -> DeskApi:
    who = enrol(Role.AUDITOR, "73.71")
    return DeskApi(CentralApi(who.http, who.token))


def sign(city: Offices, clock: StandingClock) -> None:
    clock.now += timedelta(days=1)
    update_log(city.centre)


def log_of(proved: Proved) -> tuple[str, str]:
    """The checkpoint and the key under which it was proved."""
    assert proved.file is not None
    proof = proved.file.evidence[0].proof
    return proof.checkpoint, proof.key


async def test_changes_in_the_signed_log_are_found_and_newer_ones_wait(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record, tables = await city.note(), memory_shelves()
    await city.approve(record)
    sign(city, clock)
    await city.publish(record)

    found = await prove(auditor, tables, record, KASSI, await auditor.history(record))

    assert list(found.found.values()) == [MATCHES, MATCHES, WAITS]
    assert (found.fault, found.is_first) == ("", True)
    assert found.checkpoint is not None


async def test_a_later_log_is_checked_against_the_one_that_was_seen(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record, tables = await city.note(), memory_shelves()
    sign(city, clock)
    first = await prove(auditor, tables, record, KASSI, await auditor.history(record))
    await city.approve(record)
    sign(city, clock)

    second = await prove(auditor, tables, record, KASSI, await auditor.history(record))

    assert (second.fault, second.is_first) == ("", False)
    assert first.checkpoint is not None
    assert second.checkpoint is not None
    assert second.checkpoint.size > first.checkpoint.size


async def test_a_log_that_forgot_what_it_held_is_found(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record, tables = await city.note(), memory_shelves()
    sign(city, clock)
    history = await auditor.history(record)
    found = await prove(auditor, tables, record, KASSI, history)
    assert found.checkpoint is not None
    note, key = log_of(found)
    root = note.split("\n")[2]
    forged = note.replace(root, root[::-1] if root[::-1] != root else "A" * 43 + "=")
    tables.table(SETTINGS).put("log", {"key": key, "note": forged})

    again = await prove(auditor, tables, record, KASSI, history)

    assert again.fault != ""


async def test_a_log_signed_with_another_key_than_before_is_found(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record, tables = await city.note(), memory_shelves()
    sign(city, clock)
    history = await auditor.history(record)
    _, key = log_of(await prove(auditor, memory_shelves(), record, KASSI, history))
    other = "lorong/73.71/x+" + _vkey_tail("lorong/73.71/x", b"\x07" * 32)
    assert other != key
    tables.table(SETTINGS).put("log", {"key": other})

    found = await prove(auditor, tables, record, KASSI, history)

    assert "another key" in found.fault


def _vkey_tail(name: str, public: bytes) -> str:
    return LogKey(name, public).text.removeprefix(name + "+")


async def test_a_history_that_shows_another_change_is_found(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record = await city.note()
    sign(city, clock)
    changed = [replace(each, link="0" * 64) for each in await auditor.history(record)]

    found = await prove(auditor, memory_shelves(), record, KASSI, changed)

    assert list(found.found.values()) == [DIFFERS]
    assert found.wrong == [1]


FORGED: list[dict[str, Any]] = [
    {"set": {"title": "Judul palsu"}},
    {"seen": 7},
    {"received_at": "2026-12-01T00:00:00.000Z"},
    {"by": PersonRef("0192aaaa-0000-7000-8000-000000000009", "Orang lain", "rt")},
    {"id": "0192aaaa-0000-7000-8000-000000000009"},
]


@pytest.mark.parametrize("forged", FORGED)
async def test_a_forged_text_under_the_right_link_is_found_and_named(
    city: Offices, auditor: DeskApi, clock: StandingClock, forged: dict[str, Any]
) -> None:
    record = await city.note()
    await city.approve(record)
    sign(city, clock)
    history = await auditor.history(record)

    changed = [history[0], replace(history[1], **forged)]
    found = await prove(auditor, memory_shelves(), record, KASSI, changed)

    assert list(found.found.values()) == [MATCHES, DIFFERS]
    assert found.wrong == [history[1].seq]


async def test_a_change_that_the_history_leaves_out_is_found(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record = await city.note()
    await city.approve(record)
    await city.publish(record)
    sign(city, clock)
    history = await auditor.history(record)

    found = await prove(auditor, memory_shelves(), record, KASSI, [history[0], history[2]])

    assert found.wrong == [history[1].seq]


async def test_what_is_masked_for_an_auditor_is_computed_once_it_is_opened_with_a_reason(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record = await city.note(originator_name={"name": "Ibu Rahasia", "may_show": False})
    await city.approve(record)
    sign(city, clock)
    history = await auditor.history(record)

    masked = await prove(auditor, memory_shelves(), record, KASSI, history)
    opened = await prove(auditor, memory_shelves(), record, KASSI, history, "Pemeriksaan dana lorong")

    assert list(masked.found.values()) == [MASKED, MATCHES]
    assert "Ibu Rahasia" not in json.dumps(file_content(masked))
    assert list(opened.found.values()) == [MATCHES, MATCHES]
    assert opened.shown[0].set["originator_name"]["name"] == "Ibu Rahasia"
    assert [view.purpose for view in (await auditor.views()).views] == ["Pemeriksaan dana lorong"]


async def test_an_erased_change_keeps_its_place_and_what_is_left_is_restated(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record = await city.note()
    await tell(city.kota, f"/v1/records/{record}/erase", {"reason": "asked", "paths": ["problem"]})
    sign(city, clock)
    kota = DeskApi(CentralApi(city.kota.http, city.kota.token))

    for_auditor = await prove(auditor, memory_shelves(), record, KASSI, await auditor.history(record))
    for_kota = await prove(kota, memory_shelves(), record, KASSI, await kota.history(record))

    assert list(for_auditor.found.values()) == [ERASED, MATCHES, MATCHES, MASKED]
    assert list(for_kota.found.values()) == [ERASED, MATCHES, MATCHES, MATCHES]


async def test_the_file_of_a_record_is_taken_by_lorong_verify(
    city: Offices, auditor: DeskApi, clock: StandingClock, tmp_path: Path
) -> None:
    record = await city.note()
    await city.approve(record)
    sign(city, clock)
    found = await prove(auditor, memory_shelves(), record, KASSI, await auditor.history(record))
    file, broken = tmp_path / "bukti.json", tmp_path / "rusak.json"
    content = file_content(found)
    file.write_text(json.dumps(content))
    content["evidence"][1]["stated"]["change"]["set"]["status"] = "rejected"
    broken.write_text(json.dumps(content))

    good, bad = CliRunner().invoke(app, ["verify", str(file)]), CliRunner().invoke(app, ["verify", str(broken)])

    assert good.exit_code == 0, good.output
    assert good.output.count("ada dalam log kota") == 2
    assert "tidak ikut" not in good.output
    assert bad.exit_code == 1


async def test_what_was_on_the_screen_at_a_decision_is_what_was_seen(city: Offices, auditor: DeskApi) -> None:
    record = await city.note(title="Teba satu")
    version = (await auditor.record(record)).version
    await city.accepted(city.rt, record, {"before": "Enam kantong."})
    await city.accepted(city.kecamatan, record, _hiding(), seen=version)

    history = await auditor.history(record)
    decision: HistoryEntry = history[-1]

    assert seen_at(history, decision)["title"] == "Teba satu"
    assert "before" not in seen_at(history, decision)


def _hiding() -> dict[str, object]:
    return {"status": "hidden", "hidden": {"reason": "Nama anak.", "before": "submitted"}}
