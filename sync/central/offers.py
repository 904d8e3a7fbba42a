"""Help that somebody offers from a public page, and what a partner notes by its reading link.

Both wait at BRIDA, as records in the city's stream: nothing of them is public, and nothing reaches who asked
before an officer read it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from sync.central import filing, windows
from sync.central.accept import accept, or_raise, prepare
from sync.central.answer import Centre
from sync.central.json_text import parsed
from sync.central.people import iso
from sync.central.tables import bank, records
from sync.domain.forms import form
from sync.domain.ideas import CONTACT_GIVEN, tracking_of
from sync.domain.ids import is_id, number_of
from sync.domain.lifecycle import Status
from sync.domain.needs import State
from sync.domain.offers import NEED, NOTE_MAX, PARTNER, RECORD
from sync.domain.records import Kind
from sync.protocol.ideas import IdeaReply
from sync.protocol.messages import Change
from sync.protocol.partners import OfferRequest
from sync.protocol.problems import Code, Problem

NOTES_AN_HOUR = 20
"""By one link."""
OFFERS_OF_A_NEED, OFFERS_FROM_ONE = 30, 5
"""An hour: more is no help but a flood, whatever addresses it comes from; and from one address, so that nobody
shuts a need for all others."""
NEED_FULL, FROM_ONE = "need", "need_from_one"
"""Which of these limits was reached, in the `extra` of TOO_MANY as `of`."""


def file_offer(centre: Centre, request: OfferRequest, address: str) -> IdeaReply:
    """Take an offer in. Safe to repeat: the same id and secret with the same words give the same number.

    Raises Problem, with `fields` where something typed is wrong; NOT_FOUND where nothing is needed (any more).
    """
    filing.check_ids(request)
    # Both stand in the address, where anybody writes what they like.
    if not (is_id(request.record) and is_id(request.need)):
        raise Problem(Code.NOT_FOUND)

    def look(connection: Connection) -> None:
        if open_need(connection, request.record, request.need) is None:
            raise Problem(Code.NOT_FOUND)
        _count(connection, request.need, address, centre.clock())

    receipt = filing.take_in(centre, request, _offer(centre, request), look, f"offer:{address}")
    return IdeaReply(tracking_of(request.id, request.secret), number_of(request.id), receipt)


def _count(connection: Connection, need: str, address: str, now: datetime) -> None:
    """Raises Problem(TOO_MANY), which says of what."""
    limits = {FROM_ONE: (f"offer-need:{need}:{address}", OFFERS_FROM_ONE)}
    limits[NEED_FULL] = f"offer-need:{need}", OFFERS_OF_A_NEED
    for of, (window, most) in limits.items():
        try:
            windows.check(connection, window, now, most)
        except Problem as problem:
            problem.extra["of"] = of
            raise
        windows.add(connection, window, now)


def _offer(centre: Centre, request: OfferRequest) -> Change:
    values: dict[str, Any] = {
        "text": request.text.strip(),
        "helix": request.helix or None,
        NEED: request.need,
        CONTACT_GIVEN: True if request.contact else None,
    }
    return _change(centre, request.id, request.record, values)


def _change(centre: Centre, offer: str, record: str, values: dict[str, Any]) -> Change:
    whole = values | {RECORD: record, "form": form("offer").reference, "area": centre.city}
    given = {path: value for path, value in whole.items() if value is not None}
    return filing.first_change(offer, Kind.OFFER, centre.city, given | {"status": Status.RECEIVED.value})


def open_need(connection: Connection, record: str, need: str) -> dict[str, Any] | None:
    """The need as its public page shows it, with the `record`'s title, while nobody helps yet."""
    if not (is_id(record) and is_id(need)):
        return None
    here = (bank.c.record == record) & bank.c.is_public
    text = connection.execute(select(bank.c.document).where(here)).scalar()
    document = parsed(text) if text else {}
    asks: list[dict[str, Any]] = document.get("asks", [])
    found = next((each for each in asks if each["id"] == need), None)
    if found is None or found["state"] != State.OPEN:
        return None
    return found | {name: document[name] for name in ("title", "number", "slug")} | {"of": document["kind"]}


def file_note(centre: Centre, partner: str, record: str, note: str, text: str, link: str) -> None:
    """What a partner notes on an innovation it works with, which the caller has looked at. Safe to repeat with the
    same id: a repeat does not count. Raises Problem."""
    if not is_id(note):
        raise Problem(Code.BAD_JSON, "id: a UUIDv7")
    if not text.strip() or len(text) > NOTE_MAX:
        raise Problem(Code.BAD_VALUE, fields={"text": "too_long" if text.strip() else "required"})
    change = _change(centre, note, record, {"text": text.strip(), PARTNER: partner})
    now, window, prepared = centre.clock(), f"note:{link}", prepare(change)
    with centre.database.write() as connection:
        if connection.execute(select(records.c.id).where(records.c.id == note)).first() is None:
            windows.check(connection, window, now, NOTES_AN_HOUR)
            windows.add(connection, window, now)
        caller = filing.resident(note, centre.city)
        or_raise(accept(connection, caller, [prepared], iso(now), centre.make_salt)[0])
