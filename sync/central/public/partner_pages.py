"""`/mitra/<link>`: what a partner works on, read without an account by its link, and notes on it.

The link stands in the address, so no page here may be kept by a cache, and none names it elsewhere. A note waits
at BRIDA until somebody read it.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from sync.central import offers, partners, windows
from sync.central.addresses import address_of
from sync.central.answer import Centre
from sync.central.api import CentreOf
from sync.central.moments import day
from sync.central.people import iso, token_hash
from sync.central.public import bank_rows, ideas_words, offers_words
from sync.central.public.bank_rows import Entry
from sync.central.public.form_body import FormBody
from sync.central.public.ideas_forms import TRAP
from sync.central.public.pages import page
from sync.central.stored import StoredRecord
from sync.domain.ids import IdSource
from sync.domain.offers import NOTE_MAX
from sync.domain.personal import has_personal_number, public_text
from sync.domain.records import WORKS_WITH
from sync.protocol.problems import Code, Problem

router = APIRouter(prefix="/mitra", include_in_schema=False)
GUESSES_AN_HOUR = 30
"""From one address."""
_MOST_WORKS = 40
"""So that the page stays small."""
_make_id = IdSource()


@router.get("/{link}")
def show(request: Request, centre: CentreOf, link: str) -> Response:
    try:
        partner, works = _opened(centre, link, address_of(request))
    except Problem as problem:
        return _closed(problem)
    return _page(centre, link, partner, works)


@router.post("/{link}")
def take_note(request: Request, centre: CentreOf, link: str, fields: FormBody) -> Response:
    """Refused with what was typed still there, or kept for BRIDA to read."""
    try:
        partner, works = _opened(centre, link, address_of(request))
    except Problem as problem:
        return _closed(problem)
    record, text = fields.get("catatan", ""), fields.get("isi", "")
    if record not in {entry["id"] for entry in works}:
        # Hidden meanwhile, not the link's fault: what was typed is given back.
        return _page(centre, link, partner, works, lost=text, is_lost=True, status_code=404)
    trouble = _trouble(text, fields.get(TRAP, ""))
    if not trouble:
        try:
            offers.file_note(centre, partner.id, record, fields.get("id", ""), text, token_hash(link)[:32])
        except Problem as problem:
            trouble = offers_words.of_a_note(problem)
    if trouble:
        return _page(centre, link, partner, works, trouble=trouble, at=record, kept=text, status_code=422)
    return _page(centre, link, partner, works, is_sent=True)


def _trouble(text: str, trap: str) -> str:
    if trap:
        return ideas_words.fault("website", "filled")
    if not text:
        return "Tulis dulu catatannya."
    if len(text) > NOTE_MAX:
        return f"Paling banyak {NOTE_MAX} huruf. Ringkas sedikit."
    return ideas_words.fault("", "personal_number") if has_personal_number(text) else ""


def _opened(centre: Centre, link: str, address: str) -> tuple[StoredRecord, list[Entry]]:
    """The partner and the published innovations that name it. Raises Problem: NOT_FOUND for a link that opens
    nothing, TOO_MANY after 30 of those an hour."""
    now, window = centre.clock(), f"partner:{address}"
    with centre.database.read() as connection:
        windows.check(connection, window, now, GUESSES_AN_HOUR)
        partner = partners.opened_by(connection, link, iso(now))
        if partner is not None:
            return partner, bank_rows.pointing_to(connection, WORKS_WITH, partner.id, _MOST_WORKS)
    with centre.database.write() as connection:
        windows.add(connection, window, now)
    raise Problem(Code.NOT_FOUND)


def _page(
    centre: Centre,
    link: str,
    partner: StoredRecord,
    works: list[Entry],
    *,
    is_sent: bool = False,
    trouble: str = "",
    at: str = "",
    kept: str = "",
    lost: str = "",
    is_lost: bool = False,
    status_code: int = 200,
) -> Response:
    name = public_text(str(partner.value("title")))
    shown = {"name": name, "works": works, "is_sent": is_sent, "trouble": trouble, "at": at, "kept": kept}
    shown |= {"days": {entry["id"]: day(entry["published_at"], centre.zone) for entry in works}}
    shown |= {"lost": lost, "is_lost": is_lost}
    shown |= {"here": f"/mitra/{link}", "id": _make_id(), "trap": TRAP, "most": NOTE_MAX}
    return page("mitra.html", status_code=status_code, caching="no-store", **shown)


def _closed(problem: Problem) -> Response:
    text = "Tautan ini tidak berlaku, atau sudah tidak berlaku lagi. Mintalah yang baru kepada BRIDA."
    if problem.code is Code.TOO_MANY:
        text = "Terlalu banyak tautan yang salah dari jaringan ini. Coba lagi sejam lagi."
    heading = "Halaman mitra tidak terbuka"
    return page("pesan.html", status_code=problem.code.status, caching="no-store", heading=heading, text=text)
