"""flet-cli's own entry-point and packaging code accepts the layout, and the phone gets what it needs alone."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flet_cli.commands.build import Command
from flet_cli.utils.project_dependencies import get_project_dependencies
from flet_cli.utils.pyproject_toml import load_pyproject_toml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


class RecordedBuild(Command):  # type: ignore[misc]
    """flet-cli's build up to the point where Dart would be started; that call is recorded instead."""

    recorded: list[str]

    def run(self, args: list[str], *_: Any, **__: Any) -> SimpleNamespace:
        self.recorded = args
        (self.build_dir / "python-app").mkdir()
        return SimpleNamespace(returncode=0)


def a_build(folder: Path, platform: str) -> RecordedBuild:
    parser = argparse.ArgumentParser()
    build = RecordedBuild(parser)
    build.options = parser.parse_args([platform, str(ROOT)])
    build.target_platform = platform
    build.config_platform = build.platforms[platform]["config_platform"]
    build.package_platform = build.platforms[platform]["package_platform"]
    build.python_app_path, build.get_pyproject = ROOT, load_pyproject_toml(ROOT)
    build.build_dir, build.flutter_dir = folder, folder / "flutter"
    build.flutter_packages_dir = build.flutter_packages_temp_dir = folder / "packages"
    build.python_release = SimpleNamespace(short="3.14")
    build.template_data = {"options": {"target_arch": []}, "bundle_id": "id.lorong.lorong"}
    build.emojis = dict.fromkeys(("checkmark", "loading", "success", "directory"), "")
    build.dart_exe, build.status = "dart", SimpleNamespace(update=lambda *_: None, start=lambda: None)
    return build


@pytest.fixture(params=["apk", "ipa"])
def build(request: pytest.FixtureRequest, tmp_path: Path) -> RecordedBuild:
    made = a_build(tmp_path, request.param)
    made.validate_entry_point()
    made.package_python_app()
    return made


def packaged_files(build: RecordedBuild) -> set[str]:
    """What serious_python copies: the app path without the excluded paths, which are exact."""
    words = build.recorded
    excluded = {words[place + 1] for place, word in enumerate(words) if word == "--exclude"}
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return {name for name in tracked if not any(name == e or name.startswith(e + "/") for e in excluded)}


def test_the_entry_point_is_found(build: RecordedBuild) -> None:
    assert build.python_module_filename == "main.py"
    assert (build.package_app_path / "main.py").exists()


def test_the_bundle_holds_what_a_phone_needs_and_nothing_of_the_centre(build: RecordedBuild) -> None:
    files = packaged_files(build)

    assert {"main.py", "mobile/app.py", "sync/client/engine.py", "sync/protocol/merge.py"} <= files
    assert "assets/catalogues/forms/note-2026.1.json" in files
    assert "assets/language/en/LC_MESSAGES/lorong.mo" in files
    unwanted = ("tests/", "sync/central/", "assets/sample/", ".ci/", ".git", "README", "CHANGELOG", "pyproject")
    assert [name for name in files if name.startswith(unwanted)] == []


def test_the_phone_installs_the_runtime_dependencies_alone(build: RecordedBuild) -> None:
    words = build.recorded
    asked = {Requirement(words[i + 1]).name for i, word in enumerate(words) if word == "-r"}

    assert asked == {
        Requirement(text).name for text in get_project_dependencies(build.get_pyproject("project.dependencies"))
    }
    assert asked == {
        "flet",
        "flet-camera",
        "flet-geolocator",
        "flet-permission-handler",
        "flet-secure-storage",
        "httpx",
        "pillow",
        "platformdirs",
        "segno",
        "tinydb",
    }


def test_neither_background_location_nor_the_microphone_is_asked_for() -> None:
    pyproject = load_pyproject_toml(ROOT)
    permissions = pyproject("tool.flet.android.permission")

    assert permissions["android.permission.ACCESS_BACKGROUND_LOCATION"] is False
    assert permissions["android.permission.RECORD_AUDIO"] is False
    assert set(pyproject("tool.flet.ios.info")) == {
        "NSCameraUsageDescription",
        "NSLocationWhenInUseUsageDescription",
    }
