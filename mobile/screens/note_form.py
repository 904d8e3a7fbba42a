"""The form of one record: photo first, three short texts, one tap for the rest, and *Ajukan*."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from mobile.components.fields.answer import answer_field, answered_here
from mobile.components.fields.area import AutomaticAnswers
from mobile.components.fields.draft import Draft, Keeping
from mobile.components.layout import heading, page_body, text_button
from mobile.context import AppState, use_app
from mobile.screens.note_discard import discard_draft
from mobile.screens.note_done import NoteDone
from mobile.screens.note_doubled import DoubledHint
from mobile.screens.note_kind import KindChoice
from mobile.screens.note_lines import DropButton, EndButton, FaultLine, Strip, button_text, title_of, what_happens
from mobile.screens.note_photos import PhotosAnswer
from mobile.screens.note_replication import NoteReplication, replicates
from mobile.screens.note_similar import SimilarHint
from mobile.store.errors import StoreError
from mobile.theme import GAP, GAP_S
from sync.domain.forms import Field, Section
from sync.domain.ids import number_of
from sync.domain.records import ANSWERS, PHOTOS, Kind

EDITING, SENT, UNCHANGED = "editing", "sent", "unchanged"
_SCROLL_WITHIN_S = 3.0


@ft.component
def NoteForm(draft: Draft, again: Callable[[], Any]) -> ft.Control:
    app = use_app()
    state, set_state = ft.use_state(EDITING)
    # Before and after are what others learn from of a replication.
    is_open, set_open = ft.use_state(has_folded_marks(draft) or replicates(draft))
    releases, set_releases = ft.use_state(0)
    target, set_target = ft.use_state(("", 0))
    scroller: Any = ft.use_ref()
    is_refused = bool(draft.session.refusals(draft.record))

    def show_first_fault() -> None:
        shown = sorted(draft.remarks.faults, key=lambda path: _place(draft, path))
        path = shown_at(shown[0]) if shown else ""
        if path in folded_paths(draft):
            set_open(True)
        set_target((path, target[1] + 1))

    async def scroll() -> None:
        if target[0] and scroller.current:
            with contextlib.suppress(TimeoutError, RuntimeError):
                await asyncio.wait_for(
                    scroller.current.scroll_to(scroll_key=target[0], duration=300), _SCROLL_WITHIN_S
                )

    def submit() -> None:
        if draft.faults():
            show_first_fault()
            return
        # What the disk did not take stays in the form, which says so.
        with contextlib.suppress(StoreError):
            set_state(SENT if draft.submit() else UNCHANGED)

    def keep() -> None:
        draft.save()

    ft.use_effect(scroll, [target])
    ft.use_effect(keep, [app.pauses])
    ft.use_effect(lambda: None, [], cleanup=draft.close)
    if state != EDITING:
        return NoteDone(draft, state == SENT, again)
    body = page_body(
        _head(app, draft, show_first_fault, is_refused=is_refused),
        *([NoteReplication(draft, lambda: set_releases(releases + 1))] if replicates(draft) else []),
        *(
            field
            for section in draft.copy.form.sections
            if not section.folded
            for field in _fields(draft, section)
        ),
        *_folded(app, draft, is_open, lambda: set_open(not is_open)),
        *_foot(app, draft, submit, button_text(app, draft, is_refused=is_refused)),
        scroller=scroller,
    )
    return ft.Column([body, Strip(draft, draft.keeping, draft.remarks)], expand=True, spacing=0)


def _head(app: AppState, draft: Draft, show_first_fault: Callable[[], Any], *, is_refused: bool) -> ft.Control:
    """What is written, where, and what is missing."""
    _ = app.gettext
    number = _("Nomor {nomor}").format(nomor=number_of(draft.record))
    return ft.Column(
        [
            KindChoice(draft),
            heading(title_of(app, draft, is_refused=is_refused), 1),
            ft.Text(number, theme_style=ft.TextThemeStyle.BODY_SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
            AutomaticAnswers(draft, draft.remarks, draft.copy.form),
            FaultLine(draft.remarks, show_first_fault),
        ],
        spacing=2,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _fields(draft: Draft, section: Section) -> list[ft.Control]:
    """In the form's order, well apart."""
    asked = [item for item in draft.copy.form.in_section(section.code) if _is_asked(draft, item)]
    controls = [(f"{item.path}:{n}", each) for item in asked for n, each in enumerate(_with_hints(draft, item))]
    # Some are asked only after an answer: those below stay what they are.
    return [ft.Container(each, padding=ft.Padding.only(top=GAP_S), key=key) for key, each in controls]


def _is_asked(draft: Draft, item: Field) -> bool:
    is_here = item.path == PHOTOS or answered_here(item)
    return is_here and draft.may_answer(item) and item.is_asked(draft.copy.values)


def _with_hints(draft: Draft, item: Field) -> list[ft.Control]:
    if item.path != "title" or draft.copy.kind not in _HINTS:
        return [_field(draft, item)]
    return [_field(draft, item), _HINTS[draft.copy.kind](draft, draft.keeping)]


_HINTS: Mapping[str, Callable[[Draft, Keeping], Any]] = {Kind.ISSUE: SimilarHint, Kind.PARTNER: DoubledHint}
"""What is here already of the same name."""


def _field(draft: Draft, item: Field) -> ft.Control:
    if item.path == PHOTOS:
        return PhotosAnswer(draft, draft.remarks, item)
    return answer_field(draft, draft.remarks, item)


def _folded(app: AppState, draft: Draft, is_open: bool, toggle: Callable[[], Any]) -> list[ft.Control]:
    """The optional questions under one button, where the form has any."""
    section = next((section for section in draft.copy.form.sections if section.folded), None)
    if section is None:
        return []
    title = section.title.in_language(app.language)
    icon = ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE
    button = ft.MergeSemantics(
        content=ft.Semantics(expanded=is_open, content=text_button(title, toggle, icon=icon))
    )
    parts: list[ft.Control] = [ft.Row([button])]
    if is_open:
        parts += _fields(draft, section)
    return [ft.Column(parts, spacing=GAP, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)]


def _foot(app: AppState, draft: Draft, submit: Callable[[], Any], text: str) -> list[ft.Control]:
    _ = app.gettext
    quiet = ft.Colors.ON_SURFACE_VARIANT
    drop = _("Hapus draf") if draft.copy.is_new else _("Batalkan perubahan")
    return [
        ft.Text(what_happens(app, draft), color=quiet),
        EndButton(draft, draft.in_hand, text, submit, ft.Icons.SEND_OUTLINED),
        ft.Row(
            [DropButton(draft, draft.in_hand, drop, lambda: discard_draft(app, draft))],
            alignment=ft.MainAxisAlignment.CENTER,
        ),
    ]


def folded_paths(draft: Draft) -> set[str]:
    folded = {section.code for section in draft.copy.form.sections if section.folded}
    return {item.path for item in draft.copy.form.fields if item.section in folded}


def has_folded_marks(draft: Draft) -> bool:
    """Whether a reviewer asks about something that would be folded away."""
    return bool(folded_paths(draft) & set(draft.marks))


def shown_at(path: str) -> str:
    """Where a path is answered on the screen: one photo among the photos, an answer under its field."""
    parts = path.split("/")
    return "/".join(parts[2:]) if parts[0] == ANSWERS else parts[0]


def _place(draft: Draft, path: str) -> int:
    paths = [item.path for item in draft.copy.form.fields]
    shown = shown_at(path)
    return paths.index(shown) if shown in paths else len(paths)
