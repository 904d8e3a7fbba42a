"""*Periksa rantai* on the device: what holds, and what a centre that is not true would be caught at."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sync.central.cli import app
from sync.central.log import update_log
from sync.client.api import CentralApi
from sync.client.desk import DeskApi
from sync.client.proving import evidence_file, prove, seen_at
from sync.client.tables import SETTINGS
from sync.domain.people import Role
from sync.protocol.bank import HistoryEntry
from sync.protocol.checkpoint import LogKey
from tests.conftest import Enrol
from tests.support.bank import Offices, offices
from tests.support.centres import KASSI
from tests.support.clock import StandingClock
from tests.support.sessions import memory_shelves


@pytest.fixture
def city(enrol: Enrol) -> Offices:
    return offices(enrol)


@pytest.fixture
def auditor(enrol: Enrol) -> DeskApi:
    who = enrol(Role.AUDITOR, "73.71")
    return DeskApi(CentralApi(who.http, who.token))


def sign(city: Offices, clock: StandingClock) -> None:
    clock.now += timedelta(days=1)
    update_log(city.centre)


async def test_changes_in_the_signed_log_are_found_and_newer_ones_wait(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record, tables = await city.note(), memory_shelves()
    await city.approve(record)
    sign(city, clock)
    await city.publish(record)

    found = await prove(auditor, tables, KASSI, await auditor.history(record))

    assert (len(found.proofs), found.waiting, found.fault, found.is_first) == (2, 1, "", True)
    assert found.checkpoint is not None


async def test_a_later_log_is_checked_against_the_one_that_was_seen(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record, tables = await city.note(), memory_shelves()
    sign(city, clock)
    first = await prove(auditor, tables, KASSI, await auditor.history(record))
    await city.approve(record)
    sign(city, clock)

    second = await prove(auditor, tables, KASSI, await auditor.history(record))

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
    found = await prove(auditor, tables, KASSI, history)
    assert found.checkpoint is not None
    note = found.proofs[0].checkpoint
    root = note.split("\n")[2]
    forged = note.replace(root, root[::-1] if root[::-1] != root else "A" * 43 + "=")
    tables.table(SETTINGS).put("log", {"key": found.proofs[0].key, "note": forged})

    again = await prove(auditor, tables, KASSI, history)

    assert again.fault != ""


async def test_a_log_signed_with_another_key_than_before_is_found(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record, tables = await city.note(), memory_shelves()
    sign(city, clock)
    history = await auditor.history(record)
    key = (await prove(auditor, memory_shelves(), KASSI, history)).proofs[0].key
    other = "lorong/73.71/x+" + _vkey_tail("lorong/73.71/x", b"\x07" * 32)
    assert other != key
    tables.table(SETTINGS).put("log", {"key": other})

    found = await prove(auditor, tables, KASSI, history)

    assert "another key" in found.fault


def _vkey_tail(name: str, public: bytes) -> str:
    return LogKey(name, public).text.removeprefix(name + "+")


async def test_a_history_that_shows_another_change_is_found(
    city: Offices, auditor: DeskApi, clock: StandingClock
) -> None:
    record = await city.note()
    sign(city, clock)
    changed = [replace(each, link="0" * 64) for each in await auditor.history(record)]

    found = await prove(auditor, memory_shelves(), KASSI, changed)

    assert found.fault == "the history shows another change than the log holds"


async def test_the_file_of_a_record_is_taken_by_lorong_verify(
    city: Offices, auditor: DeskApi, clock: StandingClock, tmp_path: Path
) -> None:
    record = await city.note()
    await city.approve(record)
    sign(city, clock)
    proofs = (await prove(auditor, memory_shelves(), KASSI, await auditor.history(record))).proofs
    file, broken = tmp_path / "bukti.json", tmp_path / "rusak.json"
    content = evidence_file(record, proofs)
    file.write_text(json.dumps(content))
    content["evidence"][1]["proof"]["link"] = "0" * 64
    broken.write_text(json.dumps(content))

    good, bad = CliRunner().invoke(app, ["verify", str(file)]), CliRunner().invoke(app, ["verify", str(broken)])

    assert good.exit_code == 0, good.output
    assert good.output.count("ada dalam log kota") == 2
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
