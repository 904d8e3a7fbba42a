"""Every public page in every state: all routes are walked, and each page is valid, small, closed and discreet."""

from __future__ import annotations

import re

import httpx
import pytest

from sync.central.public.pages import POLICY
from sync.domain.personal import has_personal_number
from tests.central.public.test_idea_photos import a_photo
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.every_page import CONTACT, Walked, collect, route_of, routes
from tests.support.full_city import HIDDEN
from tests.support.html_validate import faults_in
from tests.support.pages import duplicate_ids

NOT_FOR_READERS = {"GET /metrics"}
"""Not described as API, and no page."""
TYPED_IT = ("what is alike", "sent to be alike")
"""Whoever wrote the words of the hidden record reads their own again."""
_PATHS = re.compile(r' d="[^"]*"')
"""Lines of a map are long rows of small numbers."""


@pytest.fixture
async def walked(city: Offices, enrol: Enrol) -> Walked:
    return await collect(city, enrol, a_photo())


def says_too_much(response: httpx.Response) -> bool:
    """Of a resident's contact, a hidden record, or a person by number; what one typed oneself comes back."""
    text = _PATHS.sub("", response.text)
    return has_personal_number(text) or any(CONTACT[name] in text for name in ("name", "phone"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_page_is_walked_valid_small_closed_and_silent_about_what_is_not_public(
    city: Offices, walked: Walked
) -> None:
    known = list(routes(city.centre))
    pages = {f"{method} {one.path}" for one in known if not one.include_in_schema for method in one.methods or ()}
    seen = {route_of(known, response.request) for response in walked.answers.values()}

    assert pages - seen == NOT_FOR_READERS
    for name, response in walked.pages.items():
        page = response.text
        assert len(response.content) < 30_000, (name, len(response.content))
        assert response.headers["Content-Security-Policy"] == POLICY, name
        assert "Set-Cookie" not in response.headers, name
        assert page.startswith('<!doctype html>\n<html lang="id">'), name
        assert page.count("<h1") == 1, name
        assert duplicate_ids(page) == [], name
        assert "=&#34;" not in page, f"{name}: an attribute was escaped"
        assert not re.search(r"<script|\son\w+=|\sstyle=", page), name
        assert not says_too_much(response), name
        assert HIDDEN not in page or name in TYPED_IT, name
    assert faults_in({name: response.text for name, response in walked.pages.items()}) == []


def test_the_validator_finds_an_element_in_a_place_where_it_may_not_be() -> None:
    page = '<!doctype html>\n<html lang="id"><head><title>x</title></head><body><p><div>y</div></p></body></html>'

    assert faults_in({"wrong": page})[0].startswith("wrong: line 2: ")
