"""The history of one record on paper, for kota and auditors: who did what when, and where it stands in the log.

Names are masked for an auditor here as on the screen. The proof itself is the file that `lorong verify` checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from sqlalchemy import Connection

from sync.central import desk, log
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.moments import day_and_time
from sync.central.office import limit
from sync.central.paper import pdf
from sync.domain.areas import gazetteer
from sync.domain.forms import fields_of
from sync.domain.ids import number_of
from sync.domain.rights import may_audit
from sync.protocol.bank import HistoryEntry
from sync.protocol.messages import RecordView
from sync.protocol.problems import Code, Problem

SHEETS_AN_HOUR = 60
MOST_CHANGES = 500
_PAGE = """
#let it = json(bytes(sys.inputs.history))
#set document(title: "Riwayat " + it.number, date: none)
#set page(paper: "a4", margin: (x: 20mm, y: 18mm), numbering: "1 / 1")
#set text(font: "Plus Jakarta Sans", size: 9.5pt, lang: "id", hyphenate: false)
#set par(leading: 0.6em)
= #it.title
#it.number, #it.place. #it.version
#v(2mm)
#it.log
#v(3mm)
#for each in it.changes {
  block(breakable: false, width: 100%, below: 4mm, {
    text(weight: "semibold", each.at)
    [ · #each.by]
    linebreak()
    each.what
    linebreak()
    text(size: 7pt, each.link)
  })
}
"""


def sheet_of(centre: Centre, caller: Caller, record_id: str) -> bytes:
    """The PDF. Raises Problem."""
    if not may_audit(caller.person):
        raise Problem(Code.FORBIDDEN)
    limit(centre, f"audit:{caller.person.id}", SHEETS_AN_HOUR)
    record = desk.one(centre, caller, record_id)
    changes = list(_changes(centre, caller, record_id))
    with centre.database.read() as connection:
        signed = _signed(connection, centre.zone)
    return _pdf(record, changes, signed, centre.zone)


def _changes(centre: Centre, caller: Caller, record_id: str) -> Iterable[HistoryEntry]:
    """The newest are left out of a history that is longer than paper should be."""
    after, count = "", 0
    while count < MOST_CHANGES:
        page = desk.history(centre, caller, record_id, after)
        yield from page.changes
        count += len(page.changes)
        if page.after is None:
            return
        after = page.after


def _signed(connection: Connection, zone: tzinfo) -> str:
    try:
        note, _ = log.latest(connection)
    except Problem:
        return "Log kota belum ditandatangani."
    origin, size, _, time = note.split("\n")[:4]
    at = day_and_time(time.removeprefix("time "), zone)
    return f"Log kota {origin} ditandatangani {at} dengan {size} entri."


def _pdf(record: RecordView, changes: list[HistoryEntry], signed: str, zone: tzinfo) -> bytes:
    shown = {
        "title": str(record.set.get("title") or "Tanpa nama"),
        "number": f"Nomor {number_of(record.id)}",
        "place": gazetteer().name(record.area),
        "version": f"Versi {record.version}.",
        "log": signed,
        "changes": [_line(record.kind, each, zone) for each in changes],
    }
    return pdf(_PAGE, history=shown)


def _line(kind: str, entry: HistoryEntry, zone: tzinfo) -> dict[str, str]:
    what = "Isinya sudah dihapus." if entry.is_erased else ", ".join(_words(kind, entry))
    by = " · ".join(part for part in (entry.by.name, entry.by.role) if part)
    return {
        "at": day_and_time(entry.received_at, zone),
        "by": by,
        "what": what,
        "link": f"#{entry.seq}  {entry.link}",
    }


def _words(kind: str, entry: HistoryEntry) -> Iterable[str]:
    fields = fields_of(kind)
    if "status" in entry.set:
        yield f"keadaan: {entry.set['status']}"
    for path in sorted(entry.set):
        if path != "status":
            yield fields[path].question.id if path in fields else path.partition("/")[0]
