"""*Pengukuran*: what is measured of an innovation, before and after, and what this person may add or confirm."""

from __future__ import annotations

import flet as ft

from mobile.amount_text import measured_text
from mobile.components.bars import bars
from mobile.components.keyed import keyed, told_apart
from mobile.components.layout import secondary_button, section_title, text_button, tonal_card
from mobile.context import AppState, use_app
from mobile.measures import all_of, being_typed, may_confirm, may_note, progress_of
from mobile.progress_text import ICONS, bars_of, target_text, trend_text, verdict_text
from mobile.routes import MEASURE, RECORD, go
from mobile.screens.indicator_dialog import IndicatorDialog, LongsetDialog, may_add_longset
from mobile.screens.record_actions import may_change
from mobile.screens.review_dialog import Opens
from mobile.session import Session
from mobile.text import month, status_text
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.domain.measuring import Measured, Progress, indicators_of, is_from_recap
from sync.domain.people import Role
from sync.domain.records import CONFIRMED, Kind
from sync.domain.rights import holds_stream

_QUIET = ft.Colors.ON_SURFACE_VARIANT
_UNDERWAY = frozenset({"waiting", "sending", "carried", "not_accepted", "two_values"})


def has_measurements(session: Session, state: RecordState) -> bool:
    """Whether this device knows the results: who works through search does not."""
    is_known = state.kind == Kind.INNOVATION and holds_stream(session.person, state.area)
    return is_known and (may_change(session, state) or bool(indicators_of(state.values)))


@ft.component
def RecordMeasurements(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    found = progress_of(session, state)
    parts: list[ft.Control] = [section_title(_("Pengukuran"))]
    if not found:
        parts.append(ft.Text(_("Belum ada yang diukur. Angka sebelum dan sesudah membuat hasilnya terlihat.")))
    parts += [keyed(each.key, IndicatorCard, session, state, each) for each in found]
    if found and session.person.role is Role.UMKM:
        parts.append(ft.Text(_("Yang diukur kelurahan untuk inovasi Anda tidak tampil di HP ini."), color=_QUIET))
    if may_change(session, state):
        parts += _adding(app, session, state)
    return ft.Column(told_apart(parts), spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _adding(app: AppState, session: Session, state: RecordState) -> list[ft.Control]:
    _ = app.gettext
    new = Opens(_("Tambah indikator"), ft.Icons.ADD, lambda close: IndicatorDialog(session, state, "", close))
    if not may_add_longset(state):
        return [new]
    twelve = _("Tambah 12 indikator Longset")
    return [
        new,
        Opens(twelve, ft.Icons.HEALTH_AND_SAFETY_OUTLINED, lambda close: LongsetDialog(session, state, close)),
    ]


@ft.component
def IndicatorCard(session: Session, state: RecordState, progress: Progress) -> ft.Control:
    app = use_app()
    _ = app.gettext
    is_open, set_open = ft.use_state(False)
    told = [text for text in (trend_text(app, progress), target_text(app, progress)) if text]
    parts: list[ft.Control] = [
        ft.Text(str(progress.indicator["name"]), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        _verdict(app, progress),
        *([bars(bars_of(app, progress))] if progress.series else []),
        *(ft.Text(text, theme_style=ft.TextThemeStyle.BODY_SMALL, color=_QUIET) for text in told),
        *_recap(app, session, state, progress),
    ]
    buttons = _note_button(app, session, state, progress)
    if progress.series:
        icon = ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE
        more = text_button(_("Semua hasil ukur"), lambda: set_open(not is_open), icon=icon)
        buttons.append(ft.MergeSemantics(content=ft.Semantics(expanded=is_open, content=more)))
    if buttons:
        parts.append(ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S))
    if is_open:
        results = all_of(session, state, progress.key)
        parts += [_result(app, session, progress, each, measured) for each, measured in results]
    if (is_open or not progress.series) and may_change(session, state):
        parts.append(_edit(app, session, state, progress))
    return tonal_card(*parts)


def _verdict(app: AppState, progress: Progress) -> ft.Control:
    words = ft.Text(verdict_text(app, progress), expand=True)
    if progress.verdict is None:
        return ft.Row([words])
    icon = ft.Icon(ICONS[progress.verdict], size=20, color=ft.Colors.PRIMARY)
    return ft.Row([icon, words], spacing=GAP_S, vertical_alignment=ft.CrossAxisAlignment.START)


def _recap(app: AppState, session: Session, state: RecordState, progress: Progress) -> list[ft.Control]:
    if not is_from_recap(progress.indicator) or may_note(session, state, progress.indicator):
        return []
    text = app.gettext("Diisi kelurahan dari rekap puskesmas, tidak dengan menanyai rumah satu per satu.")
    return [ft.Text(text, theme_style=ft.TextThemeStyle.BODY_SMALL, color=_QUIET)]


def _note_button(app: AppState, session: Session, state: RecordState, progress: Progress) -> list[ft.Control]:
    if not (may_change(session, state) and may_note(session, state, progress.indicator)):
        return []

    def note() -> None:
        go(MEASURE, record=state.id, indicator=progress.key)

    _ = app.gettext
    is_begun = being_typed(session, state, progress.key) is not None
    return [
        secondary_button(_("Lanjutkan draf") if is_begun else _("Catat hasil ukur"), note, icon=ft.Icons.ADD_CHART)
    ]


def _edit(app: AppState, session: Session, state: RecordState, progress: Progress) -> ft.Control:
    name = app.gettext("Ubah indikator")
    return Opens(name, ft.Icons.EDIT_OUTLINED, lambda close: IndicatorDialog(session, state, progress.key, close))


def _result(
    app: AppState, session: Session, progress: Progress, state: RecordState, measured: Measured
) -> ft.Control:
    """One record: its month, its number, whether the kelurahan stands by it."""
    _ = app.gettext

    def confirm() -> None:
        app.kept(lambda: session.edit(state, {CONFIRMED: True}))

    number = measured_text(app, measured, progress.indicator)
    buttons: list[ft.Control] = [text_button(_("Lihat"), lambda: go(RECORD, record=state.id))]
    if may_confirm(session, state):
        buttons.insert(0, secondary_button(_("Sahkan"), confirm, icon=ft.Icons.VERIFIED_OUTLINED))
    name = f"{month(measured.period, app)}: {number}"
    words = ft.Column(
        [
            ft.Text(name),
            ft.Text(standing_text(app, session, state), theme_style=ft.TextThemeStyle.BODY_SMALL, color=_QUIET),
        ],
        spacing=2,
        tight=True,
    )
    return ft.Column(
        [ft.Divider(height=1), words, ft.Row(buttons, wrap=True, spacing=GAP_S)], spacing=4, tight=True
    )


def standing_text(app: AppState, session: Session, state: RecordState) -> str:
    """Where a measurement stands: on its way, confirmed, or not yet."""
    _ = app.gettext
    chip = session.card(state.id).chip
    if chip.code in _UNDERWAY:
        return status_text(app, chip)
    return _("Disahkan kelurahan") if state.values.get(CONFIRMED) else _("Belum disahkan kelurahan")
