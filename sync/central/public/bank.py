"""The public bank: `/` with search and filters, and a page for each published innovation and problem.

All of it works without JavaScript. What is shown comes from documents (documents.py) of rows that are public now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from sync.central import business_contacts
from sync.central.answer import Centre
from sync.central.api import CentreOf
from sync.central.moments import day
from sync.central.page_reports import REASONS
from sync.central.public import bank_family, bank_rows, bank_words
from sync.central.public.bank_rows import Entry, Question
from sync.central.public.pages import ENVIRONMENT, page
from sync.central.search import is_number
from sync.domain.areas import gazetteer
from sync.domain.ids import as_number, is_id
from sync.protocol.limits import MAX_SEQ

router = APIRouter(tags=["public"], include_in_schema=False)
_NUMBER_LENGTH = 9
_LONGEST_QUESTION = 200
_STRATEGIC = "strategic"
FACETS = {"jenis": "kind", "kecamatan": "area", "urusan": "affair", "sdg": "sdg", "tahap": "stage"}
ENVIRONMENT.filters |= {"address": bank_words.address, "date": bank_words.date, "count": bank_words.count}
ENVIRONMENT.filters |= {"dialled": bank_words.dialled, "on_whatsapp": bank_words.on_whatsapp}
ENVIRONMENT.globals |= {"label": bank_words.label, "KINDS": bank_words.KINDS, "REPORT_REASONS": REASONS}


async def asked(request: Request) -> Mapping[str, str]:
    return request.query_params


AskedOf = Annotated[Mapping[str, str], Depends(asked)]


@router.get("/")
def show_bank(centre: CentreOf, query: AskedOf) -> Response:
    """The newest of what is published, or what was searched for."""
    choices = _choices(centre.city)
    chosen = {name: query.get(name, "") for name in FACETS}
    # What is none of the choices is left out rather than refused: the address was typed or is old.
    chosen = {name: value for name, value in chosen.items() if value in choices[name]}
    words = query.get("q", "")[:_LONGEST_QUESTION]
    question = Question(words, tuple(_facet(name, value) for name, value in chosen.items()))
    with centre.database.read() as connection:
        found = bank_rows.listed(connection, question, _before(query.get("sesudah", "")))
    asked_again = {name: value for name, value in {"q": words, **chosen}.items() if value}
    after = f"/?{urlencode(asked_again | {'sesudah': found.after})}" if found.after else None
    shown: dict[str, Any] = {"entries": found.entries, "after": after, "is_open": question.is_open, "words": words}
    return page("bank.html", choices=choices, chosen=chosen, page_path="/", **shown)


def _choices(city: str) -> dict[str, Mapping[str, str]]:
    kecamatan = {place.code: place.name for place in gazetteer().below(city)}
    affairs, goals = bank_words.affairs(), bank_words.goals()
    return {
        "jenis": bank_words.KINDS | {_STRATEGIC: "Isu Strategis"},
        "kecamatan": kecamatan,
        "urusan": affairs,
        "sdg": goals,
        "tahap": bank_words.STAGES,
    }


def _facet(name: str, value: str) -> str:
    return f"={value}" if value == _STRATEGIC else f"={FACETS[name]}:{value}"


def _before(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= 16
    return min(int(text), MAX_SEQ) if is_number else None


@router.get("/inovasi/{name}")
def show_innovation(name: str, centre: CentreOf) -> Response:
    """A published edition of an innovation."""
    return _record(centre, "innovation", name)


@router.get("/isu/{name}")
def show_issue(name: str, centre: CentreOf) -> Response:
    """A problem that an officer listed."""
    return _record(centre, "issue", name)


def _record(centre: CentreOf, kind: str, name: str) -> Response:
    number, slug = as_number(name[:_NUMBER_LENGTH]), name[_NUMBER_LENGTH + 1 :]
    if not (is_id(name) or is_number(number)):
        return not_there()
    with centre.database.read() as connection:
        if is_id(name):
            entry = bank_rows.document_of_record(connection, kind, name)
        else:
            entry = bank_rows.document(connection, kind, number, slug)
        if entry is None:
            return not_there()
        address = bank_words.address(entry)
        if address != f"/{bank_words.PATHS[kind]}/{name}":
            return RedirectResponse(address, 301)
        related = _related(connection, centre, entry)
        shown = bank_rows.stored(connection, [photo["preview"] for photo in entry["photos"]])
    photos = [photo for photo in entry["photos"] if photo["preview"] in shown]
    texts: dict[str, Any] = {"published": day(entry["published_at"], centre.zone)}
    texts["approved"] = day(entry["approved_at"], centre.zone)
    return page(
        f"{bank_words.PATHS[kind]}.html", entry=entry, photos=photos, page_path=address, **texts, **related
    )


def _related(connection: Connection, centre: Centre, entry: Entry) -> dict[str, Any]:
    """What a page says beside its document, as far as it may be shown at this moment."""
    if entry["kind"] == "issue":
        return {"addressed_by": bank_rows.pointing_to(connection, "addresses", entry["id"])}
    return {
        "addresses": bank_rows.summaries(connection, [entry.get("addresses", "")]),
        "family": bank_family.family_of(connection, entry),
        "partners": bank_family.partners_of(connection, entry),
        "business": business_contacts.shown(connection, centre, entry["id"]),
    }


def not_there() -> Response:
    """Never published, hidden, or withdrawn: nobody learns which."""
    text = "Halaman ini tidak ada, atau tidak ditayangkan lagi."
    return page("pesan.html", status_code=404, heading="Tidak ditemukan", text=text)
