"""*Laporan halaman*: what readers found wrong on public pages, and the answer to each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile import city_desk
from mobile.city_desk import ReportsDesk
from mobile.components.fields.typed import typed_field
from mobile.components.keyed import keyed
from mobile.components.layout import (
    empty_state,
    notice,
    page_body,
    primary_button,
    secondary_button,
    text_button,
    tonal_card,
)
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.office import place_text
from mobile.people_text import trouble_text
from mobile.routes import FOUND, RECORD, go
from mobile.screens.review_dialog import asked, use_question
from mobile.session import Session
from mobile.text import date_time
from mobile.theme import GAP_S
from sync.client.desk import DeskApi
from sync.domain.ids import number_of
from sync.domain.people import Role
from sync.protocol.bank import PageReport

_ANSWER_MAX = 1000


@ft.component
def ReportsScreen() -> ft.Control:
    app, session = use_app(), use_session()
    desk, _ = ft.use_state(app.city.reports)[0], app.gettext
    nobody: PageReport | None = None
    answering, set_answering = ft.use_state(nobody)

    async def look() -> None:
        await city_desk.load_reports(desk, session)

    async def more() -> None:
        await city_desk.load_reports(desk, session, desk.after or "")

    ft.use_effect(look, [session.account.id])
    cards = [_card(app, session, each, set_answering) for each in desk.reports]
    older = [text_button(_("Tampilkan lebih banyak"), more)] if desk.after and not desk.is_busy else []
    form = [keyed(answering.id, AnswerDialog, answering, lambda: set_answering(None))] if answering else []
    return page_body(*_state(app, desk, look), *cards, *older, *form)


def _state(app: AppState, desk: ReportsDesk, look: Callable[[], Any]) -> list[ft.Control]:
    _ = app.gettext
    if desk.is_busy and not desk.reports:
        return [ft.ProgressBar(border_radius=4, semantics_label=_("Mengambil daftar …"))]
    if desk.trouble is not None:
        again = text_button(_("Coba lagi"), look, icon=ft.Icons.REFRESH)
        return [notice(trouble_text(app, desk.trouble), "warning", again)]
    if desk.reports:
        return []
    text = _("Warga bisa melaporkan halaman yang keliru; laporannya muncul di sini.")
    return [empty_state(ft.Icons.DONE_ALL, _("Tidak ada laporan"), text)]


def reason_text(app: AppState, reason: str) -> str:
    _ = app.gettext
    texts = {
        "personal": _("Memuat data pribadi seseorang"),
        "photo": _("Fotonya tidak pantas atau tanpa izin"),
        "wrong": _("Isinya tidak benar"),
        "other": _("Lainnya"),
    }
    return texts.get(reason, reason)


def _card(app: AppState, session: Session, report: PageReport, answer: Callable[[PageReport], Any]) -> ft.Control:
    _, quiet = app.gettext, ft.Colors.ON_SURFACE_VARIANT
    about = [place_text(app, report.area), date_time(report.sent_at, app)]
    if report.record:
        about.insert(0, number_of(report.record))
    words: list[ft.Control] = [
        ft.Text(reason_text(app, report.reason), theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(" · ".join(about), theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet),
        *([ft.Text(report.text)] if report.text else []),
    ]
    if report.answered_at:
        told = _("Dijawab {waktu}: {isi}").format(waktu=date_time(report.answered_at, app), isi=report.answer)
        return tonal_card(*words, ft.Text(told, color=quiet))
    buttons: list[ft.Control] = [primary_button(_("Jawab"), lambda: answer(report))]
    if report.record:
        record, path = report.record, FOUND if session.person.role is Role.KOTA else RECORD
        buttons.append(secondary_button(_("Buka catatan"), lambda: go(path, record=record)))
    return tonal_card(*words, ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S))


@ft.component
def AnswerDialog(report: PageReport, close: Callable[[], Any]) -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    typed = use_typed(answer="")
    errand = use_errand()

    @errand.work
    async def send() -> None:
        app.city.reports.put(await DeskApi(session.api).answer_report(report.id, typed.now["answer"].strip()))
        close()

    text, say = typed.now["answer"], partial(typed.say, "answer")
    field = typed_field(app, "answer", text, say, lambda: None, most=_ANSWER_MAX, lines=3)
    told = _("Tulis apa yang sudah dilakukan. Bila perlu, sembunyikan dulu catatannya.")
    parts: list[ft.Control] = [ft.Text(told), asked(_("Jawaban"), field)]
    parts += errand.told()
    return use_question(
        _("Jawab laporan"), parts, close, primary_button(_("Simpan jawaban"), send, disabled=not text.strip())
    )
