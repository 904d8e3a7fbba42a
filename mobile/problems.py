"""Problems and the innovations that address them, as this device knows them, and how one makes the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from mobile.session import Session
from sync.client.desk import DeskApi, Wanted
from sync.client.replica import RecordState
from sync.client.sorting import awaits_sorting
from sync.client.tables import WORKING
from sync.client.working import Working
from sync.domain.forms import form_of
from sync.domain.growing import ADDRESSES, DEGREES
from sync.domain.ids import as_number, number_of
from sync.domain.issues import HELPS, PARTLY
from sync.domain.lifecycle import Status
from sync.domain.people import Role
from sync.domain.records import Kind, Values, entries_below
from sync.domain.rights import may_create, may_edit
from sync.protocol.bank import FoundRecord

MOST_SIMILAR = 3
READERS = frozenset({Role.RT, Role.RW, Role.KELURAHAN, Role.KECAMATAN})
"""Those who have the screen *Masalah*: their devices hold the problems of an area."""
_OPEN = frozenset({Status.SUBMITTED, Status.LISTED, Status.HANDLED})


@dataclass(frozen=True, slots=True)
class Link:
    """The other end: an innovation seen from its problem, or a problem from its innovation. `title` if known."""

    record: str
    degree: str
    note: str = ""
    title: str = ""


def links_of(session: Session, state: RecordState) -> list[Link]:
    """The problems that an innovation addresses."""
    found = entries_below(state.values, ADDRESSES)
    return [
        Link(issue, str(value.get("degree", "")), str(value.get("note") or ""), _title(session, issue))
        for issue, value in found.items()
        if isinstance(value, dict)
    ]


def addressing(session: Session, issue: str) -> list[Link]:
    """The innovations of this device that address a problem."""
    found = session.records.addressed().get(issue, [])
    return [Link(record, degree, title=_title(session, record)) for record, degree in found]


async def addressing_at_centre(session: Session, issue: str) -> list[Link]:
    """The same for who holds no stream. Raises SyncError."""
    found: list[Link] = []
    for degree in DEGREES:
        after: str | None = ""
        while after is not None:
            page = await DeskApi(session.api).find(Wanted(addresses=f"{degree}:{issue}"), after)
            found += [Link(each.id, degree, title=each.title) for each in page.records]
            after = page.after or None
    return found


def _title(session: Session, record: str) -> str:
    return session.records.listed(record).title if session.record(record) else ""


def waiting_for_ideas(session: Session) -> list[str]:
    """Listed problems that no innovation of this device solves, not even partly; the own RT and RW first."""
    records, addressed = session.records, session.records.addressed()
    helped = {issue for issue, links in addressed.items() if any(degree in HELPS for _, degree in links)}
    found = (r for r in records.issues() if r not in helped and records.listed(r).status == Status.LISTED)
    return sorted(found, key=lambda record: records.listed(record).distance)


def waiting_for_answer(session: Session) -> list[str]:
    """Problems that this person is to list, join or decline, longest waiting first."""
    if session.person.role is not Role.KECAMATAN:
        return []
    records = session.records
    found = (session.record(r) for r in reversed(records.issues()) if records.listed(r).status == Status.SUBMITTED)
    return [state.id for state in found if state is not None and awaits_sorting(state, session.person)]


def candidates(session: Session, state: RecordState) -> list[str]:
    """Problems that an innovation may address or a problem be joined to: what its own words say, same RW first."""
    values, area = state.values, str(state.values.get("area") or state.area)
    texts = [str(values.get(path) or "") for path in ("problem", "title")]
    alike = [session.records.similar_issues(text, area, state.id) for text in texts]
    return list(dict.fromkeys(record for found in alike for record in found))[:MOST_SIMILAR]


def problem_with_number(session: Session, text: str) -> str:
    """The problem of this device with this number; empty when there is none that something can lead to."""
    number, records = as_number(text), session.records
    issues = (record for record in records.issues() if number_of(record) == number)
    return next((record for record in issues if records.listed(record).status in _OPEN), "")


async def problem_at_centre(session: Session, text: str) -> FoundRecord | None:
    """The same for who holds no stream. Raises SyncError."""
    number = as_number(text)
    page = await DeskApi(session.api).find(Wanted(q=number, kind=Kind.ISSUE))
    return next((each for each in page.records if each.number == number and each.status in _OPEN), None)


def may_link(session: Session, state: RecordState) -> bool:
    return state.kind == Kind.INNOVATION and may_edit(session.person, state.ownership)


def may_note_problem(session: Session, state: RecordState) -> bool:
    """*Jadikan masalah tercatat*: where its problem was written down and this person may note one there."""
    is_told = bool(str(state.values.get("problem") or "").strip())
    return is_told and may_link(session, state) and may_create(session.person, Kind.ISSUE, state.area)


def note_problem(session: Session, state: RecordState) -> None:
    """A problem of its own out of what the innovation says of it, and the link, kept together."""
    problem = problem_of(session, state)
    with session.tables.transaction():
        session.submit(problem)
        link(session, state, problem.record, PARTLY)


def problem_of(session: Session, state: RecordState) -> Working:
    """A home is told only as its kelurahan."""
    values, begun = state.values, session.begin(Kind.ISSUE)
    told: Values = {path: values.get(path) for path in ("theme", "area", "point")}
    if values.get("place_private"):
        told |= {"area": state.area, "point": None}
    told["title"] = shortened(str(values.get("problem") or ""), form_of(Kind.ISSUE).field("title").max or 0)
    told["affected"] = values.get("beneficiaries") or {"unit": "unknown"}
    known = {path: value for path, value in told.items() if value is not None}
    return replace(begun, values=begun.values | known, area=state.area)


def shortened(text: str, most: int) -> str:
    """The text in one line, its first sentence, or as many words of that as fit."""
    line = " ".join(text.split())
    sentence = line.partition(". ")[0].rstrip(".") if len(line) > most else line
    if len(sentence) <= most:
        return sentence
    words = sentence[: most - 1].rpartition(" ")[0].rstrip(",;:")
    return f"{words}…" if words else sentence[:most]


def link(session: Session, state: RecordState, issue: str, degree: str, note: str = "") -> None:
    value = {"degree": degree} | ({"note": note.strip()} if note.strip() else {})
    session.edit(state, {f"{ADDRESSES}/{issue}": value})


def unlink(session: Session, state: RecordState, issue: str) -> None:
    session.edit(state, {f"{ADDRESSES}/{issue}": None})


def begin_for(session: Session, issue: RecordState) -> str:
    """The draft that was begun here for this problem, else a new one. Raises what the store raises."""
    drafts = session.tables.table(WORKING).items()
    begun = (
        r for r, draft in drafts if f"{ADDRESSES}/{issue.id}" in draft["values"] and session.record(r) is None
    )
    return next(begun, "") or session.keep(innovation_for(session, issue)).record


def innovation_for(session: Session, issue: RecordState) -> Working:
    """A note that is begun for this problem, with the link set."""
    begun, values = session.begin(), issue.values
    told: dict[str, Any] = {"problem": values.get("title"), "theme": values.get("theme")}
    known = {path: value for path, value in told.items() if value}
    return replace(begun, values=begun.values | known | {f"{ADDRESSES}/{issue.id}": {"degree": PARTLY}})
