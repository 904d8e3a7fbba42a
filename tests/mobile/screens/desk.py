"""A supervisor of Rappocini with records that wait, and a driver that counts taps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import flet as ft

from mobile.context import App, AppState
from mobile.screens.review import ReviewScreen
from mobile.session import Session
from sync.client import outbox
from sync.client.tables import OUTBOX
from sync.domain.people import Role
from sync.protocol.messages import Held, PersonRef, Receipt, RecordView, Source
from tests.support.app_driver import AppDriver
from tests.support.sessions import NOON, FakeClock, a_session, an_app, pulled

KASSI, BALLA = "73.71.13.1002", "73.71.13.1007"
SINCE, PROBLEM = "Sejak kapan?", "Masalah apa yang mau diatasi?"
ME, RT = "0192aaaa-0000-7000-8000-000000000001", "p-rt"
NOTE: Mapping[str, Any] = {
    "title": "Teba kompos",
    "problem": "Sampah basah menumpuk di ujung lorong.",
    "action": "Warga mengompos bergiliran tiap Sabtu.",
    "theme": "waste",
    "stage": "running",
    "since": "2026-03",
    "beneficiary_groups": ["everyone"],
    "beneficiaries": {"unit": "family", "number": 40},
    "originator_kind": "group",
    "unit": "Kassi-Kassi",
    "classification": "village",
    "form": "note/2026.1",
    "status": "submitted",
}
PHOTO = {
    "sha256": "a" * 64,
    "preview": "b" * 64,
    "source": "camera",
    "people": "none",
    "caption": "Lubang teba",
}


def record_id(number: int) -> str:
    return f"01930000-0000-7000-8000-{number:012x}"


def days_ago(days: float) -> str:
    return (datetime.fromtimestamp(NOON / 1000, UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Record:
    """A record as the centre would send it, built change by change."""

    number: int = 1
    kelurahan: str = KASSI
    set: dict[str, Any] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
    values: dict[str, list[Held]] = field(default_factory=dict)
    sources: dict[int, Source] = field(default_factory=dict)

    @property
    def version(self) -> int:
        return max(self.sources)

    def change(
        self, values: Mapping[str, Any], *, by: str = RT, days: float = 0, name: str = "Ibu RT contoh"
    ) -> Record:
        seq = len(self.sources) + 1
        self.set |= values
        self.seqs |= dict.fromkeys(values, seq)
        self.sources[seq] = Source(f"c{seq:04}", f"d-{by}", PersonRef(by, name, "rt"), days_ago(days))
        return self

    def two(self, path: str, *texts: str) -> Record:
        self.values[path] = [Held(text, self.seqs[path]) for text in texts]
        return self

    def reviewed(
        self,
        decision: str = "revision",
        *,
        by: str = ME,
        note: str = "Lengkapi",
        seen: int = 1,
        **comments: str,
    ) -> Record:
        marks = {path: {"verdict": "revise", "comment": text} for path, text in comments.items()}
        value = {"decision": decision, "note": note, "marks": marks, "seen": seen}
        review = f"reviews/01930000-0000-7000-9000-{len(self.sources):012x}"
        return self.change({"status": decision, review: value}, by=by, name="Peninjau contoh")

    @property
    def review_id(self) -> str:
        return next(path.partition("/")[2] for path in reversed(self.set) if path.startswith("reviews/"))

    def view(self) -> RecordView:
        identity = record_id(self.number), "innovation", self.kelurahan, self.version, RT
        return RecordView(*identity, dict(self.set), dict(self.seqs), dict(self.values), dict(self.sources))


def a_record(
    number: int = 1,
    *,
    days: float = 1,
    kelurahan: str = KASSI,
    photos: Mapping[str, Mapping[str, Any]] | None = None,
    **values: Any,
) -> Record:
    text = f"{NOTE['title']} {number}" if number > 1 else NOTE["title"]
    first = {**NOTE, "title": text, "area": f"{kelurahan}/RW003/RT005", **values}
    first |= {f"photos/{photo_id}": dict(photo) for photo_id, photo in (photos or {}).items()}
    return Record(number, kelurahan).change(first, days=days)


class Desk(AppDriver):
    """The screen *Tinjau* of a supervisor. `taps` counts what a finger did."""

    lorong: Session
    app: AppState
    clock: FakeClock
    taps: int = 0

    async def tap(self, control: Any) -> None:
        self.taps += 1
        await super().tap(control)
        await self.dismiss()

    async def dismiss(self) -> None:
        """The phone says of each dialog that was closed that it is gone."""
        for dialog in self.find(ft.AlertDialog):
            if not dialog.open:
                await self.emit(dialog, "dismiss")

    async def press(self, text: str) -> None:
        """Tap the button with that text."""
        await self.tap(self.button(text))

    async def open(self, number: int) -> None:
        await self.tap(self.row(number))

    def row(self, number: int, kind: str = "queue") -> Any:
        """The row of a record: in the queue, or (`again`) above it."""
        found = [tile for tile in self.find(ft.ListTile) if str(tile.key) == f"{kind}:{record_id(number)}"]
        assert len(found) == 1, f"{len(found)} × {kind} {number}"
        return found[0]

    async def tap_field(self, question: str) -> None:
        await self.tap(self.field_tile(question))

    def field_tile(self, question: str) -> Any:
        tiles = [tile for tile in self.find(ft.ListTile) if question in texts_in(tile)]
        assert len(tiles) == 1, f"{len(tiles)} × field {question!r}"
        return tiles[0]

    async def key(self, key: str, **held: bool) -> None:
        facts = {"shift": False, "ctrl": False, "alt": False, "meta": False} | held
        await self.emit(self.page, "keyboard_event", {"key": key} | facts)

    async def wait(self, seconds: float) -> None:
        """Time passes, and the screen shows itself again."""
        self.clock.advance(seconds)
        self.app.beat()
        await self.settle()

    @property
    def queue(self) -> list[str]:
        """The titles in the queue, from the top."""
        rows = [t for t in self.find(ft.ListTile) if str(t.key or "").startswith("queue:")]
        return [texts_in(row)[0] for row in rows]

    @property
    def dialogs(self) -> list[ft.AlertDialog]:
        return [dialog for dialog in self.find(ft.AlertDialog) if dialog.open]

    def label(self, text: str) -> bool:
        """Whether something is spoken with that label."""
        return any(text in (each.label or "") for each in self.find(ft.Semantics))

    def focused(self) -> bool:
        return any(call.name == "focus" for call in self.client.calls)

    async def choose(self, key: str) -> None:
        """Tap one of the options of a dialog."""
        await self.tap(self.get(ft.OutlinedButton, key=key))

    async def tap_sentence(self, beginning: str) -> None:
        tiles = [tile for tile in self.find(ft.ListTile) if any(t.startswith(beginning) for t in texts_in(tile))]
        assert len(tiles) == 1, f"{len(tiles)} × sentence {beginning!r}"
        await self.tap(tiles[0])

    @property
    def hint(self) -> str:
        return self.app.review.hint

    @property
    def decision(self) -> dict[str, Any]:
        """The only one."""
        (found,) = self.decisions
        return found

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """The reviews saved on this device that the centre has not answered, oldest first."""
        sets = [document["change"]["set"] for _, document in self.lorong.tables.table(OUTBOX).items()]
        return [value for each in sets for path, value in each.items() if path.startswith("reviews/")]

    @property
    def changes(self) -> dict[str, dict[str, Any]]:
        """What was saved here, by change id, oldest first."""
        items = sorted(self.lorong.tables.table(OUTBOX).items())
        return {key: document["change"]["set"] for key, document in items}


def texts_in(control: Any) -> list[str]:
    found: list[str] = []
    for part in (control.title, control.subtitle):
        found += texts_of(part)
    return found


def texts_of(control: Any) -> list[str]:
    if isinstance(control, ft.Text):
        return [str(control.value)]
    inner = getattr(control, "controls", None) or [getattr(control, "content", None)]
    return [text for each in inner if each is not None for text in texts_of(each)]


@ft.component
def _shell() -> ft.View:
    return ft.View(route="/", controls=[ft.use_route_outlet()])


@ft.component
def _pane() -> ft.Control:
    return ReviewScreen(ft.use_route_params().get("record"))


@ft.component
def _elsewhere() -> ft.View:
    return ft.View(route=ft.use_view_path(), controls=[ft.Text("elsewhere")])


def _routed() -> ft.Control:
    pane = ft.Route(path="review/:record?", component=_pane)
    shell = ft.Route(component=_shell, outlet=True, children=[pane])
    return ft.Router([shell, ft.Route(path="record/:record", component=_elsewhere, modal=True)], manage_views=True)


WIDE, PHONE = 1280, 390


async def a_desk(
    *records: Record,
    width: float = WIDE,
    record: int = 0,
    session: Session | None = None,
    clock: FakeClock | None = None,
    **state: Any,
) -> Desk:
    """The screen under the routes that it has in the app, with no way to the centre."""
    clock = clock or FakeClock()
    session = session or a_session(Role.KECAMATAN, "73.71.13", clock, name="Peninjau contoh", person_id=ME)
    for each in records:
        pulled(session, each.view())
    desk = Desk(width=width, route=f"/review/{record_id(record)}" if record else "/review")
    desk.lorong, desk.clock = session, clock

    def main(page: ft.Page) -> None:
        desk.app = an_app(session, width=width, **state)
        session.tables.listen(lambda *_: desk.app.beat())  # type: ignore[attr-defined]
        page.render_views(lambda: App(desk.app, _routed))

    await desk.start(main)
    return desk


def answer(desk: Desk, change: str, code: str, **fields: str) -> None:
    """The centre's refusal of a decision, as a round of the engine would store it."""
    tables = desk.lorong.tables
    with tables.transaction():
        outbox.take_receipts(tables, [Receipt(change, "refused", code=code, fields=fields)], days_ago(0))


async def mark(desk: Desk, question: str, comment: str, verdict: str = "revise") -> None:
    await desk.tap_field(question)
    if verdict != "revise":
        await desk.choose(f"verdict={verdict}")
    await desk.enter(desk.get(ft.TextField, key="comment"), comment)
    await desk.press("Simpan tanda")
