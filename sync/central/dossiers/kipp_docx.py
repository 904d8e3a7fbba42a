"""The KIPP proposal as DOCX, to be worked on further: the same as the PDF, poured into `kipp.docx`.

The template is a document of its own: an office that wants another letterhead edits it in Word or LibreOffice.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing

from sync.central.dossiers.kipp import Answer, Measurement, Proposal

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEMPLATE = Path(__file__).with_name("kipp.docx")
_WIDE = Mm(120)


def kipp_docx(proposal: Proposal) -> bytes:
    document = DocxTemplate(_TEMPLATE)
    shown = {
        "title": proposal.title,
        "number": proposal.number,
        "version": proposal.version,
        "made_on": proposal.made_on,
        "answered": proposal.answered,
        "facts": [{"name": name, "said": said} for name, said in proposal.facts],
        "answers": [_answer(each) for each in proposal.answers],
        "measured": [_measured(each) for each in proposal.measured],
        "pictures": [
            {"image": InlineImage(document, io.BytesIO(each.content), width=_WIDE), "told": each.told}
            for each in proposal.pictures
        ],
        "annexes": list(proposal.annexes),
    }
    # What somebody typed is text: neither markup nor a part of the template.
    document.render(shown, autoescape=True)
    document.docx.core_properties.title = proposal.title
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _answer(each: Answer) -> dict[str, Any]:
    return {
        "head": f"{each.number}. {each.question.item}",
        "question": each.question.text,
        "text": Listing(each.text or "Belum dijawab."),
        "words": f"{each.words} dari paling banyak {each.question.most_words} kata",
        "unchecked": bool(each.text) and not each.is_checked,
    }


def _measured(each: Measurement) -> dict[str, Any]:
    points = [{"month": bar.label, "value": bar.text} for bar in each.bars]
    return {"name": each.name, "facts": each.told, "points": points}
