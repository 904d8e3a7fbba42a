"""*Buka data tersamar*: an auditor reads masked data after writing why. It is shown once, and never kept here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import flet as ft

from mobile.answer_text import answer_text
from mobile.components.fields.typed import typed_field
from mobile.components.layout import primary_button, secondary_button, text_button, tonal_card
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.errand import use_errand
from mobile.screens.record_history import field_at, path_name
from mobile.screens.review_dialog import asked, dialog
from mobile.session import Session
from sync.client.desk import DeskApi
from sync.client.replica import RecordState
from sync.protocol.ideas import MAX_PURPOSE, MIN_PURPOSE
from sync.protocol.messages import RecordView


@ft.component
def OpenMasked(session: Session, state: RecordState, on_open: Callable[[str], None]) -> ft.Control:
    """`on_open` gets the reason that was written, and an empty one when it is closed again."""
    app = use_app()
    _ = app.gettext
    nothing: RecordView | None = None
    shown, set_shown = ft.use_state(nothing)
    asks, set_asks = ft.use_state(False)
    typed = use_typed(purpose="")
    errand = use_errand()

    def close(*_: object) -> None:
        set_asks(False)

    @errand.work
    async def open_it() -> None:
        purpose = typed.now["purpose"]
        set_shown(await DeskApi(session.api).opened(state.id, purpose))
        on_open(purpose)
        set_asks(False)
        typed.say("purpose", "")

    def close_again() -> None:
        set_shown(None)
        on_open("")

    purpose, say = typed.now["purpose"], partial(typed.say, "purpose")
    field = typed_field(app, "purpose", purpose, say, lambda: None, most=MAX_PURPOSE, lines=2)
    told = ft.Text(_("Nama Anda, waktu, dan alasannya masuk catatan akses yang bisa diperiksa."))
    parts: list[ft.Control] = [told, asked(_("Alasan membuka"), field)]
    parts += errand.told()
    buttons: list[ft.Control] = [
        text_button(_("Batal"), close),
        primary_button(_("Buka"), open_it, disabled=len(purpose.strip()) < MIN_PURPOSE),
    ]
    ft.use_dialog(dialog(_("Buka data tersamar?"), parts, buttons, close) if asks else None)
    if shown is None:
        ask = secondary_button(_("Buka data tersamar"), lambda: set_asks(True), icon=ft.Icons.LOCK_OPEN_OUTLINED)
        return ft.Row([ask], wrap=True)
    lines: list[ft.Control] = [ft.Text(line) for line in _unmasked(app, state, shown)]
    again = text_button(_("Tutup lagi"), close_again, icon=ft.Icons.LOCK_OUTLINE)
    nothing_more = ft.Text(_("Tidak ada data pribadi di catatan ini."))
    return tonal_card(*(lines or [nothing_more]), ft.Row([again], wrap=True))


def _unmasked(app: AppState, state: RecordState, shown: RecordView) -> list[str]:
    """Only what differs from the masked record, and who the people are."""
    masked = state.values
    lines = []
    for path, value in sorted(shown.set.items()):
        item = field_at(state.kind, path)
        if value != masked.get(path):
            text = answer_text(app, item, value) if item else str(value)
            lines.append(f"{path_name(app, state.kind, path)}: {text}")
    names = dict.fromkeys(f"{source.by.name} ({source.by.role})" for _, source in sorted(shown.sources.items()))
    return lines + list(names)
