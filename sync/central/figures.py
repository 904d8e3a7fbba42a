"""The figures of an area: the tallies of its kelurahan added up. Who may read them is said by rights.py alone."""

from __future__ import annotations

from datetime import date

from sync.central import tallies
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.people import iso
from sync.domain.areas import AreaCode, UnknownArea, gazetteer
from sync.domain.figures import joined, told
from sync.domain.rights import may_read_figures
from sync.domain.tally import this_year
from sync.protocol.figures import AreaFigures
from sync.protocol.problems import Code, Problem

AT_ONCE = 15
"""So many kelurahan are counted while somebody waits: all of a kecamatan. The rest of a city is for the job."""
_ASK_AGAIN_S = 5


def read(centre: Centre, caller: Caller, area: str) -> AreaFigures:
    """For somebody whose area holds it. Raises Problem."""
    place = place_of(area)
    if not may_read_figures(caller.person, place):
        raise Problem(Code.FORBIDDEN)
    return figures_of(centre, place, AT_ONCE)


def place_of(area: str) -> AreaCode:
    """A city, kecamatan or kelurahan. Raises Problem(UNKNOWN_AREA); below a kelurahan nothing is counted."""
    try:
        place = gazetteer().check(area)
    except UnknownArea:
        raise Problem(Code.UNKNOWN_AREA) from None
    if place.rw is not None:
        raise Problem(Code.UNKNOWN_AREA)
    return place


def figures_of(centre: Centre, place: AreaCode, most: int = 1000) -> AreaFigures:
    """As they were last counted, today; raises Problem(BUSY) while the day's first count is not done."""
    day = centre.today
    # What was counted today waits for the job.
    tallies.catch_up(centre, place.text, most, also_moved=False)
    with centre.database.read() as connection:
        every = tallies.rows_of(connection, place.city)
    mine = [row for row in every if place.contains(row.stream) and row.day == day.isoformat()]
    if len(mine) < len(gazetteer().kelurahan(place.text)):
        raise Problem(Code.BUSY, headers={"Retry-After": str(_ASK_AGAIN_S)})
    now, before = (
        joined(
            [tallies.tally_in(getattr(row, name)) for row in mine],
            tallies.solved_in(getattr(row, name) for row in every),
        )
        for name in ("now", "before")
    )
    at = min([row.at for row in mine if row.seq != row.head], default=iso(centre.clock()))
    period, earlier = this_year(day), this_year(day).year_before
    since, until, since_before, until_before = map(
        date.isoformat, (period.since, period.until, earlier.since, earlier.until)
    )
    return AreaFigures(place.text, at, since, until, since_before, until_before, told(now, before))
