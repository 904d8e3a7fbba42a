# ruff: noqa: N802
"""The frame around the screens: which stand beside one another, which lie on top, and the way between them.

While nobody is signed in, or has not yet said who they are, every address shows that step.
"""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile import portfolio_desk
from mobile.city_desk import REPORT_ROLES, WIDE_ROLES
from mobile.components.layout import empty_state, secondary_button
from mobile.components.panes import no_record_chosen, side_by_side
from mobile.context import App, AppState, use_app
from mobile.figures_desk import may_read, starts_with_figures
from mobile.ideas_desk import OFFICES
from mobile.navigation import Navigation, has_people_tab, tabs_of
from mobile.people_desk import may_keep_people
from mobile.problems import READERS
from mobile.routes import HOME, Trail, go
from mobile.screen_view import of as _of
from mobile.screen_view import view as _view
from mobile.screens.account import AccountScreen
from mobile.screens.board import BoardScreen
from mobile.screens.catalogue_load import LoadCatalogueScreen
from mobile.screens.catalogue_version import CatalogueScreen
from mobile.screens.catalogues import CataloguesScreen
from mobile.screens.city_sheet import CitySheetScreen
from mobile.screens.confirm import ConfirmScreen
from mobile.screens.explore import ExploreScreen
from mobile.screens.figures import FiguresScreen
from mobile.screens.find import FindScreen
from mobile.screens.grow import GrowScreen
from mobile.screens.home import HomeScreen
from mobile.screens.ideas import IdeasScreen
from mobile.screens.issues import IssuesScreen
from mobile.screens.measure import MeasureScreen
from mobile.screens.note import NoteScreen
from mobile.screens.offers import OffersScreen
from mobile.screens.outbox import OutboxScreen
from mobile.screens.partners import PartnersScreen
from mobile.screens.people import PeopleScreen
from mobile.screens.people_add import AddPersonScreen
from mobile.screens.people_code import CodeScreen
from mobile.screens.people_person import PersonScreen
from mobile.screens.people_roster import RosterScreen
from mobile.screens.plans import PlansScreen
from mobile.screens.portfolio import PortfolioScreen
from mobile.screens.publish import PublishScreen
from mobile.screens.record import RecordScreen
from mobile.screens.registrations import RegistrationsScreen
from mobile.screens.reports import ReportsScreen
from mobile.screens.resident_views import own_ideas_above, residents_routes
from mobile.screens.review import ReviewScreen
from mobile.screens.starting import StartingScreen
from mobile.screens.views import ViewsScreen
from mobile.screens.welcome import WelcomeScreen
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
    ft.use_effect(lambda: show_look(page, app), [app.text_size, app.theme, app.language, len(tabs_of(app))])
    return ft.Router(routes_for(app), manage_views=True, not_found=NotFound)


