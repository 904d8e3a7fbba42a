"""The records of a kelurahan as cases to be counted: as they stand, or as they stood at the end of some day.

What stands is read from the records. What stood is the log played again, by the rule by which it was merged; a
change that was erased since is as if it had never been.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import Connection, func, select

from sync.central.json_text import parsed
from sync.central.people import iso
from sync.central.tables import changes, records
from sync.domain.records import Values, is_guarded
from sync.domain.tally import Case, answers_in
from sync.protocol.merge import Entries, Entry, apply, apply_guarded


def standing(connection: Connection, stream: str, zone: tzinfo) -> Iterator[Case]:
    """Every record of the kelurahan, now."""
    arrived = _arrivals(connection, stream)
    for view_text in connection.execute(select(records.c.view).where(records.c.stream == stream)).scalars():
        view = parsed(view_text)
        sources, seqs = view["sources"], view["seqs"]
        answers = [sources[str(seqs[path])]["received_at"] for path in answers_in(view["kind"], view["set"])]
        yield _case(view["id"], view["kind"], view["set"], [arrived[view["id"]], *answers], zone)


def _arrivals(connection: Connection, stream: str) -> dict[str, str]:
    """When each record reached the centre."""
    first = (
        select(changes.c.record, func.min(changes.c.seq).label("seq"))
        .where(changes.c.stream == stream)
        .group_by(changes.c.record)
        .subquery()
    )
    query = select(changes.c.record, changes.c.received_at).join(first, first.c.seq == changes.c.seq)
    return {row.record: row.received_at for row in connection.execute(query.where(changes.c.stream == stream))}


@dataclass(slots=True)
class _Replayed:
    """A record while its log is played."""

    kind: str
    arrived: str
    held: dict[str, Entries] = field(default_factory=dict)

    def apply(self, path: str, new: Entry, seen: int) -> None:
        before = self.held.get(path, ())
        self.held[path] = apply_guarded(before, new) if is_guarded(path) else apply(before, new, seen)


def stood(connection: Connection, stream: str, last: date, zone: tzinfo) -> Iterator[Case]:
    """Every record that was there at the end of that day, as it was then."""
    end = iso(datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC))
    then = (changes.c.stream == stream) & (changes.c.received_at < end) & changes.c.body.is_not(None)
    query = select(changes.c.seq, changes.c.id, changes.c.device, changes.c.received_at, changes.c.body)
    replayed, moments = dict[str, _Replayed](), dict[int, str]()
    for row in connection.execute(query.where(then).order_by(changes.c.seq)):
        change = parsed(row.body)
        record = replayed.setdefault(change["record"], _Replayed(change["kind"], row.received_at))
        moments[row.seq] = row.received_at
        for path, value in change["set"].items():
            record.apply(path, Entry(value, row.seq, row.id, row.device), change["seen"])
    for key, record in replayed.items():
        values = {path: held[0].value for path, held in record.held.items()}
        answers = [moments[record.held[path][0].seq] for path in answers_in(record.kind, values)]
        yield _case(key, record.kind, values, [record.arrived, *answers], zone)


def _case(record: str, kind: str, values: Values, moments: Sequence[str], zone: tzinfo) -> Case:
    """`moments`: when it arrived, and when it was answered."""
    arrived, *answers = moments
    return Case(record, kind, values, _day(arrived, zone), _day(min(answers), zone) if answers else None)


def _day(moment: str, zone: tzinfo) -> date:
    """On which day of the city it was."""
    return datetime.fromisoformat(moment).astimezone(zone).date()
