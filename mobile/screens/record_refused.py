"""What the city server did not accept: why, *Betulkan*, and *Buang*, which asks first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import flet as ft

from mobile.components.layout import notice, primary_button, text_button
from mobile.context import AppState, use_app
from mobile.growing_parts import screen_for
from mobile.outgoing import cause
from mobile.routes import HOME, REVIEWED, go
from mobile.screens.record_history import path_names
from mobile.session import Session
from mobile.text import refusal_text
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.client.tables import Document
from sync.domain.issues import OUTCOME
from sync.domain.records import is_decision, is_guarded


@ft.component
def RefusedBanner(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    asks, set_asks = ft.use_state(False)
    refused = session.refusals(state.id)

    def throw_away() -> None:
        set_asks(False)
        if app.kept(lambda: session.throw_away(state.id)) and session.record(state.id) is None:
            go(HOME)

    ft.use_dialog(_question(app, throw_away, lambda: set_asks(False)) if asks and refused else None)
    if not refused:
        return ft.Container()
    correct = (
        primary_button(_("Putuskan lagi"), lambda: go(REVIEWED, record=state.id))
        if any(is_decision(document["change"]["set"]) for document in refused)
        else primary_button(_("Betulkan"), lambda: go(screen_for(state.kind, _paths(refused)), record=state.id))
    )
    buttons: list[ft.Control] = [correct, text_button(_("Buang"), lambda: set_asks(True))]
    if are_steps(refused):
        # There are no words to correct: the person reads what stands now, and takes the step again if it is due.
        buttons = [text_button(_("Mengerti"), throw_away)]
    row = ft.Row(buttons, wrap=True, spacing=GAP_S, alignment=ft.MainAxisAlignment.END)
    return notice(reason(app, state, refused), "error", row)


def _paths(refused: Sequence[Document]) -> list[str]:
    return [path for document in refused for path in document["change"]["set"]]


def are_steps(refused: Sequence[Document]) -> bool:
    """Whether only steps such as *Terbitkan* were refused, and no review: that is taken again elsewhere."""
    sets = [document["change"]["set"] for document in refused]
    return all(all(map(is_guarded, each)) and not is_decision(each) for each in sets)


def retake(session: Session, state: RecordState, edits: Mapping[str, Any]) -> None:
    """One change, which takes the place of a step that was refused."""
    refused = session.refusals(state.id)
    if refused and are_steps(refused):
        session.throw_away(state.id)
    session.edit(state, edits)


def reason(app: AppState, state: RecordState, refused: Sequence[Document]) -> str:
    """Of the first that was refused: the others only wait behind it."""
    first = min(refused, key=lambda document: str(document["change"]["id"]))
    text = app.gettext("Belum diterima. {sebab}").format(sebab=refusal_text(app, cause(first)))
    # The answer of an office is no field that somebody finds on the screen.
    marked = tuple(path for path in first.get("fields") or () if path != OUTCOME)
    named = path_names(app, state.kind, marked)
    return f"{text} ({', '.join(named)})" if named else text


def _question(app: AppState, throw_away: Callable[[], Any], keep: Callable[[], Any]) -> ft.AlertDialog:
    _ = app.gettext
    return ft.AlertDialog(
        title=_("Buang yang belum diterima?"),
        content=ft.Text(
            _(
                "Perubahan yang belum diterima dihapus dari HP ini dan tidak bisa dikembalikan. Yang sudah ada "
                "di server kota tetap ada."
            )
        ),
        actions=[text_button(_("Simpan dulu"), keep), primary_button(_("Buang"), throw_away)],
        scrollable=True,
        on_dismiss=keep,
    )
