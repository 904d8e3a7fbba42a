"""What an auditor, and the kota, check of a record: its changes one by one, the chain, files to take along."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.answer_text import answer_text
from mobile.components.keyed import keyed
from mobile.components.layout import notice, secondary_button, section_title, text_button, tonal_card
from mobile.components.timeline import Moment, timeline
from mobile.context import AppState, use_app
from mobile.device.ports import DeviceError
from mobile.office import role_text
from mobile.people_text import trouble_text
from mobile.screens.record_audit_open import OpenMasked
from mobile.screens.record_history import field_at, path_name
from mobile.session import Session
from mobile.store.errors import StoreError
from mobile.text import date_time, device_error_text, number, status_text
from mobile.theme import GAP_S
from sync.client.cards import Chip
from sync.client.desk import DeskApi
from sync.client.errors import SyncError
from sync.client.proving import Proved, evidence_file, prove, seen_at
from sync.client.replica import RecordState
from sync.domain.ids import number_of
from sync.domain.records import is_guarded
from sync.domain.rights import may_audit, may_open_masked
from sync.protocol.bank import HistoryEntry


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
    told, tell = ft.use_state("")
    is_busy, set_busy = ft.use_state(False)

    async def doing(work: Callable[[], Any]) -> None:
        """Says why it could not be done; nothing is half done."""
        set_busy(True)
        tell("")
        try:
            await work()
        except SyncError as error:
            tell(trouble_text(app, error))
        except DeviceError as error:
            tell(device_error_text(app, error))
        except StoreError:
            app.save_failed = True
        finally:
            set_busy(False)

    async def read() -> None:
        async def work() -> None:
            set_changes(await DeskApi(session.api).history(state.id))

        await doing(work)

    async def check() -> None:
        async def work() -> None:
            found = await DeskApi(session.api).history(state.id)
            set_changes(found)
            set_proved(await prove(DeskApi(session.api), session.tables, state.area, found))

        await doing(work)

    async def take_proofs() -> None:
        async def work() -> None:
            found = proved or Proved()
            content = json.dumps(evidence_file(state.id, found.proofs)).encode()
            await app.devices.exchange.give(f"lorong-bukti-{number_of(state.id)}.json", content)

        await doing(work)

    async def take_pdf() -> None:
        async def work() -> None:
            content = await DeskApi(session.api).audit_pdf(state.id)
            await app.devices.exchange.give(f"lorong-{number_of(state.id)}.pdf", content)

        await doing(work)

    ft.use_effect(read, [state.id, state.version])
    buttons: list[ft.Control] = [
        secondary_button(_("Periksa rantai"), check, icon=ft.Icons.VERIFIED_OUTLINED, disabled=is_busy),
        secondary_button(_("Unduh PDF"), take_pdf, icon=ft.Icons.PICTURE_AS_PDF_OUTLINED, disabled=is_busy),
    ]
    if proved and proved.proofs and not proved.fault:
        buttons.append(secondary_button(_("Unduh berkas bukti"), take_proofs, icon=ft.Icons.DOWNLOAD))
    masked: list[ft.Control] = [OpenMasked(session, state)] if may_open_masked(session.person) else []
    busy = [ft.ProgressBar(border_radius=4, semantics_label=_("Memeriksa …"))] if is_busy else []
    return ft.Column(
        [
            section_title(_("Pemeriksaan")),
            ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S),
            *busy,
            *([notice(told, "warning")] if told else []),
            *([result(app, proved)] if proved else []),
            *masked,
            *_changes(app, state, changes or []),
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
    found: list[str] = []
    if proved.checkpoint is not None:
        found.append(
            app.ngettext(
                "{n} perubahan tercatat dalam log kota, ditandatangani {waktu}.",
                "{n} perubahan tercatat dalam log kota, ditandatangani {waktu}.",
                len(proved.proofs),
            ).format(n=number(len(proved.proofs), app), waktu=date_time(proved.checkpoint.time, app))
        )
    if proved.waiting:
        text = app.ngettext(
            "{n} perubahan menunggu tanda tangan log berikutnya.",
            "{n} perubahan menunggu tanda tangan log berikutnya.",
            proved.waiting,
        )
        found.append(text.format(n=number(proved.waiting, app)))
    if proved.left:
        found.append(_("Perubahan yang lebih lama tidak ikut diperiksa."))
    if proved.checkpoint is not None and proved.is_first:
        found.append(_("Kunci log baru pertama kali terlihat di HP ini dan diingat untuk pemeriksaan berikutnya."))
    return notice(" ".join(found) or _("Belum ada perubahan untuk diperiksa."))


def _changes(app: AppState, state: RecordState, changes: Sequence[HistoryEntry]) -> list[ft.Control]:
    if not changes:
        return []
    shown: list[ft.Control] = [section_title(app.gettext("Perubahan satu per satu"))]
    for entry in changes:
        shown.append(ft.SelectionArea(content=timeline([moment(app, state, entry)])))
        if _is_decision(entry):
            shown.append(keyed(entry.id, SeenThen, state, tuple(changes), entry))
    return shown


def _is_decision(entry: HistoryEntry) -> bool:
    return entry.seen > 0 and any(is_guarded(path) for path in entry.set)


def moment(app: AppState, state: RecordState, entry: HistoryEntry) -> Moment:
    _ = app.gettext
    who = " · ".join([entry.by.name, role_text(app, entry.by.role), date_time(entry.received_at, app)])
    if entry.is_erased:
        return Moment(ft.Icons.DELETE_OUTLINE, _("Isinya sudah dihapus"), who, f"#{entry.seq} {entry.link[:12]}")
    status = entry.set.get("status")
    names = dict.fromkeys(path_name(app, state.kind, path) for path in entry.set if not is_guarded(path))
    title = status_text(app, Chip(str(status))) if status else _("Mengubah isian")
    lines = [", ".join(names), *_notes(entry), f"#{entry.seq} {entry.link[:12]}"]
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
