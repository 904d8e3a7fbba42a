"""What lies on the desk of *Laporan*: the figures of an area, from the centre.

What was last seen of each area is kept on the device, and shown at once and without a signal: every report says of
when its data is.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import flet as ft

from mobile.session import Session
from mobile.store.errors import StoreError
from sync.client.desk import DeskApi
from sync.client.errors import SyncError
from sync.client.tables import SETTINGS
from sync.domain.people import Role
from sync.domain.rights import may_read_figures
from sync.protocol import wire
from sync.protocol.figures import AreaFigures

AREAS = "areas"


@ft.observable
@dataclass
class FiguresDesk:
    """`area` is the one that is looked at, `found` what is known of it. `opened` is the figure whose meaning is
    read, or AREAS while another area is chosen."""

    area: str
    found: AreaFigures | None = None
    is_busy: bool = False
    trouble: SyncError | None = None
    opened: str = ""


def may_read(session: Session) -> bool:
    return may_read_figures(session.person, session.person.area)


def starts_with_figures(role: Role | None) -> bool:
    """Who has *Laporan* as a main screen; the others find it in *Akun*."""
    return role is Role.PIMPINAN


async def load(desk: FiguresDesk, session: Session) -> None:
    """What was last seen of the area, then what the centre says now. Never raises."""
    area = desk.area
    desk.found, desk.trouble, desk.is_busy = _kept(session, area), None, True
    try:
        answer: AreaFigures | SyncError = await DeskApi(session.api).figures(area)
    except SyncError as error:
        answer = error
    if desk.area != area:
        return
    desk.is_busy = False
    if isinstance(answer, SyncError):
        desk.trouble = answer
        return
    desk.found = answer
    # A disk without room costs what would be seen without a signal, nothing else.
    with suppress(StoreError):
        session.tables.table(SETTINGS).put(_key(area), {"figures": wire.write(answer)})


def _key(area: str) -> str:
    return f"figures:{area}"


def _kept(session: Session, area: str) -> AreaFigures | None:
    kept = session.tables.table(SETTINGS).read(_key(area))
    if kept is None:
        return None
    try:
        return wire.read(AreaFigures, kept["figures"])
    except (wire.Unreadable, KeyError):
        return None
