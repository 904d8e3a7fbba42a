"""*Bagikan kartu*: the picture of an approved innovation, looked at before it leaves the phone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.card_layout import HEIGHT, WIDTH, card_drawing
from mobile.components.layout import notice, primary_button, secondary_button
from mobile.context import AppState, use_app
from mobile.device.drawing import Drawing, Measure
from mobile.device.ports import DeviceError
from mobile.errand import use_errand
from mobile.screens.review_dialog import use_question
from mobile.session import Session
from mobile.share_card import ShareCard, share_card
from mobile.store.errors import StoreError
from mobile.theme import RADIUS
from sync.client.replica import RecordState

_log = logging.getLogger(__name__)
_WIDEST, _AROUND = 400, 80


@ft.component
def RecordShare(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    is_open, set_open = ft.use_state(False)
    name = app.gettext("Bagikan kartu")
    button = secondary_button(name, lambda: set_open(True), icon=ft.Icons.SHARE_OUTLINED)
    parts: list[ft.Control] = [ft.Row([button], wrap=True)]
    if is_open:
        parts.append(ShareDialog(session, state, lambda: set_open(False)))
    return ft.Column(parts, spacing=0, tight=True)


@ft.component
def ShareDialog(session: Session, state: RecordState, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    content, set_content = ft.use_state(b"")
    errand = use_errand()
    told, tell = ft.use_state("")
    card = share_card(state, session.account.server)

    async def draw() -> None:
        if card is None:
            return
        try:
            set_content(await painted(app, session, state.id, card))
        except DeviceError:
            errand.tell(_("Kartu belum bisa dibuat di perangkat ini."))

    @errand.work
    async def give() -> None:
        tell("")
        if card is not None and await app.devices.exchange.give(f"lorong-{card.number}.png", content):
            tell(_told(app))

    ft.use_effect(draw, [state.id, card])
    renamed = _("Namanya berubah sesudah disetujui. Kartu bisa dibuat lagi setelah pembaruannya disetujui.")
    parts = [_preview(app, card, content)] if card else [notice(renamed, "warning")]
    parts += errand.told()
    parts += [notice(told)] if told else []
    word, icon = _way(app)
    acts = [primary_button(word, give, icon=icon, disabled=not content)] if card else []
    return use_question(_("Kartu untuk dibagikan"), parts, close, *acts, leave=_("Tutup"))


async def painted(app: AppState, session: Session, record: str, card: ShareCard) -> bytes:
    """The card as a PNG; without its photo where that is not to be had. Raises DeviceError."""
    photo = await _photo(session, card.photo, record) if card.photo else None

    def with_photo(measure: Measure) -> Drawing:
        return card_drawing(card, photo, measure)

    try:
        return await app.devices.painter.paint(with_photo)
    except DeviceError:
        if photo is None:
            raise
        return await app.devices.painter.paint(lambda measure: card_drawing(card, None, measure))


async def _photo(session: Session, sha256: str, record: str) -> bytes | None:
    try:
        return await session.photo(sha256, record)
    except StoreError:
        _log.exception("the photo of a card could not be read")
        return None


def _told(app: AppState) -> str:
    _ = app.gettext
    in_browser = _("Kartu diunduh. Lampirkan dari folder unduhan.")
    return in_browser if ft.context.page.web else _("Kartu sudah diteruskan.")


def _way(app: AppState) -> tuple[str, ft.IconData]:
    _ = app.gettext
    return (_("Unduh"), ft.Icons.DOWNLOAD) if ft.context.page.web else (_("Bagikan"), ft.Icons.SHARE)


def _preview(app: AppState, card: ShareCard, content: bytes) -> ft.Control:
    _ = app.gettext
    if not content:
        return ft.ProgressBar(border_radius=4, semantics_label=_("Membuat kartu …"))
    width = min(app.width - _AROUND, _WIDEST)
    said = ", ".join(part for part in (card.title, card.place, card.number) if part)
    picture = ft.Image(
        src=content,
        width=width,
        height=width * HEIGHT / WIDTH,
        border_radius=RADIUS,
        gapless_playback=True,
        semantics_label=_("Kartu: {isi}").format(isi=said),
    )
    return ft.Row([picture], alignment=ft.MainAxisAlignment.CENTER)
