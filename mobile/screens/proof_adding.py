"""How evidence comes in: a photo, a PDF up to 10 MB, or a link; what went wrong is said in its place."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import flet as ft

from mobile.components.fields.typed import typed_field
from mobile.components.layout import notice, secondary_button
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.screens.note_photos import use_photo_taking
from mobile.screens.proof_work import MOST_PROOFS, ProofWork
from mobile.theme import GAP_S

PHOTO, PDF, LINK = "photo", "pdf", "link"
_LINK_MAX = 500


def ways_in(files: Collection[str]) -> list[str]:
    """What the award takes. A document may be photographed: not everybody has a scanner."""
    pictures = {"jpg", "png", "pdf"} & set(files)
    return [*([PHOTO] if pictures else []), *([PDF] if "pdf" in files else []), LINK]


def use_adding(app: AppState, work: ProofWork, files: Collection[str]) -> list[ft.Control]:
    """A hook."""
    _ = app.gettext
    ways = ways_in(files)
    document = pdf_button(app, work) if PDF in ways else ft.Container(visible=False)
    taking = use_photo_taking(app, work, document)

    exchange, take = app.devices.exchange, work.add_document
    ft.use_effect(lambda: exchange.hear(take), [], cleanup=lambda: exchange.stop_hearing(take))
    if not work.room:
        return [ft.Text(_("Sudah {n} bukti, paling banyak {n}.").format(n=MOST_PROOFS))]
    warned = ft.Text(_("Tutup NIK dan nama sebelum memotret."), weight=ft.FontWeight.BOLD)
    return [*([warned, *taking] if PHOTO in ways else []), LinkField(work)]


def pdf_button(app: AppState, work: ProofWork, place: str = "") -> ft.Control:
    """A PDF as an entry of its own, or for the field at `place`."""
    action = app.devices.exchange.action

    async def pick() -> None:
        await work.pick_document(place)

    return ft.OutlinedButton(
        content=app.gettext("Pilih PDF"),
        icon=ft.Icons.PICTURE_AS_PDF_OUTLINED,
        action=action,
        on_click=None if action else pick,
        disabled=work.news.is_busy,
    )


@ft.component
def LinkField(work: ProofWork) -> ft.Control:
    app = use_app()
    _ = app.gettext
    typed = use_typed(link="")
    is_wrong, set_wrong = ft.use_state(False)

    def add() -> None:
        if not typed.now["link"].strip():
            return  # the second of two taps
        is_added = work.add_link(typed.now["link"])
        set_wrong(not is_added)
        if is_added:
            typed.say("link", "")

    field = typed_field(
        app,
        "link",
        typed.now["link"],
        partial(typed.say, "link"),
        lambda: None,
        most=_LINK_MAX,
        label=_("Tautan (https://…)"),
        counted=False,
        is_link=True,
    )
    button = secondary_button(
        _("Tambah tautan"), add, icon=ft.Icons.ADD_LINK, disabled=not typed.now["link"].strip()
    )
    wrong = notice(_("Tautan harus diawali https:// dan tanpa spasi. Salin lagi dari peramban."), "warning")
    parts = [field, ft.Row([button], wrap=True), *([wrong] if is_wrong else [])]
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
