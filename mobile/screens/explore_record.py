"""A published record as the public reads it: its summary at once, the whole once it was opened with a signal."""

from __future__ import annotations

from dataclasses import asdict

import flet as ft

from mobile.components.chips import text_chip
from mobile.components.layout import (
    Handler,
    empty_state,
    heading,
    notice,
    page_body,
    primary_button,
    secondary_button,
    text_button,
)
from mobile.context import AppState, use_app, use_session
from mobile.routes import NOTE, RECORD, go
from mobile.screens.find import kind_text
from mobile.screens.record_family import RecordFamily, has_family
from mobile.screens.record_preview import answer_row, public_answers, public_photos
from mobile.session import Session
from mobile.store.errors import StoreError
from mobile.text import date
from mobile.theme import GAP
from sync.client.errors import SyncError
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.records import REPLICATES, Kind
from sync.domain.rights import may_create
from sync.protocol.bank import Published


@ft.component
def ExploredRecord(record: str) -> ft.Control:
    app, session = use_app(), use_session()
    calm: SyncError | None = None
    trouble, set_trouble = ft.use_state(calm)
    edition, document = session.bank.get(record), session.bank.document(record)
    is_whole = document is not None

    async def read() -> None:
        set_trouble(await _read(app, session, record) if edition is not None and not is_whole else None)

    ft.use_effect(read, [session.account.id, record, is_whole])
    if edition is None:
        return page_body(_not_there(app))
    shown = document or {path: value for path, value in asdict(edition).items() if value}
    # What it replicates stands in its family.
    answers = public_answers(app, edition.kind, {path: shown[path] for path in shown if path != REPLICATES})
    whole = ft.Column([answer_row(*pair) for pair in answers], spacing=GAP, tight=True)
    return page_body(
        _head(app, edition),
        *_ways_on(app, session, edition),
        *public_photos(app, document or {}),
        ft.SelectionArea(content=whole),
        *([_only_summary(app, read)] if trouble and not is_whole else []),
        *([RecordFamily(session, record)] if has_family(session, record) else []),
    )


def published_as(app: AppState, edition: Published) -> str:
    return app.gettext("Isu Strategis") if edition.strategic else kind_text(app, edition.kind)


async def _read(app: AppState, session: Session, record: str) -> SyncError | None:
    try:
        await session.bank.reader.document(record)
    except SyncError as error:
        return error
    except StoreError:
        app.save_failed = True
    return None


def _head(app: AppState, edition: Published) -> ft.Control:
    _, places, quiet = app.gettext, gazetteer(), ft.Colors.ON_SURFACE_VARIANT
    kecamatan = places.name(AreaCode(edition.kelurahan).kecamatan or "")
    about = f"{edition.number} · {places.name(edition.kelurahan)}, {kecamatan}"
    published = _("Terbit {tanggal}").format(tanggal=date(edition.published_at, app))
    parts = [
        heading(edition.title),
        ft.Text(about, color=quiet),
        ft.Text(published, color=quiet),
        ft.Row([text_chip(published_as(app, edition), edition.kind)], wrap=True),
    ]
    return ft.Column(parts, spacing=4, tight=True)


def _ways_on(app: AppState, session: Session, edition: Published) -> list[ft.Control]:
    _, home = app.gettext, session.person.area.kelurahan or ""
    buttons: list[ft.Control] = []

    def replicate() -> None:
        begun: list[str] = []
        if app.kept(lambda: begun.append(session.replicate(edition))):
            go(NOTE, record=begun[0])

    if edition.kind == Kind.INNOVATION and may_create(session.person, Kind.INNOVATION, home):
        buttons.append(primary_button(_("Tiru inovasi ini"), replicate, icon=ft.Icons.CONTENT_COPY_OUTLINED))
    if session.record(edition.id) is not None:
        buttons.append(secondary_button(_("Buka catatannya"), lambda: go(RECORD, record=edition.id)))
    return [ft.Row(buttons, wrap=True)] if buttons else []


def _only_summary(app: AppState, read: Handler) -> ft.Control:
    _ = app.gettext
    text = _("Ini ringkasannya; isi lengkap dan foto tampil saat ada sinyal.")
    return notice(text, "info", text_button(_("Coba lagi"), read, icon=ft.Icons.REFRESH))


def _not_there(app: AppState) -> ft.Control:
    _ = app.gettext
    text = _("Mungkin tidak ditayangkan lagi, atau belum terambil ke HP ini.")
    return empty_state(ft.Icons.FIND_IN_PAGE_OUTLINED, _("Tidak ada di daftar terbit"), text)
