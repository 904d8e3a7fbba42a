"""What an officer does on the screens of *Usulan*: open, answer, undo, begin the innovation that grows from it.

Called by handlers only, never while a component renders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mobile import ideas_desk, routes
from mobile.context import AppState
from mobile.review_desk import Resting
from mobile.session import Session
from mobile.store.errors import StoreError
from sync.client import answering
from sync.client.answering import RefusedStep
from sync.client.outbox import REST_MS
from sync.client.replica import RecordState
from sync.domain.lifecycle import Status


def show(app: AppState, record: str) -> None:
    """Read this idea: beside the list where there is room, else on a screen of its own."""
    app.ideas.record = record
    app.ideas.close()
    app.ideas.hint = ""
    if not app.is_wide:
        routes.go(routes.IDEA, record=record)


def take(app: AppState, session: Session, record: str, status: Status) -> None:
    """Save the step that is being written. It rests ten seconds; the idea stays in sight with its new state."""
    desk, state = app.ideas, session.record(record)
    if state is None or status not in answering.steps_open(state, session.person):
        return

    def save() -> None:
        change = answering.take(
            session.tables,
            state,
            status,
            desk.words,
            make_id=session.make_id,
            at=session.clock.now_iso(),
            now_ms=session.clock.now_ms(),
        )
        title = str(state.values.get("title") or "")
        desk.rest(Resting(change.id, record, title, status.value, session.clock.now_ms() + REST_MS))
        session.engine.wake()

    if saving(app, save):
        desk.close()


def undo(app: AppState, session: Session, change: str) -> None:
    """*Urungkan*: the idea stands as before, unless the step is on its way."""
    desk, undone = app.ideas, [False]

    def save() -> None:
        undone[0] = session.take_back(change)

    if not saving(app, save):
        return
    desk.resting = tuple(each for each in desk.resting if each.change != change)
    if not undone[0]:
        desk.hint = app.gettext("Jawaban sudah dikirim dan tidak bisa diurungkan lagi.")


def again(app: AppState, refused: RefusedStep) -> None:
    """Write the step once more, with the words that were not accepted."""
    words = {key: text for key, text in refused.step.items() if key != "status"}
    app.ideas.ask(str(refused.step.get("status", "")), words)


def let_go(app: AppState, session: Session, record: str) -> None:
    saving(app, lambda: answering.let_go(session.tables, record))


def reply(app: AppState, session: Session, state: RecordState, step: str, text: str) -> bool:
    """Answer, for the resident, the question about an idea that this person noted."""
    return saving(app, lambda: session.edit(state, answering.reply(step, text)))


def begin_innovation(app: AppState, session: Session, record: str) -> None:
    """A draft on this device, grown from the idea; the one that is there already is opened instead."""
    found = ideas_desk.begun_from(session).get(record)
    if found:
        routes.go(routes.NOTE if session.is_being_typed(found) else routes.RECORD, record=found)
        return
    begun = session.begin()
    copy = replace(begun, values=begun.values | ideas_desk.draft_facts(session, record))
    if saving(app, lambda: session.keep(copy)):
        routes.go(routes.NOTE, record=copy.record)


def saving(app: AppState, save: Callable[[], object]) -> bool:
    """False when the device could not write: nothing was lost, and the sentence says what to do."""
    try:
        save()
    except StoreError:
        app.save_failed = True
        app.ideas.hint = app.gettext("Belum tersimpan di HP ini. Kosongkan sedikit ruang, lalu ulangi.")
        return False
    app.save_failed = False
    return True
