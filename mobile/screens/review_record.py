"""A record under review: what changed, its photos, its fields, and under them the decision."""

from __future__ import annotations

import flet as ft

from mobile import routes
from mobile.components.keyed import told_apart
from mobile.components.layout import empty_state, heading, icon_button, notice, section_title, text_button
from mobile.context import AppState
from mobile.review_desk import Dialog, Reading, changed_paths, obstacle, with_edition
from mobile.screens import review_actions as actions
from mobile.screens.record_measurements import RecordMeasurements, has_measurements
from mobile.screens.review_bar import DecisionBar, UndoBar
from mobile.screens.review_dialog import use_close
from mobile.screens.review_fields import FieldView, ReviewField, field_views, remark
from mobile.screens.review_mark import MarkDialog
from mobile.screens.review_notes import GiveBackDialog, NoteDialog
from mobile.screens.review_photos import ReviewPhotos, photo_dialog
from mobile.screens.review_warnings import warnings
from mobile.session import Session
from mobile.text import date_time, days_between
from mobile.theme import GAP, GAP_L, GAP_S
from sync.client import reviewing
from sync.client.replica import RecordState
from sync.domain.areas import gazetteer
from sync.domain.ids import number_of
from sync.domain.records import COMMENTS, PHOTOS, entries_below


