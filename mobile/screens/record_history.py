"""*Riwayat*: the events of a record in words."""

from __future__ import annotations

import flet as ft

from mobile.components.timeline import Moment, timeline
from mobile.context import AppState
from mobile.office import role_text
from mobile.screens import record_events as told
from mobile.screens.record_events import Event
from mobile.text import date_time, status_text
from sync.client.cards import Chip
from sync.client.replica import RecordState
from sync.domain.forms import Field, fields_of, form_of
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
}


def history(app: AppState, state: RecordState) -> ft.Control:
    return timeline([moment(app, state, event) for event in told.events(state)])


def moment(app: AppState, state: RecordState, event: Event) -> Moment:
    icon = _ICONS.get(event.kind, ft.Icons.FLAG_OUTLINED)
    note = event.review.note if event.review else ""
    return Moment(icon, _title(app, state, event), who_and_when(app, event.source), note)


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
    return item.question.in_language(app.language) if item else path


def field_at(kind: str, path: str) -> Field | None:
    """The question as the quick form asks it, else as a fuller form does."""
    if kind not in set(Kind):
        return None
    quick = {item.path: item for item in form_of(kind).fields}
    return quick.get(path) or fields_of(kind).get(path)
