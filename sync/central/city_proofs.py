"""What the city shows for its own indicators, as rows of which the city's stream tells each that was replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, delete, select

from sync.central.bulk import write_rows
from sync.central.chain import CENTRE, append_to_chain
from sync.central.json_text import canonical, parsed
from sync.central.people import lock_city
from sync.central.tables import changes, city_proofs
from sync.domain.city_sheet import CityProof, unit_indicators
from sync.protocol import wire
from sync.protocol.canonical import digest
from sync.protocol.city_sheet import mark_of
from sync.protocol.problems import Code, Problem

CITY_PROOF = "city_proof"
_KEY = ("year", "code")


def held(connection: Connection, year: str) -> dict[str, CityProof]:
    """In the order of the letter; what a newer catalogue knows is left alone."""
    query = select(city_proofs.c.code, city_proofs.c.proof).where(city_proofs.c.year == year)
    found = {row.code: wire.read(CityProof, parsed(row.proof)) for row in connection.execute(query)}
    return {each.code: found[each.code] for each in unit_indicators(year) if each.code in found}


def keep(
    connection: Connection, city: str, year: str, code: str, proof: CityProof | None, by: str, at: str, seen: str
) -> None:
    """In the place of what was `seen`, nothing for whatever stands there; None takes it back. The same again is
    harmless. Raises Problem(ALREADY_DECIDED) where a colleague was quicker."""
    lock_city(connection, city)
    before = held(connection, year).get(code)
    if before == proof:
        return
    if seen and seen != mark_of(before):
        raise Problem(Code.ALREADY_DECIDED)
    if proof is None:
        connection.execute(delete(city_proofs).where(city_proofs.c.year == year, city_proofs.c.code == code))
    else:
        row = {"year": year, "code": code, "level": proof.level, "proof": canonical(wire.write(proof))}
        write_rows(connection, city_proofs, [row | {"by": by, "at": at}], _KEY)
    append_to_chain(connection, city, CITY_PROOF, f"{year}/{code}", _facts(proof), by, at)


def _facts(proof: CityProof | None) -> dict[str, Any]:
    """What the chain tells: the level, and the rest as a hash."""
    if proof is None:
        return {"gone": True}
    return {"level": proof.level, "sha256": digest(canonical(wire.write(proof)))}


def faults(connection: Connection, city: str) -> Iterator[str]:
    """To be called of a city whose stream holds."""
    told = _told(connection, city)
    for row in connection.execute(select(city_proofs).order_by(city_proofs.c.year, city_proofs.c.code)):
        stands = {"level": row.level, "sha256": digest(row.proof)}, row.by, row.at
        if told.pop(f"{row.year}/{row.code}", None) != stands:
            yield f"city proof {row.year}/{row.code}: is not as it was chained"
    yield from (
        f"city proof {one}: is missing" for one, (facts, *_) in sorted(told.items()) if "gone" not in facts
    )


def _told(connection: Connection, city: str) -> dict[str, tuple[dict[str, Any], str, str]]:
    """What the last change about each says, by whom and when."""
    mine = (changes.c.stream == city) & (changes.c.device == CENTRE) & changes.c.body.is_not(None)
    query = select(changes.c.record, changes.c.body, changes.c.person, changes.c.received_at).where(mine)
    found = dict[str, tuple[dict[str, Any], str, str]]()
    with connection.execute(query.order_by(changes.c.seq), execution_options={"yield_per": 500}) as result:
        for row in result:
            change = parsed(row.body)
            if change["kind"] == CITY_PROOF:
                found[row.record] = change["set"], row.person, row.received_at
    return found