@ft.component
def ReviewRecord(app: AppState, session: Session) -> ft.Control:
    """The record on the desk; a kind word where none is."""
    desk = ft.use_state(app.review)[0]
    reading = desk.reading

    async def look_back() -> None:
        found = await with_edition(session, reading) if reading is not None else None
        if found is not reading and desk.reading is reading:
            desk.reading = found

    ft.use_effect(look_back, [desk.record, reading.state.version if reading else 0])
    if reading is None:
        return _without_record(app, session)
    changed = changed_paths(session, reading)
    views = field_views(app, reading, changed, desk.draft)
    body = ft.Container(
        ft.Column(
            told_apart(_parts(app, session, reading, changed, views)),
            spacing=GAP,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=ft.Padding.only(left=GAP, right=GAP, top=GAP, bottom=GAP_L),
        width=760,
    )
    scroll = ft.Column(
        [body],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        key=f"record:{desk.record}",
    )
    bars = [
        UndoBar(app, session),
        DecisionBar(app, session, reading),
        *_dialogs(app, session, reading, views),
    ]
    top = [] if app.is_wide else [_way(app, session)]
    return ft.Column(
        [*top, scroll, *bars], expand=True, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _without_record(app: AppState, session: Session) -> ft.Control:
    top = [] if app.is_wide else [_way(app, session)]
    nothing = ft.Container(_nothing(app, app.review.record), expand=True, alignment=ft.Alignment.CENTER)
    return ft.Column([*top, nothing, UndoBar(app, session)], expand=True, spacing=0)


def _way(app: AppState, session: Session) -> ft.Control:
    """On a phone: back to the queue, to the record before and to the next."""
    _ = app.gettext
    records = actions.records_waiting(app, session)
    place = records.index(app.review.record) + 1 if app.review.record in records else 0
    where = _("{i} dari {n}").format(i=place, n=len(records)) if place else ""
    return ft.Row(
        [
            icon_button(ft.Icons.ARROW_BACK, _("Kembali ke daftar"), lambda: routes.go(routes.REVIEW)),
            ft.Text(where, expand=True, color=ft.Colors.ON_SURFACE_VARIANT),
            icon_button(
                ft.Icons.KEYBOARD_ARROW_UP,
                _("Catatan sebelumnya"),
                lambda: actions.step(app, session, -1),
                disabled=place <= 1,
            ),
            icon_button(
                ft.Icons.KEYBOARD_ARROW_DOWN,
                _("Catatan berikutnya"),
                lambda: actions.step(app, session, 1),
                disabled=place == len(records),
            ),
        ],
        spacing=4,
    )


def _nothing(app: AppState, record: str) -> ft.Control:
    _ = app.gettext
    if record:
        return empty_state(
            ft.Icons.FIND_IN_PAGE_OUTLINED,
            _("Catatan ini belum ada di HP ini"),
            _("Sambungkan HP, lalu buka lagi dari daftar Tinjau."),
        )
    return empty_state(
        ft.Icons.RATE_REVIEW_OUTLINED,
        _("Pilih catatan untuk ditinjau"),
        _("Yang menunggu paling lama ada di atas. Tekan ? untuk melihat tombol papan ketik."),
    )


def _parts(
    app: AppState, session: Session, reading: Reading, changed: frozenset[str], views: list[FieldView]
) -> list[ft.Control]:
    may_mark = obstacle(session, reading) in ("", "two_values")
    return [
        _head(app, session, reading.state),
        *warnings(app, session, reading),
        *_changes(app, views, reading),
        *_photos(app, session, reading, changed, may_mark),
        ft.SelectionArea(content=_fields(app, views, may_mark, is_update=reviewing.asks_update(reading.state))),
        *([RecordMeasurements(session, reading.state)] if has_measurements(session, reading.state) else []),
        *_comments(app, reading, changed),
        ft.Row(
            [
                text_button(
                    app.gettext("Rincian dan riwayat"),
                    lambda: routes.go(routes.RECORD, record=reading.state.id),
                    icon=ft.Icons.HISTORY,
                )
            ],
            wrap=True,
        ),
    ]


def _head(app: AppState, session: Session, state: RecordState) -> ft.Control:
    _, values = app.gettext, state.values
    wrote, source = state.source("title"), state.source("status")
    where = gazetteer().name(str(values.get("area") or state.area))
    days = days_between(source.received_at, session.clock.now_ms()) if source else 0
    waits = (
        app.ngettext("menunggu {n} hari", "menunggu {n} hari", days).format(n=days)
        if days
        else _("masuk hari ini")
    )
    lines = [
        _("Nomor {n}").format(n=number_of(state.id)),
        _("{nama}, {wilayah}").format(nama=wrote.by.name, wilayah=where) if wrote else where,
        waits if state.status == "submitted" else actions.status_word(app, state.status or ""),
    ]
    texts = [ft.Text(line, color=ft.Colors.ON_SURFACE_VARIANT) for line in lines]
    title = heading(str(values.get("title") or _("Tanpa nama")))
    return ft.SelectionArea(content=ft.Column([title, *texts], spacing=4, tight=True))


def _changes(app: AppState, views: list[FieldView], reading: Reading) -> list[ft.Control]:
    """At a later reading: which fields are new since the reviewer's last one."""
    names = [view.item.question.in_language(app.language) for view in views if view.is_changed]
    if reading.since is None:
        return []
    if reviewing.asks_update(reading.state):
        return [notice(app.gettext("Ini pembaruan. Warga membaca versi lama sampai Anda memutuskan."))]
    if not names:
        return [notice(app.gettext("Tidak ada isian yang berubah sejak tinjauan Anda."))]
    text = app.gettext("Berubah sejak tinjauan Anda: {isian}").format(isian=", ".join(names))
    return [notice(text)]


def _photos(
    app: AppState, session: Session, reading: Reading, changed: frozenset[str], may_tick: bool
) -> list[ft.Control]:
    has_news = any(path.startswith(PHOTOS + "/") for path in changed)
    if not (entries_below(reading.state.values, PHOTOS) or has_news):
        return [remark(ft.Icons.IMAGE_NOT_SUPPORTED_OUTLINED, app.gettext("Tidak ada foto."))]
    ticks = session.public_photos(reading.state) | dict(app.review.draft.public)

    def enlarge(photo: str) -> None:
        app.review.dialog = Dialog("photo", photo)

    def tick(photo: str, fit: bool) -> None:
        actions.tick(app, session, photo, fit)

    photos = ReviewPhotos(app, reading, changed, ticks, enlarge, tick if may_tick else None)
    return [section_title(app.gettext("Foto")), photos]


def _fields(app: AppState, views: list[FieldView], may_mark: bool, *, is_update: bool) -> ft.Control:
    def ask(path: str) -> None:
        app.review.dialog = Dialog("mark", path)

    hint = app.gettext("Ketuk isian hanya bila ada yang perlu diperbaiki atau ditolak.")
    # Of an update only what changed is looked at: the rest was approved before.
    only = [view for view in views if view.is_changed or view.made or view.two] if is_update else []
    rows: list[ft.Control] = [ReviewField(app, view, ask if may_mark else None) for view in only or views]
    head = [
        section_title(app.gettext("Yang berubah") if only else app.gettext("Isian")),
        *([ft.Text(hint)] if may_mark else []),
    ]
    return ft.Column([*head, *rows], spacing=GAP_S, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _comments(app: AppState, reading: Reading, changed: frozenset[str]) -> list[ft.Control]:
    found = entries_below(reading.state.values, COMMENTS)
    if not found:
        return []
    rows = [_comment(app, reading, f"{COMMENTS}/{key}", text, changed) for key, text in found.items()]
    return [section_title(app.gettext("Komentar")), ft.SelectionArea(content=ft.Column(rows, spacing=GAP_S))]


def _comment(app: AppState, reading: Reading, path: str, text: str, changed: frozenset[str]) -> ft.Control:
    source = reading.state.source(path)
    who = source.by.name if source else app.gettext("Anda")
    when = date_time(source.received_at, app) if source else app.gettext("menunggu dikirim")
    icon = ft.Icons.MARK_CHAT_UNREAD_OUTLINED if path in changed else ft.Icons.CHAT_BUBBLE_OUTLINE
    return remark(icon, f"{who}, {when}: {text}")


def _dialogs(app: AppState, session: Session, reading: Reading, views: list[FieldView]) -> list[ft.Control]:
    """At most one; each is a component that holds what is typed into it."""
    dialog = app.review.dialog
    if dialog is None:
        return []
    key = f"{reading.state.id}:{dialog.kind}:{dialog.subject}"
    shown: ft.Control | None = None
    if dialog.kind == "mark":
        view = next((each for each in views if each.item.path == dialog.subject), None)
        shown = MarkDialog(app, session, reading.state, view) if view else None
    elif dialog.kind == "note":
        shown = NoteDialog(app, session, reading)
    elif dialog.kind == "give_back":
        shown = GiveBackDialog(app, session, reading)
    elif dialog.kind == "photo":
        shown = PhotoDialog(app, reading, dialog.subject)
    return [ft.Container(shown, key=key, width=0, height=0)] if shown else []


@ft.component
def PhotoDialog(app: AppState, reading: Reading, photo: str) -> ft.Control:
    ft.use_dialog(photo_dialog(app, reading, photo, use_close(app)))
    return ft.Container(width=0, height=0)
