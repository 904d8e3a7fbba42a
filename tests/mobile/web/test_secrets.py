from __future__ import annotations

import asyncio

import pytest

from mobile.web import secrets as web_secrets
from mobile.web.secrets import OpfsSecrets
from tests.support.sessions import MemoryShelf


class SlowShelf(MemoryShelf):
    """Lets others run before it answers, as the browser does."""

    def __init__(self, _folder: str) -> None:
        super().__init__()

    async def read(self, sha256: str) -> bytes | None:
        content = await super().read(sha256)
        await asyncio.sleep(0)
        return content


async def test_no_token_is_lost_when_two_are_written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_secrets, "OpfsFiles", SlowShelf)
    secrets = OpfsSecrets("device", "secrets.json")

    await asyncio.gather(secrets.write("token", "secret"), secrets.write("idea:1", "contact"))

    assert await secrets.read("token") == "secret"
    assert await secrets.read("idea:1") == "contact"


async def test_the_file_is_not_written_when_there_is_nothing_to_delete(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = SlowShelf("device")
    monkeypatch.setattr(web_secrets, "OpfsFiles", lambda _folder: shelf)

    await OpfsSecrets("device", "secrets.json").delete("token")

    assert shelf.files == {}
