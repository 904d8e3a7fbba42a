"""What a resident says of an idea that was sent: an answer, the wish that the kecamatan looks again, that their
contact is erased. Each is kept here and goes when there is a signal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import flet as ft

from mobile.components.fields.typed import typed_field
from mobile.components.layout import primary_button, secondary_button, text_button, tonal_card
from mobile.context import AppState
from mobile.resident import Resident
from mobile.screens.review_dialog import dialog
from sync.client.own_idea import ANSWER, APPEAL, WITHDRAW
from sync.domain.ideas import REASON_MAX


@dataclass(frozen=True, slots=True)
class Part:
    """Finished texts. `is_folded` until asked for."""

    kind: str
    title: str
    text: str
    label: str
    button: str
    question: str = ""
    is_folded: bool = False


def answer_part(app: AppState, title: str, asked: str, question: str) -> Part:
    _ = app.gettext
    return Part(ANSWER, title, asked, _("Jawaban Anda"), _("Kirim jawaban"), question)


def appeal_part(app: AppState) -> Part:
    _ = app.gettext
    text = _("Bila Anda merasa usulan ini belum dijawab dengan baik, kecamatan bisa melihatnya sekali lagi.")
    label, button = _("Mengapa perlu ditinjau?"), _("Minta ditinjau kecamatan")
    return Part(APPEAL, _("Belum puas dengan jawabannya?"), text, label, button, is_folded=True)


def act_words(app: AppState, kind: str) -> str:
    _ = app.gettext
    texts = {
        ANSWER: _("Jawaban Anda"),
        APPEAL: _("Permintaan ditinjau kecamatan"),
        WITHDRAW: _("Penghapusan kontak Anda"),
    }
    return texts.get(kind, kind)


@ft.component
def Ask(app: AppState, resident: Resident, idea: str, part: Part) -> ft.Control:
    _ = app.gettext
    typed, set_typed = ft.use_state("")
    is_open, set_open = ft.use_state(not part.is_folded)
    # What is typed now: a second tap, which hears the handler of before, finds nothing any more.
    latest: Any = ft.use_ref("")

    def write(text: str) -> None:
        latest.current = text
        set_typed(text)

    def say() -> None:
        resident.ideas.act(idea, part.kind, text=latest.current, question=part.question)

    def send() -> None:
        if latest.current.strip() and app.kept(say):
            write("")
            resident.wake()

    words: list[ft.Control] = [
        ft.Text(part.title, theme_style=ft.TextThemeStyle.TITLE_SMALL),
        ft.Text(part.text),
    ]
    if not is_open:
        button = secondary_button(part.button, lambda: set_open(True), icon=ft.Icons.GAVEL_OUTLINED)
        return tonal_card(*words, ft.Row([button], wrap=True))
    # The name is above the field, merged with it: inside, a long one would be cut.
    label = ft.Text(part.label, theme_style=ft.TextThemeStyle.BODY_MEDIUM)
    field = typed_field(app, part.kind, typed, write, lambda: None, most=REASON_MAX, lines=3)
    named = ft.MergeSemantics(
        content=ft.Column(
            [label, field], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
        )
    )
    go_on = primary_button(part.button, send, icon=ft.Icons.SEND_OUTLINED, disabled=not typed.strip())
    return tonal_card(*words, named, ft.Row([go_on], wrap=True))


@ft.component
def Withdraw(app: AppState, resident: Resident, idea: str) -> ft.Control:
    """*Hapus kontak saya*, which asks first."""
    _ = app.gettext
    asks, set_asks = ft.use_state(False)

    def withdraw() -> None:
        set_asks(False)
        if app.kept(lambda: resident.ideas.act(idea, WITHDRAW)):
            resident.wake()

    told: list[ft.Control] = [ft.Text(_("Keduanya dihapus dari server kota. Usulannya tetap berjalan."))]
    buttons: list[ft.Control] = [
        text_button(_("Tidak"), lambda: set_asks(False)),
        primary_button(_("Ya, hapus"), withdraw),
    ]
    question = dialog(_("Hapus nama dan nomor HP Anda?"), told, buttons, lambda _: set_asks(False))
    ft.use_dialog(question if asks else None)
    button = text_button(_("Hapus kontak saya"), lambda: set_asks(True), icon=ft.Icons.PERSON_REMOVE_OUTLINED)
    return tonal_card(
        ft.Text(_("Nama dan nomor HP Anda ada di server kota; petugas boleh menghubungi Anda.")),
        ft.Row([button], wrap=True),
    )
