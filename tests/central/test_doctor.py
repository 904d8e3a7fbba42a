"""`lorong doctor`: what it finds wrong is wrong, and what it finds well is well."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from sync.central import doctor
from sync.central.answer import Centre
from sync.central.backup import backup
from sync.central.cli import app
from sync.central.doctor import examine
from sync.central.finding import Level
from sync.central.jobs import note_run
from sync.central.log import update_log
from sync.central.opening import make_centre
from sync.central.people import iso
from sync.central.settings import Settings
from sync.central.tables import changes, job_runs, log_entries, streams
from sync.domain.people import Role
from tests.support import postgresql
from tests.support.centres import KASSI, a_person


@pytest.fixture(autouse=True, scope="module")
def on_the_disk(postgresql_server: str) -> Iterator[None]:
    """The doctor would find what the tests' own server otherwise spares (tests/support/postgresql.py)."""
    with postgresql.on_the_disk(postgresql_server):
        yield


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Of a centre as it should be."""
    https, secret = "https://lorong.example.id", tmp_path / "keys" / "secret.key"
    return Settings(
        tmp_path / "centre",
        database_url=database_url,
        public_url=https,
        trusted_proxies="127.0.0.1",
        secret_file=secret,
    )


@pytest.fixture
def centre(settings: Settings, tmp_path: Path) -> Iterator[Centre]:
    """It ran a moment ago: somebody was added, the log is signed, and there is a backup."""
    made = make_centre(settings)
    a_person(made, Role.RT, KASSI)
    update_log(made)
    with made.database.write() as connection:
        note_run(connection, "log", made.clock(), succeeded=True)
        note_run(connection, "retention", made.clock(), succeeded=True)
    backup(made, tmp_path / "all.lorong")
    yield made
    made.database.close()


def bad(settings: Settings, now: datetime | None = None) -> dict[str, str]:
    """What is not well, with its level."""
    return {found.what: found.level.value for found in examine(settings, now) if found.level is not Level.OK}


def only(settings: Settings, now: datetime | None = None) -> tuple[str, str]:
    """The one thing that is not well."""
    found = [each for each in examine(settings, now) if each.level is not Level.OK]
    assert len(found) == 1, found
    assert found[0].advice
    return found[0].level.value, found[0].what


@pytest.mark.usefixtures("centre")
def test_a_centre_as_it_should_be_is_well(settings: Settings) -> None:
    assert bad(settings) == {}


@pytest.mark.usefixtures("centre")
def test_a_public_address_without_tls_is_told(settings: Settings) -> None:
    level, what = only(replace(settings, public_url="http://lorong.example.id", trusted_proxies="10.0.0.1"))

    assert (level, "without TLS" in what) == ("warn", True)


@pytest.mark.usefixtures("centre")
def test_trusting_everybody_as_a_proxy_fails(settings: Settings) -> None:
    assert only(replace(settings, trusted_proxies="0.0.0.0/0"))[0] == "FAIL"
    assert only(replace(settings, trusted_proxies="::/0"))[0] == "FAIL"


@pytest.mark.usefixtures("centre")
def test_a_proxy_that_nobody_trusts_is_told(settings: Settings) -> None:
    level, what = only(replace(settings, trusted_proxies=""))

    assert (level, "one address" in what) == ("warn", True)


@pytest.mark.usefixtures("centre")
def test_a_key_that_others_can_read_fails(settings: Settings) -> None:
    settings.secret_path.chmod(0o640)

    assert only(settings) == ("FAIL", f"{settings.secret_path} can be read by others (mode 640)")


@pytest.mark.usefixtures("centre")
def test_another_key_than_the_one_by_which_the_log_was_signed_fails(settings: Settings) -> None:
    settings.secret_path.write_bytes(os.urandom(32))

    level, what = only(settings)

    assert (level, "not the one" in what) == ("FAIL", True)


@pytest.mark.usefixtures("centre")
def test_a_key_that_is_missing_fails_and_none_is_made(settings: Settings) -> None:
    settings.secret_path.unlink()

    assert f"{settings.secret_path} is missing" in bad(settings)
    assert not settings.secret_path.exists()


@pytest.mark.usefixtures("centre")
def test_a_key_from_the_environment_needs_no_file(settings: Settings) -> None:
    given = replace(settings, secret_file=None, secret_key=settings.secret().hex())

    assert given.secret() == settings.secret()
    assert not given.secret_path.exists()
    assert not bad(given)
    assert any("LORONG_SECRET_KEY" in found.what for found in examine(given))


@pytest.mark.usefixtures("centre")
def test_the_key_is_in_no_backup_and_that_is_said(settings: Settings) -> None:
    said = [found.what for found in examine(settings) if str(settings.secret_path) in found.what]

    assert len(said) == 1
    assert "in NO backup" in said[0]


@pytest.mark.usefixtures("centre")
def test_a_short_token_for_the_figures_is_told(settings: Settings) -> None:
    assert only(replace(settings, metrics_token="pendek"))[0] == "warn"
    assert bad(replace(settings, metrics_token="x" * 40)) == {}


@pytest.mark.usefixtures("centre")
def test_a_file_store_that_cannot_be_written_fails(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder")

    level, what = only(replace(settings, files_url=f"file://{tmp_path / 'taken' / 'files'}"))

    assert (level, "cannot be written" in what) == ("FAIL", True)


@pytest.mark.usefixtures("centre")
def test_the_log_says_again_what_it_said_when_the_findings_are_told(settings: Settings) -> None:
    before = logging.getLogger("lorong").level

    list(examine(settings))

    assert logging.getLogger("lorong").level == before


@pytest.mark.usefixtures("centre")
def test_nothing_is_left_in_the_file_store(settings: Settings) -> None:
    list(examine(settings))

    assert [each for each in (settings.data_dir / "files").rglob("*") if each.is_file()] == []


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize(("free", "level"), [(doctor.LITTLE_ROOM - 1, "warn"), (doctor.NO_ROOM - 1, "FAIL")])
def test_a_disk_that_is_nearly_full_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: _Usage(free))

    assert set(bad(settings).values()) == {level}


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def test_a_backup_that_is_too_old_is_told_and_then_fails(settings: Settings, centre: Centre) -> None:
    def aged(hours: int) -> tuple[str, str]:
        with centre.database.write() as connection:
            at = iso(datetime.now(UTC) - timedelta(hours=hours))
            connection.execute(update(job_runs).where(job_runs.c.name == "backup").values(succeeded_at=at))
        return only(settings)

    assert aged(27) == ("warn", "The last backup is 27 hours old")
    assert aged(24 * 8) == ("FAIL", "The last backup is 192 hours old")


def test_that_there_was_never_a_backup_is_told(settings: Settings, centre: Centre) -> None:
    with centre.database.write() as connection:
        connection.execute(job_runs.delete().where(job_runs.c.name == "backup"))

    assert only(settings)[0] == "warn"


def test_a_job_that_failed_fails_until_it_succeeds(settings: Settings, centre: Centre) -> None:
    later = centre.clock() + timedelta(seconds=1)
    with centre.database.write() as connection:
        note_run(connection, "retention", later, succeeded=False)
    failed = only(settings)
    with centre.database.write() as connection:
        note_run(connection, "retention", later + timedelta(seconds=1), succeeded=True)

    assert failed == ("FAIL", "The job retention failed when it last ran")
    assert bad(settings) == {}


def test_a_centre_in_which_no_job_runs_is_told(settings: Settings, centre: Centre) -> None:
    with centre.database.write() as connection:
        long_ago = iso(centre.clock() - timedelta(minutes=16))
        connection.execute(update(job_runs).where(job_runs.c.name == "log").values(succeeded_at=long_ago))

    assert only(settings) == ("warn", "No job has run for a quarter of an hour")


def test_a_clock_that_was_set_back_fails(settings: Settings, centre: Centre) -> None:
    with centre.database.write() as connection:
        ahead = iso(datetime.now(UTC) + timedelta(hours=1))
        connection.execute(update(changes).values(received_at=ahead))

    assert any(what.startswith("The clock is wrong") for what in bad(settings))


def test_a_chain_that_does_not_end_at_its_head_fails(settings: Settings, centre: Centre) -> None:
    with centre.database.write() as connection:
        connection.execute(update(streams).where(streams.c.code == centre.city).values(link="f" * 64))

    assert only(settings) == ("FAIL", f"The chain of {centre.city} does not end where its head says")


def test_a_change_that_was_taken_from_the_end_of_a_chain_fails(settings: Settings, centre: Centre) -> None:
    with centre.database.write() as connection:
        connection.execute(log_entries.delete())
        connection.execute(changes.delete())

    assert only(settings)[0] == "FAIL"


def test_tables_of_an_older_and_of_a_newer_version_fail(settings: Settings, centre: Centre) -> None:
    found = []
    for revision in ("0005", "9999"):
        with centre.database.write() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
        found.append(only(settings)[1])

    assert "older version (0005)" in found[0]
    assert "newer version (9999)" in found[1]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("centre")
def test_more_connections_than_postgresql_has_are_told(settings: Settings) -> None:
    level, what = only(replace(settings, workers=50))

    assert (level, what.startswith("51 processes of 16 connections")) == ("warn", True)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_postgresql_that_forgets_at_a_power_cut_fails(settings: Settings, centre: Centre) -> None:
    name = centre.database.url.database
    with centre.database.write() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = off")

    assert only(settings)[1].startswith("synchronous_commit is off")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_is_away_fails_and_its_password_is_not_shown(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql://lorong:kata-sandi@127.0.0.1:9/lorong")
    away.secret()

    level, what = only(away)

    assert (level, "kata-sandi" in what) == ("FAIL", False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_there_is_no_centre_none_is_made(tmp_path: Path, settings: Settings) -> None:
    nowhere = replace(settings, data_dir=tmp_path / "nowhere", database_url="")

    assert any("There is no database" in what for what in bad(nowhere))
    assert not (tmp_path / "nowhere" / "lorong.sqlite3").exists()


@pytest.mark.usefixtures("centre")
def test_the_command_ends_with_1_when_something_fails_and_says_what_to_do(settings: Settings) -> None:
    well = CliRunner().invoke(app, ["doctor"], env=settings.environment())
    settings.secret_path.chmod(0o644)
    ill = CliRunner().invoke(app, ["doctor"], env=settings.environment())

    assert (well.exit_code, ill.exit_code) == (0, 1)
    assert f"→ chmod 600 {settings.secret_path}" in ill.output
