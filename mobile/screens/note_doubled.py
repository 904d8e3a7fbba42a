"""*Mungkin sudah ada*: a partner of the same name is on the city's list. A hint; nothing is blocked."""

from __future__ import annotations

import flet as ft

from mobile import partners
from mobile.components.fields.draft import Draft, Keeping
from mobile.components.layout import notice
from mobile.context import use_app, use_session


@ft.component
def DoubledHint(draft: Draft, keeping: Keeping) -> ft.Control:
    """Looks again whenever the draft was kept: half a second after the last letter."""
    app, session = use_app(), use_session()
    title = str(draft.value("title") or "")
    found = ft.use_memo(
        lambda: partners.with_like_name(session, title, draft.record), [title, keeping.times, app.pulse]
    )
    if not found:
        return ft.Container(height=0)
    text = app.gettext("“{nama}” sudah ada di daftar mitra kota. Satu lembaga cukup sekali.")
    return notice(text.format(nama=found[0].title), "warning")
