"""The update and the way back as .readme/operating.md promises them, with the real code of an earlier release."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
import pytest

from sync.central.opening import make_centre
from sync.central.settings import Settings
from tests.support.instances import free_port
from tests.support.logs import faults
from tests.support.releases import THIS, Release, a_phone, note, taken_out, titles_and_versions

EARLIER = "f63d24afab43c9876de764b4debf0c1739b23d96"
"""The last one with the tables of 0013: before what is measured, counted and planned."""


@pytest.fixture
def earlier(tmp_path: Path) -> Release:
    return taken_out(EARLIER, tmp_path / "earlier")


async def test_back_on_the_earlier_release_phones_send_again_what_came_after_the_update(
    tmp_path: Path, earlier: Release
) -> None:
    data, back, port = tmp_path / "data", tmp_path / "back", free_port()
    saved = str(tmp_path / "lorong.tar.gz")
    code = earlier.code_for(data)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        with earlier.serving(data, port):
            phone = await a_phone(http, code)
            records = [note(phone, "Sebelum pembaruan")]
            await phone.engine.round()
        earlier.lorong(data, "backup", saved)
        with THIS.serving(data, port):
            records.append(note(phone, "Sesudah pembaruan"))
            await phone.engine.round()
            acknowledged = titles_and_versions(phone, records)
        updated = faults_of(data)
        back.mkdir()
        shutil.copy(data / "secret.key", back)
        earlier.lorong(back, "restore", saved)
        with earlier.serving(back, port):
            for _ in range(2):
                await phone.engine.round()

    assert acknowledged == titles_and_versions(phone, records)
    assert acknowledged == [("Sebelum pembaruan", True), ("Sesudah pembaruan", True)]
    assert updated == []
    assert phone.facts().engine.trouble == ""


def faults_of(data: Path) -> list[str]:
    centre = make_centre(Settings(data))
    try:
        return faults(centre)
    finally:
        centre.database.close()


def test_a_clone_without_the_earlier_release_says_what_to_fetch(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="fetch the whole history"):
        taken_out("0" * 40, tmp_path)
