"""The dialog in which one field is marked: to be corrected or rejected, and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile import review_sentences as sentences
from mobile.components.layout import icon_button, primary_button, text_button
from mobile.components.text_box import TextBox
from mobile.components.typed_texts import Typed
from mobile.context import AppState
from mobile.half_written import use_half_written
from mobile.review_sentences import Sentence
from mobile.screens import review_actions as actions
from mobile.screens.review_dialog import asked, dialog, not_kept, options, use_close
from mobile.screens.review_fields import FieldView, earlier_text, remark
from mobile.session import Session
from mobile.theme import GAP_S, TARGET
from sync.client.replica import RecordState
from sync.client.review_memory import Mark
from sync.domain.validation import COMMENT_MAX

REVISE, REJECT = "revise", "reject"


@ft.component
def MarkDialog(app: AppState, session: Session, state: RecordState, view: FieldView) -> ft.Control:
    """Open while it is on the page. Give it `key` the path of the field."""
    _ = app.gettext
    made = view.made or Mark(REVISE, "")
    path, close = view.item.path, use_close(app)
    begun = {"verdict": made.verdict, "comment": made.comment}
    half = use_half_written(app, session, state, f"{actions.REVIEW}/mark/{path}", begun)

    def give_up() -> None:
        half.end()
        close()

    def keep(mark: Mark | None) -> None:
        if not half.is_over and actions.mark(app, session, path, mark):
            half.end()

    def save() -> None:
        keep(Mark(half.now["verdict"], half.now["comment"]))

    buttons: list[ft.Control] = [text_button(_("Batal"), give_up), primary_button(_("Simpan tanda"), save)]
    if view.made is not None:
        buttons.insert(0, text_button(_("Hapus tanda"), lambda: keep(None)))
    parts = [
        *_what_is_marked(app, view),
        _verdicts(app, half.now["verdict"], partial(half.say, "verdict")),
        CommentField(app, session, path, _("Apa yang perlu diubah?"), half, "comment"),
        *not_kept(app),
    ]
    ft.use_dialog(dialog(view.item.question.in_language(app.language), parts, buttons, close))
    return ft.Container(width=0, height=0)


def _what_is_marked(app: AppState, view: FieldView) -> list[ft.Control]:
    words: list[ft.Control] = [ft.SelectionArea(content=ft.Text(view.text or app.gettext("Belum diisi")))]
    if view.earlier is not None:
        words.append(remark(ft.Icons.FLAG_OUTLINED, earlier_text(app, view.earlier)))
    if view.answer:
        words.append(remark(ft.Icons.REPLY, app.gettext("Jawaban penulis: {isi}").format(isi=view.answer)))
    return words


def _verdicts(app: AppState, verdict: str, choose: Callable[[str], None]) -> ft.Control:
    _ = app.gettext
    choices = [(REVISE, _("Perlu diperbaiki")), (REJECT, _("Ditolak: tidak bisa diterima sama sekali"))]
    return options(app, choices, verdict, choose, "verdict")


@ft.component
def CommentField(
    app: AppState,
    session: Session,
    field: str,
    label: str,
    typed: Typed,
    name: str,
    error: str | None = None,
) -> ft.Control:
    """The text of that name, with sentences to tap under it. `field` says which sentences fit."""
    _, text, say = app.gettext, typed.now[name], partial(typed.say, name)
    turn, set_turn = ft.use_state(0)
    known = sentences.sentences_for(session.tables, field)
    place = sentences.ANY if field != sentences.NOTE else field
    is_known = text.strip() in {each.in_language(app.language) for each in known}

    def change_own(change: Callable[[], object]) -> None:
        actions.saving(app, change)
        set_turn(turn + 1)

    box = TextBox(
        value=text,
        multiline=True,
        min_lines=2,
        max_lines=6,
        max_length=COMMENT_MAX,
        error=error,
        error_max_lines=4,
        on_change=lambda event: say(event.control.value or ""),
        capitalization=ft.TextCapitalization.SENTENCES,
        key="comment",
    )
    keep = text_button(
        _("Simpan sebagai kalimat saya"),
        lambda _: change_own(lambda: sentences.add(session.tables, place, typed.now[name])),
        icon=ft.Icons.BOOKMARK_ADD_OUTLINED,
    )

    def put_behind(words: str) -> None:
        say(joined(typed.now[name], words))

    rows = [
        _sentence_row(app, each, put_behind, lambda one: change_own(lambda: _forget(session, one)))
        for each in known
    ]
    parts: list[ft.Control] = [asked(label, box), *([keep] if text.strip() and not is_known else []), *rows]
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _forget(session: Session, sentence: Sentence) -> None:
    sentences.remove(session.tables, sentence.field, sentence.id)


def _sentence_row(
    app: AppState,
    sentence: Sentence,
    put_behind: Callable[[str], None],
    forget: Callable[[Sentence], Any],
) -> ft.Control:
    words = sentence.in_language(app.language)
    tile = ft.ListTile(
        leading=ft.Icon(ft.Icons.BOOKMARK_OUTLINE if sentence.is_own else ft.Icons.ADD, size=20),
        title=ft.Text(words, theme_style=ft.TextThemeStyle.BODY_MEDIUM),
        on_click=lambda _: put_behind(words),
        min_height=TARGET,
        content_padding=ft.Padding.symmetric(vertical=4, horizontal=GAP_S),
        min_leading_width=24,
        horizontal_spacing=GAP_S,
        shape=ft.RoundedRectangleBorder(radius=12),
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGHEST,
        expand=True,
    )
    if not sentence.is_own:
        return ft.Row([tile], spacing=0)
    remove = icon_button(ft.Icons.CLOSE, app.gettext("Hapus kalimat saya"), lambda _: forget(sentence))
    return ft.Row([tile, remove], spacing=4)


def joined(text: str, sentence: str) -> str:
    """The sentence put behind what is there already, once."""
    text = text.strip()
    if sentence in text:
        return text
    return f"{text} {sentence}"[:COMMENT_MAX] if text else sentence
