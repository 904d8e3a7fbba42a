"""The app's own archive: what is in it, and that the same content gives the same bytes."""

import io
import os
import tarfile
from pathlib import Path

from sync.central.webapp.archive import Source, app_archive, installed_source

PYPROJECT = '[project]\nname = "lorong"\ndependencies = ["tinydb==4.9.*", "pillow"]\n'


def a_checkout(root: Path) -> Path:
    for name in (
        "main.py",
        "mobile/__init__.py",
        "mobile/__pycache__/old.pyc",
        "mobile/store/journal.py",
        "sync/__init__.py",
        "sync/central/api.py",
        "sync/client/engine.py",
        "sync/domain/areas.py",
        "sync/protocol/merge.py",
        "assets/catalogues/tema.csv",
        "assets/fonts/teks.ttf",
        "assets/maps/kelurahan.geojson",
        "assets/sample/contoh.json",
        "tests/test_it.py",
    ):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# {name}\n", "utf-8")
    (root / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    return root


def names_in(archive: bytes) -> set[str]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return set(tar.getnames())


def test_it_holds_what_the_phone_runs_and_nothing_of_the_centre(tmp_path: Path) -> None:
    root = a_checkout(tmp_path)

    own = {name for name in names_in(app_archive(Source(root, root / "main.py"))) if "__pypackages__" not in name}

    assert own == {
        "main.py",
        "warm_up.py",
        "mobile/__init__.py",
        "mobile/store/journal.py",
        "sync/__init__.py",
        "sync/client/engine.py",
        "sync/domain/areas.py",
        "sync/protocol/merge.py",
        "assets/catalogues/tema.csv",
        "assets/maps/kelurahan.geojson",
    }


def test_third_party_packages_stand_in_a_folder_of_their_own(tmp_path: Path) -> None:
    names = names_in(app_archive(Source(a_checkout(tmp_path))))

    assert "__pypackages__/tinydb/table.py" in names
    assert not [name for name in names if "PIL" in name]


def test_the_same_content_gives_the_same_bytes_whenever_it_was_written(tmp_path: Path) -> None:
    root = a_checkout(tmp_path)
    before = app_archive(Source(root))

    os.utime(root / "mobile/__init__.py", (1, 1))

    assert app_archive(Source(root)) == before


def test_a_wheel_without_a_root_gets_its_entry_and_its_assets(tmp_path: Path) -> None:
    root = a_checkout(tmp_path)
    (root / "assets").rename(root / "lorong_assets")

    archive = app_archive(Source(root, entry=None))

    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        entry = tar.extractfile("main.py")
        assert entry is not None
        assert entry.read() == b"from mobile.app import run\n\nrun()\n"
    assert "assets/catalogues/tema.csv" in names_in(archive)


def test_the_controls_that_the_app_names_are_imported_before_its_start_is_kept(tmp_path: Path) -> None:
    root = a_checkout(tmp_path)
    (root / "mobile/screen.py").write_text("import flet as ft\n\nft.Text('halo')\n", "utf-8")

    archive = app_archive(Source(root, warm=("mobile.screen",)))

    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        warm_up = tar.extractfile("warm_up.py")
        assert warm_up is not None
        text = warm_up.read().decode()
    assert "('mobile.screen',)" in text
    assert "['Text']" in text


def test_the_app_that_is_imported_here_is_the_one_that_is_bundled() -> None:
    source = installed_source()

    assert (source.root / "mobile").is_dir()
    assert source.assets.is_dir()
