"""The poster of a kelurahan: an A4 page with a QR that opens the form for ideas, the kelurahan already chosen."""

from __future__ import annotations

from collections.abc import Sequence

from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.listing import place_of
from sync.central.office import limit
from sync.central.paper import pdf, qr
from sync.domain.areas import Place, gazetteer

POSTERS_AN_HOUR = 60
_PAGE = """
#set document(title: "Poster usulan warga", date: none)
#set page(paper: "a4", margin: (x: 16mm, y: 13mm), fill: rgb("#fffbf6"))
#set text(font: "Plus Jakarta Sans", size: 17pt, lang: "id", hyphenate: false, fill: rgb("#1f1b16"))
#set par(leading: 0.6em)
#let green = rgb("#00695a")
#let poster(it) = page(align(center, {
  text(size: 15pt, weight: "semibold", fill: green, [Lorong · Kota #it.city])
  v(4mm)
  text(size: 34pt, weight: "semibold", fill: green, [Punya usulan\\ untuk lorong kita?])
  v(1mm)
  text(size: if it.name.len() > 20 { 21pt } else { 25pt }, weight: "semibold", [Kelurahan #it.name])
  v(5mm)
  box(inset: 6mm, radius: 6mm, fill: white, stroke: 2pt + green,
    image(bytes(it.qr), format: "svg", width: 80mm, alt: "QR ke halaman usulan"))
  v(4mm)
  text(size: 15pt)[Pindai dengan kamera HP, atau buka]
  v(-3mm)
  text(size: it.link_size * 1pt, weight: "semibold", it.link)
  v(5mm)
  block(width: 100%, align(left, grid(columns: (1fr, 1fr, 1fr), column-gutter: 6mm,
    ..it.steps.enumerate().map(((at, step)) => {
      text(size: 22pt, weight: "semibold", fill: green, str(at + 1))
      v(-3.5mm)
      text(size: 13pt, step)
    }))))
  v(3mm)
  v(1fr)
  text(size: 10.5pt, fill: rgb("#4e473d"))[
    Tanpa akun, tanpa biaya. Tidak punya HP?
    Sampaikan kepada ketua RT, RW, atau kantor kelurahan.\\
  Aduan (lampu mati, sampah, saluran tersumbat) lewat aplikasi Lontara+ atau SP4N-LAPOR!
  ]
}))
#for it in json(bytes(sys.inputs.posters)) { poster(it) }
"""
_STEPS = (
    "Tulis usulan Anda dalam beberapa kalimat. Foto boleh menyusul.",
    "Simpan nomor yang Anda terima.",
    "Lihat jawabannya dengan nomor itu. Setiap langkah tercatat.",
)
_WIDE = 40
"""So many letters fit beside one another in the large size."""


def posters(area: str, base_url: str) -> bytes:
    """A PDF with one page for each kelurahan of the area, in code order. Raises UnknownArea."""
    return _pdf(gazetteer().kelurahan(gazetteer().check(area).text[:13]), base_url)


def posters_for(centre: Centre, caller: Caller, area: str) -> bytes:
    """The same for an office, of its own area or one inside. Raises Problem: FORBIDDEN, UNKNOWN_AREA, TOO_MANY."""
    limit(centre, f"posters:{caller.person.id}", POSTERS_AN_HOUR)
    return posters(place_of(caller.person, area), centre.base_url)


def link_of(kelurahan: str, base_url: str) -> str:
    return f"{base_url}/usul?wilayah={kelurahan}"


def _pdf(places: Sequence[Place], base_url: str) -> bytes:
    return pdf(_PAGE, posters=[_poster(place, base_url) for place in places])


def _poster(place: Place, base_url: str) -> dict[str, object]:
    shown = f"{base_url.partition('://')[2]}/usul"
    size = 22 if len(shown) <= _WIDE else 14
    return {
        "name": place.name,
        "city": gazetteer().name(place.code[:5]).removeprefix("Kota "),
        "qr": qr(link_of(place.code, base_url), "q"),
        "link": shown,
        "link_size": size,
        "steps": list(_STEPS),
    }
