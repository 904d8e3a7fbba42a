"""*Hapus data pribadi*: for kota, when somebody asks that what a record says of them be erased (UU 27/2022)."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import shorten
from typing import Any

import flet as ft

from mobile import city_desk
from mobile.components.fields.choices import choice_button
from mobile.context import AppState, use_app
from mobile.errand import use_errand
from mobile.growing_text import growing_name, growing_text
from mobile.screens.record_history import path_name
from mobile.screens.review_dialog import Opens, options, use_question
from mobile.session import Session
from mobile.store.errors import StoreError
from mobile.theme import GAP_S
from sync.client.people import PeopleApi
from sync.client.replica import RecordState
from sync.domain.lifecycle import Status
from sync.domain.records import COMMENTS, PHOTOS, family, is_guarded
from sync.domain.rights import may_erase
from sync.protocol.people import ERASURE_REASONS, EraseRequest

_WHOLE, _PARTS = "whole", "parts"
_LETTERS = 60


def may_be_erased(session: Session, state: RecordState) -> bool:
    """Whether the button stands there; the centre decides."""
    return state.version > 0 and state.status != Status.ERASED and may_erase(session.person, state.area)


@ft.component
def RecordErase(session: Session, state: RecordState) -> ft.Control:
    _ = use_app().gettext
    return Opens(
        _("Hapus data pribadi"), ft.Icons.DELETE_FOREVER_OUTLINED, lambda close: EraseDialog(session, state, close)
    )


@ft.component
def EraseDialog(session: Session, state: RecordState, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    reason, set_reason = ft.use_state("")
    what, set_what = ft.use_state(_PARTS)
    none: frozenset[str] = frozenset()
    chosen, set_chosen = ft.use_state(none)
    errand = use_errand()

    @errand.work
    async def erase() -> None:
        paths = sorted(chosen) if what == _PARTS else []
        await PeopleApi(session.api).erase(state.id, EraseRequest(reason, paths))
        close()
        try:
            await city_desk.read_record(session, state.id)
        except StoreError:
            # It is erased all the same.
            told = _("Sudah dihapus di server kota. Di HP ini masih tampak: HP belum bisa menyimpan perubahannya.")
            ft.context.page.show_dialog(ft.SnackBar(ft.Text(told)))

    parts: list[ft.Control] = [ft.Text(line) for line in _lines(app)]
    parts.append(options(app, _reasons(app), reason, set_reason, "reason"))
    whole = [(_PARTS, _("Hanya bagian yang saya pilih")), (_WHOLE, _("Seluruh isi catatan, dengan fotonya"))]
    parts.append(options(app, whole, what, set_what, "what"))
    if what == _PARTS:
        parts.append(_parts(app, state, chosen, set_chosen))
    parts += errand.told("error")
    is_ready = bool(reason) and (what == _WHOLE or bool(chosen))
    return use_question(
        _("Hapus data pribadi"),
        parts,
        close,
        errand.button(_("Hapus untuk selamanya"), erase, is_ready=is_ready),
    )


def _lines(app: AppState) -> list[str]:
    _ = app.gettext
    return [
        _("Yang dihapus hilang dari server kota, halaman publik, dan setiap HP. Tidak bisa dibatalkan."),
        _("Nomor catatan dan jejak bahwa ada yang dihapus tetap ada."),
    ]


def _reasons(app: AppState) -> list[tuple[str, str]]:
    _ = app.gettext
    texts = {
        "asked": _("Diminta orangnya"),
        "consent_withdrawn": _("Persetujuannya ditarik"),
        "without_consent": _("Dicatat tanpa persetujuan"),
        "child": _("Menyangkut anak"),
        "court": _("Perintah pengadilan atau lembaga"),
    }
    return [(code, texts[code]) for code in ERASURE_REASONS]


def _parts(app: AppState, state: RecordState, chosen: frozenset[str], choose: Callable[..., Any]) -> ft.Control:
    def toggle(path: str) -> Callable[[], Any]:
        return lambda: choose(lambda now: now ^ {path})

    rows: list[ft.Control] = [
        choice_button(
            app,
            _part_text(app, state.kind, path, value),
            toggle(path),
            selected=path in chosen,
            key=f"erase={path}",
            alignment=ft.Alignment.CENTER_LEFT,
        )
        for path, value in state.values.items()
        if value not in (None, "", []) and not is_guarded(path)
    ]
    return ft.Column(rows, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _part_text(app: AppState, kind: str, path: str, value: Any) -> str:
    _, name = app.gettext, family(path)
    if name == PHOTOS:
        caption = value.get("caption") if isinstance(value, dict) else ""
        return shorten(": ".join(filter(None, [_("Foto"), caption])), _LETTERS, placeholder=" …")
    if name == COMMENTS:
        return shorten(_("Komentar: {teks}").format(teks=value), _LETTERS, placeholder=" …")
    text = growing_text(app, path, value) if growing_name(app, path) else ""
    return shorten(": ".join(filter(None, [path_name(app, kind, path), text])), _LETTERS, placeholder=" …")
