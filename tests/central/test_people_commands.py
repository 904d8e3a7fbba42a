"""People at the command line: terms, fresh codes, and what is told of devices."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sync.central.cli import app

RT = ("--role", "rt", "--area", "73.71.13.1002/RW003/RT002")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "centre"))
    return tmp_path / "centre"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def person_id() -> str:
    found: list[str] = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", run("people").output)
    return found[0]


@pytest.mark.usefixtures("folder")
def test_the_end_of_a_term_is_set_and_told() -> None:
    made = run("enrol", *RT, "--name", "Ibu Contoh", "--until", "31/12/2049")

    assert made.exit_code == 0, made.output
    assert "s.d. / until 2049-12-31" in run("people").output
    assert "0 orang" in run("people", "--ending").output


@pytest.mark.usefixtures("folder")
def test_a_term_that_cannot_end_then_is_refused_in_words() -> None:
    result = run("enrol", *RT, "--name", "Ibu Contoh", "--until", "2020-01-01")

    assert result.exit_code == 1
    assert "--until" in result.stderr
    assert "0 orang" in run("people").output


def test_a_fresh_code_ends_the_one_that_nobody_used(folder: Path) -> None:
    run("enrol", *RT, "--name", "Ibu Contoh")
    person = person_id()

    for _ in range(2):
        assert run("code", person).exit_code == 0

    with sqlite3.connect(folder / "lorong.sqlite3") as connection:
        ends = [end for (end,) in connection.execute("SELECT expires_at FROM codes ORDER BY expires_at")]
    connection.close()
    assert len(ends) == 3
    now = datetime.now(UTC)
    assert [datetime.fromisoformat(end) > now for end in ends] == [False, False, True]


def test_what_a_device_last_said_it_holds_is_told(folder: Path) -> None:
    run("enrol", *RT, "--name", "Ibu Contoh")
    person = person_id()
    with sqlite3.connect(folder / "lorong.sqlite3") as connection:
        values = ("d", person, "HP Ibu", "android", "0.2.0", "h", "2026-12-01T00:00:00.000Z", 3, 7)
        names = "id, person, name, platform, app_version, token_hash, enrolled_at, holding_changes, holding_files"
        connection.execute(f"INSERT INTO devices ({names}) VALUES ({', '.join('?' * 9)})", values)
    connection.close()

    told = run("people").output

    assert "HP Ibu" in told
    assert "0.2.0" in told
    assert "3 catatan, 7 foto" in told
