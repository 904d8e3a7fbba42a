"""`/bantu`: somebody offers help for what a published record needs, without an account and without JavaScript.

What is offered stands nowhere in public: BRIDA reads it, and tells who asked.
"""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from sync.central import offers, reading
from sync.central.addresses import address_of
from sync.central.answer import Centre
from sync.central.api import CentreOf
from sync.central.public.form_body import FormBody
from sync.central.public.ideas_forms import TRAP, Fields, Typed, contact_faults, contact_in, with_ids
from sync.central.public.ideas_words import fault
from sync.central.public.offers_words import of_an_offer
from sync.central.public.pages import page
from sync.domain.forms import form, form_of
from sync.domain.records import Kind
from sync.domain.validation import faults_in, missing_from
from sync.protocol import wire
from sync.protocol.partners import OfferRequest
from sync.protocol.problems import Code, Problem

router = APIRouter(prefix="/bantu", include_in_schema=False)
_PRIVATE = "no-store"
_SHOWN_FIELDS = frozenset({"text", "helix", "name", "phone", "consent"})


@router.get("/{record}/{need}")
def show_form(centre: CentreOf, record: str, need: str) -> Response:
    """The empty form below what is needed."""
    return _form(centre, record, need, Typed(with_ids({})))


@router.post("/{record}/{need}")
def take_form(request: Request, centre: CentreOf, record: str, need: str, fields: FormBody) -> Response:
    """Refused with everything typed still there, or filed."""
    typed = _checked(fields)
    if typed.errors:
        return _form(centre, record, need, typed, status_code=422)
    try:
        reply = offers.file_offer(centre, _request(record, need, typed.fields), address_of(request))
    except Problem as problem:
        if problem.code is Code.NOT_FOUND:
            return _not_needed()
        return _refused(centre, record, need, typed, problem)
    return RedirectResponse(f"/lacak/{reply.tracking}?baru=1", 303)


def _checked(fields: Fields) -> Typed:
    """With a sentence beside each field that the centre would refuse."""
    given = {path: fields[path] for path in ("text", "helix") if fields.get(path)}
    needed = [one for one in missing_from(form_of(Kind.OFFER), given) if one.path == "text"]
    found = {one.path: one.code for one in [*needed, *faults_in(Kind.OFFER, given)]} | contact_faults(fields)
    if fields.get(TRAP):
        found[TRAP] = "filled"
    return Typed(with_ids(fields), {name: _fault(name, code) for name, code in found.items()})


def _fault(name: str, code: str) -> str:
    if name == "text":
        texts = {"required": "Tulis bantuan yang bisa Anda berikan.", "too_long": "Paling banyak 500 huruf."}
        return texts.get(code) or fault("", code)
    return fault(name, code)


def _request(record: str, need: str, fields: Fields) -> OfferRequest:
    """Raises Problem for characters that cannot be kept."""
    message: dict[str, Any] = {name: fields.get(name, "") for name in ("id", "secret", "text")}
    message |= {"record": record, "need": need}
    if fields.get("helix"):
        message["helix"] = fields["helix"]
    contact = contact_in(fields)
    if contact is not None:
        message["contact"] = wire.write(contact)
    request: OfferRequest = reading.message(OfferRequest, json.dumps(message).encode())
    return request


def _refused(centre: Centre, record: str, need: str, typed: Typed, problem: Problem) -> Response:
    errors = {name: _fault(name, code) for name, code in problem.fields.items() if name in _SHOWN_FIELDS}
    again = Typed(with_ids(typed.fields, fresh=problem.code is Code.ID_REUSED), errors)
    trouble = of_an_offer(problem)
    response = _form(centre, record, need, again, status_code=problem.code.status, trouble=trouble)
    response.headers.update(problem.headers)
    return response


def _form(
    centre: Centre, record: str, need: str, typed: Typed, *, status_code: int = 200, trouble: str = ""
) -> Response:
    with centre.database.read() as connection:
        asked = offers.open_need(connection, record, need)
    if asked is None:
        return _not_needed()
    values: dict[str, Any] = {"typed": typed, "errors": typed.errors, "trouble": trouble, "trap": TRAP}
    values |= {"asked": asked, "sectors": form("offer").field("helix").choices, "here": f"/bantu/{record}/{need}"}
    return page("bantu.html", status_code=status_code, caching=_PRIVATE, **values)


def _not_needed() -> Response:
    """Hidden, withdrawn, or somebody helps already: nobody learns which."""
    text = "Kebutuhan ini sudah tidak terbuka. Lihat inovasi dan masalah lain yang masih butuh bantuan."
    return page("pesan.html", status_code=404, heading="Sudah tidak dibutuhkan", text=text)
