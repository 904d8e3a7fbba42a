"""What a supervisor does on the screens of *Tinjau*: open, mark, decide, undo.

Called by handlers and keys only, never while a component renders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mobile import routes
from mobile.context import AppState
from mobile.half_written import forget_half_written
from mobile.review_desk import (
    Dialog,
    Reading,
    Resting,
    after_deciding,
    beside,
    latest,
    obstacle,
    waiting,
    with_news,
)
from mobile.session import Session
from mobile.store.errors import StoreError
from mobile.text import status_text
from sync.client import reviewing
from sync.client.cards import Chip
from sync.client.outbox import REST_MS
from sync.client.replica import RecordState
from sync.client.review_memory import Draft, Mark
from sync.domain.lifecycle import Status
from sync.domain.records import COMMENTS, entries_below

REVIEW = "review"
"""What the names of half-written marks and notes begin with."""
_SECOND_TAP_MS = 400
"""The next record stands where the last one stood: a tap that comes sooner was meant for the last one."""


def records_waiting(app: AppState, session: Session) -> list[str]:
    items = waiting(session, session.records.queue(), app.review.filters)
    return [item.card.record for item in items]


def show(app: AppState, session: Session, record: str) -> None:
    """Read this record: beside the queue where there is room, else on a screen of its own."""
    app.review.open(session, record)
    if not app.is_wide:
        routes.go(routes.REVIEWED, record=record)


def step(app: AppState, session: Session, by: int) -> None:
    """J and K: the next or the one before."""
    found = beside(records_waiting(app, session), app.review.record, by)
    if found and found != app.review.record:
        show(app, session, found)


def keep(app: AppState, session: Session, draft: Draft) -> bool:
    def save() -> None:
        app.review.keep(session, draft)

    return saving(app, save)


def mark(app: AppState, session: Session, path: str, made: Mark | None) -> bool:
    """Set the mark of a field, or take it away. Its dialog stays open with what was typed until that is kept."""
    marks = {where: each for where, each in app.review.draft.marks.items() if where != path}
    is_kept = keep(app, session, replace(app.review.draft, marks=marks | ({path: made} if made else {})))
    if is_kept:
        app.review.dialog = None
    return is_kept


def tick(app: AppState, session: Session, photo: str, fit: bool) -> None:
    """*Layak tayang* for one photo."""
    keep(app, session, replace(app.review.draft, public=dict(app.review.draft.public) | {photo: fit}))


def look_at_news(app: AppState, session: Session) -> None:
    reading = app.review.reading
    if reading is not None:
        app.review.reading = with_news(session, reading)


def approve(app: AppState, session: Session) -> None:
    """S and *Setujui*: only while no field is marked."""
    _ = app.gettext
    if app.review.draft.marks:
        app.review.hint = _("Ada isian bertanda, jadi keputusannya bukan Disetujui. Hapus tandanya dulu.")
    else:
        decide(app, session)


def ask_revision(app: AppState, session: Session) -> None:
    """P and the button of a marked record: the note, then the decision. Without a mark it asks for one."""
    desk, _ = app.review, app.gettext
    if desk.reading is None or obstacle(session, desk.reading):
        return
    if desk.draft.marks:
        desk.dialog = Dialog("note")
    else:
        desk.hint = _("Ketuk isian yang perlu diperbaiki, lalu beri tanda.")


def decide(app: AppState, session: Session, note: str = "", *, give_back: bool = False) -> bool:
    """Save the decision and go on to the next record. False when nothing was decided."""
    desk = app.review
    reading = desk.reading
    if reading is None or _is_second_tap(app, session) or _gives_way(app, session, reading):
        return False
    records = records_waiting(app, session)

    def save() -> None:
        with session.tables.transaction():
            forget_half_written(session, reading.state.id, REVIEW)
            made = _decided(app, session, reading, note, give_back)
        desk.rest(made)

    if not saving(app, save):
        return False
    _go_on(app, session, after_deciding(records, reading.state.id))
    return True


def _gives_way(app: AppState, session: Session, reading: Reading) -> bool:
    """Whether something stands in the way. The dialog closes then: the bar under the record says what it is, and
    what was typed is found again."""
    in_the_way = obstacle(session, reading)
    if in_the_way:
        app.review.dialog = None
    if in_the_way == "decided":
        app.review.hint = app.gettext("Keadaan catatan ini sudah berubah, jadi putusan Anda tidak disimpan.")
    return bool(in_the_way)


def _is_second_tap(app: AppState, session: Session) -> bool:
    made_ms = [each.until_ms - REST_MS for each in app.review.resting]
    return bool(made_ms) and 0 <= session.clock.now_ms() - made_ms[-1] < _SECOND_TAP_MS


def _decided(app: AppState, session: Session, reading: Reading, note: str, give_back: bool) -> Resting:
    state, draft = latest(session, reading), app.review.draft
    change = session.decide(state, draft.marks, note, give_back, draft.public)
    status = reviewing.outcome(draft.marks, give_back=give_back)
    title = str(state.values.get("title") or "")
    return Resting(change.id, state.id, title, status.value, session.clock.now_ms() + REST_MS)


def _go_on(app: AppState, session: Session, record: str) -> None:
    if record:
        show(app, session, record)
        return
    app.review.leave()
    if not app.is_wide:
        routes.go(routes.REVIEW)


def undo(app: AppState, session: Session, change: str, record: str) -> None:
    """*Urungkan*: the record lies open again with its marks, unless the decision is on its way."""
    desk, _ = app.review, app.gettext
    undone: list[bool] = []
    if not saving(app, lambda: undone.append(session.take_back(change))):
        return
    desk.resting = tuple(each for each in desk.resting if each.change != change)
    if undone[0]:
        desk.put_away([each for each in desk.untold if each.change == change])
        show(app, session, record)
    else:
        desk.hint = _("Keputusan sudah dikirim dan tidak bisa diurungkan lagi.")


def let_go(app: AppState, session: Session, record: str) -> None:
    """The reviewer has read why their decision no longer counts."""
    records = records_waiting(app, session)
    if saving(app, lambda: reviewing.let_go(session.tables, record)):
        _go_on(app, session, after_deciding(records, record) if app.is_wide else "")


def tell_author(app: AppState, session: Session, state: RecordState, text: str) -> None:
    """A comment, once: the author is to choose between two values."""
    if not is_told(state, text):
        saving(app, lambda: session.comment(state, text))


def is_told(state: RecordState, text: str) -> bool:
    return text in entries_below(state.values, COMMENTS).values()


def saving(app: AppState, save: Callable[[], object]) -> bool:
    """False when the device could not write: nothing was lost, and the sentence says what to do."""
    try:
        save()
    except StoreError:
        app.save_failed = True
        app.review.hint = app.gettext("Belum tersimpan di HP ini. Kosongkan sedikit ruang, lalu ulangi.")
        return False
    app.save_failed = False
    return True


def decision_parts(app: AppState, draft: Draft) -> tuple[str, str]:
    """Why, and what will happen: "2 isian perlu diperbaiki", "Revisi"."""
    _, verdicts = app.gettext, [made.verdict for made in draft.marks.values()]
    n = verdicts.count("reject") or len(verdicts)
    decided = reviewing.outcome(draft.marks)
    if decided is Status.APPROVED:
        return _("Semua baik"), _("Disetujui")
    if decided is Status.REJECTED:
        return app.ngettext("{n} isian ditolak", "{n} isian ditolak", n).format(n=n), _("Ditolak")
    words = app.ngettext("{n} isian perlu diperbaiki", "{n} isian perlu diperbaiki", n)
    return words.format(n=n), _("Revisi")


def decision_text(app: AppState, draft: Draft) -> str:
    """As it is spoken: "2 isian perlu diperbaiki → Revisi"."""
    return " → ".join(decision_parts(app, draft))


def status_word(app: AppState, status: str) -> str:
    """As a reviewer says it; only authors read *Perlu Perbaikan*."""
    if status == Status.REVISION:
        return app.gettext("Revisi")
    return status_text(app, Chip(status or Status.SUBMITTED.value))
