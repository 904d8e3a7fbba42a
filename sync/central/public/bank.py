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
from sync.central.public import bank_family, bank_measured, bank_problems, bank_rows, bank_words
from sync.central.public.bank_rows import Entry, Question
from sync.central.public.faults import fault_page
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
ENVIRONMENT.filters |= {"beginning": bank_words.beginning}
ENVIRONMENT.globals |= {"DEGREES": bank_words.DEGREES, "LONG_TEXTS": bank_words.LONG_TEXTS}
ENVIRONMENT.globals |= {"NEEDS": bank_words.NEEDS}


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


@router.get("/inovasi/{name}/lengkap")
def show_long_texts(name: str, centre: CentreOf) -> Response:
    """The texts of a profile from end to end: the innovation's own page has their beginnings."""
    with centre.database.read() as connection:
        entry = _named(connection, "innovation", name)
    if entry is None:
        return fault_page(404)
    address = bank_words.address(entry)
    if address != f"/inovasi/{name}":
        return RedirectResponse(f"{address}/lengkap", 301)
    return page("inovasi_lengkap.html", entry=entry, page_path=f"{address}/lengkap")


def _named(connection: Connection, kind: str, name: str) -> Entry | None:
    """By the number and words of its address, or by the record's id."""
    if is_id(name):
        return bank_rows.document_of_record(connection, kind, name)
    number, slug = as_number(name[:_NUMBER_LENGTH]), name[_NUMBER_LENGTH + 1 :]
    return bank_rows.document(connection, kind, number, slug) if is_number(number) else None


def _record(centre: Centre, kind: str, name: str) -> Response:
    with centre.database.read() as connection:
        entry = _named(connection, kind, name)
        if entry is None:
            return fault_page(404)
        address = bank_words.address(entry)
        if address != f"/{bank_words.PATHS[kind]}/{name}":
            return RedirectResponse(address, 301)
        return record_page(connection, centre, entry, page_path=address)


def record_page(connection: Connection, centre: Centre, entry: Entry, **more: Any) -> Response:
    """The page of a document. `more` has `page_path`, and for a preview where its photos are and until when."""
    related = _related(connection, centre, entry)
    stored = bank_rows.stored(connection, [photo["preview"] for photo in entry["photos"]])
    shown: dict[str, Any] = {"photos": [photo for photo in entry["photos"] if photo["preview"] in stored]}
    shown |= {"photo_path": "/foto", "preview_until": "", "caching": "no-cache"}
    shown |= {"published": _day(centre, entry["published_at"]), "approved": _day(centre, entry["approved_at"])}
    return page(f"{bank_words.PATHS[entry['kind']]}.html", entry=entry, **(shown | related | more))


def _day(centre: Centre, moment: str) -> str:
    """Empty while it has not come."""
    return day(moment, centre.zone) if moment else ""


def _related(connection: Connection, centre: Centre, entry: Entry) -> dict[str, Any]:
    """What a page says beside its document, as far as it may be shown at this moment."""
    if entry["kind"] == "issue":
        return {"addressed_by": bank_problems.addressed_by(connection, entry["id"])}
    return {
        "addresses": bank_problems.addresses(connection, entry),
        "family": bank_family.family_of(connection, entry),
        "partners": bank_family.partners_of(connection, entry),
        "measured": bank_measured.told_of(connection, entry),
        "business": business_contacts.shown(connection, centre, entry["id"]),
    }
