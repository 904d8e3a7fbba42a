"""The city's partners as this device knows them, and which of them a record works with.

Everybody holds the list as the centre last told it; the city's devices hold the records, with what waits.
"""

from __future__ import annotations

from mobile.session import Session
from sync.client import partners
from sync.client.replica import RecordState
from sync.domain.lifecycle import Status
from sync.domain.records import WORKS_WITH, Kind, Values, entries_below
from sync.domain.rights import may_create, may_keep_partners, may_write
from sync.protocol.partners import PartnerLine

_WORKING = frozenset({Kind.INNOVATION, Kind.ISSUE})
_CLOSED = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.ERASED, Status.HIDDEN})


def known(session: Session) -> dict[str, PartnerLine]:
    """By id. What the city noted here and has not sent yet is among them."""
    found = partners.held(session.tables)
    for record in session.records.of_kind(Kind.PARTNER):
        state = session.record(record)
        if state is not None:
            found.pop(record, None)
            if state.status == Status.SUBMITTED:
                found[record] = _line(record, state.values)
    return found


def _line(record: str, values: Values) -> PartnerLine:
    texts = (str(values.get(path) or "") for path in ("title", "helix", "part", "agreed_until"))
    return PartnerLine(record, *texts)


def listed(session: Session, words: str = "", sector: str = "") -> list[PartnerLine]:
    """By name: partners are in no other order."""
    wanted = words.casefold().split()
    fits = (
        each
        for each in known(session).values()
        if sector in ("", each.helix) and all(word in f"{each.title} {each.part}".casefold() for word in wanted)
    )
    return sorted(fits, key=lambda each: (each.title.casefold(), each.id))


def with_like_name(session: Session, title: str, but: str) -> list[PartnerLine]:
    """Those whose name says the same, whatever its case, blanks and marks: one university, not two."""
    plain = _plain(title)
    return [each for each in listed(session) if plain and each.id != but and _plain(each.title) == plain]


def _plain(title: str) -> str:
    return "".join(filter(str.isalnum, title.casefold()))


def may_note(session: Session) -> bool:
    person = session.person
    return may_keep_partners(person, person.area.text) and may_create(person, Kind.PARTNER, person.area.text)


def of_record(session: Session, state: RecordState) -> list[PartnerLine]:
    """Whom the record names; one that is on no list any more is shown by its id alone."""
    there = known(session)
    named = [key for key, value in entries_below(state.values, WORKS_WITH).items() if value]
    return [there.get(key) or PartnerLine(key, "", "", "", "") for key in named]


def may_name(session: Session, state: RecordState) -> bool:
    """Whether the person may say now whom the record works with. What was refused is settled first."""
    is_open = state.kind in _WORKING and state.version > 0 and state.status not in _CLOSED
    is_free = not session.refusals(state.id) and "moved_to" not in state.values
    return is_open and is_free and may_write(session.person, state.ownership, f"{WORKS_WITH}/new")


def name(session: Session, state: RecordState, partner: str, *, works: bool) -> None:
    """Raises what the store raises."""
    session.edit(state, {f"{WORKS_WITH}/{partner}": works or None})
