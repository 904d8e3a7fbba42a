"""Codes on paper: one PDF with a card for each officer, to be cut apart and handed over.

Codes are kept as hashes, so no sheet can be made twice: the next one has fresh codes and ends those nobody used.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Connection, select

from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.codes import GivenCode, give_codes, link_to
from sync.central.listing import inside, place_of
from sync.central.moments import day
from sync.central.office import limit
from sync.central.paper import pdf, qr
from sync.central.people import person_of
from sync.central.tables import devices, persons
from sync.domain import rights
from sync.domain.areas import gazetteer
from sync.domain.people import Person, Role
from sync.domain.terms import has_ended
from sync.protocol.people import MAX_SHEET
from sync.protocol.problems import Code, Problem

SHEETS_AN_HOUR = 30
_ROLES = {
    Role.UMKM: "UMKM",
    Role.RT: "Ketua RT",
    Role.RW: "Ketua RW",
    Role.KELURAHAN: "Kelurahan",
    Role.KECAMATAN: "Kecamatan",
    Role.KOTA: "Kota",
    Role.PIMPINAN: "Pimpinan",
    Role.AUDITOR: "Auditor",
}
_PAGE = """
#set document(title: "Kartu masuk Lorong", date: none)
#set page(paper: "a4", margin: (x: 12mm, y: 10mm))
#set text(font: "Plus Jakarta Sans", size: 9pt, lang: "id", hyphenate: false)
#let card(it) = box(
  width: 93mm, height: 67mm, inset: 4mm, stroke: (paint: luma(150), thickness: 0.5pt, dash: "dashed"), clip: true,
  {
    grid(columns: (1fr, 34mm), column-gutter: 3mm,
      block(height: 34mm, clip: true, {
        block(height: 12mm, clip: true, below: 1.5mm,
          text(size: if it.name.len() > 40 { 8.5pt } else { 11pt }, weight: "semibold", it.name))
        block(height: 8mm, clip: true, below: 1.5mm, text(it.office))
        text(size: 19pt, weight: "semibold", tracking: 0.4pt, it.code)
      }),
      image(bytes(it.qr), format: "svg", width: 34mm, alt: "QR kode masuk"),
    )
    v(1mm)
    set text(size: 8pt)
    set enum(tight: true, spacing: 1.6mm, body-indent: 1.2mm)
    enum(..it.steps)
  }
)
#for page in json(bytes(sys.inputs.cards)).chunks(8) {
  grid(columns: (93mm, 93mm), ..page.map(card))
  pagebreak(weak: true)
}
"""


def sheet_of(centre: Centre, caller: Caller, area: str) -> bytes:
    """The PDF of everybody in the area who has no device and whom the caller may enrol. Raises Problem."""
    limit(centre, f"sheets:{caller.person.id}", SHEETS_AN_HOUR)
    place = place_of(caller.person, area)
    now = centre.clock()
    with centre.database.write() as connection:
        waiting = [each for each in without_device(connection, place, now) if _may(caller, each)]
        if not waiting:
            raise Problem(Code.NOT_FOUND, "everybody in this area has a device")
        if len(waiting) > MAX_SHEET:
            raise Problem(Code.TOO_LARGE, f"more than {MAX_SHEET} people; ask for a smaller area")
        given = give_codes(connection, centre.keys, waiting, caller.person.id, now)
    return sheet(given, centre.base_url, centre.zone)


def _may(caller: Caller, person: Person) -> bool:
    return rights.may_enrol(caller.person, person.role, person.area)


def without_device(connection: Connection, area: str, now: datetime) -> list[Person]:
    """Those in office who have no device that is switched on, in order of area and name."""
    held = select(devices.c.id).where(devices.c.person == persons.c.id, devices.c.revoked_at.is_(None)).exists()
    query = select(persons).where(persons.c.ended_at.is_(None), inside(area), ~held)
    rows = connection.execute(query.order_by(persons.c.area, persons.c.name))
    return [person_of(row) for row in rows if not has_ended(row.term_ends, now)]


def sheet(given: Sequence[GivenCode], base_url: str, zone: tzinfo) -> bytes:
    """Eight cards a page, cut along the dashes."""
    return pdf(_PAGE, is_tagged=False, cards=[_card(each, base_url, zone) for each in given])


def _card(given: GivenCode, base_url: str, zone: tzinfo) -> dict[str, object]:
    link, person = link_to(base_url, given.code), given.person
    until = day(datetime.fromisoformat(given.expires_at) - timedelta(minutes=1), zone)
    steps = [
        "Pindai QR dengan kamera HP.",
        f"Atau buka {base_url.partition('://')[2]}/app/ dan ketik kode di atas.",
        f"Berlaku sampai {until}, untuk satu HP. Jangan dibagikan.",
    ]
    office = f"{_ROLES[person.role]} · {gazetteer().name(person.area.text)}"
    return {"name": person.name, "office": office, "code": given.code, "qr": qr(link, "m"), "steps": steps}
