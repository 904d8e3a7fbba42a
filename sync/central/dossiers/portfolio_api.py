"""*Portofolio* over HTTP: the innovations of the city side by side, and the dossiers of those that were chosen."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection
from starlette.responses import StreamingResponse

from sync.central import reading
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.api import CallerOf, CentreOf, JsonBody, json_reply
from sync.central.catalogues.keeping import shelf
from sync.central.description import binary
from sync.central.dossiers import archive, portfolio, sigap_file
from sync.central.dossiers.api import DOSSIERS_AN_HOUR, Made, sent
from sync.central.dossiers.archive import Entry
from sync.central.dossiers.batch import proposals
from sync.central.dossiers.gather import innovation
from sync.central.dossiers.iga_folder import folder
from sync.central.office import limit
from sync.central.stored import StoredRecord
from sync.domain.ids import is_id, number_of
from sync.domain.rights import may_read_portfolio
from sync.protocol.portfolio import LEFT_OUT, MOST_AT_ONCE, MOST_IN_TABLE, Chosen, Portfolio
from sync.protocol.problems import Code, Problem

router = APIRouter(tags=["dossiers"])
_MOST = {"sigap": MOST_IN_TABLE, "iga": MOST_AT_ONCE, "kipp.pdf": MOST_AT_ONCE}
_TYPES: Any = binary(sigap_file.TYPE, archive.TYPE)
Tell = Callable[[str], object]


@router.get("/v1/portfolio", response_model=Portfolio)
def read_portfolio(centre: CentreOf, who: CallerOf, after: Annotated[str, Query(max_length=80)] = "") -> Response:
    """The innovations of the city side by side, for the kota, in the order of their areas."""
    return json_reply(portfolio.page(centre, who, after))


@router.post("/v1/dossiers/{kind}", response_class=StreamingResponse, responses=_TYPES)
def read_dossiers(kind: str, centre: CentreOf, who: CallerOf, body: JsonBody) -> StreamingResponse:
    """Of the chosen `records` one table (`sigap`, up to 500), or a ZIP (`iga`, `kipp.pdf`, up to 20) in which
    `tidak-dibuat.txt` names what could not be made."""
    return sent(_made(centre, who, kind, reading.message(Chosen, body)))


def _made(centre: Centre, caller: Caller, kind: str, chosen: Chosen) -> Made:
    """Raises Problem: FORBIDDEN, NOT_FOUND for a kind that is not made of many, BAD_VALUE for too many records."""
    if not may_read_portfolio(caller.person):
        raise Problem(Code.FORBIDDEN)
    most = _MOST.get(kind)
    if most is None:
        raise Problem(Code.NOT_FOUND)
    if not 0 < len(chosen.records) <= most:
        raise Problem(Code.BAD_VALUE, f"1 to {most} records at once", {"records": "out_of_range"})
    limit(centre, f"dossiers:{caller.person.id}", DOSSIERS_AN_HOUR)
    left_out = list[str]()
    with centre.database.read() as connection:
        found = list(_found(connection, caller, chosen, left_out.append))
        if kind == "sigap":
            return _table(centre, found)
        made = _entries(centre, connection, kind, found, left_out.append)
    told = [(LEFT_OUT, "".join(f"{line}\r\n" for line in left_out).encode())] if left_out else []
    return Made(archive.archive(chain(made, told)), archive.TYPE, f"{kind.partition('.')[0]}.zip")


def _found(connection: Connection, caller: Caller, chosen: Chosen, left_out: Tell) -> Iterator[StoredRecord]:
    """Once each, in the order in which they were chosen; one that went meanwhile is named."""
    for record in dict.fromkeys(chosen.records):
        try:
            yield innovation(connection, caller.person, record)
        except Problem:
            left_out(f"{number_of(record) if is_id(record) else record[:40]}: tidak ada lagi")


def _table(centre: Centre, found: list[StoredRecord]) -> Made:
    table = io.BytesIO()
    sigap_file.write(table, found, centre.zone)
    return Made([table.getvalue()], sigap_file.TYPE, "sigap.xlsx")


def _entries(
    centre: Centre, connection: Connection, kind: str, found: list[StoredRecord], left_out: Tell
) -> Iterable[Entry]:
    """A folder is read from the files while it is sent; proposals are made now, while the records can be asked."""
    if kind == "iga":
        known = shelf(centre, connection)
        return chain.from_iterable(folder(centre, record, known) for record in found)
    return list(proposals(centre, connection, found, left_out))
