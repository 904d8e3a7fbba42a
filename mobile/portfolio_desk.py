"""What lies on the desk of *Portofolio*: the city's innovations as lines, what is looked for, and what is chosen.

All lines are fetched once, so that looking for others is done at once and without a signal; named sieves stay on
this device.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, field

import flet as ft

from mobile.session import Session
from mobile.store.errors import StoreError
from sync.client.desk import DeskApi
from sync.client.errors import SyncError
from sync.client.tables import SETTINGS
from sync.domain.portfolio import Line, Sieve
from sync.domain.rights import may_read_portfolio
from sync.protocol import wire

MOST_NAMED = 20
News = tuple[str, str]
SILENCE: News = ("", "")
_NAMED = "portfolio:sieves"


@ft.observable
@dataclass
class PortfolioDesk:
    """`chosen` are ids; `making` is the kind of the batch that is under way, `done` of `of` its records through,
    `is_ended` that the person does not want it any more, `told` what became of the last one, with the kind of the
    notice: it is read also by who looked elsewhere meanwhile."""

    lines: list[Line] = field(default_factory=list)
    sieve: Sieve = field(default_factory=Sieve)
    named: dict[str, Sieve] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()
    seen_at: str = ""
    is_busy: bool = False
    trouble: SyncError | None = None
    dialog: str = ""
    making: str = ""
    done: int = 0
    of: int = 0
    is_ended: bool = False
    told: News = SILENCE

    @property
    def shown(self) -> list[Line]:
        """In the order of their areas, as the centre gave them."""
        return [line for line in self.lines if self.sieve.takes(line)]

    def toggle(self, record: str) -> None:
        self.chosen = self.chosen ^ {record}


def may_read(session: Session) -> bool:
    return may_read_portfolio(session.person)


async def load(desk: PortfolioDesk, session: Session) -> None:
    """Every line there is. Never raises; what was there before stays when the centre cannot be asked."""
    if desk.is_busy or not may_read(session):
        return
    desk.named, desk.is_busy, desk.trouble = named(session), True, None
    found, after = list[Line](), ""
    try:
        while True:
            page = await DeskApi(session.api).portfolio(after)
            found += page.lines
            if page.after is None:
                break
            after = page.after
    except SyncError as error:
        desk.trouble = error
    else:
        desk.lines, desk.seen_at = found, session.clock.now_iso()
        desk.chosen = desk.chosen & {line.id for line in found}
    finally:
        desk.is_busy = False


def named(session: Session) -> dict[str, Sieve]:
    """The sieves that were given a name, in the order of their names."""
    kept = session.tables.table(SETTINGS).read(_NAMED) or {}
    found = dict[str, Sieve]()
    for name, document in sorted(kept.items()):
        with suppress(wire.Unreadable):
            found[name] = wire.read(Sieve, document)
    return found


def keep_named(desk: PortfolioDesk, session: Session, sieves: dict[str, Sieve]) -> None:
    desk.named = dict(sorted(sieves.items())[:MOST_NAMED])
    # A disk without room costs the name, nothing else.
    with suppress(StoreError):
        session.tables.table(SETTINGS).put(_NAMED, {name: asdict(each) for name, each in desk.named.items()})
