"""Backup and restore as an operator does them, with the command in processes of its own and a phone that sends."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx

from tests.support.instances import free_port
from tests.support.releases import THIS, a_phone, note, titles_and_versions


async def test_a_lost_centre_is_restored_with_three_commands_and_the_phone_brings_the_rest(tmp_path: Path) -> None:
    first, second, port = tmp_path / "first", tmp_path / "second", free_port()
    code = THIS.code_for(first)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        with THIS.serving(first, port):
            phone = await a_phone(http, code)
            records = [note(phone, "Sebelum cadangan")]
            await phone.engine.round()
            THIS.lorong(first, "backup", str(tmp_path / "lorong.tar.gz"))
            records.append(note(phone, "Sesudah cadangan"))
            await phone.engine.round()
            acknowledged = titles_and_versions(phone, records)
        second.mkdir()
        shutil.copy(first / "secret.key", second)
        restored = THIS.lorong(second, "restore", str(tmp_path / "lorong.tar.gz"))
        with THIS.serving(second, port):
            for _ in range(2):
                await phone.engine.round()

    assert "1 catatan / records" in restored
    assert acknowledged == titles_and_versions(phone, records)
    assert acknowledged == [("Sebelum cadangan", True), ("Sesudah cadangan", True)]
    assert "utuh / streams verify" in THIS.lorong(second, "verify")
    assert phone.facts().engine.trouble == ""
