"""The bar (below 600 px) or rail between the main screens, and what a tap on *Catat* begins."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from mobile.components.layout import Handler, text_button
from mobile.context import AppState
from mobile.figures_desk import starts_with_figures
from mobile.routes import (
    ACCOUNT,
    FIGURES,
    FIND,
    HOME,
    IDEAS,
    NEW,
    NOTE,
    OUTBOX,
    PEOPLE,
    PUBLISH,
    REVIEW,
    VIEWS,
    go,
)
from sync.client.cards import Card
from sync.client.tables import WORKING
from sync.domain.people import FIELD_ROLES, Role

RAIL_FROM = 600


@dataclass(frozen=True, slots=True)
class Tab:
    path: str
    label: str
    icon: ft.IconData
    selected_icon: ft.IconData


def tabs_of(app: AppState) -> list[Tab]:
    """The main screens of this person, the first being where they start."""
    _ = app.gettext
    home = Tab(HOME, _("Beranda"), ft.Icons.HOME_OUTLINED, ft.Icons.HOME)
    note = Tab(NOTE, _("Catat"), ft.Icons.ADD_CIRCLE_OUTLINE, ft.Icons.ADD_CIRCLE)
    outbox = Tab(OUTBOX, _("Kiriman"), ft.Icons.OUTBOX_OUTLINED, ft.Icons.OUTBOX)
    account = Tab(ACCOUNT, _("Akun"), ft.Icons.PERSON_OUTLINE, ft.Icons.PERSON)
    review = Tab(REVIEW, _("Tinjau"), ft.Icons.FACT_CHECK_OUTLINED, ft.Icons.FACT_CHECK)
    ideas = Tab(IDEAS, _("Usulan"), ft.Icons.RECORD_VOICE_OVER_OUTLINED, ft.Icons.RECORD_VOICE_OVER)
    role = app.session.person.role if app.session else None
    if role is Role.KELURAHAN:
        return [home, ideas, note, outbox, account]
    if role in FIELD_ROLES:
        return [home, note, outbox, account]
    if has_people_tab(app):
        people = Tab(PEOPLE, _("Orang"), ft.Icons.GROUPS_OUTLINED, ft.Icons.GROUPS)
        return [_publish_tab(app), _find_tab(app), people, outbox, account]
    if role is Role.AUDITOR:
        views = Tab(VIEWS, _("Akses"), ft.Icons.VISIBILITY_OUTLINED, ft.Icons.VISIBILITY)
        return [_find_tab(app), views, home, outbox, account]
    if starts_with_figures(role):
        figures = Tab(FIGURES, _("Laporan"), ft.Icons.INSIGHTS_OUTLINED, ft.Icons.INSIGHTS)
        return [figures, _find_tab(app), home, outbox, account]
    return [review, ideas, home, outbox, account] if role is Role.KECAMATAN else [home, outbox, account]


def _publish_tab(app: AppState) -> Tab:
    return Tab(PUBLISH, app.gettext("Terbitkan"), ft.Icons.PUBLIC_OUTLINED, ft.Icons.PUBLIC)


def _find_tab(app: AppState) -> Tab:
    """An auditor's search is where the history of a record is checked."""
    _, is_audit = app.gettext, app.session is not None and app.session.person.role is Role.AUDITOR
    return Tab(FIND, _("Audit") if is_audit else _("Cari"), ft.Icons.SEARCH, ft.Icons.SAVED_SEARCH)


def has_people_tab(app: AppState) -> bool:
    """The city has few other main screens; the others find *Orang & HP* in *Akun*."""
    return app.session is not None and app.session.person.role is Role.KOTA


def unfinished_draft(app: AppState) -> Card | None:
    """The newest note that was begun and never submitted."""
    if app.session is None:
        return None
    session = app.session
    begun = [key for key, _ in session.tables.table(WORKING).items() if session.record(key) is None]
    return session.card(max(begun)) if begun else None


