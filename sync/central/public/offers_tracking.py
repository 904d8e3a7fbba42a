"""What became of an offer of help, for who has its tracking number: matched when, and whether it came about."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response
from sqlalchemy import Connection

from sync.central import contacts, idea_story, ideas
from sync.central.answer import Centre
from sync.central.ideas import Tracked
from sync.central.moments import day_and_time
from sync.central.public import bank_rows, bank_words, ideas_words
from sync.central.public.pages import page
from sync.domain.offers import RECORD
from sync.protocol.ideas import IdeaStep

STATUS = {
    "received": "Sudah sampai",
    "read": "Sudah dibaca BRIDA",
    "matched": "Sudah dipertemukan",
    "done": "Terwujud",
    "failed": "Tidak jadi",
    "forwarded": "Diteruskan",
    "declined": "Belum dapat diterima",
    "erased": "Dihapus",
}
_MEANING = {
    "received": "Tawaran Anda sudah ada di server kota dan menunggu dibaca BRIDA.",
    "read": "Tawaran Anda sudah dibaca dan sedang dicocokkan dengan kebutuhan.",
    "matched": "BRIDA mempertemukan tawaran Anda dengan yang membutuhkan. Hasilnya akan tertulis di sini.",
    "done": "Bantuan Anda sudah sampai. Terima kasih.",
    "failed": "Kali ini tidak jadi. Alasannya tertulis di bawah ini.",
    "forwarded": "BRIDA sudah meneruskannya kepada yang mencatat inovasi atau masalah itu.",
    "declined": "Alasannya tertulis di bawah ini.",
    "erased": "Isi tawaran ini sudah dihapus atas permintaan. Nomornya tetap ada.",
}
_COLOURS = {"matched": "good", "done": "good"}


def story_page(request: Request, centre: Centre, found: Tracked, *, is_new: bool) -> Response:
    with centre.database.read() as connection:
        record = ideas.again(connection, found).record
        steps, _ = idea_story.story(connection, record)
        asked = _asked_for(connection, str(record.value(RECORD) or ""))
        has_contact = contacts.has_contact(connection, record.id)
    status = str(record.value("status"))
    link = f"{centre.base_url or str(request.base_url).rstrip('/')}/lacak/{found.tracking}"
    values: dict[str, Any] = {"tracking": found.tracking, "is_new": is_new, "status": STATUS.get(status, status)}
    values |= {"meaning": _MEANING.get(status, ""), "colour": _COLOURS.get(status, ""), "asked": asked}
    values |= {"text": str(record.value("text") or ""), "has_contact": has_contact}
    values |= {"steps": [_line(centre, step) for step in steps]}
    values |= {"to_oneself": ideas_words.to_oneself(found.tracking, link, "Tawaran bantuan")}
    return page("lacak_tawaran.html", caching="no-store", **values)


def _asked_for(connection: Connection, record: str) -> dict[str, str] | None:
    """The page of what the help is for, while there is one."""
    kinds = bank_words.PATHS
    entries = (bank_rows.document_of_record(connection, kind, record) for kind in kinds)
    entry = next(filter(None, entries), None)
    return {"title": entry["title"], "address": bank_words.address(entry)} if entry else None


def _line(centre: Centre, step: IdeaStep) -> dict[str, str]:
    by = "BRIDA" if step.by == "kota" else "Anda"
    on = bank_words.date(step.on) if step.on else ""
    heading = STATUS.get(step.what, step.what)
    return {"heading": heading, "when": day_and_time(step.at, centre.zone), "by": by, "on": on} | {
        "reason": step.reason or ""
    }
