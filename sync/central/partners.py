"""The city's partners: the list from which everybody chooses, and links by which one reads without an account.

A link's token is kept as a hash, and made again for who made the link and lost the answer. A link ends by itself,
with the partner, or when the city takes it back.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, not_, select, update

from sync.central import vouched
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.bank_feed import since_of
from sync.central.json_text import parsed
from sync.central.people import iso, lock_city, token_hash
from sync.central.stored import StoredRecord, read_record
from sync.central.tables import facts, partner_links, records
from sync.domain import rights
from sync.domain.ids import is_id, is_uuid
from sync.domain.lifecycle import Status
from sync.domain.people import Person
from sync.domain.personal import public_text
from sync.domain.records import Kind, Values
from sync.protocol.partners import (
    LEAST_DAYS,
    MOST_DAYS,
    MOST_LINKS,
    MadeLink,
    NewLink,
    PartnerLine,
    PartnerLink,
    PartnerLinks,
    PartnersPage,
)
from sync.protocol.problems import Code, Problem

PAGE = 200
_MOST_CLOSED = 20
_TOKEN_BYTES = 24


def page(centre: Centre, cursor: str) -> PartnersPage:
    """What changed in the list since then. Raises Problem(BAD_CURSOR). Safe to repeat."""
    with centre.database.read() as connection:
        epoch = connection.execute(select(facts.c.value).where(facts.c.name == "epoch")).scalar_one()
        since = since_of(cursor, epoch)
        mine = (records.c.stream == centre.city) & (records.c.kind == Kind.PARTNER.value)
        query = select(records.c.id, records.c.version, records.c.view).where(mine, records.c.version > since)
        rows = connection.execute(query.order_by(records.c.version).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    values = {row.id: parsed(row.view)["set"] for row in shown}
    lines = [_line(record, each) for record, each in values.items() if is_there(each)]
    gone = [record for record, each in values.items() if not is_there(each)]
    reached = shown[-1].version if shown else since
    return PartnersPage(lines, gone, f"{epoch}.{reached}", len(rows) > PAGE, anew=since == 0)


def is_there(partner: Values) -> bool:
    return partner.get("status") == Status.SUBMITTED and bool(partner.get("title"))


def _line(record: str, values: Values) -> PartnerLine:
    texts = {name: public_text(str(values.get(name) or "")) for name in ("title", "part")}
    until, helix = (str(values.get(name) or "") for name in ("agreed_until", "helix"))
    return PartnerLine(record, texts["title"], helix, texts["part"], until)


def links_of(centre: Centre, caller: Caller, partner: str) -> PartnerLinks:
    """The newest first: all that open, and the last of those that do not. Raises Problem(NOT_FOUND)."""
    mine, opens = partner_links.c.partner == partner, _opens(iso(centre.clock()))
    newest = (partner_links.c.made_at.desc(), partner_links.c.id.desc())
    with centre.database.read() as connection:
        _partner(connection, caller.person, partner)
        rows = connection.execute(select(partner_links).where(mine, opens).limit(MOST_LINKS)).all()
        closed = select(partner_links).where(mine, not_(opens)).order_by(*newest)
        rows = [*rows, *connection.execute(closed.limit(_MOST_CLOSED))]
    return PartnerLinks(list(map(_link, sorted(rows, key=lambda row: (row.made_at, row.id), reverse=True))))


def make_link(centre: Centre, caller: Caller, partner: str, asked: NewLink) -> MadeLink:
    """A new link that opens for so many days; the same `id` again gives the same link. Raises Problem."""
    if not LEAST_DAYS <= asked.days <= MOST_DAYS:
        raise Problem(Code.BAD_VALUE, fields={"days": "out_of_range"})
    if asked.id and not is_id(asked.id):
        raise Problem(Code.BAD_VALUE, fields={"id": "wrong_type"})
    now, link = centre.clock(), asked.id or str(uuid.uuid4())
    token = _token(centre, link, caller)
    row: dict[str, Any] = {"id": link, "partner": partner, "token_hash": token_hash(token)}
    row |= {"made_at": iso(now), "made_by": caller.person.id, "expires_at": _end(iso(now), asked.days)}
    with centre.database.write() as connection:
        lock_city(connection, centre.city)
        found = _partner(connection, caller.person, partner)
        known = connection.execute(select(partner_links).where(partner_links.c.id == link)).first()
        if known is None:
            _check_new(connection, found, iso(now))
            connection.execute(insert(partner_links).values(row))
            vouched.tell(connection, centre.city, partner_links, [row], iso(now))
            known = connection.execute(select(partner_links).where(partner_links.c.id == link)).one()
    if not _is_same(known, row, asked.days):
        raise Problem(Code.ID_REUSED)
    return MadeLink(_link(known), f"/mitra/{token}")


def _token(centre: Centre, link: str, caller: Caller) -> str:
    """Made of the link's id by the centre's secret: whoever made the link is told it again, and nobody else."""
    content = f"partner-link:{link}:{caller.person.id}".encode()
    found = hmac.new(centre.keys.secret, content, hashlib.sha256).digest()[:_TOKEN_BYTES]
    return base64.urlsafe_b64encode(found).decode()


def _check_new(connection: Connection, partner: StoredRecord, now: str) -> None:
    if not is_there(partner.set):
        raise Problem(Code.ILLEGAL_TRANSITION)
    if connection.execute(_open_links(partner.id, now).limit(MOST_LINKS)).all()[MOST_LINKS - 1 :]:
        # Waiting opens no room for another; taking one back does.
        raise Problem(Code.ILLEGAL_TRANSITION)


def _is_same(known: Row[Any], row: dict[str, Any], days: int) -> bool:
    ends = _end(known.made_at, days) == known.expires_at
    return ends and (known.partner, known.token_hash) == (row["partner"], row["token_hash"])


def _end(made_at: str, days: int) -> str:
    return iso(datetime.fromisoformat(made_at) + timedelta(days=days))


def revoke_link(centre: Centre, caller: Caller, partner: str, link: str) -> PartnerLinks:
    """It opens nothing from now on. Safe to repeat. Raises Problem(NOT_FOUND)."""
    mine = (partner_links.c.id == link) & (partner_links.c.partner == partner)
    with centre.database.write() as connection:
        _partner(connection, caller.person, partner)
        if not is_uuid(link) or connection.execute(select(partner_links.c.id).where(mine)).first() is None:
            raise Problem(Code.NOT_FOUND)
        still, now = update(partner_links).where(mine, partner_links.c.revoked_at.is_(None)), iso(centre.clock())
        vouched.write(connection, centre.city, still, {"revoked_at": now}, now)
    return links_of(centre, caller, partner)


def opened_by(connection: Connection, token: str, now: str) -> StoredRecord | None:
    """The partner whose link this is, None for one that opens nothing, or no more."""
    query = _open_links("", now).where(partner_links.c.token_hash == token_hash(token))
    partner = connection.execute(query).scalar_one_or_none()
    found = read_record(connection, partner) if partner else None
    return found if found and is_there(found.set) else None


def _open_links(partner: str, now: str) -> Any:
    query = select(partner_links.c.partner).where(_opens(now))
    return query.where(partner_links.c.partner == partner) if partner else query


def _opens(now: str) -> ColumnElement[bool]:
    return partner_links.c.revoked_at.is_(None) & (partner_links.c.expires_at > now)


def _partner(connection: Connection, person: Person, partner: str) -> StoredRecord:
    """Raises Problem(NOT_FOUND) for what is none, and for whoever does not keep the list."""
    found = read_record(connection, partner) if is_id(partner) else None
    is_theirs = found is not None and rights.may_keep_partners(person, found.stream)
    if found is None or not is_theirs or found.kind != Kind.PARTNER:
        raise Problem(Code.NOT_FOUND)
    return found


def _link(row: Row[Any]) -> PartnerLink:
    return PartnerLink(row.id, row.made_at, row.expires_at, row.revoked_at)
