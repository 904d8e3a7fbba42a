"""Puts one account's session together from its tables, its files and a way to the centre."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable

import httpx

from mobile.bank import Bank
from mobile.records_cache import RecordsCache
from mobile.session import Session
from mobile.store.accounts import Account
from mobile.store.shelves import NoteWrite, Shelves
from sync.client.api import CentralApi
from sync.client.bank import BankReader
from sync.client.engine import Engine
from sync.client.partners import PartnersReader
from sync.client.ports import Clock, FileShelf, Network
from sync.client.replica import Replica
from sync.client.tables import OUTBOX, RECORDS, REFUSED, SETTINGS, WORKING, Document, Tables
from sync.domain.ids import IdSource, is_id

_IDS = "ids"
_CHANGES = (OUTBOX, REFUSED)


def make_session(
    account: Account,
    tables: Shelves,
    files: FileShelf,
    http: httpx.AsyncClient,
    token: str,
    network: Network,
    clock: Clock,
    *,
    handover_key: str = "",
    changed: Callable[[], None] = lambda: None,
    random_fraction: Callable[[], float] = random.random,
    random_bits: Callable[[int], int] = secrets.randbits,
) -> Session:
    """`changed` is called after every write to the tables and every step of the engine, often in a row."""
    replica = Replica(tables, account.id, account.person_id)
    records = RecordsCache(tables, replica, account.person, clock.now_ms)
    tables.listen(records.note_write)
    tables.listen(_keeps_floor(tables))
    api = CentralApi(http, token)
    bank = Bank(tables, BankReader(tables, api, clock, account.person.area.kecamatan or ""))
    tables.listen(bank.note_write)
    tables.listen(lambda *_: changed())
    partners = PartnersReader(tables, api, clock)

    async def meanwhile() -> None:
        await partners.read_quietly()
        await bank.reader.read_quietly()

    engine = Engine(tables, files, api, network, clock, random_fraction, changed=changed, meanwhile=meanwhile)
    make_id = IdSource(highest_id(tables), now_ms=clock.now_ms, random_bits=random_bits)
    session = Session(account, tables, records, bank, engine, api, files, network, clock, make_id, handover_key)
    engine.set_wifi_only(session.remembers_wifi_only)
    engine.set_charging_only(session.remembers_charging_only)
    return session


def highest_id(tables: Tables) -> str | None:
    """The highest id this device made for this account, as far as anything here still tells."""
    made = [key for name in _CHANGES for key, _ in tables.table(name).items()]
    made += [key for key, _ in tables.table(WORKING).items() if tables.table(RECORDS).read(key) is None]
    made.append(_floor(tables))
    return max((key for key in made if is_id(key)), default=None)


def _floor(tables: Tables) -> str:
    return str((tables.table(SETTINGS).read(_IDS) or {}).get("floor", ""))


def _keeps_floor(tables: Tables) -> NoteWrite:
    """Remembers the highest id among what is removed.

    A clock set back would otherwise give a later change a lower id than one that the centre already holds, and
    the centre takes the higher one of a device for the later.
    """

    def note_write(table: str, key: str, _: Document | None) -> None:
        if table in _CHANGES and tables.table(table).read(key) is None and key > _floor(tables):
            tables.table(SETTINGS).put(_IDS, {"floor": key})

    return note_write
