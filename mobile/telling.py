"""*Beri tahu lewat WhatsApp*: the ready words about a decision, for its author. Nothing is sent from here.

They are in the city's language, whatever this phone speaks, since somebody else reads them. They name the office
and the record, never a person, and of the reviewer's note they say nothing: it is read behind the link.
"""

from __future__ import annotations

from collections.abc import Mapping

from mobile.idea_text import area_words
from mobile.routes import RECORD, link
from mobile.session import Session
from sync.client import answering
from sync.client.outbox import is_accepted
from sync.client.replica import RecordState
from sync.client.reviewing import Review, is_of_update, reviews
from sync.domain.areas import AreaCode
from sync.domain.ids import number_of
from sync.domain.lifecycle import Status
from sync.domain.people import Role
from sync.domain.side_steps import UPDATE

S = Status
_REVIEWED: Mapping[str, tuple[str, str]] = {
    S.APPROVED: (
        "{kantor} menyetujui {apa}.",
        "Anda tidak perlu mengirim ulang. Foto dan hasil yang baru tetap bisa ditambahkan.",
    ),
    S.REVISION: (
        "{kantor} minta {apa} diperbaiki.",
        "Buka catatannya, betulkan isian yang ditandai, lalu kirim lagi.",
    ),
    S.RETURNED: (
        "{kantor} mengembalikan {apa}.",
        "Buka catatannya dan baca sebabnya. Bila bisa dibetulkan, betulkan lalu kirim lagi.",
    ),
    S.REJECTED: (
        "{kantor} menolak {apa}.",
        "Buka catatannya dan baca sebabnya. Anda bisa minta ditinjau ulang satu kali.",
    ),
}
_UPDATE_REJECTED = "Versi yang sudah disetujui tetap berlaku. Buka catatannya dan baca sebabnya."
_ANSWERED: Mapping[str, tuple[str, str]] = {
    S.ASKED: (
        "{kantor} bertanya tentang {apa}.",
        "Tanyakan kepada warga yang mengusulkan, lalu tulis jawabannya di catatan itu.",
    ),
    S.TAKEN_UP: ("{kantor} mengangkat {apa} menjadi inovasi.", "Kabarkan kepada warga yang mengusulkan."),
    S.JOINED: (
        "{kantor} menggabungkan {apa} dengan yang serupa.",
        "Kabarkan kepada warga yang mengusulkan.",
    ),
    S.FORWARDED: (
        "{kantor} meneruskan {apa} ke kantor yang berwenang.",
        "Nama kantornya ada di catatan itu. Kabarkan kepada warga yang mengusulkan.",
    ),
    S.COMPLAINT: (
        "{kantor} menilai {apa} sebagai aduan.",
        "Kabarkan kepada warga: aduan lebih cepat ditangani lewat Lontara+ atau SP4N-LAPOR!.",
    ),
    S.DECLINED: (
        "{kantor} belum dapat mengangkat {apa}.",
        "Alasannya ada di catatan itu. Kabarkan kepada warga yang mengusulkan.",
    ),
}


def words_about(session: Session, record: str, change: str = "") -> str:
    """What the author may be told of this person's newest decision on the record; with `change`, of that one.

    Empty while there is none, and until the city server has it: what can still be undone or refused is not told.
    """
    state = session.record(record)
    if state is None:
        return ""
    about = _about_idea if answering.is_idea(state) else _about_review
    return about(session, state, change)


def _about_review(session: Session, state: RecordState, change: str) -> str:
    last = reviews(state)[-1:]
    if not last or not _is_told_of(session, last[0].id, last[0].by, change) or not _stands(state, last[0]):
        return ""
    said, next_step = _REVIEWED.get(last[0].decision, ("", ""))
    if not is_of_update(state, last[0]):
        return _words(session, state, said, "inovasi", next_step)
    next_step = _UPDATE_REJECTED if last[0].decision == S.REJECTED else next_step
    return _words(session, state, said, "pembaruan inovasi", next_step)


def _stands(state: RecordState, review: Review) -> bool:
    """Whether the record is still as this decision left it: of what was sent again, the old answer is no news."""
    if is_of_update(state, review):
        return bool(state.values.get(UPDATE) == review.decision)
    is_out = review.decision == S.APPROVED and state.status == S.PUBLISHED
    return is_out or state.status == review.decision


def _about_idea(session: Session, state: RecordState, change: str) -> str:
    """Only of one that an officer noted: a resident who filed it themselves follows it by its tracking number."""
    noted = state.source("text")
    steps = [told for told in answering.story(state) if told.step and told.what == state.status]
    if noted is None or noted.by.role == Role.RESIDENT or noted.by.id == session.person.id or not steps:
        return ""
    by = steps[-1].source.by.id if steps[-1].source else ""
    if not _is_told_of(session, steps[-1].step, by, change):
        return ""
    said, next_step = _ANSWERED.get(steps[-1].what, ("", ""))
    return _words(session, state, said, "usulan warga", next_step)


def _is_told_of(session: Session, made: str, by: str, wanted: str) -> bool:
    """`by` is empty while nothing of the decision was pulled: then only this device can have made it."""
    return wanted in ("", made) and by in ("", session.person.id) and is_accepted(session.tables, made)


def _words(session: Session, state: RecordState, said: str, kind: str, next_step: str) -> str:
    if not said:
        return ""
    title = str(state.values.get("title") or "Tanpa nama")
    what = f"{kind} “{title}” (nomor {number_of(state.id)})"
    decided = said.format(kantor=_office(session, state.area), apa=what)
    address = link(session.account.server, RECORD, record=state.id)
    return f"Kabar dari Lorong. {decided} {next_step}\nBuka di Lorong: {address}"


def _office(session: Session, kelurahan: str) -> str:
    if session.person.role is Role.KELURAHAN:
        return f"Kelurahan {area_words(kelurahan)}"
    return f"Kecamatan {area_words(AreaCode(kelurahan).kecamatan or kelurahan)}"
