"""What waits for the reviewer, longest first, with filters and search. It counts records, never people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import flet as ft

from mobile.components.chips import text_chip
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.layout import empty_state, heading, icon_button, text_button
from mobile.components.memo import memo
from mobile.components.open_reports import OpenReports
from mobile.components.open_row import open_row
from mobile.components.record_card import theme_of, title_of
from mobile.components.text_box import TextBox
from mobile.components.windowed import Windowed
from mobile.context import AppState
from mobile.records_cache import QueueItem
from mobile.review_desk import Dialog, Filters, waiting
from mobile.screens import review_actions as actions
from mobile.screens.issues import WaitingProblems
from mobile.screens.review_fields import remark
from mobile.screens.review_keys import Handles, row_key
from mobile.session import Session
from mobile.text import days_between, refusal_text
from mobile.theme import GAP, GAP_S, RADIUS
from sync.client import reviewing
from sync.client.reviewing import RefusedDecision
from sync.domain.areas import gazetteer
from sync.domain.forms import form_of
from sync.domain.records import Kind, is_guarded


def theme_text(app: AppState, code: str | None) -> str:
    choice = form_of(Kind.INNOVATION).field("theme").choice(code)
    return choice.label.in_language(app.language) if choice else ""


def waiting_text(app: AppState, session: Session, item: QueueItem) -> str:
    days = days_between(item.waits_since, session.clock.now_ms())
    if not days:
        return app.gettext("masuk hari ini")
    return app.ngettext("menunggu {n} hari", "menunggu {n} hari", days).format(n=days)


@ft.component
def ReviewQueue(app: AppState, session: Session, handles: Handles) -> ft.Control:
    desk, _ = ft.use_state(app.review)[0], app.gettext
    everything = session.records.queue()
    shown = waiting(session, everything, desk.filters)
    refused = reviewing.refused_decisions(session.tables)
    on_open = ft.use_callback(lambda record: actions.show(app, session, record), [session.account.id])
    head: list[ft.Control] = [
        OpenReports(),
        WaitingProblems(session),
        _count(app, len(shown), len(everything), desk.filters),
        _filters(app),
        *(_again_row(app, session, each, on_open) for each in refused),
    ]
    again = {each.record for each in refused}
    items = [item for item in shown if item.card.record not in again]
    if not items and not refused:
        head.append(_nothing(app, bool(everything)))

    def row(item: QueueItem) -> ft.Control:
        return _row(app, session, item, app.is_wide and desk.record == item.card.record, on_open)

    rows = Windowed(items, row, lambda item: item.card.record, head=head, place=desk.place, list_ref=handles.rows)
    # Outside the list, which drops what is scrolled away: a key must always find the search field.
    top = ft.Container(
        ft.Column(
            [heading(_("Tinjau")), _search(app, handles.search)],
            spacing=GAP_S,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=ft.Padding.only(left=GAP, right=GAP, top=GAP),
    )
    return ft.Column(
        [top, ft.Container(rows, expand=True)],
        spacing=0,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _count(app: AppState, shown: int, everything: int, filters: Filters) -> ft.Control:
    if filters.is_empty:
        text = app.ngettext("{n} catatan menunggu", "{n} catatan menunggu", everything).format(n=everything)
    else:
        text = app.ngettext("{i} dari {n} catatan menunggu", "{i} dari {n} catatan menunggu", everything).format(
            i=shown, n=everything
        )
    return ft.Semantics(live_region=True, content=ft.Text(text, color=ft.Colors.ON_SURFACE_VARIANT))


def _search(app: AppState, search: ft.Ref[TextBox]) -> ft.Control:
    desk, _ = app.review, app.gettext

    def typed(words: str) -> None:
        desk.filters = replace(desk.filters, words=words)

    def focus(is_searching: bool) -> None:
        desk.is_searching = is_searching

    return TextBox(
        ref=search,
        label=_("Cari kata atau nomor"),
        prefix_icon=ft.Icons.SEARCH,
        suffix_icon=icon_button(ft.Icons.CLOSE, _("Hapus pencarian"), lambda _: typed(""))
        if desk.filters.words
        else None,
        value=desk.filters.words,
        on_change=lambda event: typed(event.control.value or ""),
        on_focus=lambda _: focus(True),
        on_blur=lambda _: focus(False),
        key="search",
    )


def _filters(app: AppState) -> ft.Control:
    desk, _ = app.review, app.gettext
    filters = desk.filters

    def ask(kind: str) -> Callable[[], None]:
        def show() -> None:
            desk.dialog = Dialog(kind)

        return show

    def only(sent: str) -> Callable[[], None]:
        def choose() -> None:
            desk.filters = replace(filters, sent="" if filters.sent == sent else sent)

        return choose

    kelurahan = gazetteer().name(filters.kelurahan) if filters.kelurahan else _("Kelurahan")
    down = ft.Icons.ARROW_DROP_DOWN
    buttons = [
        choice_button(app, kelurahan, ask("kelurahan"), selected=bool(filters.kelurahan), icon=down),
        choice_button(
            app,
            theme_text(app, filters.theme) or _("Tema"),
            ask("theme"),
            selected=bool(filters.theme),
            icon=down,
        ),
        choice_button(app, _("Baru"), only("new"), selected=filters.sent == "new"),
        choice_button(app, _("Dikirim lagi"), only("again"), selected=filters.sent == "again"),
    ]
    return wrapped(buttons)


def _nothing(app: AppState, is_filtered: bool) -> ft.Control:
    _ = app.gettext
    if not is_filtered:
        return empty_state(
            ft.Icons.DONE_ALL,
            _("Semua sudah ditinjau. Terima kasih."),
            _("Catatan baru muncul di sini sendiri saat HP tersambung."),
        )

    def clear(_: Any) -> None:
        app.review.filters = Filters()

    return empty_state(
        ft.Icons.FILTER_ALT_OFF_OUTLINED,
        _("Tidak ada yang cocok"),
        _("Ubah kata pencarian atau saringannya."),
        text_button(_("Tampilkan semua"), clear),
    )


def _row(
    app: AppState, session: Session, item: QueueItem, is_open: bool, on_open: Callable[[str], Any]
) -> ft.Control:
    state = session.record(item.card.record)
    two = state is not None and any(not is_guarded(path) for path in state.two_values)
    about = (gazetteer().name(item.kelurahan), theme_of(app, item.card))
    return QueueRow(
        item.card.record,
        title_of(app, item.card),
        " · ".join(part for part in about if part),
        waiting_text(app, session, item),
        app.gettext("Dikirim lagi") if item.is_sent_again else "",
        app.gettext("Dua isian berbeda") if two else "",
        is_open,
        on_open,
    )


@memo
@ft.component
def QueueRow(
    record: str,
    title: str,
    about: str,
    waits: str,
    again: str,
    two: str,
    is_open: bool,
    on_open: Callable[[str], Any],
) -> ft.Control:
    words: list[ft.Control] = [
        ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(about, theme_style=ft.TextThemeStyle.BODY_MEDIUM, color=ft.Colors.ON_SURFACE_VARIANT),
        ft.Row([text_chip(waits, "submitted"), *_labels(again, two)], wrap=True, spacing=GAP_S, run_spacing=4),
    ]
    return open_row(words, lambda: on_open(record), is_open=is_open, key=row_key(record))


def _labels(again: str, two: str) -> list[ft.Control]:
    found = [text_chip(again, "waiting")] if again else []
    return found + ([text_chip(two, "two_values")] if two else [])


def _again_row(
    app: AppState, session: Session, refused: RefusedDecision, on_open: Callable[[str], Any]
) -> ft.Control:
    """A decision that was not accepted stands above everything else until it is taken again or let go."""
    state = session.record(refused.record)
    title = str(state.values.get("title") or "") if state else ""
    words: list[ft.Control] = [
        remark(ft.Icons.REPLAY, app.gettext("Putuskan lagi"), ft.Colors.ON_TERTIARY_CONTAINER),
        ft.Text(
            title or app.gettext("Tanpa nama"),
            theme_style=ft.TextThemeStyle.TITLE_MEDIUM,
            color=ft.Colors.ON_TERTIARY_CONTAINER,
        ),
        ft.Text(
            refusal_text(app, refused.code),
            theme_style=ft.TextThemeStyle.BODY_MEDIUM,
            color=ft.Colors.ON_TERTIARY_CONTAINER,
        ),
    ]
    return ft.ListTile(
        title=ft.Column(words, spacing=4, tight=True),
        on_click=lambda _: on_open(refused.record),
        bgcolor=ft.Colors.TERTIARY_CONTAINER,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        content_padding=ft.Padding.symmetric(vertical=GAP_S, horizontal=GAP),
        key=f"again:{refused.record}",
    )
