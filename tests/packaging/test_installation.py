"""The runtime dependencies alone carry the app; the versions that are written down twice agree."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import venv
from pathlib import Path

from sync import VERSION

ROOT = Path(__file__).resolve().parents[2]


def test_the_app_imports_where_only_the_runtime_dependencies_are_installed(tmp_path: Path) -> None:
    venv.create(tmp_path / "phone", with_pip=True)
    python = tmp_path / "phone" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *dependencies], check=True)

    found = subprocess.run(
        [python, "-W", "error", "-c", "import mobile.app, sys; assert 'sqlalchemy' not in sys.modules"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stderr


def test_the_version_is_the_same_in_both_places() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text()
