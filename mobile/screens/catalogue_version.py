"""One catalogue that was proposed: what it changes, and the decision of a second person of the kota."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.catalogue_text import facts_text, people_text, state_text
from mobile.components.fields.frame import quiet
from mobile.components.fields.typed import typed_field
from mobile.components.layout import (
    heading,
    notice,
    page_body,
    primary_button,
    secondary_button,
    tonal_card,
)
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.screens.catalogue_report import changes, records
from mobile.screens.review_dialog import asked
from mobile.text import date
from sync.client.catalogue_desk import CatalogueApi
from sync.client.working import masked
from sync.protocol.catalogues import (
    CONFIRM,
    MAX_DECISION_NOTE,
    REJECT,
    WITHDRAW,
    CatalogueDecision,
    CatalogueEntry,
    CatalogueReport,
)

_NO_REPORT: CatalogueReport | None = None


@ft.component
def CatalogueScreen(catalogue: str) -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    report, set_report = ft.use_state(_NO_REPORT)
    typed = use_typed(note="")
    errand = use_errand(begins=True)
    has_decided, set_decided = ft.use_state(False)
    api = CatalogueApi(session.api)

    @errand.look
    async def look() -> None:
        set_report(await api.report(catalogue))

    @errand.work
    async def decide(decision: str, entry: CatalogueEntry) -> None:
        await api.decide(catalogue, CatalogueDecision(decision, entry.sha256, masked(typed.now["note"].strip())))
        session.engine.wake()
        set_decided(True)
        set_report(await api.report(catalogue))

    ft.use_effect(look, [session.account.id, catalogue])
    entry = report.entry if report else None
    parts: list[ft.Control] = []
    if report is not None and entry is not None:
        deciding = _deciding(
            app, entry, typed.now["note"], partial(typed.say, "note"), decide, is_busy=errand.is_busy
        )
        if has_decided:
            deciding += _decided(app, entry)
        # Decided after what it changes was read, and not below a list of hundreds of records.
        parts = [_head(app, entry), *changes(app, report), *deciding, *records(app, report)]
    return page_body(
        *errand.progress(_("Sebentar …")),
        *errand.told(),
        *parts,
    )


def _head(app: AppState, entry: CatalogueEntry) -> ft.Control:
    _ = app.gettext
    reason = [ft.Text(_("Alasan: {alasan}").format(alasan=entry.note))] if entry.note else []
    return tonal_card(
        heading(_("Katalog IGA {versi}").format(versi=entry.version), 1),
        ft.Text(state_text(app, entry)),
        ft.Text(facts_text(app, entry)),
        *map(quiet, people_text(app, entry)),
        *reason,
        quiet(_("Sidik isi: {sidik}").format(sidik=entry.sha256[:16])),
        spacing=4,
    )


def _decided(app: AppState, entry: CatalogueEntry) -> list[ft.Control]:
    """Where the buttons were: the head of the screen is scrolled away by then."""
    return [notice(people_text(app, entry)[-1])] if entry.decided_at else []


def _deciding(
    app: AppState,
    entry: CatalogueEntry,
    note: str,
    say: Callable[[str], Any],
    decide: Callable[[str, CatalogueEntry], Any],
    *,
    is_busy: bool,
) -> list[ft.Control]:
    _ = app.gettext
    if WITHDRAW in entry.may_decide:
        told = _("Menunggu rekan lain di kota. Yang mengajukan tidak bisa mengesahkan sendiri.")
        button = secondary_button(_("Tarik usulan"), partial(decide, WITHDRAW, entry), disabled=is_busy)
        return [notice(told), ft.Row([button], wrap=True)]
    if CONFIRM not in entry.may_decide:
        return []
    text = _("Sahkan hanya bila sama dengan surat tahun itu. Sesudah disahkan tidak bisa diubah.")
    starts = _("Berlaku mulai {hari}").format(hari=date(entry.valid_from, app))
    field = typed_field(app, "note", note, say, lambda: None, most=MAX_DECISION_NOTE, lines=2)
    return [
        notice(f"{starts}. {text}"),
        asked(_("Catatan (wajib bila ditolak)"), field),
        ft.Row(
            [
                primary_button(
                    _("Sahkan"), partial(decide, CONFIRM, entry), icon=ft.Icons.VERIFIED_OUTLINED, disabled=is_busy
                ),
                secondary_button(_("Tolak"), partial(decide, REJECT, entry), disabled=is_busy or not note.strip()),
            ],
            wrap=True,
        ),
    ]
