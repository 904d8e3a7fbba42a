"""The profile of an innovation on paper, field by field in SIGAP's words."""

from __future__ import annotations

from datetime import tzinfo

from sync.central.dossiers.gather import plain
from sync.central.dossiers.sigap_columns import columns, id_of
from sync.central.paper import pdf
from sync.central.stored import StoredRecord
from sync.domain.areas import gazetteer
from sync.domain.ids import number_of

_PAGE = """
#let it = json(bytes(sys.inputs.profile))
#let green = rgb("#00695a")
#set document(title: "Profil inovasi " + it.number, date: none)
#set page(paper: "a4", margin: (x: 22mm, top: 20mm, bottom: 20mm), footer: context align(center,
  text(size: 8pt, fill: luma(90))[Profil inovasi #it.number · #counter(page).display("1 / 1", both: true)]))
#set text(font: "Plus Jakarta Sans", size: 10pt, lang: "id", hyphenate: false)
#set par(leading: 0.65em)
#text(size: 9pt, fill: green, weight: "semibold")[PROFIL INOVASI DAERAH · INNOVATIVE GOVERNMENT AWARD]
#v(-2mm)
#text(size: 20pt, weight: "semibold", fill: green, it.title)
#v(-3mm)
#text(fill: luma(70))[Nomor #it.number · #it.place]
#v(3mm)
#line(length: 100%, stroke: 0.8pt + green)
#v(2mm)
#for (head, said) in it.answers {
  block(below: 4.5mm, {
    block(sticky: true, below: 1.8mm, text(size: 8.5pt, fill: luma(80), weight: "semibold", head))
    if said == "" { text(fill: luma(110))[Belum diisi] } else { said }
  })
}
"""


def profile(record: StoredRecord, zone: tzinfo) -> bytes:
    """A PDF; what is not answered says so."""
    said = [[column.header, str(column.write(record, zone))] for column in columns() if column.path]
    title = plain(str(record.value("title") or "")) or "Tanpa nama"
    number = number_of(record.id) if id_of(record) == number_of(record.id) else f"{number_of(record.id)} / SIGAP"
    place = gazetteer().name(record.stream)
    return pdf(_PAGE, profile={"title": title, "number": number, "place": f"Kelurahan {place}", "answers": said})
