"""*Tingkat dari BRIDA*: the city grants an indicator's level after looking at its evidence, one at a time."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.award_catalogues import shelf
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.frame import quiet
from mobile.components.fields.typed import typed_field
from mobile.components.layout import primary_button, section_title, tonal_card
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.growing_text import level_text
from mobile.screens.grow_parts import Grown
from mobile.screens.record_history import who_and_when
from mobile.screens.review_dialog import asked
from sync.client.working import masked
from sync.domain import iga
from sync.domain.iga_catalogue import Indicator
from sync.domain.records import GRANTED

_NOTE_MAX = 500


@ft.component
def GrantLevel(grown: Grown, indicator: Indicator) -> ft.Control:
    """It may be granted anew when more evidence came. No level is granted with a reason only."""
    app = use_app()
    _ = app.gettext
    path = f"{GRANTED}/{indicator.code}"
    held = grown.state.values.get(path)
    claimed = iga.claimed_level(grown.state.values, indicator)
    level, set_level = ft.use_state(int(held["level"]) if held else claimed)
    typed = use_typed(note=str(held["note"]) if held else "")

    def said() -> dict[str, Any]:
        return {"level": level, "note": masked(typed.now["note"].strip())}

    def lacks_reason() -> bool:
        return level == 0 and not typed.now["note"].strip()

    def grant() -> None:
        pinned = shelf(grown.session).pin(grown.state.values)
        if not lacks_reason():
            app.kept(lambda: grown.session.edit(grown.state, {path: said()} | pinned))

    chips = [
        choice_button(
            app, level_text(app, each), partial(set_level, each), selected=each == level, key=f"{path}={each}"
        )
        for each in range(len(indicator.parameters) + 1)
    ]
    say = partial(typed.say, "note")
    field = typed_field(app, f"{path}.note", typed.now["note"], say, lambda: None, most=_NOTE_MAX, lines=2)
    parts: list[ft.Control] = [
        section_title(_("Tingkat dari BRIDA")),
        wrapped(chips),
        asked(_("Catatan untuk pencatat"), field),
        primary_button(_("Berikan tingkat ini"), grant, disabled=lacks_reason() or said() == held),
    ]
    if lacks_reason():
        parts.append(quiet(_("Tulis alasannya bila belum ada tingkat yang diberikan.")))
    if held:
        parts.append(quiet(who_and_when(app, grown.state.source(path))))
    return tonal_card(*parts)


def granted_read(app: AppState, grown: Grown, code: str) -> list[ft.Control]:
    """What the city said of it, for its people."""
    path = f"{GRANTED}/{code}"
    held = grown.state.values.get(path)
    if not held or not held["note"]:
        return []
    who = quiet(who_and_when(app, grown.state.source(path)))
    return [tonal_card(ft.Text(app.gettext("Catatan BRIDA: {catatan}").format(catatan=held["note"])), who)]
