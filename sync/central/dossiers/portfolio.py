"""The innovations of the city side by side, a page at a time: for the kota alone, in the order of their areas."""

from __future__ import annotations

from itertools import islice

from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.catalogues.keeping import shelf
from sync.central.dossiers.gather import innovations
from sync.domain.portfolio import line_of
from sync.domain.rights import may_read_portfolio
from sync.protocol.portfolio import Portfolio
from sync.protocol.problems import Code, Problem

PAGE = 500


def page(centre: Centre, caller: Caller, after: str) -> Portfolio:
    """Raises Problem(FORBIDDEN)."""
    if not may_read_portfolio(caller.person):
        raise Problem(Code.FORBIDDEN)
    stream, _, record = after.partition("/")
    with centre.database.read() as connection:
        found = innovations(connection, caller.person.area.text, after=(stream, record))
        known = shelf(centre, connection)
        taken = islice(found, PAGE + 1)
        lines = [line_of(each.id, each.stream, each.set, known.of(each.set)) for each in taken]
    last = lines[PAGE - 1] if len(lines) > PAGE else None
    return Portfolio(lines[:PAGE], f"{last.area}/{last.id}" if last else None)
