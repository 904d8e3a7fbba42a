"""`lorong reseal`: contacts go on being readable after the centre's secret key was exchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sync.central.cli import app
from sync.central.contacts import about, keep
from sync.central.opening import make_centre
from sync.central.sealed import unseal
from sync.central.settings import from_environment
from sync.central.tables import contacts
from sync.domain.ids import IdSource
from sync.protocol.ideas import Contact
from tests.support.centres import KASSI


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A centre with one contact, whose key was exchanged since."""
    (tmp_path / "secret.key").write_bytes(b"o" * 32)
    centre = make_centre(from_environment({}, data_dir=tmp_path))
    record, contact = IdSource()(), Contact("Warga Contoh", "0812 3456 7890", consent=True)
    with centre.database.write() as connection:
        keep(connection, centre, KASSI, record, contact, record, centre.clock())
    centre.database.close()
    (tmp_path / "secret.key").rename(tmp_path / "old.key")
    (tmp_path / "secret.key").write_bytes(b"n" * 32)
    return tmp_path


def reseal(data_dir: Path, key: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["reseal", str(data_dir / key), "--data-dir", str(data_dir)])
    return done.exit_code, done.stdout


def test_contacts_open_under_the_new_key_and_again_is_harmless(data_dir: Path) -> None:
    first, again = reseal(data_dir, "old.key"), reseal(data_dir, "old.key")

    assert first == (0, "1 kontak / contacts\n")
    assert again == (0, "0 kontak / contacts\n")
    centre = make_centre(from_environment({}, data_dir=data_dir))
    with centre.database.read() as connection:
        row = connection.execute(contacts.select()).one()
    centre.database.close()
    assert "0812 3456 7890" in unseal([b"n" * 32], about(row.record), row.sealed)


@pytest.mark.parametrize("key", ["wrong.key", "missing.key"])
def test_with_a_key_that_is_not_the_older_one_nothing_is_changed(data_dir: Path, key: str) -> None:
    (data_dir / "wrong.key").write_bytes(b"w" * 32)

    assert reseal(data_dir, key)[0] == 1

    assert reseal(data_dir, "old.key") == (0, "1 kontak / contacts\n")
