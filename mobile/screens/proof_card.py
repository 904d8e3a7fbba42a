"""One piece of evidence: what it is, what it says of itself, and how it is taken away and put back."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.dates import DateButton
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import below, fault_line
from mobile.components.fields.typed import typed_field
from mobile.components.layout import text_button, tonal_card
from mobile.components.photo import PhotoImage
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.growing_text import evidence_kind
from mobile.screens.note_photo_card import PREVIEW, show_undo
from mobile.screens.proof_work import ProofWork
from mobile.session import Session
from mobile.store.errors import StoreError
from mobile.text import day_in_city, fault_text
from sync.domain.ids import number_of

_log = logging.getLogger(__name__)
_SUBJECT_MAX, _NUMBER_MAX = 200, 100


@ft.component
def ProofCard(draft: Draft, remarks: Remarks, work: ProofWork, proof: str, name: str, subject: str) -> ft.Control:
    """`subject` is the key under which the record says what the document is about."""
    app = use_app()
    _ = app.gettext
    path = work.path(proof)
    value: Mapping[str, Any] = draft.value(path) or {}
    date, set_date = ft.use_state(str(value.get("date", "")))
    fault = remarks.faults.get(path)

    def say_date(day: str | None) -> None:
        set_date(day or "")
        work.say(proof, date=day or "")
        work.keep()

    def field(key: str, label: str, most: int) -> ft.Control:
        return typed_field(
            app,
            f"{proof}.{key}",
            str(value.get(key, "")),
            lambda text: work.say(proof, **{key: text}),
            work.keep,
            most=most,
            label=label,
            counted=False,
        )

    gone = text_button(
        _("Hapus bukti"), partial(show_undo, app, work, proof, _("Bukti dihapus.")), icon=ft.Icons.DELETE_OUTLINE
    )
    parts: list[ft.Control] = [
        ProofShown(draft.record, value, name),
        field(subject, _("Tentang apa"), _SUBJECT_MAX),
        field("number", _("Nomor surat atau dokumen"), _NUMBER_MAX),
        DateButton(f"{proof}.date", date, day_in_city(draft.session.clock.now_ms()), say_date),
        *([fault_line(fault_text(app, fault))] if fault else []),
        *below(app, draft, remarks, path),
        ft.Row([gone], wrap=True),
    ]
    return ft.Semantics(container=True, label=name, content=tonal_card(*parts))


@ft.component
def ProofShown(record: str, value: Mapping[str, Any], name: str) -> ft.Control:
    """The photo, the link, or the way to open the document."""
    app, session = use_app(), use_session()
    _ = app.gettext
    errand = use_errand()

    @errand.work
    async def open_document() -> None:
        content = await _content(session, record, str(value["sha256"]))
        if content is None:
            errand.tell(_("Dokumen itu tidak ada di HP ini sekarang. Coba lagi saat ada sinyal."))
            return
        await app.devices.exchange.give(f"lorong-{number_of(record)}-{value['sha256'][:8]}.pdf", content)

    title = ft.Text(f"{name} · {_kind(app, value)}", theme_style=ft.TextThemeStyle.TITLE_SMALL)
    parts: list[ft.Control] = [title]
    if "preview" in value:
        parts.append(PhotoImage(str(value["preview"]), width=PREVIEW, height=PREVIEW, label=name, record=record))
    elif "link" in value:
        opening = ft.TextButton(
            content=_("Buka tautan"),
            icon=ft.Icons.OPEN_IN_NEW,
            action=ft.OpenUrl(str(value["link"]), ft.UrlTarget.BLANK),
        )
        parts += [ft.SelectionArea(content=ft.Text(str(value["link"]))), ft.Row([opening], wrap=True)]
    elif "sha256" in value:
        opening = text_button(_("Buka PDF"), open_document, icon=ft.Icons.PICTURE_AS_PDF_OUTLINED)
        parts.append(ft.Row([opening], wrap=True))
    parts += errand.told()
    return ft.Column(parts, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.START)


async def _content(session: Session, record: str, sha256: str) -> bytes | None:
    """None also where the phone cannot read it: nothing that was to be saved is in danger."""
    try:
        return await session.photo(sha256, record)
    except StoreError:
        _log.exception("a document could not be read")
        return None


def _kind(app: AppState, value: Mapping[str, Any]) -> str:
    return app.gettext("Tautan") if "link" in value else evidence_kind(app, value)
