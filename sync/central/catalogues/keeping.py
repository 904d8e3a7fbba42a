"""The catalogues of this centre: proposed by one person of the kota, confirmed by another, then never altered.

Each step is a change in the city's own stream, with the hash of what was proposed, so that the audit chain tells
who put what in force. The one that came with the app is in no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from sync.central import people
from sync.central.accept import OPERATOR, Caller
from sync.central.answer import Centre
from sync.central.chain import append_to_chain
from sync.central.json_text import canonical, parsed
from sync.central.people import iso
from sync.central.statements import fetch
from sync.central.tables import catalogues, persons
from sync.domain import rights
from sync.domain.iga_catalogue import FIRST, KIND, Catalogue, body_of, catalogue_in, shipped, shipped_rows
from sync.domain.shelf import Shelf, shelf_of
from sync.protocol.canonical import digest
from sync.protocol.catalogues import (
    CONFIRM,
    CONFIRMED,
    MAX_DECISION_NOTE,
    PROPOSED,
    REJECT,
    REJECTED,
    SHIPPED,
    WITHDRAW,
    WITHDRAWN,
    CatalogueDecision,
    CatalogueEntry,
)
from sync.protocol.problems import Code, Problem

CATALOGUE = "catalogue"
"""The kind of the changes about catalogues."""
_BECOMES = {CONFIRM: CONFIRMED, REJECT: REJECTED, WITHDRAW: WITHDRAWN}


def shelf(centre: Centre, connection: Connection) -> Shelf:
    """Those in force, and those that will be."""
    bodies = connection.execute(select(catalogues.c.body).where(catalogues.c.state == CONFIRMED)).scalars()
    return shelf_of([catalogue_in(body.decode()) for body in bodies], centre.today.isoformat())


def told(connection: Connection) -> dict[str, str]:
    """What devices should have, with its hash: `iga/2027`. Asked at every sync."""
    return {f"{kind}/{version}": sha256 for kind, version, sha256 in fetch(connection, _TOLD)}


_TOLD = select(catalogues.c.kind, catalogues.c.version, catalogues.c.sha256).where(catalogues.c.state == CONFIRMED)


def body(connection: Connection, kind: str, version: str) -> bytes:
    """What a device is sent. Raises Problem(NOT_FOUND)."""
    is_it = (catalogues.c.kind == kind) & (catalogues.c.version == version)
    query = select(catalogues.c.body).where(is_it, catalogues.c.state == CONFIRMED)
    found: bytes | None = connection.execute(query).scalar_one_or_none()
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def newest(connection: Connection) -> Sequence[dict[str, str]]:
    """The rows of the one that comes into force last; none where only the one that came with the app is there."""
    query = select(catalogues.c.body).where(catalogues.c.state == CONFIRMED)
    found = connection.execute(query.order_by(catalogues.c.valid_from.desc()).limit(1)).scalar_one_or_none()
    return rows_of(found) if found is not None else ()


def rows_of(content: bytes) -> Sequence[dict[str, str]]:
    """Of a body."""
    rows: list[dict[str, str]] = parsed(content)["rows"]
    return rows


def row_of(connection: Connection, catalogue_id: str) -> Row[Any]:
    """Raises Problem(NOT_FOUND)."""
    row = connection.execute(select(catalogues).where(catalogues.c.id == catalogue_id)).first()
    if row is None:
        raise Problem(Code.NOT_FOUND)
    return row


def open_ones(connection: Connection) -> Sequence[Row[Any]]:
    """Those in force and those that wait for a second person."""
    return connection.execute(select(catalogues).where(catalogues.c.state.in_((PROPOSED, CONFIRMED)))).all()


def propose(connection: Connection, centre: Centre, by: str, catalogue_id: str, made: dict[str, Any]) -> Row[Any]:
    """To be called with the city locked, with what was checked. The same again is harmless."""
    text, at = canonical(made), iso(centre.clock())
    known = connection.execute(select(catalogues).where(catalogues.c.id == catalogue_id)).first()
    if known is not None:
        if (known.sha256, known.proposed_by) != (digest(text), by):
            raise Problem(Code.ID_REUSED)
        return known
    row = {"id": catalogue_id, "kind": made["kind"], "version": made["version"], "valid_from": made["valid_from"]}
    row |= {"state": PROPOSED, "sha256": digest(text), "proposed_by": by, "proposed_at": at, "note": ""}
    connection.execute(insert(catalogues).values(body=text, **row))
    _chain(connection, centre, row_of(connection, catalogue_id), by)
    return row_of(connection, catalogue_id)


def decide(centre: Centre, caller: Caller, catalogue_id: str, decision: CatalogueDecision) -> CatalogueEntry:
    """Confirm what somebody else proposed, reject it, or withdraw one's own. The same again is harmless."""
    state, note = _BECOMES.get(decision.decision), decision.note.strip()
    if state is None or len(note) > MAX_DECISION_NOTE:
        raise Problem(Code.BAD_VALUE, fields={"decision" if state is None else "note": "wrong_type"})
    with centre.database.write() as connection:
        people.lock_city(connection, centre.city)
        row = row_of(connection, catalogue_id)
        if decision.decision not in _may_ever(caller, row):
            raise Problem(Code.FORBIDDEN)
        if state == REJECTED and not note:
            raise Problem(Code.NOTE_NEEDED)
        if row.sha256 != decision.sha256:
            raise Problem(Code.CHANGED_SINCE_SEEN)
        if row.state == PROPOSED:
            facts = {"state": state, "note": note, "decided_by": caller.person.id}
            facts["decided_at"] = iso(centre.clock())
            connection.execute(update(catalogues).where(catalogues.c.id == catalogue_id).values(**facts))
            row = row_of(connection, catalogue_id)
            _chain(connection, centre, row, caller.person.id)
        elif (row.state, row.decided_by) != (state, caller.person.id):
            raise Problem(Code.ALREADY_DECIDED)
        return entry_of(row, caller, shelf(centre, connection), names(connection, [row]))


