"""Releases of Lorong as an operator runs them: commands and a centre in processes of their own, from their own
code, and a phone of this release that speaks with whichever answers."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from mobile.session import Session
from mobile.session_maker import make_session
from mobile.store.accounts import account_of
from sync.client.api import CentralApi
from sync.domain.people import Role
from sync.protocol.messages import DeviceInfo, EnrolRequest
from tests.support.centres import KASSI, a_note
from tests.support.instances import Instance
from tests.support.phones import Phone
from tests.support.sessions import FakeClock, FakeNetwork, MemoryShelf, memory_shelves

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "sync.central.cli"]


@dataclass(frozen=True)
class Release:
    """The folder with its code: Python looks for `sync` there before anywhere else."""

    code: Path

    def lorong(self, folder: Path, *words: str) -> str:
        """What the command says that works in this data folder."""
        command, where = [*COMMAND, *words], {"env": self._at(folder), "cwd": self.code}
        done = subprocess.run(command, **where, capture_output=True, text=True, check=False)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stdout + done.stderr
        return str(done.stdout)

    @contextmanager
    def serving(self, folder: Path, port: int) -> Iterator[None]:
        log_file = folder / f"serve-{self.code.name}.log"
        with log_file.open("wb") as log:
            words = [*COMMAND, "serve", "--port", str(port)]
            process = subprocess.Popen(words, env=self._at(folder), cwd=self.code, stdout=log, stderr=log)
        instance = Instance(process, port, log_file)
        try:
            instance.wait_until_up()
            yield
        finally:
            instance.stop()

    def code_for(self, folder: Path) -> str:
        """With which the phone of an RT enrols."""
        area = f"{KASSI}/RW003/RT002"
        printed = self.lorong(folder, "enrol", "--role", Role.RT.value, "--area", area, "--name", "Ibu Contoh")
        return str(re.findall(r"Kode / code: (\w{4}-\w{4})", printed)[0])

    def _at(self, folder: Path) -> dict[str, str]:
        own = {"LORONG_DATA_DIR": str(folder), "PYTHONPATH": str(self.code), "PYTHONUNBUFFERED": "1"}
        return os.environ | own


THIS = Release(ROOT)


def taken_out(commit: str, folder: Path) -> Release:
    """The release that was this commit, out of the project's history."""
    command = ["git", "-C", str(ROOT), "archive", commit, "sync", "assets/catalogues"]
    done = subprocess.run(command, capture_output=True, check=False)
    advice = f"{commit[:7]} is not in this clone: fetch the whole history (git fetch --unshallow)"
    assert done.returncode == 0, f"{advice}: {done.stderr.decode()}"
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return Release(folder)


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
    """And whether the centre has each."""
    states = [session.record(record) for record in records]
    return [(str(state.values["title"]), state.version > 0) for state in states if state]
