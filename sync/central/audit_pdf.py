"""The history of one record on paper, for kota and auditors: who said what when, what was on the screen of who
decided, and where it stands in the log.

Personal data is masked for an auditor here as on the screen. The proof itself is the file that `lorong verify`
checks, and that has every change whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from typing import Any

from sqlalchemy import Connection, func, select

from sync.central import desk, log
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.moments import day_and_time
from sync.central.office import limit
from sync.central.paper import pdf
from sync.central.said import said
from sync.central.tables import changes
from sync.domain.areas import gazetteer
from sync.domain.ids import number_of
from sync.domain.records import Values, is_guarded
from sync.domain.rights import may_audit
from sync.protocol.bank import BESIDE, ERASURE, RESTATED, HistoryEntry, seen_at
from sync.protocol.messages import RecordView
from sync.protocol.problems import Code, Problem

SHEETS_AN_HOUR = 60
MOST_CHANGES = 500
MOST_LINES = 40
"""Of one change, and of what was seen."""
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
  block(breakable: true, width: 100%, below: 4mm, {
    text(weight: "semibold", each.at)
    [ · #each.by]
    linebreak()
    each.what
    linebreak()
    for line in each.said { [#line]; linebreak() }
    if each.seen.len() > 0 {
      pad(left: 4mm, text(size: 8pt, {
        [Yang terlihat saat memutuskan:]
        linebreak()
        for line in each.seen { [#line]; linebreak() }
      }))
    }
    text(size: 7pt, each.link)
  })
}
#it.rest
"""


def sheet_of(centre: Centre, caller: Caller, record_id: str) -> bytes:
    """The PDF. Raises Problem."""
    if not may_audit(caller.person):
        raise Problem(Code.FORBIDDEN)
    limit(centre, f"audit:{caller.person.id}", SHEETS_AN_HOUR)
    record = desk.one(centre, caller, record_id)
    told = list(_changes(centre, caller, record_id))
    with centre.database.read() as connection:
        signed, count = _signed(connection, centre.zone), _count(connection, record)
    return _pdf(record, told, signed, count, centre.zone)


def _changes(centre: Centre, caller: Caller, record_id: str) -> Iterable[HistoryEntry]:
    """The newest are left out of a history that is longer than paper should be, which says so."""
    after, count = "", 0
    while count < MOST_CHANGES:
        page = desk.history(centre, caller, record_id, after)
        yield from page.changes
        count += len(page.changes)
        if page.after is None:
            return
        after = page.after


def _count(connection: Connection, record: RecordView) -> int:
    mine = (changes.c.stream == record.area) & (changes.c.record == record.id)
    return int(connection.execute(select(func.count()).where(mine)).scalar_one())


def _signed(connection: Connection, zone: tzinfo) -> str:
    try:
        note, _ = log.latest(connection)
    except Problem:
        return "Log kota belum ditandatangani."
    origin, size, _, time = note.split("\n")[:4]
    at = day_and_time(time.removeprefix("time "), zone)
    return f"Log kota {origin} ditandatangani {at} dengan {size} entri."


def _pdf(record: RecordView, told: list[HistoryEntry], signed: str, count: int, zone: tzinfo) -> bytes:
    shown = {
        "title": str(record.set.get("title") or "Tanpa nama"),
        "number": f"Nomor {number_of(record.id)}",
        "place": gazetteer().name(record.area),
        "version": f"Versi {record.version}. {count} perubahan.",
        "log": signed,
        "changes": _lines(record.kind, told, zone),
        "rest": _rest(count - len(told)),
    }
    return pdf(_PAGE, history=shown)


def _rest(left: int) -> str:
    if not left:
        return ""
    return f"{left} perubahan yang lebih baru tidak dicetak di sini. Berkas bukti (JSON) memuat semuanya."


def _lines(kind: str, told: list[HistoryEntry], zone: tzinfo) -> list[dict[str, Any]]:
    return [_line(kind, entry, seen_at(told, entry) if _decides(entry) else {}, zone) for entry in told]


def _decides(entry: HistoryEntry) -> bool:
    return entry.seen > 0 and entry.kind not in BESIDE and any(is_guarded(path) for path in entry.set)


def _line(kind: str, entry: HistoryEntry, seen: Values, zone: tzinfo) -> dict[str, Any]:
    by = " · ".join(part for part in (entry.by.name, entry.by.role) if part)
    fields = {path: value for path, value in seen.items() if not is_guarded(path)}
    return {
        "at": day_and_time(entry.received_at, zone),
        "by": by,
        "what": _what(entry),
        "said": [] if entry.kind in BESIDE else _said(kind, entry.set),
        "seen": _said(kind, fields),
        "link": f"#{entry.seq}  {entry.link}",
    }


def _what(entry: HistoryEntry) -> str:
    if entry.is_erased:
        return "Isinya sudah dihapus."
    if entry.kind == ERASURE:
        return f"Isi perubahan #{entry.set['seq']} dihapus."
    if entry.kind == RESTATED:
        return "Yang tersisa sesudah penghapusan dinyatakan ulang."
    return f"Keadaan: {entry.set['status']}" if entry.set.get("status") else "Mengubah isian"


def _said(kind: str, values: Values) -> list[str]:
    lines = [said(kind, path, values[path]) for path in sorted(values) if path != "status"]
    left = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], f"dan {left} isian lain"] if left > 0 else lines
