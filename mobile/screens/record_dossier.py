"""*Unduh berkas*: a record as SIGAP, IGA and KIPP take it, made by the centre and given to the person's files."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.components.layout import notice, secondary_button, tonal_card
from mobile.context import AppState, use_app
from mobile.errand import use_errand
from mobile.session import Session
from mobile.text import number
from mobile.theme import GAP_S
from sync.client.desk import DeskApi
from sync.client.replica import RecordState
from sync.domain.awards import carrier
from sync.domain.growing import KIPP
from sync.domain.ids import number_of
from sync.domain.kipp import answer, count_words, questions, too_long
from sync.domain.lifecycle import GOES_OUT
from sync.domain.records import MOVED_TO, Kind
from sync.domain.rights import may_take_dossier

_NAMES = {
    "sigap": "sigap-{}.xlsx",
    "iga": "iga-{}.zip",
    "kipp.docx": "kipp-{}.docx",
    "kipp.pdf": "kipp-{}.pdf",
    "letters.docx": "pernyataan-{}.docx",
}
"""By kind, the name of the file with the number of the record."""


def has_dossier(session: Session, state: RecordState) -> bool:
    goes_out = state.kind == Kind.INNOVATION and state.status in GOES_OUT and not state.values.get(MOVED_TO)
    return goes_out and state.version > 0 and may_take_dossier(session.person, state.ownership)


@ft.component
def RecordDossier(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    errand = use_errand()
    told, tell = ft.use_state("")

    @errand.work
    async def take(kind: str) -> None:
        tell("")
        too_long_told = _too_long(app, state) if kind.startswith("kipp") else ""
        if too_long_told:
            errand.tell(too_long_told)
            return
        name = _NAMES[kind].format(number_of(state.id))
        if await app.devices.exchange.give(name, await DeskApi(session.api).dossier(kind, state.id)):
            tell(_told(app, state, kind, name))

    def button(kind: str, word: str, icon: ft.IconData) -> ft.Control:
        return secondary_button(word, partial(take, kind), icon=icon, disabled=errand.is_busy)

    buttons = [
        button("sigap", _("SIGAP (XLSX)"), ft.Icons.TABLE_CHART_OUTLINED),
        button("iga", _("Map IGA (ZIP)"), ft.Icons.FOLDER_ZIP_OUTLINED),
        button("kipp.docx", _("KIPP (DOCX)"), ft.Icons.DESCRIPTION_OUTLINED),
        button("kipp.pdf", _("KIPP (PDF)"), ft.Icons.PICTURE_AS_PDF_OUTLINED),
        button("letters.docx", _("Surat pernyataan KIPP (DOCX)"), ft.Icons.DRAW_OUTLINED),
    ]
    return tonal_card(
        ft.Text(_("Unduh berkas"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S),
        *errand.progress(_("Menyiapkan berkas …")),
        *errand.told(),
        *([notice(told)] if told else []),
    )


def _too_long(app: AppState, state: RecordState) -> str:
    """The centre would refuse it: said before it is asked, and without a signal."""
    over = [
        app.gettext("{pertanyaan} ({n} kata, paling banyak {batas})").format(
            pertanyaan=each.item,
            n=number(count_words(answer(state.values, each.code)), app),
            batas=number(each.most_words, app),
        )
        for each in too_long(state.values)
    ]
    told = app.gettext("Jawaban KIPP terlalu panjang: {daftar}. Minta dipendekkan dulu.")
    return told.format(daftar=", ".join(over)) if over else ""


def _told(app: AppState, state: RecordState, kind: str, name: str) -> str:
    told = app.gettext("Berkas {nama} sudah jadi.").format(nama=name)
    if kind == "letters.docx":
        return f"{told} {_still_to_do(app, state)}"
    empty = sum(not answer(state.values, each.code) for each in questions()) if kind.startswith("kipp") else 0
    if not empty:
        return told
    more = app.ngettext("{n} pertanyaan belum dijawab.", "{n} pertanyaan belum dijawab.", empty)
    return f"{told} {more.format(n=number(empty, app))}"


def _still_to_do(app: AppState, state: RecordState) -> str:
    """Of the letters: they are a draft, and an office has to carry them."""
    _ = app.gettext
    draft = _("Ini konsep: cocokkan dengan lampiran resmi tahun ini, lalu isi nama penanda tangan.")
    lacks_upp = _("Unit pelayanan publik yang mengusulkan belum dicatat di Lomba.")
    return draft if carrier(state.values, KIPP) else f"{lacks_upp} {draft}"
