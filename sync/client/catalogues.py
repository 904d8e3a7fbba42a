"""The award's catalogues on the device: fetched once, kept for good, so that every record is scored by its own.

The centre names what there is, with a hash, in each reply; what is missing is fetched in the same round. Where
that fails the device goes on with those that it has, and shows no score of a record under another one.
"""

from __future__ import annotations

import logging

from sync import VERSION
from sync.client import incoming
from sync.client.api import CentralApi
from sync.client.errors import Refused
from sync.client.tables import CATALOGUES, SETTINGS, Tables
from sync.domain.iga_catalogue import KIND, catalogue_in
from sync.domain.shelf import Shelf, shelf_of
from sync.protocol.canonical import digest

_UNREAD = "unread_catalogues"
_log = logging.getLogger(__name__)


async def read_missing(tables: Tables, api: CentralApi) -> None:
    """Never raises for want of one, or of room: what is typed and its photos go on their way all the same."""
    for name, sha256 in missing(tables).items():
        try:
            await _read(tables, api, name, sha256)
        except Exception as error:  # noqa: BLE001 - the store's errors too, whatever it is made of
            _log.info("the catalogue %s was not read: %r", name, error)


def missing(tables: Tables) -> dict[str, str]:
    """By name the hash of each that the centre has, and this device has not. One that this app could not read is
    left to a newer app, or to another hash: to download it again at each round would cost the person's money."""
    held, unread = tables.table(CATALOGUES), _unread(tables)
    offered = incoming.sync_settings(tables).get("catalogues", {})
    mine = {name: sha256 for name, sha256 in offered.items() if name.startswith(f"{KIND}/")}
    news = {name: sha256 for name, sha256 in mine.items() if (held.read(name) or {}).get("sha256") != sha256}
    return {name: sha256 for name, sha256 in news.items() if unread.get(name) != sha256}


async def _read(tables: Tables, api: CentralApi, name: str, sha256: str) -> None:
    body = await api.read_bytes(f"/v1/catalogues/{name}")
    if digest(body) != sha256:
        raise Refused("wrong_hash", "")
    try:
        catalogue_in(body.decode())
    except (ValueError, KeyError, TypeError):
        still = _unread(tables) | {name: sha256}
        tables.table(SETTINGS).put(_UNREAD, {"app": VERSION, "catalogues": still})
        raise
    tables.table(CATALOGUES).put(name, {"sha256": sha256, "body": body.decode()})


def _unread(tables: Tables) -> dict[str, str]:
    """By name the hash of each that this version of the app could not read."""
    kept = tables.table(SETTINGS).read(_UNREAD) or {}
    return dict(kept["catalogues"]) if kept.get("app") == VERSION else {}


def shelf(tables: Tables, today: str) -> Shelf:
    """What this device has. `today` is the day in the city."""
    return shelf_of([catalogue_in(document["body"]) for _, document in tables.table(CATALOGUES).items()], today)