def _chain(connection: Connection, centre: Centre, row: Row[Any], by: str) -> None:
    append_to_chain(connection, centre.city, CATALOGUE, row.id, facts_of(row), by, iso(centre.clock()))


def facts_of(row: Row[Any]) -> dict[str, str]:
    """What the chain tells of a step."""
    return {name: getattr(row, name) for name in ("kind", "version", "valid_from", "sha256", "state")}


def _may_ever(caller: Caller, row: Row[Any]) -> list[str]:
    """What the person may do to it while it waits."""
    if rights.may_confirm_catalogue(caller.person, row.proposed_by):
        return [CONFIRM, REJECT]
    return [WITHDRAW] if rights.may_withdraw_catalogue(caller.person, row.proposed_by) else []


def entries(centre: Centre, caller: Caller, connection: Connection) -> list[CatalogueEntry]:
    """Every one, the one that comes into force last first; then the one that came with the app."""
    query = select(catalogues).order_by(catalogues.c.valid_from.desc(), catalogues.c.proposed_at.desc())
    rows, known = connection.execute(query).all(), shelf(centre, connection)
    called = names(connection, rows)
    return [*(entry_of(row, caller, known, called) for row in rows), _shipped(known)]


def names(connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, str]:
    """Of who proposed and who decided."""
    ids = {row.proposed_by for row in rows} | {row.decided_by for row in rows if row.decided_by}
    found = connection.execute(select(persons.c.id, persons.c.name).where(persons.c.id.in_(ids)))
    return {OPERATOR.id: OPERATOR.name} | {row.id: row.name for row in found}


def entry_of(row: Row[Any], caller: Caller, known: Shelf, called: dict[str, str]) -> CatalogueEntry:
    found = catalogue_in(row.body.decode())
    return CatalogueEntry(
        row.id,
        row.kind,
        row.version,
        row.valid_from,
        row.state,
        len(found.indicators),
        found.most_points,
        row.sha256,
        _may_ever(caller, row) if row.state == PROPOSED else [],
        called.get(row.proposed_by, ""),
        row.proposed_at,
        called.get(row.decided_by or "", ""),
        row.decided_at or "",
        row.note,
        is_current=row.state == CONFIRMED and known.current.version == row.version,
    )


def _shipped(known: Shelf) -> CatalogueEntry:
    found, sha256 = shipped(), digest(canonical(body_of(FIRST, "", shipped_rows())))
    facts = (len(found.indicators), found.most_points, sha256)
    is_current = known.current.version == FIRST
    return CatalogueEntry(SHIPPED, KIND, FIRST, "", SHIPPED, *facts, [], is_current=is_current)


def catalogue_at(row: Row[Any]) -> Catalogue:
    return catalogue_in(row.body.decode())
