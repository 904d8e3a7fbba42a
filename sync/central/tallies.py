"""Keeps a tally of each kelurahan, so that figures of a city with 100,000 records are read in no time.

Not in the transaction that accepts changes: a job counts anew what moved on since, and every kelurahan when a day
begins, since waiting days grow and the same day a year ago is another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.cases import standing, stood
from sync.central.catalogues.keeping import shelf
from sync.central.jobs import Job
from sync.central.json_text import canonical, parsed
from sync.central.people import iso
from sync.central.tables import streams, tallies
from sync.domain.areas import gazetteer
from sync.domain.tally import Tally, tally_of, this_year

A_RUN = 20
"""So many kelurahan a run. One with 650 records takes a tenth of a second, with what was a year ago, once a day,
half of one; a whole city of 100,000 has its first count of the day within eight minutes."""


def tally_job() -> Job:
    return Job("figures", 60, lambda centre: catch_up(centre, most=A_RUN))


def catch_up(centre: Centre, area: str = "", most: int = 1000, *, also_moved: bool = True) -> int:
    """Count the kelurahan of the area anew that were not counted today, and those that moved on since.

    Returns how many. Safe to run twice at once.
    """
    with centre.database.glance() as connection:
        waiting = _behind(connection, centre.today, area or centre.city, also_moved=also_moved)
    for stream in waiting[:most]:
        count(centre, stream)
    return len(waiting[:most])


def _behind(connection: Connection, day: date, area: str, *, also_moved: bool) -> Sequence[str]:
    """Those counted longest ago first: where some always move on, the others have their turn all the same."""
    is_old = or_(tallies.c.day.is_(None), tallies.c.day != day.isoformat())
    if also_moved:
        is_old = or_(is_old, tallies.c.seq != streams.c.seq)
    query = select(streams.c.code).outerjoin(tallies, tallies.c.stream == streams.c.code)
    query = query.where(streams.c.code.in_(_kelurahan(area)), is_old)
    return connection.execute(query.order_by(tallies.c.at.nulls_first(), streams.c.code)).scalars().all()


def _kelurahan(area: str) -> list[str]:
    return [place.code for place in gazetteer().kelurahan(area)]


def count(centre: Centre, stream: str) -> None:
    """Both tallies of a kelurahan: this year's, and that of the same days a year ago."""
    now, period = centre.clock(), this_year(centre.today)
    with centre.database.read() as connection:
        seq = connection.execute(select(streams.c.seq).where(streams.c.code == stream)).scalar_one()
        known = shelf(centre, connection)
        before = _known_before(connection, stream, period.until)
        if before is None:
            earlier = period.year_before
            before = _text(tally_of(stood(connection, stream, earlier.until, centre.zone), earlier, known))
        current = _text(tally_of(standing(connection, stream, centre.zone), period, known))
    row = {"stream": stream, "seq": seq, "day": period.until.isoformat(), "at": iso(now)}
    with centre.database.write() as connection:
        write_rows(connection, tallies, [row | {"now": current, "before": before}], ("stream",))


def _known_before(connection: Connection, stream: str, day: date) -> bytes | None:
    """What was a year ago changes when the day does, and not with what comes in."""
    is_it = (tallies.c.stream == stream) & (tallies.c.day == day.isoformat())
    known: bytes | None = connection.execute(select(tallies.c.before).where(is_it)).scalar_one_or_none()
    return known


def rows_of(connection: Connection, area: str) -> Sequence[Row[Any]]:
    """What is kept of the kelurahan of the area, with how far its stream is now (`head`)."""
    query = select(tallies, streams.c.seq.label("head")).join(streams, streams.c.code == tallies.c.stream)
    return connection.execute(query.where(tallies.c.stream.in_(_kelurahan(area)))).all()


def solved_in(texts: Iterable[bytes]) -> frozenset[str]:
    """The problems that innovations of other kelurahan solve."""
    return frozenset(issue for text in texts for issue in parsed(text)["solved"])


def tally_in(text: bytes) -> Tally:
    kept = parsed(text)
    return Tally(kept["counts"], frozenset(kept["unsolved"]), frozenset(kept["solved"]))


def _text(tally: Tally) -> bytes:
    kept = {"counts": dict(tally.counts), "unsolved": sorted(tally.unsolved), "solved": sorted(tally.solved)}
    return canonical(kept)
