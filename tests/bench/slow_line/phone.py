"""The phone's side, run inside its namespace: the app's own session and engine, on a journal on the disk.

It writes one word a line when something has happened and waits for a line before it begins to send.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

import httpx

from mobile.device.clock import SystemClock
from mobile.session import Session
from mobile.session_maker import make_session
from mobile.store.accounts import account_of
from mobile.store.disk_home import DiskHome
from sync import VERSION
from sync.client import outbox
from sync.client.api import CentralApi
from sync.client.tables import FILES, OUTBOX
from sync.domain.records import PHOTOS
from sync.protocol.canonical import canonical
from sync.protocol.messages import DeviceInfo, EnrolRequest
from tests.bench.slow_line.material import Backlog, photo_value


@dataclass
class OnMobileData:
    """The phone tells nothing that would make photos wait."""

    is_up: bool = True
    is_metered: bool = False
    saves_battery: bool = False
    is_charging: bool = True


async def main(server: str, code: str, folder: Path, backlog: Backlog) -> None:
    home = DiskHome(folder, has_vault=False)
    async with home.http(server) as http:
        session = await _signed_in(home, http, server, code)
        await session.engine.round()
        await _note_all(session, backlog)
        changes = [document["change"] for _, document in session.tables.table(OUTBOX).items()]
        print("ready", sum(len(canonical(change)) for change in changes), flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        await _send_all(session)
        session.tables.close()  # type: ignore[attr-defined]


async def _signed_in(home: DiskHome, http: httpx.AsyncClient, server: str, code: str) -> Session:
    device = DeviceInfo(str(uuid.uuid4()), "HP contoh", "android", VERSION)
    reply = await CentralApi(http).enrol(EnrolRequest(code, device))
    account = account_of(device.id, server, reply)
    tables, files = await home.open_account(account.id), await home.open_files(account.id)
    return make_session(account, tables, files, http, reply.token, OnMobileData(), SystemClock())


async def _note_all(session: Session, backlog: Backlog) -> None:
    """As the screens do it: photos are stored first, then the note is kept and submitted."""
    for number, values in enumerate(backlog.notes):
        copy = session.begin()
        for path, value in values.items():
            copy = copy.with_value(path, value)
        if number < len(backlog.photos):
            full, preview = await session.store_photo(copy.record, backlog.photos[number])
            value = photo_value(full, preview, number)
            copy = copy.with_value(f"{PHOTOS}/{session.make_id()}", value)
        copy = session.keep(copy)
        assert session.faults(copy) == []
        session.submit(copy)


async def _send_all(session: Session) -> None:
    running = asyncio.create_task(session.engine.run())
    while outbox.waiting(session.tables):
        await asyncio.sleep(0.05)
    print("records", flush=True)
    while session.engine.state.phase != "idle" or _unsent(session):
        await asyncio.sleep(0.05)
    print("files", flush=True)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


def _unsent(session: Session) -> bool:
    files = [document for _, document in session.tables.table(FILES).items()]
    assert all(document["state"] != "refused" for document in files), files
    return any(document["state"] != "stored" for document in files)


if __name__ == "__main__":
    url, enrolment_code, where, backlog_file = sys.argv[1:]
    asyncio.run(main(url, enrolment_code, Path(where), Backlog.read(Path(backlog_file))))
