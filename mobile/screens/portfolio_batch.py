"""The chosen lines of *Portofolio* as one file: a few dossiers at a time, so that it shows how far it is."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.components.layout import notice, secondary_button, text_button, tonal_card
from mobile.context import AppState, use_app
from mobile.device.ports import DeviceError
from mobile.people_text import trouble_text
from mobile.portfolio_desk import SILENCE, News, PortfolioDesk
from mobile.session import Session
from mobile.text import day_in_city, device_error_text, number
from mobile.theme import GAP_S
from sync.client.batching import MOST_CHOSEN, Ended, batch
from sync.client.desk import DeskApi
from sync.client.errors import SyncError

_NAMES = {"sigap": "sigap-{}.xlsx", "iga": "iga-{}.zip", "kipp.pdf": "kipp-{}.zip"}


@ft.component
def PortfolioBatch(desk: PortfolioDesk, session: Session) -> ft.Control:
    app = use_app()
    _ = app.gettext

    async def make(kind: str) -> None:
        if desk.making:
            return
        desk.told = SILENCE
        try:
            desk.told = await _made(app, session, desk, kind)
        except SyncError as error:
            desk.told = trouble_text(app, error), "warning"
        except DeviceError as error:
            desk.told = device_error_text(app, error), "warning"

    chosen = len(desk.chosen)
    text = _("{n} dipilih, paling banyak {batas}").format(n=number(chosen, app), batas=MOST_CHOSEN)
    parts: list[ft.Control] = [
        ft.Text(text if chosen else _("Pilih inovasi untuk dibuatkan berkasnya sekaligus.")),
        ft.Row(_choosing(app, desk), wrap=True, spacing=GAP_S),
    ]
    if desk.making:
        parts += _progress(app, desk)
    elif chosen:
        words = {"sigap": _("SIGAP (XLSX)"), "iga": _("Map IGA (ZIP)"), "kipp.pdf": _("KIPP (PDF, ZIP)")}
        buttons = [
            secondary_button(word, partial(make, kind), disabled=chosen > MOST_CHOSEN)
            for kind, word in words.items()
        ]
        parts.append(ft.Row(list(buttons), wrap=True, spacing=GAP_S, run_spacing=GAP_S))
    parts += [notice(*desk.told)] if desk.told[0] else []
    return tonal_card(*parts)


def _choosing(app: AppState, desk: PortfolioDesk) -> list[ft.Control]:
    def all_shown() -> None:
        desk.chosen = frozenset([line.id for line in desk.shown][:MOST_CHOSEN])

    def none() -> None:
        desk.chosen = frozenset()

    _ = app.gettext
    every = text_button(_("Pilih yang tampil"), all_shown, icon=ft.Icons.SELECT_ALL)
    return [every, text_button(_("Kosongkan pilihan"), none, icon=ft.Icons.DESELECT)] if desk.chosen else [every]


def _progress(app: AppState, desk: PortfolioDesk) -> list[ft.Control]:
    def end() -> None:
        desk.is_ended = True

    text = app.gettext("{i} dari {n} berkas").format(i=number(desk.done, app), n=number(desk.of, app))
    bar = ft.ProgressBar(value=desk.done / max(1, desk.of), border_radius=4, semantics_label=text)
    stop = text_button(app.gettext("Batalkan"), end, icon=ft.Icons.CANCEL_OUTLINED)
    return [bar, ft.Row([ft.Text(text, expand=True), stop])]


async def _made(app: AppState, session: Session, desk: PortfolioDesk, kind: str) -> News:
    """What became of it, in words; nothing where the person gave up. Raises SyncError or DeviceError."""
    records = [line.id for line in desk.lines if line.id in desk.chosen]
    desk.making, desk.done, desk.of, desk.is_ended = kind, 0, len(records), False

    def through(done: int) -> bool:
        desk.done = done
        return not desk.is_ended

    name = _NAMES[kind].format(day_in_city(session.clock.now_ms()))
    try:
        content, left_out = await batch(DeskApi(session.api), kind, records, through)
        has_left = await app.devices.exchange.give(name, content)
    except Ended:
        return app.gettext("Dibatalkan. Tidak ada berkas yang dibuat."), "info"
    finally:
        desk.making = ""
    return _told(app, name, left_out) if has_left else SILENCE


def _told(app: AppState, name: str, left_out: list[str]) -> News:
    told = app.gettext("Berkas {nama} sudah jadi.").format(nama=name)
    if not left_out:
        return told, "info"
    more = app.gettext("Tidak ikut: {daftar}").format(daftar="; ".join(left_out))
    return f"{told} {more}", "warning"
