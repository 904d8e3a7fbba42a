"""A folder with a centre that the commands work on."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "centre"))
    return tmp_path
