"""*Hapus draf*, which can be undone for a few seconds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft
from mobile.context import AppState
from mobile.routes import HOME, NOTE, go
from mobile.store.errors import StoreError
from sync.client.replica import differing
from sync.domain.records import files_in

_log = logging.getLogger(__name__)


def discard_draft(app: AppState, draft: Draft, stay: Callable[[], Any] | None = None) -> None:
    """What was submitted before stays as it is. `stay` shows the screen again that does not end with its draft."""
    _ = app.gettext
    leave = stay or (lambda: go(HOME))
    resume = stay or (lambda: go(NOTE, record=draft.record))
    try:
        undo = draft.discard()
    except StoreError:
        return
    is_back: list[bool] = []

    def bring_back() -> None:
        is_back.append(True)
        if app.kept(undo):
            resume()

    async def settle() -> None:
        if not is_back:
            await _forget_files(draft)

    leave()
    ft.context.page.show_dialog(
        ft.SnackBar(
            _("Draf dihapus.") if draft.copy.is_new else _("Perubahan dibatalkan."),
            action=ft.SnackBarAction(_("Urungkan"), on_click=bring_back),
            on_dismiss=settle,
        )
    )


async def _forget_files(draft: Draft) -> None:
    """The photos and documents that only this draft had."""
    new = differing(draft.copy.base, draft.copy.values).values()
    try:
        await draft.session.forget_files(sha256 for value in new for sha256 in files_in(value))
    except StoreError:
        _log.exception("files of a discarded draft could not be dropped")
