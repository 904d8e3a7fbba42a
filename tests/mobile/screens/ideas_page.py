"""*Usulan* of an office, with residents' ideas as the centre would send them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import flet as ft
import httpx

from mobile.context import App, AppState
from mobile.screens.ideas import IdeasScreen
from mobile.session import Session
from sync.client import outbox
from sync.client.tables import OUTBOX
from sync.domain.people import Role
from sync.protocol.messages import PersonRef, Receipt, RecordView, Source
from tests.mobile.screens.desk import KASSI, days_ago, record_id, texts_of
from tests.support.app_driver import AppDriver
from tests.support.sessions import FakeClock, a_session, an_app, pulled

ME, IBU_RT = "0192aaaa-0000-7000-8000-000000000001", "0192aaaa-0000-7000-8000-000000000077"


@dataclass
class AnIdea:
    """A resident's idea, built change by change."""

    number: int = 1
    title: str = "Kebun sayur di ujung lorong"
    text: str = "Tanah kosong di ujung lorong ditanami sayur bersama."
    days: float = 1
    by: str = ""
    role: str = "resident"
    more: Mapping[str, Any] = field(default_factory=dict)
    set: dict[str, Any] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
    sources: dict[int, Source] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return record_id(self.number)

    @property
    def author(self) -> str:
        return self.by or self.id

    def change(self, values: Mapping[str, Any], *, by: str, role: str, days: float = 0) -> AnIdea:
        seq = len(self.sources) + 1
        self.set |= values
        self.seqs |= dict.fromkeys(values, seq)
        name = "Warga" if role == "resident" else f"{role} contoh"
        self.sources[seq] = Source(f"c{seq:04}", f"d-{by}", PersonRef(by, name, role), days_ago(days))
        return self

    def step(self, status: str, *, days: float = 0, role: str = "kelurahan", **words: str) -> AnIdea:
        value = {"status": status, **words}
        path = f"steps/01930000-0000-7000-9000-{len(self.sources):012x}"
        return self.change({"status": status, path: value}, by=ME, role=role, days=days)

    def answered(self, text: str, *, days: float = 0) -> AnIdea:
        question = next(path.partition("/")[2] for path in reversed(self.set) if path.startswith("steps/"))
        values = {f"answers/{question}": text, "status": "read"}
        return self.change(values, by=self.author, role="resident", days=days)

    def appealed(self, reason: str) -> AnIdea:
        return self.change({"appeal": reason, "status": "received"}, by=self.author, role="resident")

    def view(self) -> RecordView:
        identity = self.id, "idea", KASSI, len(self.sources), self.author
        return RecordView(*identity, dict(self.set), dict(self.seqs), {}, dict(self.sources))


def an_idea(number: int = 1, *, days: float = 1, by: str = "", role: str = "resident", **values: Any) -> AnIdea:
    idea = AnIdea(number, by=by, role=role)
    words = {"title": idea.title, "text": idea.text, "area": KASSI, "form": "idea/2026.1", "status": "received"}
    return idea.change(words | values, by=idea.author, role=role, days=days)


class Office(AppDriver):
    lorong: Session
    app: AppState
    clock: FakeClock

    async def press(self, text: str) -> None:
        await self.tap(self.button(text))
        for dialog in self.find(ft.AlertDialog):
            # As the client says when a closed one has left the screen.
            if not dialog.open:
                await self.emit(dialog, "dismiss")

    async def choose(self, key: str) -> None:
        await self.tap(self.get(ft.OutlinedButton, key=key))

    async def type(self, key: str, text: str) -> None:
        await self.enter(self.get(ft.TextField, key=key), text)

    @property
    def titles(self) -> list[str]:
        """The ideas in the list, from the top."""
        rows = [t for t in self.find(ft.ListTile) if isinstance(t.title, ft.Column)]
        return [texts_of(row.title)[0] for row in rows]

    async def open(self, title: str) -> None:
        rows = [t for t in self.find(ft.ListTile) if title in texts_of(t.title)]
        assert len(rows) == 1, f"{len(rows)} × {title!r}"
        await self.tap(rows[0])

    @property
    def dialogs(self) -> list[ft.AlertDialog]:
        return [dialog for dialog in self.find(ft.AlertDialog) if dialog.open]

    @property
    def saved(self) -> list[dict[str, Any]]:
        """What the changes of this device set, oldest first."""
        items = sorted(self.lorong.tables.table(OUTBOX).items())
        return [document["change"]["set"] for _, document in items]

    @property
    def step(self) -> dict[str, Any]:
        """The only step that was saved here."""
        (found,) = [v for each in self.saved for path, v in each.items() if path.startswith("steps/")]
        return dict(found)

    @property
    def route(self) -> str:
        return str(self.page.route)

    def refuse(self, code: str) -> None:
        """The centre's answer to the step, as a round of the engine would store it."""
        tables = self.lorong.tables
        (change,) = [key for key, _ in tables.table(OUTBOX).items()]
        with tables.transaction():
            outbox.take_receipts(tables, [Receipt(change, "refused", code=code)], days_ago(0))


@ft.component
def _shell() -> ft.View:
    return ft.View(route="/", controls=[ft.use_route_outlet()])


@ft.component
def _pane() -> ft.Control:
    return IdeasScreen(ft.use_route_params().get("record"))


@ft.component
def _elsewhere() -> ft.View:
    return ft.View(route=ft.use_view_path(), controls=[ft.Text("elsewhere")])


def _routed() -> ft.Control:
    shell = ft.Route(component=_shell, outlet=True, children=[ft.Route(path="ideas/:record?", component=_pane)])
    above = [ft.Route(path=path, component=_elsewhere, modal=True) for path in ("note/:record", "record/:record")]
    return ft.Router([shell, *above], manage_views=True)


async def an_office(
    *ideas: AnIdea,
    role: Role = Role.KELURAHAN,
    width: float = 390,
    opened: int = 0,
    others: tuple[RecordView, ...] = (),
    answer: Any = None,
    **state: Any,
) -> Office:
    """*Usulan* under its routes; with `opened` that idea is being read."""
    clock = FakeClock()
    area = KASSI if role is Role.KELURAHAN else "73.71.13"
    ways = {"answer": answer} if answer else {}
    session = a_session(role, area, clock, name="Petugas contoh", person_id=ME, **ways)
    for view in (*(idea.view() for idea in ideas), *others):
        pulled(session, view)
    office = Office(width=width, route=f"/ideas/{record_id(opened)}" if opened else "/ideas")
    office.lorong, office.clock = session, clock

    def main(page: ft.Page) -> None:
        office.app = an_app(session, width=width, **state)
        session.tables.listen(lambda *_: office.app.beat())  # type: ignore[attr-defined]
        page.render_views(lambda: App(office.app, _routed))

    await office.start(main)
    return office


def replying(document: Mapping[str, Any]) -> Any:
    """A centre that answers everything so."""
    return lambda _: httpx.Response(200, headers={"Lorong-Protocol": "1"}, json=document)


OpenIdeas = Callable[..., Awaitable[Office]]
"""Takes ideas, then what `an_office` takes."""
