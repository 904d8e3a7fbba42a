"""Which UMKM wait for the lurah's answer, as far as this device knows: *Perlu Anda* counts them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from mobile.session import Session
from mobile.store.errors import StoreError
from sync.client.errors import SyncError
from sync.client.people import PeopleApi
from sync.client.tables import SETTINGS
from sync.domain.people import Role
from sync.protocol.people import RegistrationEntry

_WAITING = "registrations"


def known(session: Session) -> list[str]:
    """Their ids, the oldest first."""
    if session.person.role is not Role.KELURAHAN:
        return []
    return list((session.tables.table(SETTINGS).read(_WAITING) or {}).get("ids", []))


async def look(session: Session) -> None:
    """Ask the centre, where this person is the one who answers. Never raises; without a signal nothing changes."""
    if session.person.role is not Role.KELURAHAN or not session.network.is_up:
        return
    with suppress(SyncError):
        note(session, (await PeopleApi(session.api).registrations()).registrations)


def note(session: Session, waiting: Iterable[RegistrationEntry]) -> None:
    ids = [each.id for each in waiting]
    if ids != known(session):
        with suppress(StoreError):
            session.tables.table(SETTINGS).put(_WAITING, {"ids": ids})
