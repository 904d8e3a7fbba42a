"""Comments on a record: what was said, by whom, and a place to say something."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.components.fields.typed import typed_field
from mobile.components.layout import secondary_button, tonal_card
from mobile.components.once import use_once
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.screens.record_history import who_and_when
from mobile.screens.record_moved import has_left
from mobile.session import Session
from sync.client.replica import RecordState
from sync.domain.records import COMMENTS, entries_below
from sync.domain.rights import may_write
from sync.domain.validation import COMMENT_MAX


@ft.component
def Comments(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    typed = use_typed(comment="")
    kept = use_once(app, state)

    def send() -> None:
        text = typed.now["comment"].strip()
        if text and kept(lambda: session.comment(state, text)):
            typed.say("comment", "")

    said = [_comment(app, state, key, text) for key, text in entries_below(state.values, COMMENTS).items()]
    parts: list[ft.Control] = said or [ft.Text(_("Belum ada komentar."), color=ft.Colors.ON_SURFACE_VARIANT)]
    if may_write(session.person, state.ownership, f"{COMMENTS}/new") and not has_left(state):
        parts += [
            typed_field(
                app,
                "comment",
                typed.now["comment"],
                partial(typed.say, "comment"),
                lambda: None,
                most=COMMENT_MAX,
                lines=2,
                label=_("Tulis komentar"),
                counted=False,
            ),
            ft.Row(
                [
                    secondary_button(
                        _("Kirim komentar"),
                        send,
                        icon=ft.Icons.SEND_OUTLINED,
                        disabled=not typed.now["comment"].strip(),
                    )
                ],
                alignment=ft.MainAxisAlignment.END,
            ),
        ]
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _comment(app: AppState, state: RecordState, key: str, text: str) -> ft.Control:
    who = who_and_when(app, state.source(f"{COMMENTS}/{key}"))
    return tonal_card(
        ft.SelectionArea(content=ft.Text(text)),
        ft.Text(who, theme_style=ft.TextThemeStyle.BODY_SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
        spacing=4,
    )
