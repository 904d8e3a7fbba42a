"""The command `lorong`, as an operator types it, on a folder of its own."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sync.central.cli import app


@pytest.fixture
def lorong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "centre"))
    monkeypatch.setenv("LORONG_PUBLIC_URL", "https://lorong.example.id")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.usefixtures("lorong")
def test_enrol_prints_code_link_and_qr() -> None:
    result = run("enrol", "--role", "rt", "--area", "73.71.13.1002/RW003/RT002", "--name", "Ibu Contoh")

    assert result.exit_code == 0, result.output
    found = re.search(r"Kode / code: (\w{4}-\w{4})", result.output)
    assert found
    assert f"https://lorong.example.id/app/#{found[1]}" in result.output
    assert "RT 002 / RW 003, Kassi-Kassi" in result.output
    assert "▀" in result.output or "█" in result.output


@pytest.mark.usefixtures("lorong")
def test_an_area_that_the_city_has_not_is_refused_in_words() -> None:
    result = run("enrol", "--role", "rt", "--area", "73.71.99.1001", "--name", "X")

    assert result.exit_code == 1
    assert "73.71.99.1001" in result.stderr


@pytest.mark.usefixtures("lorong")
def test_people_are_listed_and_revoked() -> None:
    run("enrol", "--role", "kelurahan", "--area", "73.71.13.1002", "--name", "Ibu Contoh")
    listed = run("people", "73.71.13")
    identifier = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", listed.output)[0]

    gone = run("revoke", identifier)
    again = run("revoke", identifier)

    assert "Ibu Contoh" in listed.output
    assert gone.exit_code == 0
    assert again.exit_code == 1
    assert "0 orang" in run("people").output


@pytest.mark.usefixtures("lorong")
def test_verify_backup_and_restore_work_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("enrol", "--role", "kecamatan", "--area", "73.71.13", "--name", "Bapak Contoh")

    assert run("verify").exit_code == 0
    assert run("backup", str(tmp_path / "all.lorong")).exit_code == 0
    assert run("restore", str(tmp_path / "all.lorong")).exit_code == 1
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "second"))
    assert run("restore", str(tmp_path / "all.lorong")).exit_code == 0
    assert "Bapak Contoh" in run("people").output
    assert run("verify").exit_code == 0


def test_a_port_that_is_no_number_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LORONG_PORT", "acht")

    result = run("serve")

    assert result.exit_code == 1
    assert "LORONG_PORT" in result.stderr


@pytest.mark.usefixtures("lorong")
def test_somebody_in_office_gets_a_fresh_code_for_a_new_phone() -> None:
    run("enrol", "--role", "rt", "--area", "73.71.13.1002/RW003/RT002", "--name", "Ibu Contoh")
    identifier = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", run("people").output)[0]

    fresh = run("code", identifier)

    assert fresh.exit_code == 0
    assert re.search(r"Kode / code: \w{4}-\w{4}", fresh.output)
    assert "1 orang" in run("people").output
    assert run("code", "nobody").exit_code == 1


@pytest.mark.parametrize(("name", "value"), [("LORONG_CITY", "73.72"), ("LORONG_UTC_OFFSET", "8")])
def test_a_setting_that_cannot_be_used_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    result = run("serve")

    assert result.exit_code == 1
    assert name in result.stderr


@pytest.mark.usefixtures("lorong")
def test_a_proof_file_is_checked_without_the_centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("enrol", "--role", "kecamatan", "--area", "73.71.13", "--name", "Bapak Contoh")
    file = str(tmp_path / "proof.json")
    made = run("proof", "73.71", "1", file)
    key = run("log-key").output.strip()
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "nothing"))

    with_key, without_key = run("verify", file, "--key", key), run("verify", file)

    assert made.exit_code == 0, made.output
    assert with_key.exit_code == 0, with_key.output
    assert "73.71 #1" in with_key.output
    assert key in without_key.output
    assert key not in with_key.output
    assert not (tmp_path / "nothing").exists()


@pytest.mark.usefixtures("lorong")
def test_an_altered_proof_file_is_refused_in_words(tmp_path: Path) -> None:
    run("enrol", "--role", "kecamatan", "--area", "73.71.13", "--name", "Bapak Contoh")
    file = tmp_path / "proof.json"
    run("proof", "73.71", "1", str(file))
    whole = file.read_text("utf-8")

    for text in (
        whole.replace("kecamatan", "kota"),
        whole[:-9],
        "[]",
        "{}",
        "",
        whole.replace('"index":0', '"index":"0"'),
    ):
        assert text != whole
        file.write_text(text, "utf-8")
        result = run("verify", str(file))
        assert result.exit_code == 1, text
        assert "proof.json: " in result.stderr
    assert run("verify", str(tmp_path / "missing.json")).exit_code == 1
    assert run("verify", "--key", "x").exit_code == 1
    assert run("proof", "73.71", "99", str(file)).exit_code == 1


@pytest.mark.usefixtures("lorong")
def test_verify_checks_the_log_and_says_what_is_wrong(tmp_path: Path) -> None:
    run("enrol", "--role", "kecamatan", "--area", "73.71.13", "--name", "Bapak Contoh")
    run("proof", "73.71", "1", str(tmp_path / "proof.json"))
    before = run("verify")

    with sqlite3.connect(tmp_path / "centre" / "lorong.sqlite3") as connection:
        connection.execute("UPDATE log_checkpoints SET size = size + 1")
    connection.close()
    after = run("verify")

    assert before.exit_code == 0
    assert "1 titik periksa" in before.output
    assert after.exit_code == 1
    assert "checkpoint 1: " in after.output


def test_a_database_that_is_away_is_said_in_one_line(tmp_path: Path) -> None:
    away = {"LORONG_DATABASE_URL": f"postgresql://lorong@/lorong?host={tmp_path}"}
    command = [sys.executable, "-m", "sync.central.cli", "verify", "--data-dir", str(tmp_path)]

    ran = subprocess.run(command, env=os.environ | away, capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert "`lorong doctor` says what is wrong" in ran.stderr.splitlines()[-1]
