"""The quiet lines of a form: that it is kept, how many answers are missing, what submitting will do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.components.fields.draft import Draft, InHand, Keeping, Remarks
from mobile.components.layout import notice, primary_button, text_button
from mobile.context import AppState, use_app
from mobile.text import time_of_day
from mobile.theme import GAP, GAP_S
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.records import Kind


@ft.component
def KeptLine(draft: Draft, keeping: Keeping) -> ft.Control:
    """`tersimpan 14.05`, or in place that it is not kept."""
    app = use_app()
    _ = app.gettext
    if keeping.failed:
        again = text_button(_("Coba lagi"), lambda: draft.save())
        return notice(_("BELUM TERSIMPAN. Jangan tutup layar ini."), "error", again)
    if not keeping.saved_at:
        return ft.Container()
    text = _("tersimpan {jam}").format(jam=time_of_day(keeping.saved_at, app))
    return ft.Row(
        [
            ft.Icon(ft.Icons.CHECK, size=16, color=ft.Colors.ON_SURFACE_VARIANT),
            ft.Text(text, theme_style=ft.TextThemeStyle.BODY_SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
        ],
        spacing=6,
    )


@ft.component
def Strip(draft: Draft, keeping: Keeping, remarks: Remarks) -> ft.Control:
    """Stays in sight at the foot of the form: kept or not, and how many answers are still missing."""
    app = use_app()
    count = len(remarks.faults)
    parts: list[ft.Control] = [ft.Container(KeptLine(draft, keeping), expand=True)]
    if count:
        text = ft.Text(_missing(app, count), theme_style=ft.TextThemeStyle.BODY_SMALL, color=ft.Colors.ERROR)
        parts.append(text)
    row = ft.Row(parts, spacing=GAP_S)
    return ft.Container(row, padding=ft.Padding.symmetric(vertical=4, horizontal=GAP))


@ft.component
def FaultLine(remarks: Remarks, to_first: Callable[[], Any]) -> ft.Control:
    """`Tinggal 2 isian lagi.`"""
    app = use_app()
    count = len(remarks.faults)
    if not count:
        return ft.Container()
    said = notice(_missing(app, count), "warning", text_button(app.gettext("Tunjukkan"), to_first))
    return ft.Container(said, padding=ft.Padding.only(top=GAP_S))


@ft.component
def EndButton(draft: Draft, in_hand: InHand, text: str, end: Callable[[], Any], icon: ft.IconData) -> ft.Control:
    """*Ajukan* or *Simpan*: it waits for what is being made ready, and acts once."""
    shown = use_app().gettext("Menunggu foto atau berkas …") if in_hand.count else text

    def act() -> None:
        if draft.may_end:
            end()

    return primary_button(shown, act, icon=icon, disabled=bool(in_hand.count))


@ft.component
def DropButton(draft: Draft, in_hand: InHand, text: str, drop: Callable[[], Any]) -> ft.Control:
    """*Hapus draf*, likewise."""

    def act() -> None:
        if draft.may_end:
            drop()

    return text_button(text, act, icon=ft.Icons.DELETE_OUTLINE, disabled=bool(in_hand.count))


def _missing(app: AppState, count: int) -> str:
    return app.ngettext("Tinggal {n} isian lagi.", "Tinggal {n} isian lagi.", count).format(n=count)


def title_of(app: AppState, draft: Draft, *, is_refused: bool) -> str:
    """What the person is doing, in the heading of the form."""
    _ = app.gettext
    if draft.copy.kind == Kind.PARTNER:
        return _("Tambah mitra") if draft.copy.is_new else _("Ubah mitra")
    if not draft.copy.is_new or is_refused:
        return _("Telaah masalah") if draft.is_analysis else _("Ubah catatan")
    new = {Kind.IDEA.value: _("Catat usulan warga"), Kind.ISSUE.value: _("Catat masalah")}
    return new.get(draft.copy.kind, _("Catat inovasi"))


def button_text(app: AppState, draft: Draft, *, is_refused: bool) -> str:
    """What the one button of the form is called."""
    _ = app.gettext
    if is_refused:
        return _("Betulkan")
    if draft.copy.is_new and draft.copy.kind != Kind.PARTNER:
        return _("Ajukan")
    sends = draft.copy.sends_status and draft.copy.kind != Kind.PARTNER
    return _("Kirim perbaikan") if sends else _("Simpan")


def what_happens(app: AppState, draft: Draft) -> str:
    """What submitting will do, in words, before it is done."""
    _ = app.gettext
    kecamatan = gazetteer().name(AreaCode(draft.copy.area).kecamatan or draft.copy.area)
    if draft.copy.is_new and draft.copy.kind == Kind.IDEA:
        text = _(
            "Tulis dengan kata-kata warga. Usulan tersimpan di HP ini, terkirim begitu ada sinyal, lalu dijawab "
            "kelurahan; yang tentang kantor kelurahan dijawab Kecamatan {nama}."
        )
    elif draft.copy.is_new and draft.copy.kind == Kind.ISSUE:
        text = _(
            "Setelah diajukan, masalah tersimpan di HP ini, terkirim begitu ada sinyal, lalu dibaca Kecamatan "
            "{nama}. Jawabannya muncul di Beranda."
        )
    elif draft.copy.kind == Kind.PARTNER:
        text = _("Tersimpan di HP ini, terkirim begitu ada sinyal, lalu bisa dipilih di semua kelurahan.")
    elif draft.copy.is_new:
        text = _(
            "Setelah diajukan, catatan tersimpan di HP ini, terkirim begitu ada sinyal, lalu diperiksa Kecamatan "
            "{nama}. Jawabannya muncul di Beranda."
        )
    elif draft.copy.sends_status:
        text = _("Perbaikan terkirim begitu ada sinyal, lalu diperiksa lagi oleh Kecamatan {nama}.")
    else:
        text = _("Perubahan tersimpan di HP ini dan terkirim begitu ada sinyal.")
    return text.format(nama=kecamatan)