def show_look(page: ft.Page, app: AppState) -> None:
    """Size of text, colours and language of the whole page, as the person likes them."""
    tabs = len(tabs_of(app))
    page.theme, page.dark_theme = light(app.text_size, tabs), dark(app.text_size, tabs)
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
    if app.session is None:
        return residents_routes(AddAccountView)
    tabs = [
        ft.Route(index=True, component=HomePane),
        ft.Route(path="outbox", component=OutboxScreen),
        ft.Route(path="account", component=AccountScreen),
    ]
    above = [
        ft.Route(path="note/:record", component=NoteView, modal=True),
        ft.Route(path="measure/:record/:indicator", component=MeasureView, modal=True),
        ft.Route(path="grow/:record/:part?", component=GrowView, modal=True),
        ft.Route(path="sign-in", component=AddAccountView, modal=True),
        ft.Route(path="explore/:record?", component=ExploreView, modal=True),
        ft.Route(path="plans/:record", component=PlansView, modal=True),
        *_people_above(app),
        *(own_ideas_above() if app.resident else []),
    ]
    if app.session and app.session.person.role is Role.KECAMATAN:
        tabs.append(ft.Route(path="review/:record?", component=ReviewPane))
    if app.session and app.session.person.role in OFFICES:
        tabs.append(ft.Route(path="ideas/:record?", component=IdeasPane))
    if app.session.person.role in WIDE_ROLES:
        tabs.append(ft.Route(path="find/:record?", component=FindPane))
    if app.session.person.role is Role.AUDITOR:
        tabs.append(ft.Route(path="views", component=ViewsScreen))
    if app.session.person.role is Role.KOTA:
        tabs.append(ft.Route(path="publish/:record?", component=PublishPane))
        above += [
            *_catalogues_above(),
            ft.Route(path="partners", component=PartnersView, modal=True),
            ft.Route(path="offers", component=OffersView, modal=True),
            ft.Route(path="board", component=BoardView, modal=True),
        ]
    if app.session.person.role in READERS:
        above.append(ft.Route(path="issues", component=IssuesView, modal=True))
    if app.session.person.role in REPORT_ROLES:
        above.append(ft.Route(path="reports", component=ReportsView, modal=True))
    if may_read(app.session):
        is_tab = starts_with_figures(app.session.person.role)
        figures = ft.Route(path="figures", component=FiguresScreen if is_tab else FiguresView, modal=not is_tab)
        (tabs if is_tab else above).append(figures)
    if portfolio_desk.may_read(app.session):
        above.append(ft.Route(path="portfolio", component=PortfolioView, modal=True))
        above.append(ft.Route(path="city-sheet", component=CitySheetView, modal=True))
    if has_people_tab(app):
        tabs.append(ft.Route(path="people", component=PeopleScreen))
    if app.is_wide:
        tabs.append(ft.Route(path="record/:record", component=HomePane))
    else:
        above.append(ft.Route(path="record/:record", component=RecordView, modal=True))
    return [ft.Route(component=Shell, outlet=True, children=tabs), *above]


def _catalogues_above() -> list[ft.Route]:
    return [
        ft.Route(path="catalogues", component=CataloguesView, modal=True),
        ft.Route(path="catalogues/new", component=LoadCatalogueView, modal=True),
        ft.Route(path="catalogue/:catalogue", component=CatalogueView, modal=True),
    ]


def _people_above(app: AppState) -> list[ft.Route]:
    """The screens of *Orang & HP*; the list is a tab of its own where there is room for one."""
    if app.session is None or not may_keep_people(app.session.person.role):
        return []
    screens = [] if has_people_tab(app) else [("people", PeopleView)]
    screens += [
        ("people/new", AddPersonView),
        ("people/roster", RosterView),
        ("person/:person", PersonView),
        ("person/:person/code", CodeView),
        ("registrations", RegistrationsView),
    ]
    return [ft.Route(path=path, component=view, modal=True) for path, view in screens]


def _step_before(app: AppState) -> Callable[[], ft.Control] | None:
    """What comes before everything else, None when nothing does."""
    if app.phase != "ready":
        return StartingView
    if app.invitation is not None:
        return SignInView
    if app.session is None:
        return None if app.resident else SignInView
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
    if not app.is_wide:
        return ft.Row([ft.Container(HomeScreen(), expand=True)], expand=True, spacing=0)
    opened = _of(record, RecordScreen) if record else no_record_chosen(app)
    return side_by_side(HomeScreen(), opened, HOME_PANE_WIDTH)


@ft.component
def FindPane() -> ft.Control:
    return FindScreen(ft.use_route_params().get("record"))


@ft.component
def PublishPane() -> ft.Control:
    return PublishScreen(ft.use_route_params().get("record"))


@ft.component
def IssuesView() -> ft.View:
    return _view(use_app().gettext("Masalah"), IssuesScreen())


@ft.component
def ReportsView() -> ft.View:
    return _view(use_app().gettext("Laporan halaman"), ReportsScreen())


@ft.component
def CataloguesView() -> ft.View:
    return _view(use_app().gettext("Katalog"), CataloguesScreen())


@ft.component
def LoadCatalogueView() -> ft.View:
    return _view(use_app().gettext("Katalog"), LoadCatalogueScreen())


