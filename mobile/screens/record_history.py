"""*Riwayat*: the events of a record in words."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile import plan_text
from mobile.answer_text import answer_text
from mobile.award_text import track_text
from mobile.components.timeline import Moment, timeline
from mobile.context import AppState
from mobile.growing_text import growing_name, growing_text
from mobile.helping_text import helping_name, helping_text
from mobile.office import role_text
from mobile.screens import record_events as told
from mobile.screens.record_events import Event
from mobile.text import date_time, status_text
from sync.client.cards import Chip
from sync.client.replica import RecordState
from sync.domain.forms import Field, fields_of, form_of
from sync.domain.issues import OUTCOME
from sync.domain.records import PHOTOS, Kind, family
from sync.protocol.messages import Source

_ICONS = {
    told.CREATED: ft.Icons.NOTE_ADD_OUTLINED,
    told.SENT_AGAIN: ft.Icons.SEND_OUTLINED,
    told.REVIEWED: ft.Icons.FACT_CHECK_OUTLINED,
    told.ANSWERED: ft.Icons.QUESTION_ANSWER_OUTLINED,
    told.EDITED: ft.Icons.EDIT_OUTLINED,
    told.ACKNOWLEDGED: ft.Icons.VERIFIED_OUTLINED,
    told.ARRIVED: ft.Icons.MOVE_DOWN,
    told.LEFT: ft.Icons.MOVE_UP,
    told.CAME: ft.Icons.EMOJI_EVENTS_OUTLINED,
}


def history(app: AppState, state: RecordState) -> ft.Control:
    return timeline([moment(app, state, event) for event in told.events(state)])


def moment(app: AppState, state: RecordState, event: Event) -> Moment:
    icon = _ICONS.get(event.kind, ft.Icons.FLAG_OUTLINED)
    note = event.review.note if event.review else _reason(state, event)
    return Moment(icon, _title(app, state, event), who_and_when(app, event.source), note)


def _reason(state: RecordState, event: Event) -> str:
    """Why an office answered to a problem as it did."""
    outcome = state.values.get(OUTCOME)
    is_told = event.kind == told.MOVED and isinstance(outcome, dict) and outcome.get("status") == event.status
    return str(outcome.get("reason") or "") if is_told and outcome else ""


def who_and_when(app: AppState, source: Source | None) -> str:
    """`Ibu Contoh · Ketua RT · 3 Des 2026 pukul 14.05`."""
    if source is None:
        return app.gettext("Anda · belum diterima server kota")
    return f"{source.by.name} · {role_text(app, source.by.role)} · {date_time(source.received_at, app)}"


def _title(app: AppState, state: RecordState, event: Event) -> str:
    _ = app.gettext
    if event.review:
        return _decision(app, event)
    texts = {
        told.CREATED: _("Dicatat dan diajukan"),
        told.SENT_AGAIN: _("Dikirim lagi"),
        told.ANSWERED: _("Menjawab peninjau"),
        told.ACKNOWLEDGED: _("Diketahui lurah"),
        told.ARRIVED: _("Dipindahkan ke sini"),
        told.LEFT: _("Dipindahkan ke kelurahan lain"),
        "objected": _("Minta ditinjau ulang"),
        "heard": _("Keberatan dijawab"),
        "update_asked": _("Pembaruan diajukan"),
        "marked": _("Tanda Isu Strategis diubah"),
        "forwarded": _("Diteruskan"),
    }
    if event.kind == told.CAME:
        track = state.values.get(event.paths[0])
        return track_text(app, event.paths[0], track) if track else _("Ditarik dari lomba")
    if event.kind == told.EDITED:
        return _("Mengubah: {isian}").format(isian=", ".join(path_names(app, state.kind, event.paths)))
    return texts.get(event.kind) or status_text(app, Chip(event.status))


def _decision(app: AppState, event: Event) -> str:
    review = event.review
    count = len(review.marks) if review else 0
    words = status_text(app, Chip(review.decision if review else ""))
    if not count:
        return words
    return f"{words} · " + app.ngettext("{n} isian", "{n} isian", count).format(n=count)


def path_names(app: AppState, kind: str, paths: tuple[str, ...]) -> list[str]:
    """The questions behind paths, each once."""
    return list(dict.fromkeys(path_name(app, kind, path) for path in paths))


def path_name(app: AppState, kind: str, path: str) -> str:
    """`Nama inovasi`; the bare path of a field that only a newer app knows."""
    item = field_at(kind, PHOTOS if family(path) == PHOTOS else path)
    if item:
        return item.question.in_language(app.language)
    return growing_name(app, path) or plan_text.path_name(app, path) or helping_name(app, path) or path


def value_text(app: AppState, kind: str, path: str, value: Any) -> str:
    """What stands at a path, in words; a value that only a newer app knows as it is."""
    item = field_at(kind, path)
    if item:
        return answer_text(app, item, value)
    if growing_name(app, path):
        return growing_text(app, path, value)
    if helping_name(app, path):
        return helping_text(app, path, value)
    return plan_text.line_text(app, path, value) if plan_text.path_name(app, path) else str(value or "")


def field_at(kind: str, path: str) -> Field | None:
    """The question as the quick form asks it, else as a fuller form does."""
    if kind not in set(Kind):
        return None
    quick = {item.path: item for item in form_of(kind).fields}
    return quick.get(path) or fields_of(kind).get(path)
