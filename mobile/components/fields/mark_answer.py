"""A reviewer's mark beside its field, with a place for the author's answer."""

from __future__ import annotations

import flet as ft

from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.typed import typed_field
from mobile.components.marks import mark_card
from mobile.context import use_app
from sync.client.reviewing import Mark
from sync.domain.records import answer_path
from sync.domain.validation import COMMENT_MAX


@ft.component
def MarkAnswer(draft: Draft, remarks: Remarks, path: str, mark: Mark) -> ft.Control:
    app = use_app()
    where = answer_path(draft.review, path)
    field = typed_field(
        app,
        where,
        draft.value(where) or "",
        lambda text: draft.set(where, text or None),
        draft.save,
        most=COMMENT_MAX,
        lines=2,
        label=app.gettext("Jawaban Anda"),
        fault=remarks.faults.get(where),
        counted=False,
    )
    return mark_card(app, mark, field)