@ft.component
def CatalogueView() -> ft.View:
    catalogue = ft.use_route_params().get("catalogue", "")
    return _view(use_app().gettext("Katalog"), _of(catalogue, CatalogueScreen))


@ft.component
def PartnersView() -> ft.View:
    return _view(use_app().gettext("Mitra"), PartnersScreen())


@ft.component
def OffersView() -> ft.View:
    return _view(use_app().gettext("Tawaran"), OffersScreen())


@ft.component
def BoardView() -> ft.View:
    return _view(use_app().gettext("Papan Labinov"), BoardScreen())


@ft.component
def FiguresView() -> ft.View:
    return _view(use_app().gettext("Laporan"), FiguresScreen())


@ft.component
def PortfolioView() -> ft.View:
    return _view(use_app().gettext("Portofolio"), PortfolioScreen())


@ft.component
def CitySheetView() -> ft.View:
    return _view(use_app().gettext("Lembar kota"), CitySheetScreen())


@ft.component
def ExploreView() -> ft.View:
    return _view(use_app().gettext("Jelajah"), ExploreScreen(ft.use_route_params().get("record")))


@ft.component
def ReviewPane() -> ft.Control:
    return ReviewScreen(ft.use_route_params().get("record"))


@ft.component
def IdeasPane() -> ft.Control:
    return IdeasScreen(ft.use_route_params().get("record"))


@ft.component
def NoteView() -> ft.View:
    record = ft.use_route_params().get("record", "")
    return _view(use_app().gettext("Catat"), _of(record, NoteScreen))


@ft.component
def MeasureView() -> ft.View:
    where = ft.use_route_params()
    return _view(
        use_app().gettext("Pengukuran"), MeasureScreen(where.get("record", ""), where.get("indicator", ""))
    )


@ft.component
def GrowView() -> ft.View:
    record = ft.use_route_params().get("record", "")
    return _view(use_app().gettext("Lengkapi"), _of(record, GrowScreen))


@ft.component
def RecordView() -> ft.View:
    record = ft.use_route_params().get("record", "")
    return _view(use_app().gettext("Rincian"), _of(record, RecordScreen))


@ft.component
def PlansView() -> ft.View:
    record = ft.use_route_params().get("record", "")
    return _view(use_app().gettext("Rencana & anggaran"), _of(record, PlansScreen))


@ft.component
def PeopleView() -> ft.View:
    return _view(use_app().gettext("Orang & HP"), PeopleScreen())


@ft.component
def AddPersonView() -> ft.View:
    return _view(use_app().gettext("Orang & HP"), AddPersonScreen())


@ft.component
def RosterView() -> ft.View:
    return _view(use_app().gettext("Orang & HP"), RosterScreen())


@ft.component
def PersonView() -> ft.View:
    person = ft.use_route_params().get("person", "")
    return _view(use_app().gettext("Orang & HP"), _of(person, PersonScreen))


@ft.component
def CodeView() -> ft.View:
    person = ft.use_route_params().get("person", "")
    return _view(use_app().gettext("Kode masuk"), _of(person, CodeScreen))


@ft.component
def RegistrationsView() -> ft.View:
    return _view(use_app().gettext("Orang & HP"), RegistrationsScreen())


@ft.component
def AddAccountView() -> ft.View:
    return _view(use_app().gettext("Tambah akun"), WelcomeScreen())


def SignInView() -> ft.View:
    return _view("", WelcomeScreen())


def ConfirmView() -> ft.View:
    return _view("", ConfirmScreen())


def StartingView() -> ft.View:
    return _view("", StartingScreen())


@ft.component
def NotFound() -> ft.Control:
    _ = use_app().gettext
    home = secondary_button(_("Ke Beranda"), lambda: go(HOME))
    text = _("Alamat ini tidak ada, atau bukan untuk akun Anda.")
    return empty_state(ft.Icons.SEARCH_OFF, _("Halaman tidak ditemukan"), text, home)
