"""The screens of residents as views: the whole app without an account, and above the tabs with one."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile.context import use_app
from mobile.routes import HOME
from mobile.screen_view import of, view
from mobile.screens.my_idea import MyIdeaScreen
from mobile.screens.my_idea_form import MyIdeaFormScreen
from mobile.screens.my_ideas import MyIdeasScreen


def residents_routes(sign_in: Callable[[], ft.View]) -> list[ft.Route]:
    """The app without an account."""
    home = ft.Route(component=ResidentShell, outlet=True, children=[ft.Route(index=True, component=MyIdeasScreen)])
    return [home, *own_ideas_above(), ft.Route(path="sign-in", component=sign_in, modal=True)]


def own_ideas_above() -> list[ft.Route]:
    screens = [("my-ideas", MyIdeasView), ("my-idea/:idea", MyIdeaView), ("write/:idea", WriteIdeaView)]
    return [ft.Route(path=path, component=screen, modal=True) for path, screen in screens]


@ft.component
def ResidentShell() -> ft.View:
    """The first screen of who has no account; there are no tabs."""
    return ft.View(
        route=HOME,
        controls=[ft.Container(ft.use_route_outlet(), expand=True)],
        padding=0,
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


@ft.component
def MyIdeasView() -> ft.View:
    return view(use_app().gettext("Usulan saya"), MyIdeasScreen())


@ft.component
def MyIdeaView() -> ft.View:
    idea = ft.use_route_params().get("idea", "")
    return view(use_app().gettext("Usulan saya"), of(idea, MyIdeaScreen))


@ft.component
def WriteIdeaView() -> ft.View:
    idea = ft.use_route_params().get("idea", "")
    return view(use_app().gettext("Tulis usulan"), of(idea, MyIdeaFormScreen))
