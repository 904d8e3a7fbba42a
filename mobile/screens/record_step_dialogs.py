"""What is asked before a step: its reason, the answer to an objection, or what an update changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.typed import typed_field
from mobile.components.layout import primary_button, secondary_button, tonal_card
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.screens.record_history import path_name, value_text
from mobile.screens.review_dialog import asked, use_question
from mobile.session import Session
from sync.client.desk import DeskApi
from sync.client.errors import SyncError
from sync.client.replica import RecordState
from sync.client.steps import Step, changed_since_approval
from sync.domain.records import PHOTOS, Values, family
from sync.domain.side_steps import OBJECTION

_MOST = 1000


@ft.component
def ReasonDialog(state: RecordState, step: Step, take: Callable[..., Any], close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    typed = use_typed(reason="")
    title, label, about = _words(app, state)[step]
    say = partial(typed.say, "reason")
    field = typed_field(app, "reason", typed.now["reason"], say, lambda: None, most=_MOST, lines=3)
    is_empty = not typed.now["reason"].strip()

    def save(**how: bool) -> None:
        if typed.now["reason"].strip():
            take(step, typed.now["reason"], **how)

    if step is Step.HEAR:
        acts = [
            secondary_button(_("Tetap ditolak"), lambda: save(), disabled=is_empty),
            primary_button(_("Buka lagi"), lambda: save(reopens=True), disabled=is_empty),
        ]
    else:
        word = _("Sembunyikan") if step is Step.HIDE else _("Kirim permintaan")
        acts = [primary_button(word, lambda: save(), disabled=is_empty)]
    return use_question(title, [ft.Text(about), asked(label, field)], close, *acts)


def _words(app: AppState, state: RecordState) -> dict[Step, tuple[str, str, str]]:
    """Title, what is asked for, and what is good to know before."""
    _ = app.gettext
    return {
        Step.HIDE: (_("Sembunyikan dari warga?"), _("Alasan"), _("Berlaku saat itu juga, dan bisa dibatalkan.")),
        Step.OBJECT: (
            _("Minta ditinjau ulang?"),
            _("Alasan"),
            _("BRIDA membaca alasan Anda lalu memutuskan. Ini hanya bisa sekali."),
        ),
        Step.HEAR: (_("Jawab keberatan"), _("Catatan untuk penulis"), str(state.values.get(OBJECTION) or "")),
    }


@ft.component
def UpdateDialog(
    session: Session, state: RecordState, take: Callable[[], Any], close: Callable[[], Any]
) -> ft.Control:
    """Each field that changed, as it reads now; with what stood there before, where the centre can be asked."""
    app = use_app()
    _ = app.gettext
    unknown: Values | None = None
    before, set_before = ft.use_state(unknown)

    async def look() -> None:
        try:
            set_before((await DeskApi(session.api).preview(state.id)).values)
        except SyncError:
            set_before(None)

    ft.use_effect(look, [state.id])
    rows = [changed_row(app, state, path, before) for path in changed_since_approval(state)]
    told = ft.Text(_("Kecamatan hanya meninjau yang berubah ini. Versi lama tetap tayang sampai disetujui."))
    return use_question(
        _("Yang berubah"), [told, *rows], close, primary_button(_("Ajukan pembaruan"), lambda: take())
    )


def changed_row(app: AppState, state: RecordState, path: str, before: Values | None) -> ft.Control:
    _, quiet = app.gettext, ft.Colors.ON_SURFACE_VARIANT
    words: list[ft.Control] = [
        ft.Text(path_name(app, state.kind, path), theme_style=ft.TextThemeStyle.LABEL_MEDIUM, color=quiet),
        ft.Text(_read(app, state, path, state.values)),
    ]
    if before is not None:
        old = _("Sebelumnya: {isi}").format(isi=_read(app, state, path, before))
        words.append(ft.Text(old, color=quiet, theme_style=ft.TextThemeStyle.BODY_SMALL))
    return tonal_card(*words, spacing=4)


def _read(app: AppState, state: RecordState, path: str, values: Values) -> str:
    _, value = app.gettext, values.get(path)
    if family(path) == PHOTOS:
        return str(value.get("caption") or _("Foto")) if isinstance(value, dict) else _("(belum ada)")
    return value_text(app, state.kind, path, value) or _("(belum diisi)")
