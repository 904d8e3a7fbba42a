"""Opens a centre as its settings say: what every process begins with that has to do with one."""

from __future__ import annotations

from sync.central.answer import Centre
from sync.central.database import Database
from sync.central.filestore import open_store
from sync.central.people import Keys
from sync.central.settings import Settings


def make_centre(settings: Settings) -> Centre:
    """Database, files and keys, ready to answer."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database, settings.database_connections)
    store = open_store(settings.files)
    keys, city = Keys(settings.secret()), settings.city
    centre = Centre(database, store, keys, city, base_url=settings.base_url, zone=settings.zone)
    centre.prepare()
    return centre
