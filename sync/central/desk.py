"""Search, one record and its history, for whoever does not hold the whole stream: kota, pimpinan, auditor; and
for the others within what rights.may_see allows. Newest first; nothing is counted, nothing ordered by person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from sync.central import search
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.chain import RESTATED
from sync.central.indexing import catch_up
from sync.central.json_text import parsed
from sync.central.masking import is_home, is_masked_for, masked_ref, masked_values
from sync.central.search import DESK, Term
from sync.central.stored import KEPT, StoredRecord, read_record
from sync.central.tables import changes, persons, records, search_docs
from sync.domain.areas import UnknownArea, gazetteer
from sync.domain.ids import is_id, number_of
from sync.domain.people import Person, Role
from sync.domain.records import Values
from sync.domain.rights import APPROVED, may_see
from sync.protocol.bank import FoundPage, FoundRecord, History, HistoryEntry
from sync.protocol.limits import MAX_SEQ
from sync.protocol.messages import PersonRef, RecordView
from sync.protocol.problems import Code, Problem

PAGE = 50
IDEA = "idea"
"""What a listed problem waits for while no innovation addresses it."""
_FACETS = ("kind", "status", "theme", "award", "addresses")


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for; empty is everything."""

    kind: str = ""
    area: str = ""
    status: str = ""
    theme: str = ""
    q: str = ""
    waits: str = ""
    award: str = ""
    addresses: str = ""
    after: str = ""


def find(centre: Centre, caller: Caller, question: Question) -> FoundPage:
    """One page of what the caller may see. Raises Problem for an unknown area or a cursor that is not ours."""
    before = _before(question.after)
    catch_up(centre, most=4)
    with centre.database.read() as connection:
        wanted = _terms(connection, caller.person, question)
        if wanted is None:
            return FoundPage([])
        is_shown = search.is_unaddressed() if question.waits == IDEA else None
        docs = search.documents(connection, DESK, wanted, before, PAGE + 1, is_shown)
        rows = _of_docs(connection, docs[:PAGE])
    visible = [record for record in rows if may_see(caller.person, record.ownership)]
    after = str(docs[PAGE - 1]) if len(docs) > PAGE else None
    return FoundPage([_line(record) for record in visible], after)


def _before(after: str) -> int:
    if not after:
        return MAX_SEQ
    if not (after.isascii() and after.isdecimal() and len(after) <= 16):
        raise Problem(Code.BAD_CURSOR)
    return int(after)


def _terms(connection: Connection, person: Person, question: Question) -> list[Term] | None:
    """The question, within what the person's role can see at all."""
    facets = [f"={name}:{value}" for name in _FACETS if (value := getattr(question, name))]
    facets += [f"=area:{area}" for area in {_home(person), _asked_area(question)} if len(area) > 5]
    if question.waits == IDEA:
        facets += ["=kind:issue", "=status:listed"]
    elif question.waits:
        facets.append(f"={question.waits}")
    if search.is_number(question.q):
        found = search.terms(connection, DESK, "", [*facets, search.number_in(question.q)])
    else:
        found = search.terms(connection, DESK, question.q, facets)
    limits = _limits(connection, person)
    if found is None or not all(limits):
        return None
    return [*found, *limits]


def _limits(connection: Connection, person: Person) -> list[Term]:
    if person.role in (Role.UMKM, Role.RESIDENT):
        return [search.any_of(connection, DESK, [f"=with:{person.id}"])]
    if person.role is Role.PIMPINAN:
        return [search.any_of(connection, DESK, [f"=status:{status}" for status in sorted(APPROVED)])]
    return []


def _home(person: Person) -> str:
    return person.area.kelurahan or person.area.text


def _asked_area(question: Question) -> str:
    if not question.area:
        return ""
    try:
        area = gazetteer().check(question.area)
    except UnknownArea:
        raise Problem(Code.UNKNOWN_AREA) from None
    return area.kelurahan or area.text


def _of_docs(connection: Connection, docs: list[int]) -> list[StoredRecord]:
    here = (search_docs.c.scope == DESK) & search_docs.c.doc.in_(docs)
    query = select(search_docs.c.doc, *KEPT).join(search_docs, search_docs.c.record == records.c.id)
    rows = {row.doc: row for row in connection.execute(query.where(here))}
    return [StoredRecord.from_row(rows[doc]) for doc in docs if doc in rows]


def _line(record: StoredRecord) -> FoundRecord:
    # The newest change may have left no value, and then no source.
    newest = max(source["received_at"] for source in record.sources.values())
    title, theme = (str(record.value(path) or "") for path in ("title", "theme"))
    status, number = str(record.value("status") or ""), number_of(record.id)
    return FoundRecord(record.id, number, record.kind, record.stream, record.version, status, title, theme, newest)


def one(centre: Centre, caller: Caller, record_id: str) -> RecordView:
    """The record. What the caller may not see is not there: nobody learns what exists."""
    with centre.database.read() as connection:
        record = seen(connection, caller.person, record_id)
    view = record.view()
    if not is_masked_for(caller.person):
        return view
    home = is_home(record.set)
    sources = {seq: replace(source, by=masked_ref(source.by)) for seq, source in view.sources.items()}
    values = {
        path: [replace(one, value=masked_values({path: one.value}, is_home=home)[path]) for one in held]
        for path, held in view.values.items()
    }
    return replace(view, set=masked_values(view.set, is_home=home), values=values, sources=sources)


def seen(connection: Connection, person: Person, record_id: str) -> StoredRecord:
    """The record, if the person may see it. Raises Problem(NOT_FOUND)."""
    record = read_record(connection, record_id) if is_id(record_id) else None
    if record is None or not may_see(person, record.ownership):
        raise Problem(Code.NOT_FOUND)
    return record


def history(centre: Centre, caller: Caller, record_id: str, after: str) -> History:
    """The changes of a record, oldest first. Leaders see what was approved, not how it came to be."""
    if caller.person.role is Role.PIMPINAN:
        raise Problem(Code.FORBIDDEN)
    since = _before(after) if after else 0
    with centre.database.read() as connection:
        record = seen(connection, caller.person, record_id)
        mine = (changes.c.stream == record.stream) & (changes.c.record == record_id) & (changes.c.seq > since)
        query = select(changes, persons.c.name, persons.c.role).outerjoin(
            persons, persons.c.id == changes.c.person
        )
        rows = connection.execute(query.where(mine).order_by(changes.c.seq).limit(PAGE + 1)).all()
    home, is_masked = is_home(record.set), is_masked_for(caller.person)
    listed = [_entry(row, is_masked=is_masked, home=home) for row in rows[:PAGE]]
    return History(listed, str(listed[-1].seq) if len(rows) > PAGE else None)


def _entry(row: Row[Any], *, is_masked: bool, home: bool) -> HistoryEntry:
    by = PersonRef(row.person, row.name or "", row.role or "")
    body: Mapping[str, Any] = parsed(row.body) if row.body else {"seen": 0, "set": {}, "kind": ""}
    values, shown = body["set"], shown_of(body, is_masked=is_masked, home=home)
    by = masked_ref(by) if is_masked else by
    more = {"is_erased": row.body is None, "kind": body["kind"], "is_masked": shown != values}
    return HistoryEntry(row.seq, row.id, by, row.received_at, body["seen"], shown, row.link, **more)


def shown_of(change: Mapping[str, Any], *, is_masked: bool, home: bool) -> Values:
    """What a change set, as it may be shown."""
    if not is_masked:
        return dict(change["set"])
    return {} if change["kind"] == RESTATED else masked_values(change["set"], is_home=home)
