"""Backup and restore as an operator does them, with the command in processes of its own and a phone that sends."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from mobile.session import Session
from mobile.session_maker import make_session
from mobile.store.accounts import account_of
from sync.client.api import CentralApi
from sync.domain.people import Role
from sync.protocol.messages import DeviceInfo, EnrolRequest
from tests.support.centres import a_note
from tests.support.phones import Phone
from tests.support.sessions import FakeClock, FakeNetwork, MemoryShelf, memory_shelves

COMMAND = [sys.executable, "-m", "sync.central.cli"]
START_RETRIES = 12
"""httpx waits longer before each: some minutes in all, of which a start takes two seconds."""


def lorong(folder: Path, *words: str) -> str:
    done = subprocess.run([*COMMAND, *words], env=_at(folder), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _at(folder: Path) -> dict[str, str]:
    return os.environ | {"LORONG_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


@contextmanager
def serving(folder: Path, port: int) -> Iterator[None]:
    words = [*COMMAND, "serve", "--port", str(port)]
    with subprocess.Popen(words, env=_at(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            transport = httpx.HTTPTransport(retries=START_RETRIES)
            with httpx.Client(transport=transport, base_url=f"http://127.0.0.1:{port}") as client:
                assert client.get("/health").status_code == 200
            yield
        finally:
            server.send_signal(signal.SIGTERM)


def a_free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


async def a_phone(http: httpx.AsyncClient, code: str) -> Session:
    device = DeviceInfo(str(uuid.uuid4()), "HP contoh", "android", "0.1.0")
    reply = await CentralApi(http).enrol(EnrolRequest(code, device))
    account = account_of(device.id, str(http.base_url), reply)
    tables, network = memory_shelves(), FakeNetwork()
    return make_session(account, tables, MemoryShelf(), http, reply.token, network, FakeClock())


def note(session: Session, title: str) -> str:
    copy = session.keep(Phone.typed(session.begin(), **a_note(title=title)))
    session.submit(copy)
    return copy.record


def titles_and_versions(session: Session, records: list[str]) -> list[tuple[str, bool]]:
    states = [session.record(record) for record in records]
    return [(str(state.values["title"]), state.version > 0) for state in states if state]


async def test_a_lost_centre_is_restored_with_three_commands_and_the_phone_brings_the_rest(tmp_path: Path) -> None:
    first, second, port = tmp_path / "first", tmp_path / "second", a_free_port()
    area = "73.71.13.1002/RW003/RT002"
    printed = lorong(first, "enrol", "--role", Role.RT.value, "--area", area, "--name", "Ibu Contoh")
    code = re.findall(r"Kode / code: (\w{4}-\w{4})", printed)[0]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        with serving(first, port):
            phone = await a_phone(http, code)
            records = [note(phone, "Sebelum cadangan")]
            await phone.engine.round()
            lorong(first, "backup", str(tmp_path / "lorong.tar.gz"))
            records.append(note(phone, "Sesudah cadangan"))
            await phone.engine.round()
            acknowledged = titles_and_versions(phone, records)
        second.mkdir()
        shutil.copy(first / "secret.key", second)
        restored = lorong(second, "restore", str(tmp_path / "lorong.tar.gz"))
        with serving(second, port):
            for _ in range(2):
                await phone.engine.round()

    assert "1 catatan / records" in restored
    assert acknowledged == titles_and_versions(phone, records)
    assert acknowledged == [("Sebelum cadangan", True), ("Sesudah cadangan", True)]
    assert "utuh / streams verify" in lorong(second, "verify")
    assert phone.facts().engine.trouble == ""
