"""The documents of SIGAP's profile: budget, business, rights, awards. Each is one PDF with its number and date."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import quiet
from mobile.components.keyed import keyed
from mobile.context import AppState, use_app
from mobile.screens.grow_parts import Grown
from mobile.screens.note_photos import photo_progress
from mobile.screens.proof_adding import pdf_button
from mobile.screens.proof_card import ProofCard, ProofShown
from mobile.screens.proof_work import ProofWork
from mobile.theme import GAP
from sync.domain.forms import Field

_SUBJECT = "title"


@ft.component
def FilesAnswers(draft: Draft, remarks: Remarks, fields: list[Field]) -> ft.Control:
    """One picker for all of them: the person says first which document it is."""
    app = use_app()
    _ = app.gettext
    work = ft.use_memo(lambda: ProofWork(draft, app.devices), [])
    ft.use_state(work.news)
    empty = [item for item in fields if not draft.value(item.path)]
    chosen, choose = ft.use_state("")
    place = chosen if chosen in [item.path for item in empty] else ""

    asked_for: Any = ft.use_ref("")
    asked_for.current = place

    async def taken(content: bytes) -> None:
        if asked_for.current:
            await work.add_document(content, asked_for.current)

    exchange, take = app.devices.exchange, ft.use_callback(taken, [])
    ft.use_effect(lambda: exchange.hear(take), [], cleanup=lambda: exchange.stop_hearing(take))
    cards = [
        keyed(item.path, ProofCard, draft, remarks, work, item.path, _name(app, item), _SUBJECT)
        for item in fields
        if draft.value(item.path)
    ]
    chips = [
        choice_button(
            app, _name(app, item), partial(choose, item.path), selected=item.path == place, key=f"file={item.path}"
        )
        for item in empty
    ]
    asked = [quiet(_("Dokumen apa yang mau ditambahkan?")), wrapped(chips)] if chips else []
    picking = [ft.Row([pdf_button(app, work, place)], wrap=True)] if place else []
    parts = [*cards, *asked, *picking, *photo_progress(app, work)]
    return ft.Column(parts, spacing=GAP, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def file_rows(app: AppState, grown: Grown, fields: list[Field]) -> list[ft.Control]:
    """As they are read."""
    held = [item for item in fields if grown.values.get(item.path)]
    if not held:
        return [quiet(app.gettext("(belum ada)"))]
    return [ProofShown(grown.record, grown.values[item.path], _name(app, item)) for item in held]


def _name(app: AppState, item: Field) -> str:
    return item.question.in_language(app.language)
