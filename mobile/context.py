"""What every component can reach: the session, the phone's ports, the language. One per page, never shared.

`use_app()` re-renders the component whenever something of it changes; `pulse` grows with every change of the
account's data and of the engine.
"""

from __future__ import annotations

import functools
import gettext
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile.city_desk import CityDesk
from mobile.device.ports import FileExchange, Location, Painter, Photos, PhotoSource
from mobile.explore_desk import ExploreDesk
from mobile.ideas_desk import IdeasDesk
from mobile.people_desk import PeopleDesk
from mobile.review_desk import ReviewDesk
from mobile.session import Session
from mobile.store.errors import StoreError
from sync.domain.assets import assets_folder

if TYPE_CHECKING:
    from mobile.entrance import Entrance
    from mobile.resident import Resident
    from mobile.sign_in import Invitation


@dataclass(frozen=True)
class Devices:
    """The phone's ports, chosen once by the composition root."""

    photos: Photos
    location: Location
    photo_source: PhotoSource
    exchange: FileExchange
    painter: Painter


@ft.observable
@dataclass
class AppState:
    """`phase`: ready, starting, other_tab (another window holds this device's notes) or store_failed. `pauses`
    grows each time the app goes to the background: what is being typed is kept then."""

    devices: Devices
    session: Session | None = None
    left: Session | None = None
    pulse: int = 0
    width: float = 390
    language: str = "id"
    theme: str = "system"
    text_size: float = 1.0
    save_failed: bool = False
    notices: dict[str, bool] = field(default_factory=dict)
    review: ReviewDesk = field(default_factory=ReviewDesk)
    people: PeopleDesk = field(default_factory=PeopleDesk)
    ideas: IdeasDesk = field(default_factory=IdeasDesk)
    city: CityDesk = field(default_factory=CityDesk)
    explore: ExploreDesk = field(default_factory=ExploreDesk)
    resident: Resident | None = None
    phase: str = "ready"
    pauses: int = 0
    entrance: Entrance | None = None
    invitation: Invitation | None = None

    def gettext(self, text: str) -> str:
        """The Indonesian text in the chosen language. Components bind it: `_ = app.gettext`."""
        return text if self.language == "id" else english().gettext(text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return many if self.language == "id" else english().ngettext(one, many, n)

    @property
    def is_wide(self) -> bool:
        """Two panes side by side."""
        return self.width >= 840

    def kept(self, save: Callable[[], Any]) -> bool:
        """Run what must be durable. False when it was not kept: the line about sending says so, and the screen
        keeps what was typed and offers [Coba lagi]."""
        try:
            save()
        except StoreError:
            self.save_failed = True
            return False
        self.save_failed = False
        return True

    def beat(self) -> None:
        """Something of the account changed: everything that shows it renders again."""
        self.pulse += 1


@functools.cache
def english() -> gettext.NullTranslations:
    """The English texts."""
    return gettext.translation("lorong", assets_folder() / "language", ["en"], fallback=True)


_nobody: AppState | None = None
App = ft.create_context(_nobody)


def use_app() -> AppState:
    """The page's AppState. Only inside components."""
    app = ft.use_context(App)
    assert isinstance(app, AppState)
    return app


def use_session() -> Session:
    """The signed-in account; screens behind *Masuk* always have one."""
    app = use_app()
    # When somebody leaves, their screens may render once more before they are gone.
    session = app.session or app.left
    assert session is not None
    return session
