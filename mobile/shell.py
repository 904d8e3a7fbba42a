# ruff: noqa: N802
"""The frame around the screens: which stand beside one another, which lie on top, and the way between them.

While nobody is signed in, or has not yet said who they are, every address shows that step.
"""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile.components.layout import empty_state, icon_button, secondary_button
from mobile.context import App, AppState, use_app
from mobile.navigation import Navigation
from mobile.routes import HOME, Trail, go, go_back
from mobile.screens.account import AccountScreen
from mobile.screens.confirm import ConfirmScreen
from mobile.screens.home import HomeScreen
from mobile.screens.note import NoteScreen
from mobile.screens.outbox import OutboxScreen
from mobile.screens.record import RecordScreen
from mobile.screens.review import ReviewScreen
from mobile.screens.sign_in import SignInScreen
from mobile.screens.starting import StartingScreen
from mobile.theme import dark, light
from sync.domain.people import Role

HOME_PANE_WIDTH = 400
_MODES = {"light": ft.ThemeMode.LIGHT, "dark": ft.ThemeMode.DARK}


@ft.component
def Root(state: AppState) -> ft.Control:
    return App(state, Framed)


@ft.component
def Framed() -> ft.Control:
    app = use_app()
    page = ft.context.page
    ft.use_effect(lambda: show_look(page, app), [app.text_size, app.theme, app.language])
    return ft.Router(routes_for(app), manage_views=True, not_found=NotFound)


def show_look(page: ft.Page, app: AppState) -> None:
    """Size of text, colours and language of the whole page, as the person likes them."""
    page.theme, page.dark_theme = light(app.text_size), dark(app.text_size)
    page.theme_mode = _MODES.get(app.theme, ft.ThemeMode.SYSTEM)
    page.locale_configuration = ft.LocaleConfiguration(
        supported_locales=[ft.Locale("id"), ft.Locale("en")], current_locale=ft.Locale(app.language)
    )
    page.update()


def routes_for(app: AppState) -> list[ft.Route]:
    step = _step_before(app)
    if step is not None:
        # A modal, so that Router does not take an address below a step for the tab to go back to.
        return [ft.Route(path=":rest*", component=step, modal=True)]
    tabs = [
        ft.Route(index=True, component=HomePane),
        ft.Route(path="outbox", component=OutboxScreen),
        ft.Route(path="account", component=AccountScreen),
    ]
    above = [
        ft.Route(path="note/:record", component=NoteView, modal=True),
        ft.Route(path="sign-in", component=AddAccountView, modal=True),
    ]
    if app.session and app.session.person.role is Role.KECAMATAN:
        tabs.append(ft.Route(path="review/:record?", component=ReviewPane))
    if app.is_wide:
        tabs.append(ft.Route(path="record/:record", component=HomePane))
    else:
        above.append(ft.Route(path="record/:record", component=RecordView, modal=True))
    return [ft.Route(component=Shell, outlet=True, children=tabs), *above]


def _step_before(app: AppState) -> Callable[[], ft.Control] | None:
    """What comes before everything else, None when nothing does."""
    if app.phase != "ready":
        return StartingView
    if app.session is None or app.invitation is not None:
        return SignInView
    return None if app.session.account.confirmed else ConfirmView


@ft.component
def Shell() -> ft.View:
    """The View of the tabs. Its content keeps its place at every width: turning a phone loses nothing."""
    app, outlet, path = use_app(), ft.use_route_outlet(), ft.use_route_location()
    page = ft.context.page

    def note_tab() -> None:
        if isinstance(page.data, Trail):
            page.data.tab = path

    ft.use_effect(note_tab, [path])
    return Navigation(app, path, outlet)


@ft.component
def HomePane() -> ft.Control:
    """Beranda; from 840 px with the opened record beside it."""
    app, record = use_app(), ft.use_route_params().get("record")
    _ = app.gettext
    if not app.is_wide:
        return ft.Row([ft.Container(HomeScreen(), expand=True)], expand=True, spacing=0)
    nothing = empty_state(
        ft.Icons.ARTICLE_OUTLINED, _("Pilih satu catatan"), _("Rinciannya tampil di sini, di samping daftar.")
    )
    beside = _of(record, RecordScreen) if record else nothing
    return ft.Row(
        [
            ft.Container(HomeScreen(), width=HOME_PANE_WIDTH),
            ft.VerticalDivider(width=1),
            ft.Container(beside, expand=True),
        ],
        expand=True,
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )


@ft.component
def ReviewPane() -> ft.Control:
    return ReviewScreen(ft.use_route_params().get("record"))


@ft.component
def NoteView() -> ft.View:
    record = ft.use_route_params().get("record", "")
    return _view(use_app().gettext("Catat"), _of(record, NoteScreen))


@ft.component
def RecordView() -> ft.View:
    record = ft.use_route_params().get("record", "")
    return _view(use_app().gettext("Rincian"), _of(record, RecordScreen))


@ft.component
def AddAccountView() -> ft.View:
    return _view(use_app().gettext("Tambah akun"), SignInScreen())


def SignInView() -> ft.View:
    return _view("", SignInScreen())


def ConfirmView() -> ft.View:
    return _view("", ConfirmScreen())


def StartingView() -> ft.View:
    return _view("", StartingScreen())


def _of(record: str, screen: Callable[..., ft.Control]) -> ft.Control:
    """The screen of this record. With a key, since another record must not find the state of the one before."""
    return screen(record, key=record)


def _view(title: str, screen: ft.Control) -> ft.View:
    return ft.View(
        route=ft.use_view_path() if title else HOME,
        appbar=_bar(title) if title else None,
        controls=[screen],
        padding=0,
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _bar(title: str) -> ft.AppBar:
    """With a way back of our own: the client's is smaller than a thumb."""
    back = icon_button(ft.Icons.ARROW_BACK, use_app().gettext("Kembali"), lambda _: go_back())
    return ft.AppBar(leading=back, leading_width=56, automatically_imply_leading=False, title=title)


@ft.component
def NotFound() -> ft.Control:
    _ = use_app().gettext
    home = secondary_button(_("Ke Beranda"), lambda: go(HOME))
    text = _("Alamat ini tidak ada, atau bukan untuk akun Anda.")
    return empty_state(ft.Icons.SEARCH_OFF, _("Halaman tidak ditemukan"), text, home)
