"""*Catat hasil ukur*: a month and one number, or two, of what an innovation measures. Kept while it is typed."""

from __future__ import annotations

import contextlib

import flet as ft

from mobile.amount_text import measured_text
from mobile.components.fields.amount import AmountAnswer
from mobile.components.fields.draft import Draft
from mobile.components.fields.months import MonthAnswer
from mobile.components.layout import empty_state, heading, notice, page_body, text_button
from mobile.context import AppState, use_app
from mobile.measures import all_of, measured_by
from mobile.routes import NOTE, RECORD, go
from mobile.screens.note_discard import discard_draft
from mobile.screens.note_lines import DropButton, EndButton, Strip
from mobile.store.errors import StoreError
from mobile.text import month
from mobile.theme import GAP_S
from sync.client.replica import RecordState
from sync.domain.measuring import (
    DENOMINATOR,
    INDICATOR,
    NUMERATOR,
    PERIOD,
    RATIO,
    VALUE,
    Indicator,
    concerns_health,
    is_from_recap,
)
from sync.domain.rights import may_edit


@ft.component
def MeasureForm(draft: Draft) -> ft.Control:
    app = use_app()
    _ = app.gettext
    about = measured_by(draft.session, draft.copy.values)
    is_refused = bool(draft.session.refusals(draft.record))

    def submit() -> None:
        # What the disk did not take stays in the form, which says so.
        with contextlib.suppress(StoreError):
            if not draft.faults():
                draft.submit()
                _leave(app, about[0] if about else None)

    def keep() -> None:
        draft.save()

    ft.use_effect(keep, [app.pauses])
    ft.use_effect(lambda: None, [], cleanup=draft.close)
    if about is None:
        return page_body(not_known(app))
    innovation, indicator = about
    body = page_body(
        _head(app, draft, innovation, indicator),
        *_notices(app, innovation, indicator),
        ft.Column(
            [
                MonthAnswer(draft, draft.remarks, draft.copy.form.field(PERIOD)),
                MonthTaken(draft, innovation, indicator),
            ],
            spacing=0,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        *_amounts(draft, innovation, indicator),
        EndButton(
            draft, draft.in_hand, _("Betulkan") if is_refused else _("Simpan"), submit, ft.Icons.SEND_OUTLINED
        ),
        ft.Row(
            [DropButton(draft, draft.in_hand, _drop(app, draft), lambda: discard_draft(app, draft))],
            alignment=ft.MainAxisAlignment.CENTER,
        ),
    )
    return ft.Column([body, Strip(draft, draft.keeping, draft.remarks)], expand=True, spacing=0)


def not_known(app: AppState) -> ft.Control:
    _ = app.gettext
    text = _("Mungkin belum terambil dari server kota. Coba lagi bila ada sinyal.")
    return empty_state(ft.Icons.SEARCH_OFF, _("Yang diukur belum ada di HP ini"), text)


def _leave(app: AppState, innovation: RecordState | None) -> None:
    if innovation:
        go(RECORD, record=innovation.id)
    ft.context.page.show_dialog(ft.SnackBar(app.gettext("Tersimpan. Dikirim begitu ada sinyal.")))


def _head(app: AppState, draft: Draft, innovation: RecordState, indicator: Indicator) -> ft.Control:
    _ = app.gettext
    title = _("Catat hasil ukur") if draft.copy.is_new else _("Betulkan hasil ukur")
    return ft.Column(
        [
            heading(title, 1),
            ft.Text(str(indicator["name"]), theme_style=ft.TextThemeStyle.TITLE_SMALL),
            ft.Text(
                str(innovation.values.get("title") or ""),
                theme_style=ft.TextThemeStyle.BODY_SMALL,
                color=ft.Colors.ON_SURFACE_VARIANT,
            ),
        ],
        spacing=2,
        tight=True,
    )


def _notices(app: AppState, innovation: RecordState, indicator: Indicator) -> list[ft.Control]:
    _ = app.gettext
    if is_from_recap(indicator):
        text = _("Isi dari rekap puskesmas. Jangan menanyai rumah satu per satu: ini data kesehatan keluarga.")
        return [notice(text)]
    if concerns_health(innovation.values, indicator):
        return [notice(_("Ini tentang kesehatan: jumlah 1 sampai 4 disimpan sebagai kurang dari 5."))]
    return []


@ft.component
def MonthTaken(draft: Draft, innovation: RecordState, indicator: Indicator) -> ft.Control:
    """That the month has a result already, and the way to correct that one; seen once the answer is kept."""
    app = use_app()
    _ = app.gettext
    period = draft.value(PERIOD)
    found = all_of(draft.session, innovation, str(draft.value(INDICATOR)))
    others = [pair for pair in found if pair[1].period == period and pair[0].id != draft.record]
    if not others:
        return ft.Container(height=0)
    state, measured = others[0]
    text = _("{bulan} sudah ada hasilnya: {hasil}.").format(
        bulan=month(measured.period, app), hasil=measured_text(app, measured, indicator)
    )
    correct = text_button(_("Betulkan yang itu"), lambda: go(NOTE, record=state.id))
    may_correct = may_edit(draft.session.person, state.ownership)
    told = notice(text, "warning", correct if may_correct else None)
    return ft.Container(told, padding=ft.Padding.only(top=GAP_S))


def _amounts(draft: Draft, innovation: RecordState, indicator: Indicator) -> list[ft.Control]:
    is_ratio = indicator["kind"] == RATIO
    unit, is_health = "" if is_ratio else str(indicator["unit"]), concerns_health(innovation.values, indicator)
    paths = (NUMERATOR, DENOMINATOR) if is_ratio else (VALUE,)
    return [AmountAnswer(draft, draft.remarks, draft.copy.form.field(path), unit, is_health) for path in paths]


def _drop(app: AppState, draft: Draft) -> str:
    _ = app.gettext
    return _("Hapus draf") if draft.copy.is_new else _("Batalkan perubahan")
