"""*Hapus draf*, which can be undone for a few seconds."""

from __future__ import annotations

import logging

import flet as ft

from mobile.components.fields.draft import Draft
from mobile.context import AppState
from mobile.routes import HOME, NOTE, go
from mobile.store.errors import StoreError
from sync.domain.records import PHOTOS, entries_below, files_in

_log = logging.getLogger(__name__)


def discard_draft(app: AppState, draft: Draft) -> None:
    """What was submitted before stays as it is."""
    _ = app.gettext
    try:
        undo = draft.discard()
    except StoreError:
        return
    is_back: list[bool] = []

    def bring_back() -> None:
        is_back.append(True)
        if app.kept(undo):
            go(NOTE, record=draft.record)

    async def settle() -> None:
        if not is_back:
            await _forget_photos(draft)

    go(HOME)
    ft.context.page.show_dialog(
        ft.SnackBar(
            _("Draf dihapus.") if draft.copy.is_new else _("Perubahan dibatalkan."),
            action=ft.SnackBarAction(_("Urungkan"), on_click=bring_back),
            on_dismiss=settle,
        )
    )


async def _forget_photos(draft: Draft) -> None:
    """The photos that only this draft had."""
    before = entries_below(draft.copy.base, PHOTOS)
    photos = {key: photo for key, photo in entries_below(draft.copy.values, PHOTOS).items() if key not in before}
    try:
        await draft.session.forget_files(sha256 for photo in photos.values() for sha256 in files_in(photo))
    except StoreError:
        _log.exception("photos of a discarded draft could not be dropped")
