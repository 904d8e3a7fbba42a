"""*Mungkin sudah tercatat*: problems on this device that say what is being written. A hint; nothing is blocked."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft, Keeping
from mobile.components.fields.frame import quiet
from mobile.components.layout import tonal_card
from mobile.components.problem_row import problem_row
from mobile.context import use_app, use_session
from mobile.routes import NOTE, RECORD, look_at, path_of, url


@ft.component
def SimilarHint(draft: Draft, keeping: Keeping) -> ft.Control:
    """Looks again whenever the draft was kept: half a second after the last letter. `back` leads to the draft."""
    app, session = use_app(), use_session()
    title, area = str(draft.value("title") or ""), str(draft.value("area") or draft.copy.area)

    found, set_found = ft.use_state(list[str]())
    latest: Any = ft.use_ref()
    latest.current = title, area

    async def find() -> None:
        await session.records.prepare_similar()
        text, where = latest.current
        set_found(session.records.similar_issues(text, where, but=draft.record))

    ft.use_effect(find, [title, area, keeping.times])
    if not found:
        return ft.Container(height=0)

    def look(record: str) -> None:
        if draft.save():
            look_at(RECORD, path_of(url(NOTE, record=draft.record)), record=record)

    rows = [problem_row(app, session.card(record), look) for record in found]
    told = quiet(app.gettext("Buka untuk membandingkan. Bila berbeda, lanjutkan saja."))
    title_text = ft.Text(app.gettext("Mungkin sudah tercatat"), theme_style=ft.TextThemeStyle.TITLE_SMALL)
    return ft.Semantics(live_region=True, content=tonal_card(title_text, told, *rows))
