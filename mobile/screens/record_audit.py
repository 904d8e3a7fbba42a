"""What an auditor, and the kota, check of a record: its changes one by one, the chain, files to take along."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import flet as ft

from mobile.answer_text import answer_text
from mobile.components.keyed import keyed
from mobile.components.layout import notice, secondary_button, section_title, text_button, tonal_card
from mobile.components.timeline import Moment, timeline
from mobile.context import AppState, use_app
from mobile.errand import use_errand
from mobile.office import role_text
from mobile.screens.record_audit_open import OpenMasked
from mobile.screens.record_history import field_at, path_name
from mobile.session import Session
from mobile.text import date_time, number, status_text
from mobile.theme import GAP_S
from sync.client.cards import Chip
from sync.client.desk import DeskApi
from sync.client.proving import DIFFERS, ERASED, MASKED, MATCHES, MISSING, WAITS, Proved, file_content, prove
from sync.client.replica import RecordState
from sync.domain.ids import number_of
from sync.domain.records import is_guarded
from sync.domain.rights import may_audit, may_open_masked
from sync.protocol.bank import BESIDE, ERASURE, HistoryEntry, seen_at


def has_audit(session: Session, state: RecordState) -> bool:
    return may_audit(session.person) and bool(state.version)


@ft.component
def RecordAudit(session: Session, state: RecordState) -> ft.Control:
    app = use_app()
    _ = app.gettext
    none_yet: list[HistoryEntry] | None = None
    unproved: Proved | None = None
    changes, set_changes = ft.use_state(none_yet)
    proved, set_proved = ft.use_state(unproved)
    reason, set_reason = ft.use_state("")
    errand = use_errand()
    is_busy = errand.is_busy

    @errand.look
    async def read() -> None:
        set_changes(await DeskApi(session.api).history(state.id))

    @errand.work
    async def check() -> None:
        found = await DeskApi(session.api).history(state.id)
        done = await prove(DeskApi(session.api), session.tables, state.id, state.area, found, reason)
        set_changes(list(done.shown))
        set_proved(done)

    @errand.work
    async def take_proofs() -> None:
        content = json.dumps(file_content(proved or Proved())).encode()
        await app.devices.exchange.give(f"lorong-bukti-{number_of(state.id)}.json", content)

    @errand.work
    async def take_pdf() -> None:
        content = await DeskApi(session.api).audit_pdf(state.id)
        await app.devices.exchange.give(f"lorong-{number_of(state.id)}.pdf", content)

    ft.use_effect(read, [state.id, state.version, reason])
    buttons: list[ft.Control] = [
        secondary_button(_("Periksa rantai"), check, icon=ft.Icons.VERIFIED_OUTLINED, disabled=is_busy),
        secondary_button(_("Unduh PDF"), take_pdf, icon=ft.Icons.PICTURE_AS_PDF_OUTLINED, disabled=is_busy),
    ]
    if proved and proved.file and proved.file.evidence:
        buttons.append(secondary_button(_("Unduh berkas bukti"), take_proofs, icon=ft.Icons.DOWNLOAD))

    def opens(purpose: str) -> None:
        """What was opened is shown no longer than it is open."""
        set_reason(purpose)
        set_proved(None)

    # What is above comes and goes; with a key it stays the one that was opened.
    opener = keyed("open", OpenMasked, session, state, opens)
    masked: list[ft.Control] = [opener] if may_open_masked(session.person) else []
    return ft.Column(
        [
            section_title(_("Pemeriksaan")),
            ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S),
            *errand.progress(_("Memeriksa …")),
            *errand.told(),
            *([result(app, proved)] if proved else []),
            *masked,
            *_changes(app, state, changes or [], proved.found if proved else {}),
        ],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def result(app: AppState, proved: Proved) -> ft.Control:
    """What was found, in words."""
    _ = app.gettext
    if proved.fault:
        text = _("Rantainya tidak cocok. Simpan tangkapan layar ini dan hubungi pengelola. ({sebab})")
        return notice(text.format(sebab=proved.fault), "error")
    if proved.wrong:
        text = _(
            "Tidak cocok dengan log kota: perubahan {nomor}. Simpan tangkapan layar ini dan hubungi pengelola."
        )
        return notice(text.format(nomor=", ".join(f"#{seq}" for seq in proved.wrong)), "error")
    verdicts = list(proved.found.values())
    counted = [text for code in _COUNTED if (text := _count(app, code, verdicts.count(code)))]
    found = [*counted, *_signed(app, proved)]
    if proved.checkpoint is not None and proved.is_first:
        found.append(_("Kunci log baru pertama kali terlihat di HP ini dan diingat untuk pemeriksaan berikutnya."))
    return notice(" ".join(found) or _("Belum ada perubahan untuk diperiksa."))


_COUNTED = (MATCHES, MASKED, ERASED, WAITS)


def _count(app: AppState, code: str, count: int) -> str:
    texts = {
        MATCHES: app.ngettext("{n} perubahan cocok isinya.", "{n} perubahan cocok isinya.", count),
        MASKED: app.ngettext(
            "{n} perubahan isinya disamarkan: yang diperiksa hanya tautannya.",
            "{n} perubahan isinya disamarkan: yang diperiksa hanya tautannya.",
            count,
        ),
        ERASED: app.ngettext(
            "{n} perubahan isinya sudah dihapus: yang diperiksa hanya tautannya.",
            "{n} perubahan isinya sudah dihapus: yang diperiksa hanya tautannya.",
            count,
        ),
        WAITS: app.ngettext(
            "{n} perubahan menunggu tanda tangan log berikutnya.",
            "{n} perubahan menunggu tanda tangan log berikutnya.",
            count,
        ),
    }
    return texts[code].format(n=number(count, app)) if count else ""


def _signed(app: AppState, proved: Proved) -> list[str]:
    if proved.checkpoint is None:
        return []
    text = app.gettext("Log kota ditandatangani {waktu}.")
    return [text.format(waktu=date_time(proved.checkpoint.time, app))]


def verdict_text(app: AppState, code: str) -> str:
    """What was found of one change."""
    _ = app.gettext
    texts = {
        MATCHES: _("isinya cocok dengan log kota"),
        MASKED: _("isi disamarkan, tautannya cocok"),
        ERASED: _("isi sudah dihapus, tautannya cocok"),
        WAITS: _("menunggu tanda tangan log"),
        DIFFERS: _("TIDAK COCOK: yang tampil di sini bukan yang diterima server kota"),
        MISSING: _("TIDAK ADA di log kota"),
    }
    return texts.get(code, "")


def _changes(
    app: AppState, state: RecordState, changes: Sequence[HistoryEntry], found: Mapping[int, str]
) -> list[ft.Control]:
    if not changes:
        return []
    shown: list[ft.Control] = [section_title(app.gettext("Perubahan satu per satu"))]
    for entry in changes:
        told = verdict_text(app, found.get(entry.seq, ""))
        shown.append(ft.SelectionArea(content=timeline([moment(app, state, entry, told)])))
        if _is_decision(entry):
            shown.append(keyed(entry.id, SeenThen, state, tuple(changes), entry))
    return shown


def _is_decision(entry: HistoryEntry) -> bool:
    return entry.seen > 0 and any(is_guarded(path) for path in entry.set)


def moment(app: AppState, state: RecordState, entry: HistoryEntry, verdict: str = "") -> Moment:
    """`verdict` is what was found of it in the log, in words."""
    _ = app.gettext
    place = " · ".join(part for part in (f"#{entry.seq} {entry.link[:12]}", verdict) if part)
    who = " · ".join([entry.by.name, role_text(app, entry.by.role), date_time(entry.received_at, app)])
    if entry.is_erased:
        return Moment(ft.Icons.DELETE_OUTLINE, _("Isinya sudah dihapus"), who, place)
    if entry.kind in BESIDE:
        text = _("Isi perubahan #{nomor} dihapus").format(nomor=entry.set.get("seq"))
        title = text if entry.kind == ERASURE else _("Yang tersisa sesudah penghapusan dinyatakan ulang")
        return Moment(ft.Icons.DELETE_OUTLINE, title, who, place)
    status = entry.set.get("status")
    names = dict.fromkeys(path_name(app, state.kind, path) for path in entry.set if not is_guarded(path))
    title = status_text(app, Chip(str(status))) if status else _("Mengubah isian")
    lines = [", ".join(names), *_notes(entry), place]
    return Moment(ft.Icons.COMMIT, title, who, "\n".join(line for line in lines if line))


def _notes(entry: HistoryEntry) -> list[str]:
    """What somebody wrote when they decided."""
    found = []
    for path, value in entry.set.items():
        if isinstance(value, dict) and is_guarded(path):
            found += [str(value[key]) for key in ("note", "reason") if value.get(key)]
    return found


@ft.component
def SeenThen(state: RecordState, changes: Sequence[HistoryEntry], decision: HistoryEntry) -> ft.Control:
    """What stood on the screen of who decided, folded until asked for."""
    app = use_app()
    _ = app.gettext
    is_open, set_open = ft.use_state(False)
    icon = ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE
    button = text_button(_("Yang terlihat saat memutuskan"), lambda: set_open(not is_open), icon=icon)
    lines = seen_lines(app, state, seen_at(changes, decision)) if is_open else []
    return tonal_card(ft.Row([button], wrap=True), *(ft.Text(line) for line in lines))


def seen_lines(app: AppState, state: RecordState, values: dict[str, Any]) -> list[str]:
    found = []
    for path, value in sorted(values.items()):
        item = field_at(state.kind, path)
        text = answer_text(app, item, value) if item else ""
        if text and not is_guarded(path):
            found.append(f"{path_name(app, state.kind, path)}: {text}")
    return found
