"""What a note replicates: the other's words as a hint, and the way to say that it replicates nothing after all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft
from mobile.components.layout import notice, section_title, text_button, tonal_card
from mobile.context import AppState, use_app
from mobile.family import relative
from mobile.screens.record_preview import answer_row
from sync.domain.areas import gazetteer
from sync.domain.forms import form_of
from sync.domain.ids import is_id, number_of
from sync.domain.records import REPLICATES, Kind

_SHOWN = ("problem", "action")


def replicates(draft: Draft) -> bool:
    return bool(draft.value(REPLICATES))


@ft.component
def NoteReplication(draft: Draft, changed: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    parent = str(draft.value(REPLICATES) or "")

    def release() -> None:
        """With what was only asked because of it."""
        draft.set(REPLICATES, None)
        for item in draft.copy.form.fields:
            if item.only_with == REPLICATES and draft.value(item.path) is not None:
                draft.set(item.path, None)
        changed()

    hint = _("Tulis dengan kata Anda sendiri: di tempat Anda masalahnya apa, dan apa yang Anda lakukan.")
    return tonal_card(
        section_title(_("Meniru: {nama}").format(nama=_name(draft, parent))),
        *([] if draft.session.bank.get(parent) else [_not_held(app)]),
        *_words_of(app, draft, parent),
        ft.Text(hint, color=ft.Colors.ON_SURFACE_VARIANT),
        ft.Row([text_button(_("Ini bukan tiruan"), release, icon=ft.Icons.LINK_OFF)], wrap=True),
    )


def _name(draft: Draft, parent: str) -> str:
    found = relative(draft.session, parent)
    if found is None:
        return number_of(parent) if is_id(parent) else parent
    return f"{found.title}, {gazetteer().name(found.area)}"


def _not_held(app: AppState) -> ft.Control:
    _ = app.gettext
    text = _("Tidak ada di daftar terbit HP ini. Bila tidak terbit lagi, pilih Ini bukan tiruan sebelum mengirim.")
    return notice(text, "warning")


def _words_of(app: AppState, draft: Draft, parent: str) -> list[ft.Control]:
    edition = draft.session.bank.get(parent)
    form = form_of(Kind.INNOVATION)
    asked = {path: form.field(path).question.in_language(app.language) for path in _SHOWN}
    return [answer_row(asked[path], text) for path in _SHOWN if edition and (text := getattr(edition, path))]
