"""The centre speaks tus as others do: tus-js-client from npm sends to a running one, over a line that is cut."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central.app import make_app
from sync.central.filestore import get
from sync.domain.people import Role
from tests.bench.npm import node_modules
from tests.browser.chromium import serving
from tests.support.centres import KASSI, a_centre, a_device, a_person, http_to
from tests.support.cut_line import CutLine
from tests.support.tus import Sender, a_photo, name_of, note_naming

SCRIPT = Path(__file__).with_name("tus_client.cjs")
PHOTO = a_photo(1_000_000)
"""One in which no two stretches are alike."""


@dataclass
class Watched:
    """The centre's application: how many requests it is at work on, and how many bytes of bodies it was given."""

    app: ASGIApp
    requests: list[str] = field(default_factory=list)
    at_work: int = 0
    given_bytes: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.at_work += 1
        self.requests.append(scope["method"])

        async def counted() -> Message:
            message = await receive()
            self.given_bytes += len(message.get("body", b""))
            return message

        try:
            await self.app(scope, counted, send)
        finally:
            self.at_work -= 1


@dataclass
class Running:
    sender: Sender
    app: Watched
    port: int

    def line(self, cuts: list[int], **options: object) -> CutLine:
        return CutLine(self.port, cuts, **options)  # type: ignore[arg-type]

    async def upload(self, origin: str, folder: Path, *, tries: int = 100, override: bool = False) -> str:
        """What tus-js-client complains of; nothing when the file went."""
        (folder / "photo").write_bytes(self.sender.content)
        who = (origin + self.sender.address, self.sender.who.token, str(folder / "photo"))
        process = await asyncio.create_subprocess_exec(
            "node",
            str(SCRIPT),
            *who,
            str(tries),
            str(override).lower(),
            env=os.environ | {"NODE_PATH": str(node_modules(("tus-js-client@4",)))},
            stderr=asyncio.subprocess.PIPE,
        )
        _, errors = await process.communicate()
        assert bool(errors) == bool(process.returncode)
        return errors.decode()

    def has_arrived(self) -> bool:
        return get(self.sender.who.centre.files, name_of(PHOTO)) == PHOTO


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    centre = a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", None)
    async with http_to(centre) as http:
        rt = a_device(centre, http, a_person(centre, Role.RT, KASSI))
        await note_naming(rt, PHOTO)
        app = Watched(make_app(centre))
        with serving(app) as origin:
            yield Running(Sender(rt, PHOTO), app, int(origin.rpartition(":")[2]))
    centre.database.close()


async def test_a_file_goes_on_at_the_byte_where_the_line_was_cut(running: Running, tmp_path: Path) -> None:
    cuts = sorted(Random(7).sample(range(2000, 1_000_000), 20))
    line = running.line(cuts, may_connect=lambda: running.app.at_work == 0)

    async with line.open() as origin:
        assert await running.upload(origin, tmp_path) == ""

    assert line.cuts == []
    assert running.has_arrived()
    assert running.app.given_bytes == len(PHOTO), "a byte that the centre had was sent again"


async def test_a_file_arrives_when_the_centre_is_left_waiting(running: Running, tmp_path: Path) -> None:
    line = running.line([300_000, 700_000], is_silent=True)

    async with line.open() as origin:
        assert await running.upload(origin, tmp_path) == ""

    assert running.has_arrived()


async def test_a_client_that_starts_anew_goes_on_where_the_first_stopped(running: Running, tmp_path: Path) -> None:
    line = running.line([600_000], may_connect=lambda: running.app.at_work == 0)

    async with line.open() as origin:
        assert "tus:" in await running.upload(origin, tmp_path, tries=0)
        assert not running.has_arrived()
        assert await running.upload(origin, tmp_path) == ""

    assert running.has_arrived()
    assert running.app.given_bytes == len(PHOTO)


async def test_a_client_behind_a_network_without_patch_sends_all_the_same(
    running: Running, tmp_path: Path
) -> None:
    line = running.line([400_000], may_connect=lambda: running.app.at_work == 0)

    async with line.open() as origin:
        assert await running.upload(origin, tmp_path, override=True) == ""

    assert running.has_arrived()
    assert "PATCH" not in running.app.requests