def Navigation(app: AppState, path: str, outlet: ft.Control) -> ft.View:  # noqa: N802
    """A View with the outlet; a component's body calls it, since it uses hooks."""
    is_asked, set_asked = ft.use_state(False)
    taps, set_taps = ft.use_state(0)
    tabs = tabs_of(app)
    draft = unfinished_draft(app) if is_asked else None

    def choose(event: ft.Event[ft.NavigationBar] | ft.Event[ft.NavigationRail]) -> None:
        # The bar selects by itself what was tapped; rendering again puts it back on what is shown.
        set_taps(taps + 1)
        # Not what the bar says: when something drew since the tap, it is back already.
        tab = tabs[event.data or 0]
        if tab.path != NOTE:
            go(tab.path)
        elif unfinished_draft(app):
            set_asked(True)
        else:
            go(NOTE, record=NEW)

    def open_note(record: str) -> None:
        set_asked(False)
        go(NOTE, record=record)

    async def leave(event: ft.Event[ft.View]) -> None:
        go(_above(path, tabs))
        await event.control.confirm_pop(False)

    ft.use_dialog(_which_note(app, draft, open_note, lambda: set_asked(False)) if draft else None)
    has_rail = app.width >= RAIL_FROM
    selected = _selected(path, tabs)
    # A record under review fills a phone's screen, and has a way back of its own.
    is_alone = not has_rail and path not in {tab.path for tab in tabs}
    side = _rail(tabs, selected, choose) if has_rail else ft.Container(visible=False)
    return ft.View(
        route=HOME,
        controls=[
            ft.Row(
                [side, ft.Container(outlet, expand=True)],
                expand=True,
                spacing=0,
                vertical_alignment=ft.CrossAxisAlignment.STRETCH,
            )
        ],
        navigation_bar=None if has_rail or is_alone else _bar(tabs, selected, choose),
        can_pop=path == tabs[0].path,
        on_confirm_pop=leave,
        padding=0,
        spacing=0,
    )


def _above(path: str, tabs: list[Tab]) -> str:
    """Where *back* leads: from what is read of a list to that list, from a tab to the first one."""
    return _list_of(path) or tabs[0].path


def _list_of(path: str) -> str:
    """The list that a record under review, or an idea, was opened from; empty for any other screen."""
    return next((above for above in (REVIEW, IDEAS, FIND, PUBLISH) if path.startswith(above + "/")), "")


def _selected(path: str, tabs: list[Tab]) -> int:
    paths = [tab.path for tab in tabs]
    if path in paths:
        return paths.index(path)
    above = _list_of(path)
    # The city has no tab for Beranda.
    return next((paths.index(each) for each in (above, HOME) if each in paths), 0)


def _bar(tabs: list[Tab], selected: int, choose: Handler) -> ft.NavigationBar:
    return ft.NavigationBar(
        destinations=[
            ft.NavigationBarDestination(icon=tab.icon, selected_icon=tab.selected_icon, label=tab.label)
            for tab in tabs
        ],
        selected_index=selected,
        on_change=choose,
        bgcolor=ft.Colors.SURFACE_CONTAINER,
    )


def _rail(tabs: list[Tab], selected: int, choose: Handler) -> ft.Control:
    return ft.SafeArea(
        ft.NavigationRail(
            destinations=[
                ft.NavigationRailDestination(icon=tab.icon, selected_icon=tab.selected_icon, label=tab.label)
                for tab in tabs
            ],
            selected_index=selected,
            on_change=choose,
            label_type=ft.NavigationRailLabelType.ALL,
            bgcolor=ft.Colors.SURFACE_CONTAINER,
            scrollable=True,
        )
    )


def _which_note(app: AppState, draft: Card, open_note: Handler, stay: Handler) -> ft.AlertDialog:
    _ = app.gettext
    name = draft.title or _("Tanpa nama")
    return ft.AlertDialog(
        title=ft.Text(_("Lanjutkan “{nama}”?").format(nama=name)),
        content=ft.Text(_("Catatan ini belum diajukan. Anda bisa melanjutkannya, atau mulai yang baru.")),
        actions=[
            text_button(_("Mulai baru"), lambda: open_note(NEW)),
            text_button(_("Lanjutkan"), lambda: open_note(draft.record)),
        ],
        on_dismiss=stay,
    )
