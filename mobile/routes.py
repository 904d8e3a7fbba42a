"""Where a screen is found. Every address is built here, because the profile `?p=` must survive each step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import flet as ft

HOME, OUTBOX, ACCOUNT = "/", "/outbox", "/account"
NOTE, RECORD = "/note/:record", "/record/:record"
REVIEW, REVIEWED = "/review", "/review/:record"
SIGN_IN = "/sign-in"
PEOPLE, PERSON, PERSON_CODE = "/people", "/person/:person", "/person/:person/code"
ADD_PERSON, ROSTER, REGISTRATIONS = "/people/new", "/people/roster", "/registrations"
_CODE = "/code"
MEASURE = "/measure/:record/:indicator"
IDEAS, IDEA = "/ideas", "/ideas/:record"
ISSUES = "/issues"
FIND, FOUND = "/find", "/find/:record"
EXPLORE, EXPLORED = "/explore", "/explore/:record"
PUBLISH, PUBLISHING, REPORTS = "/publish", "/publish/:record", "/reports"
VIEWS, FIGURES, PLANS = "/views", "/figures", "/plans/:record"
PARTNERS, OFFERS, BOARD = "/partners", "/offers", "/board"
PORTFOLIO, CITY_SHEET = "/portfolio", "/city-sheet"
MY_IDEAS, MY_IDEA, WRITE_IDEA = "/my-ideas", "/my-idea/:idea", "/write/:idea"
CATALOGUES, LOAD_CATALOGUE, CATALOGUE = "/catalogues", "/catalogues/new", "/catalogue/:catalogue"
GROW, GROW_PART = "/grow/:record", "/grow/:record/:part"
NEW = "new"
"""In the place of a record: a note that is begun now."""
NEW_IDEA, NEW_ISSUE, NEW_PARTNER = "new-idea", "new-issue", "new-partner"
"""In the same place: a resident's idea, noted on their behalf, a problem, and a partner of the city."""


def url(page_path: str, **params: str) -> str:
    """`url(RECORD, record=id)`, `url("/outbox")`. What the path does not name becomes a query parameter."""
    path, left = _filled(page_path, params)
    query = urlencode([*_profile_of(_page_url()), *left.items()])
    return f"{path}?{query}" if query else path


def link(server: str, page_path: str, **params: str) -> str:
    """The address by which somebody else opens that screen, without the profile of this browser."""
    path, left = _filled(page_path, params)
    query = urlencode(left)
    return f"{server.rstrip('/')}/app{path}" + (f"?{query}" if query else "")


def _filled(page_path: str, params: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The path with what it names, and what it does not name."""
    left = dict(params)
    return re.sub(r":(\w+)", lambda found: quote(left.pop(found[1]), safe=""), page_path), left


def go(page_path: str, **params: str) -> None:
    """Show that screen. Only from handlers and effects."""
    page, target = ft.context.page, url(page_path, **params)
    if isinstance(page.data, Trail):
        page.data.note(path_of(page.route), path_of(target))
    page.navigate(target)


def to(page_path: str, **params: str) -> Callable[[], None]:
    """What a button does that shows that screen."""
    return lambda: go(page_path, **params)


def look_at(page_path: str, back: str, **params: str) -> None:
    """Show that screen for a moment, from a form that goes on: *back* leads to the path `back`. From handlers."""
    page, target = ft.context.page, url(page_path, **params)
    if isinstance(page.data, Trail):
        page.data.lead_back(path_of(target), back)
    page.navigate(target)


class Trail:
    """How each screen was reached, so that *back* leads there. The composition root puts it into `page.data`."""

    def __init__(self) -> None:
        self._origins: dict[str, str] = {}
        self.tab = HOME
        """The tab below whatever lies on it."""

    def note(self, origin: str, target: str) -> None:
        if origin == ADD_PERSON or origin.endswith(_CODE):
            # A person was added and their code read out: back leads to where that began.
            origin = self.before(origin)
        # Nobody goes back into a form that was just sent, nor into Masuk; and who comes back to where they were
        # before has not come from further on.
        if target in self._way_to(origin):
            return
        if not origin.startswith(("/note/", "/write/", "/measure/", SIGN_IN)) and origin != target:
            self._origins[target] = origin

    def _way_to(self, path: str) -> list[str]:
        way: list[str] = []
        while path in self._origins and path not in way:
            way.append(path)
            path = self._origins[path]
        return way

    def lead_back(self, target: str, back: str) -> None:
        self._origins[target] = back

    def before(self, path: str) -> str:
        return self._origins.get(path, self.tab)


def go_back() -> None:
    """To the screen from which this one was reached, else to its tab. Only from handlers and effects."""
    page = ft.context.page
    trail = page.data if isinstance(page.data, Trail) else Trail()
    page.navigate(url(trail.before(path_of(page.route))))


def path_of(route: str | None) -> str:
    return urlsplit(route or HOME).path or HOME


def _page_url() -> str:
    # It is the address with which the app was opened, and stays that.
    try:
        return str(ft.context.page.url or "")
    except RuntimeError:
        return ""


def _profile_of(page_url: str) -> Iterator[tuple[str, str]]:
    return (pair for pair in parse_qsl(urlsplit(page_url).query) if pair[0] == "p")
