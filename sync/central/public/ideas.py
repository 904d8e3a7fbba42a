"""`/usul`: a resident files an idea in one page, without an account and without JavaScript.

The text goes first and gets its number; the photo is asked for on the next page, so that a cut one loses nothing.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from sync.central import ideas
from sync.central.addresses import address_of
from sync.central.answer import Centre
from sync.central.api import CentreOf
from sync.central.idea_likeness import like
from sync.central.public import ideas_forms
from sync.central.public.form_body import FormBody
from sync.central.public.ideas_forms import Typed
from sync.central.public.ideas_words import place
from sync.central.public.ideas_words import problem as sentence_for
from sync.central.public.pages import page
from sync.domain.likeness import looks_like_complaint
from sync.protocol.problems import Problem

router = APIRouter(include_in_schema=False)
_PRIVATE = "no-store"


@router.get("/usul")
def show_form(centre: CentreOf, wilayah: Annotated[str, Query(max_length=40)] = "") -> Response:
    """The empty form; a poster's QR names the kelurahan."""
    return _form(centre, ideas_forms.empty(wilayah))


@router.post("/usul")
def take_form(request: Request, centre: CentreOf, fields: FormBody) -> Response:
    """Refused with everything typed still there, shown what is alike, or filed."""
    typed = ideas_forms.checked(fields)
    if typed.errors:
        return _form(centre, typed, status_code=422)
    if not typed.get("ready"):
        similar = _before_sending(centre, typed)
        if similar is not None:
            return similar
    return _file(request, centre, typed)


def _before_sending(centre: Centre, typed: Typed) -> Response | None:
    """A page that shows what is there already, or that this is a complaint; None where there is neither."""
    words = f"{typed.get('title')} {typed.get('text')}"
    category = looks_like_complaint({"title": typed.get("title"), "problem": typed.get("text")})
    with centre.database.read() as connection:
        found = like(connection, typed.get("area"), words)
    if not found and category is None:
        return None
    kept = {name: value for name, value in typed.fields.items() if name not in ("ready", "joins")}
    return page("usul_serupa.html", caching=_PRIVATE, found=found, category=category, kept=kept, place=place)


def _file(request: Request, centre: Centre, typed: Typed) -> Response:
    try:
        reply = ideas.file_idea(centre, ideas_forms.request_of(typed.fields), address_of(request))
    except Problem as problem:
        return _refused(centre, typed, problem)
    return RedirectResponse(f"/lacak/{reply.tracking}?baru=1", 303)


def _refused(centre: Centre, typed: Typed, problem: Problem) -> Response:
    again = ideas_forms.refused(typed, problem)
    response = _form(centre, again, status_code=problem.code.status, trouble=sentence_for(problem.code))
    response.headers.update(problem.headers)
    return response


def _form(centre: Centre, typed: Typed, *, status_code: int = 200, trouble: str = "") -> Response:
    values: dict[str, Any] = {"typed": typed, "errors": typed.errors, "trouble": trouble}
    values |= {"groups": ideas_forms.groups(centre.city), "themes": ideas_forms.themes()}
    return page("usul.html", status_code=status_code, caching=_PRIVATE, trap=ideas_forms.TRAP, **values)
