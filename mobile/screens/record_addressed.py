"""The innovations that address a problem, and the way to note one for it."""

from __future__ import annotations

import flet as ft

from mobile import problems
from mobile.city_desk import WIDE_ROLES
from mobile.components.layout import primary_button, section_title
from mobile.components.link_row import link_row
from mobile.context import use_app
from mobile.problems import Link
from mobile.routes import NOTE, go
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.errors import SyncError
from sync.client.replica import RecordState
from sync.domain.lifecycle import Status
from sync.domain.records import Kind
from sync.domain.rights import may_create


def is_issue(state: RecordState) -> bool:
    return state.kind == Kind.ISSUE


@ft.component
def RecordAddressed(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    links = use_links(session, state)
    parts: list[ft.Control] = [section_title(_("Inovasi yang mengatasinya"))]
    parts += [link_row(app, session, link) for link in links or ()]
    if not links:
        text = _("Belum ada.") if links is not None else _("Daftarnya diambil dari server kota begitu ada sinyal.")
        parts.append(ft.Text(text, color=ft.Colors.ON_SURFACE_VARIANT))
    if may_begin(session, state):

        def begin() -> None:
            begun: list[str] = []
            if app.kept(lambda: begun.append(problems.begin_for(session, state))):
                go(NOTE, record=begun[0])

        button = primary_button(_("Catat inovasi untuk masalah ini"), begin, icon=ft.Icons.LIGHTBULB_OUTLINE)
        parts.append(ft.Row([button], wrap=True))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def use_links(session: Session, state: RecordState) -> list[Link] | None:
    """The innovations that address the problem. Who holds no stream asks the centre; None until it answered."""
    nothing: list[Link] | None = None
    fetched, set_fetched = ft.use_state(nothing)
    is_wide = session.person.role in WIDE_ROLES

    async def ask() -> None:
        if is_wide:
            try:
                set_fetched(await problems.addressing_at_centre(session, state.id))
            except SyncError:
                set_fetched(None)

    ft.use_effect(ask, [session.account.id, state.id, state.version])
    return fetched if is_wide else problems.addressing(session, state.id)


def may_begin(session: Session, state: RecordState) -> bool:
    """Whoever notes innovations there, while the problem stands open."""
    is_open = state.status in (Status.SUBMITTED, Status.LISTED)
    return is_open and may_create(session.person, Kind.INNOVATION, state.area)
