"""The KIPP proposal on paper: cover, answers, measurements with a chart, photos, annexes."""

from __future__ import annotations

from typing import Any

from sync.central.chart import bar_chart
from sync.central.dossiers.kipp import Answer, Measurement, Proposal
from sync.central.paper import pdf

TYPE = "application/pdf"
_PAGE = """
#let it = json(bytes(sys.inputs.proposal))
#let green = rgb("#00695a")
#let quiet = rgb("#5d564b")
#let amber = rgb("#8a5a00")
#set document(title: it.title, date: none)
#set text(font: "Plus Jakarta Sans", size: 10.5pt, lang: "id", hyphenate: false, fill: rgb("#1f1b16"))
#set par(leading: 0.68em, spacing: 0.9em)
#set page(paper: "a4", margin: (left: 27mm, right: 22mm, top: 24mm, bottom: 24mm))
#show heading: set text(fill: green, weight: "semibold")
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 1): set block(above: 9mm, below: 4mm)
#show heading.where(level: 2): set text(size: 11.5pt, fill: rgb("#1f1b16"))
#show heading.where(level: 2): set block(above: 7mm, below: 2.5mm, sticky: true)

#page(margin: (left: 27mm, right: 22mm, top: 30mm, bottom: 24mm), {
  text(size: 10pt, weight: "semibold", fill: green, tracking: 0.6pt)[PROPOSAL INOVASI PELAYANAN PUBLIK]
  v(-2mm)
  text(size: 9.5pt, fill: quiet)[Kompetisi Inovasi Pelayanan Publik (KIPP), formulir #it.version]
  v(32mm)
  block(width: 100%, text(size: if it.title.len() > 60 { 24pt } else { 32pt }, weight: "semibold", it.title))
  v(4mm)
  line(length: 34mm, stroke: 2.4pt + green)
  v(8mm)
  grid(columns: (40mm, 1fr), row-gutter: 3.6mm,
    ..it.facts.map(((name, said)) => (text(fill: quiet, name), said)).flatten())
  v(1fr)
  grid(columns: (1fr, auto), align: bottom,
    text(size: 9pt, fill: quiet)[Disusun #it.made_on dari catatan Lorong nomor #it.number.\\
      #it.answered dari #it.answers.len() pertanyaan sudah dijawab.],
    text(size: 9pt, fill: quiet)[Pemerintah Kota Makassar])
})

#set page(footer: context grid(columns: (1fr, auto), text(size: 8pt, fill: quiet, it.short),
  text(size: 8pt, fill: quiet)[Halaman #counter(page).display()]))
#counter(page).update(1)

= Jawaban
#for each in it.answers {
  heading(level: 2)[#each.number. #each.item]
  block(sticky: true, below: 3mm, text(size: 8.5pt, fill: quiet, each.question))
  if each.text == () {
    block(width: 100%, inset: 3mm, radius: 1.5mm, fill: rgb("#fbf3e4"), text(fill: amber)[Belum dijawab.])
  } else {
    for paragraph in each.text { par(paragraph) }
    block(above: 2.5mm, text(size: 8pt, fill: quiet)[#each.words dari paling banyak #each.most kata])
  }
  if each.unchecked {
    block(above: 1.5mm, text(size: 8.5pt, fill: amber)[Dari catatan, periksa sebelum dikirim.])
  }
}

#if it.measured.len() > 0 [
  = Pengukuran
  #for m in it.measured {
    heading(level: 2)[#m.name]
    block(sticky: true, below: 3mm, text(size: 9.5pt, fill: quiet, m.told))
    block(breakable: false, image(bytes(m.chart), format: "svg", width: 92mm, alt: m.alt))
  }
]

#if it.pictures.len() > 0 [
  = Foto
  #grid(columns: (1fr, 1fr), column-gutter: 6mm, row-gutter: 6mm,
    ..it.pictures.map(p => block(breakable: false, {
      block(height: 52mm, width: 100%, clip: true, radius: 1.5mm, fill: luma(235),
        align(center + horizon, image(p.file, height: 52mm, width: 100%, fit: "cover", alt: p.told)))
      v(-1.5mm)
      text(size: 8.5pt, p.told)
    })))
]

= Lampiran
#if it.annexes.len() == 0 [#text(fill: quiet)[Belum ada bukti yang dilampirkan.]] else {
  enum(spacing: 2.4mm, ..it.annexes)
}
"""
_SHORT = 70


def kipp_pdf(proposal: Proposal) -> bytes:
    names = [f"foto-{place}.jpg" for place in range(len(proposal.pictures))]
    pictures = {name: each.content for name, each in zip(names, proposal.pictures, strict=True)}
    shown = {
        "title": proposal.title,
        "short": proposal.title if len(proposal.title) <= _SHORT else f"{proposal.title[:_SHORT]}…",
        "number": proposal.number,
        "facts": proposal.facts,
        "version": proposal.version,
        "made_on": proposal.made_on,
        "answered": str(proposal.answered),
        "answers": [_answer(each) for each in proposal.answers],
        "measured": [_measured(each) for each in proposal.measured],
        "pictures": [{"file": f"/{n}", "told": p.told} for n, p in zip(names, proposal.pictures, strict=True)],
        "annexes": proposal.annexes,
    }
    return pdf(_PAGE, pictures=pictures, proposal=shown)


def _answer(each: Answer) -> dict[str, Any]:
    return {
        "number": str(each.number),
        "item": each.question.item,
        "question": each.question.text,
        "text": [line for line in each.text.split("\n") if line.strip()],
        "words": str(each.words),
        "most": str(each.question.most_words),
        "unchecked": bool(each.text) and not each.is_checked,
    }


def _measured(each: Measurement) -> dict[str, str]:
    alt = "; ".join(f"{bar.label}: {bar.text}" for bar in each.bars)
    return {"name": each.name, "told": each.told, "chart": bar_chart(each.name, each.bars), "alt": alt}
