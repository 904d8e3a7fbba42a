"""*Papan Labinov*: the records that the lab took up, by column, with the proofs that each card has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection, select

from sync.central import lab
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.indexing import catch_up
from sync.central.search import DESK, any_of
from sync.central.stored import KEPT, StoredRecord
from sync.central.tables import records, search_docs, search_postings
from sync.domain.ids import number_of
from sync.domain.lab import LAB, STAGES, stage_of
from sync.domain.lifecycle import Status
from sync.domain.people import Person
from sync.domain.records import MOVED_TO
from sync.domain.rights import may_see, may_use_board
from sync.protocol.partners import Board, BoardCard
from sync.protocol.problems import Code, Problem

MOST = 200


def board(centre: Centre, caller: Caller) -> Board:
    """Raises Problem(FORBIDDEN)."""
    if not may_use_board(caller.person):
        raise Problem(Code.FORBIDDEN)
    catch_up(centre, most=4)
    with centre.database.read() as connection:
        seen = list(islice(_taken_up(connection, caller.person), MOST + 1))
        shown = sorted(seen[:MOST], key=_place)
        return Board([_card(connection, each) for each in shown], is_cut=len(seen) > MOST)


def _taken_up(connection: Connection, person: Person) -> Iterator[StoredRecord]:
    """That the person may see, those that were noted last first."""
    words = any_of(connection, DESK, [f"=lab:{stage}" for stage in STAGES])
    docs = select(search_docs.c.record).join(search_postings, search_postings.c.doc == search_docs.c.doc)
    those = docs.where(search_docs.c.scope == DESK, search_postings.c.word.in_(words))
    query = select(*KEPT).where(records.c.id.in_(those), records.c.status != Status.ERASED.value)
    # Read whole: each of them is looked up further while they are gone through.
    for row in connection.execute(query.order_by(records.c.id.desc())).all():
        record = StoredRecord.from_row(row)
        if stage_of(record.value(LAB)) and record.value(MOVED_TO) is None and may_see(person, record.ownership):
            yield record


def _place(record: StoredRecord) -> tuple[int, str, int]:
    return STAGES.index(stage_of(record.value(LAB))), record.stream, -record.seqs[LAB]


def _card(connection: Connection, record: StoredRecord) -> BoardCard:
    said = record.value(LAB)
    proofs = sorted(lab.around(connection, record).proofs_of(record))
    helps, next_date = (str(said.get(name) or "") for name in ("helps", "next_date"))
    since = record.sources[str(record.seqs[LAB])]["received_at"]
    title, number = str(record.value("title") or ""), number_of(record.id)
    place = record.stream, str(said["stage"])
    return BoardCard(record.id, record.kind, number, title, *place, helps, next_date, since, proofs)
