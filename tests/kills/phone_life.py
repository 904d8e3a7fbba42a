"""A phone in a process of its own: the real folder, journal, files, engine and line, and a person who never rests.

What it tells goes into the pipe after the call returned which the person saw as done. Every title ends with a
number that no other save has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from mobile.device.clock import SystemClock
from mobile.device.ports import ShrunkPhoto
from mobile.session import Session
from mobile.session_maker import make_session
from mobile.sign_in import token_name
from mobile.store import accounts
from mobile.store.disk_home import DiskHome
from mobile.store.shelves import Shelves
from sync.client.tables import RECORDS, REFUSED, WORKING
from sync.client.working import Working
from sync.domain.records import files_in
from sync.protocol.canonical import digest
from tests.support.centres import a_note
from tests.support.phones import Phone
from tests.support.sessions import FakeNetwork

OPENING = "opening"
PHASES = (OPENING, "saving", "compacting", "sending_notes", "sending_previews", "sending_photos")
_MOST_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """`damage` is how many pieces of the journal could not be read."""

    damage: int


@dataclass(frozen=True, slots=True)
class Doing:
    """What begins now: one of PHASES, or `idle`."""

    what: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An autosave returned."""

    record: str
    number: int


@dataclass(frozen=True, slots=True)
class Saved:
    """*Ajukan* or *Simpan* returned; `files` are those that the change names."""

    change: str
    record: str
    number: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing waits any more. By record: the numbers of what is typed or was refused, and the versions pulled.

    `torn` are photos of what is typed that the phone does not hold whole.
    """

    drafts: dict[str, int]
    refused: dict[str, int]
    versions: dict[str, int]
    torn: tuple[str, ...]


Tell = Callable[[object], None]


def number_in(title: str) -> int:
    return int(title.rsplit(" ", 1)[1])


def live(tell: Connection, folder: Path, life: int) -> None:
    """Note, correct, type, compact, and send all the while, until the kill."""
    asyncio.run(_opened(folder, tell.send, lambda session, tables: _use(session, tables, tell.send, life)))


def finish(tell: Connection, folder: Path) -> None:
    """Only send, until nothing waits."""
    asyncio.run(_opened(folder, tell.send, lambda session, tables: _send_all(session, tables, tell.send)))


async def _opened(folder: Path, tell: Tell, use: Callable[[Session, Shelves], Awaitable[None]]) -> None:
    home = DiskHome(folder, has_vault=False)
    account = accounts.chosen(await home.open_device())
    assert account is not None
    token = await home.secrets.read(token_name(account.id))
    tell(Doing(OPENING))
    tables, files = await home.open_account(account.id), await home.open_files(account.id)
    tell(Opened(len(tables.database.damage)))
    async with home.http(account.server) as http:
        session = make_session(account, tables, files, http, token or "", FakeNetwork(), SystemClock())
        await use(session, tables)


async def _use(session: Session, tables: Shelves, tell: Tell, life: int) -> None:
    owner = _Owner(session, tables, tell, Random(life), life * 10_000)
    tables.listen(lambda *_: owner.tell_phase())
    while True:
        await asyncio.gather(_round(session), owner.some_acts())


async def _round(session: Session) -> None:
    session.send_now()
    await session.engine.round()


async def _send_all(session: Session, tables: Shelves, tell: Tell) -> None:
    for _ in range(_MOST_ROUNDS):
        await _round(session)
        facts = session.facts()
        if not (facts.to_send or facts.photos):
            break
    else:
        raise AssertionError(f"after {_MOST_ROUNDS} rounds there still waits: {facts}")
    drafts = {key: number_in(copy["values"]["title"]) for key, copy in tables.table(WORKING).items()}
    changes = sorted((key, document["change"]) for key, document in tables.table(REFUSED).items())
    refused = {change["record"]: number_in(change["set"]["title"]) for _, change in changes}
    versions = {key: document["view"]["version"] for key, document in tables.table(RECORDS).items()}
    typed = [value for _, copy in tables.table(WORKING).items() for value in copy["values"].values()]
    photos = {sha256: await session.files.read(sha256) for value in typed for sha256 in files_in(value)}
    torn = tuple(sha256 for sha256, content in photos.items() if digest(content or b"") != sha256)
    tell(Finished(drafts, refused, versions, torn))


class _Owner:
    """The person whose phone it is, while the engine sends."""

    def __init__(self, session: Session, tables: Shelves, tell: Tell, random: Random, number: int) -> None:
        self._session, self._tables, self._tell = session, tables, tell
        self._random, self._number = random, number
        self._phase = "idle"
        self._known = [key for key, _ in tables.table(RECORDS).items()]

    def tell_phase(self) -> None:
        phase = self._session.engine.state.phase
        if phase != self._phase:
            self._phase = phase
            self._tell(Doing(phase))

    async def some_acts(self) -> None:
        for _ in range(self._random.randint(1, 4)):
            act = self._random.choice((self._note, self._note, self._rewrite, self._rewrite, self._type))
            await act()
        if self._random.random() < 0.3:
            self._tell(Doing("compacting"))
            self._tables.database.compact()

    async def _note(self) -> None:
        copy = self._kept(Phone.typed(self._session.begin(), **a_note()))
        for _ in range(self._random.randint(0, 2)):
            copy = await self._with_photo(copy)
        self._save(copy)

    async def _rewrite(self) -> None:
        """Also what an earlier life left half typed, and a neighbour's, which the centre refuses."""
        known = [key for key, _ in self._tables.table(WORKING).items()] or self._known
        copy = self._session.open(self._random.choice(known)) if known else None
        if copy is not None:
            self._save(copy)

    async def _type(self) -> None:
        self._kept(Phone.typed(self._session.begin(), **a_note()))

    def _kept(self, copy: Working) -> Working:
        self._number += 1
        copy = self._session.keep(copy.with_value("title", f"Teba kompos {self._number}"))
        self._tell(Kept(copy.record, self._number))
        return copy

    def _save(self, copy: Working) -> None:
        copy = self._kept(copy)
        assert self._session.faults(copy) == []
        self._tell(Doing("saving"))
        change = self._session.submit(copy)
        assert change is not None
        files = tuple(sha256 for value in change.set.values() for sha256 in files_in(value))
        self._tell(Saved(change.id, change.record, self._number, files))
        self._known.append(change.record)

    async def _with_photo(self, copy: Working) -> Working:
        content = self._picture(self._random.choice((2_000, 30_000, 200_000)))
        photo = ShrunkPhoto(content, self._picture(1_000), None, None)
        sha256, preview = await self._session.store_photo(copy.record, photo)
        value: dict[str, Any] = {"sha256": sha256, "preview": preview, "source": "camera", "people": "none"}
        return self._session.keep(self._session.with_photo(copy, self._session.make_id(), value))

    def _picture(self, size: int) -> bytes:
        return b"\xff\xd8\xff\xe0" + self._random.randbytes(size)
