"""*Lembar kota*: counted when it is asked for, and the evidence of the city kept by indicator and year."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy import Connection

from sync.central import city_proofs
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.catalogues.keeping import shelf
from sync.central.documents import affair_of
from sync.central.dossiers.gather import innovations
from sync.central.office import limit
from sync.central.people import iso
from sync.domain.city_sheet import (
    CURRENT_YEAR,
    CityProof,
    basic_affairs,
    is_proof,
    most_points,
    points,
    tenths,
    unit_indicators,
)
from sync.domain.iga import Score, score
from sync.domain.personal import mask_personal_numbers
from sync.domain.rights import may_read_portfolio
from sync.domain.shelf import Shelf
from sync.domain.tally import APPROVED
from sync.protocol.city_sheet import CitySheet
from sync.protocol.problems import Code, Problem

SHEETS_AN_HOUR = 120
_HUNDREDTHS = 100


def read(centre: Centre, caller: Caller) -> CitySheet:
    """Raises Problem(FORBIDDEN)."""
    _check(centre, caller)
    return sheet_of(centre)


def keep(centre: Centre, caller: Caller, code: str, proof: CityProof, seen: str = "") -> CitySheet:
    """In the place of what was shown before, which the caller has `seen`; level 0 without a word takes it back.
    Safe to repeat. Raises Problem."""
    _check(centre, caller)
    if code not in {each.code for each in unit_indicators()}:
        raise Problem(Code.NOT_FOUND)
    if not is_proof(proof):
        raise Problem(Code.BAD_VALUE, fields={"proof": "wrong_type"})
    said = replace(proof, subject=_kept(proof.subject), number=_kept(proof.number))
    stands = said if said.level or said.is_shown else None
    with centre.database.write() as connection:
        city_proofs.keep(
            connection, centre.city, CURRENT_YEAR, code, stands, caller.person.id, iso(centre.clock()), seen
        )
    return sheet_of(centre)


def sheet_of(centre: Centre) -> CitySheet:
    with centre.database.read() as connection:
        submitted, scores, affairs = _counted(connection, centre.city, shelf(centre, connection))
        proofs = city_proofs.held(connection, CURRENT_YEAR)
    basic = {code: affairs[code] for code in basic_affairs()}
    return CitySheet(
        CURRENT_YEAR,
        iso(centre.clock()),
        submitted,
        len(scores),
        tenths(each.points_claimed for each in scores),
        tenths(each.points_granted for each in scores),
        basic,
        len(scores) - sum(basic.values()),
        proofs,
        int(points(proofs) * _HUNDREDTHS),
        int(most_points() * _HUNDREDTHS),
    )


def _kept(text: str) -> str:
    return mask_personal_numbers(text).strip()


def _check(centre: Centre, caller: Caller) -> None:
    if not may_read_portfolio(caller.person):
        raise Problem(Code.FORBIDDEN)
    limit(centre, f"city_sheet:{caller.person.id}", SHEETS_AN_HOUR)


def _counted(connection: Connection, city: str, known: Shelf) -> tuple[int, list[Score], Counter[str]]:
    """How many stand, and of the approved the scores and affairs."""
    submitted, scores, affairs = 0, list[Score](), Counter[str]()
    for record in innovations(connection, city):
        submitted += 1
        if record.value("status") in APPROVED:
            scores.append(score(record.set, known.of(record.set)))
            affairs[affair_of(record.set)] += 1
    return submitted, scores, affairs
