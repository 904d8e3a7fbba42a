"""An RT of Kassi-Kassi with the screens *Catat* and *Rincian*, and a finger that is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from mobile.context import AppState
from mobile.device.ports import PickedPhoto, Position
from mobile.screens.note import NoteScreen
from mobile.screens.record import RecordScreen
from mobile.session import Session
from sync.client.tables import OUTBOX, WORKING
from sync.domain.people import Role
from tests.mobile.screens.desk import KASSI, RT, Record, record_id
from tests.support.app_driver import AppDriver
from tests.support.sessions import (
    FakeClock,
    FakeLocation,
    FakePhotoSource,
    a_session,
    pulled,
    showing,
    some_devices,
)

HOME_AREA = f"{KASSI}/RW003/RT005"
INSIDE = Position(-51_700_270, 1_194_531_840, 12)
"""Near the middle of the kelurahan of `HOME_AREA`."""
OUTSIDE = Position(-51_077_000, 1_194_327_000, 9)
PHOTO = PickedPhoto(b"a photo of compost", "gallery")
FULL_NOTE = {
    "title": "Teba kompos Lorong 4",
    "problem": "Sampah dapur menumpuk di ujung lorong dan berbau.",
    "action": "Warga menggali teba dan mengompos bergiliran tiap Sabtu.",
}


@dataclass
class Count:
    taps: int = 0
    letters: int = 0


class Officer(AppDriver):
    """Taps and letters are counted as a thumb would make them."""

    lorong: Session
    app: AppState
    count: Count

    async def tap(self, control: Any) -> None:
        self.count.taps += 1
        await super().tap(control)

    async def press(self, text: str) -> None:
        await self.tap(self.button(text))

    async def choose(self, key: str) -> None:
        """Tap the chip with that key: `theme=waste`."""
        await self.tap(self.get(ft.OutlinedButton, key=key))

    async def type(self, key: str, text: str) -> None:
        """Tap the field, type, and leave it."""
        self.count.taps += 1
        self.count.letters += len(text)
        field = self.get(ft.TextField, key=key)
        await self.enter(field, text)
        await self.emit(self.get(ft.TextField, key=key), "blur")

    def field(self, key: str) -> ft.TextField:
        found: ft.TextField = self.get(ft.TextField, key=key)
        return found

    @property
    def drafts(self) -> dict[str, dict[str, Any]]:
        return dict(self.lorong.tables.table(WORKING).items())

    @property
    def sent(self) -> list[dict[str, Any]]:
        """What the changes of this device set, oldest first."""
        return [document["change"]["set"] for _, document in self.lorong.tables.table(OUTBOX).items()]

    @property
    def faults(self) -> list[str]:
        """The fields under which a fault is shown, but for those that show it inside."""
        framed = [box for box in self.find(ft.Container) if isinstance(box.key, ft.ScrollKey)]
        return [str(box.key.value) for box in framed if "Wajib diisi." in _texts(box)]

    @property
    def route(self) -> str:
        pushed = [call.args["route"] for call in self.client.calls if call.name == "push_route"]
        return str(pushed[-1]) if pushed else ""

    @property
    def dialogs(self) -> list[Any]:
        return [dialog for dialog in self.find(ft.AlertDialog) if dialog.open]

    async def undo(self) -> None:
        """Tap *Urungkan* on the snack bar."""
        await self.emit(self.get(ft.SnackBarAction, label="Urungkan"), "click")

    async def let_pass(self) -> None:
        """The snack bar goes by itself."""
        await self.emit(self.get(ft.SnackBar), "dismiss")

    def is_chosen(self, key: str) -> bool:
        marks = [mark for mark in self.find(ft.Semantics) if getattr(mark.content, "key", None) == key]
        return bool(marks[0].checked)


def _texts(control: Any) -> list[str]:
    if isinstance(control, ft.Text):
        return [str(control.value)]
    inner = getattr(control, "controls", None) or [getattr(control, "content", None)]
    return [text for each in inner if isinstance(each, ft.BaseControl) for text in _texts(each)]


async def an_officer(
    screen: Callable[[], Any],
    *records: Record,
    role: Role | str = Role.RT,
    area: str = HOME_AREA,
    person_id: str = RT,
    clock: FakeClock | None = None,
    location: Any = None,
    source: Any = None,
    photos: Any = None,
    session: Session | None = None,
    width: float = 390,
    prepare: Callable[[Session], Any] = lambda _: None,
    **state: Any,
) -> Officer:
    """`prepare` puts more into the session before the screen shows."""
    session = session or a_session(role, area, clock or FakeClock(), name="Ibu RT contoh", person_id=person_id)
    for each in records:
        pulled(session, each.view())
    prepare(session)
    ports = {"location": location or FakeLocation(), "photo_source": source or FakePhotoSource()}
    devices = some_devices(**ports, **({"photos": photos} if photos else {}))
    officer = Officer(width=width)
    officer.lorong, officer.count = session, Count()

    def main(page: ft.Page) -> None:
        officer.app = showing(screen, session, devices=devices, width=width, **state)(page)

    await officer.start(main)
    return officer


async def noting(record: str = "new", *records: Record, **options: Any) -> Officer:
    return await an_officer(lambda: NoteScreen(record), *records, **options)


async def reading(*records: Record, **options: Any) -> Officer:
    """*Rincian* of the first record."""
    number = records[0].number if records else 1
    return await an_officer(lambda: RecordScreen(record_id(number)), *records, **options)


async def fill_in(officer: Officer) -> None:
    """Everything that is required, as quickly as it goes."""
    for key, text in FULL_NOTE.items():
        await officer.type(key, text)
    for chip in ("theme=waste", "stage=running", "since=now", "beneficiary_groups=everyone"):
        await officer.choose(chip)
    await officer.type("beneficiaries", "40")
