"""What lies on the desk of *Jelajah*: what is looked for, and whether the centre is being asked for news."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import flet as ft

from mobile.bank import BankLook
from mobile.components.place import Place
from mobile.session import Session
from mobile.store.errors import StoreError
from sync.client.errors import SyncError


@ft.observable
@dataclass
class ExploreDesk:
    """`dialog` is the filter that is being chosen, `trouble` why the last question by hand was not answered.

    `place` is where somebody is in the list, to be found again after they read one of it.
    """

    look: BankLook = field(default_factory=BankLook)
    is_map: bool = False
    place: Place = field(default_factory=Place)
    dialog: str = ""
    is_busy: bool = False
    trouble: SyncError | None = None
    is_full: bool = False

    def narrow(self, **changes: str) -> None:
        """Look for something else: from the top again."""
        self.place = Place()
        self.look = replace(self.look, **changes)

    def show_map(self, *, is_map: bool) -> None:
        self.place, self.is_map = Place(), is_map

    def open_area(self, area: str) -> None:
        """What this kelurahan has, as a list."""
        self.show_map(is_map=False)
        self.narrow(area=area)


async def refresh(desk: ExploreDesk, session: Session) -> None:
    """Ask for what is new now. Never raises; what is held stays."""
    if desk.is_busy:
        return
    desk.is_busy, desk.trouble, desk.is_full = True, None, False
    try:
        await session.bank.reader.read()
    except SyncError as error:
        desk.trouble = error
    except StoreError:
        desk.is_full = True
    finally:
        desk.is_busy = False
