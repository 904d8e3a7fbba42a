"""*Muat berkas*: next year's catalogue is checked, looked at, and proposed to a second person of the kota."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import flet as ft

from mobile.award_catalogues import shelf
from mobile.components.fields.typed_day import day_field, day_or_none
from mobile.components.layout import heading, notice, page_body, primary_button, secondary_button, tonal_card
from mobile.context import AppState, use_app, use_session
from mobile.device.ports import DeviceError
from mobile.errand import use_errand
from mobile.routes import CATALOGUES, to
from mobile.screens.catalogue_report import changes, faults, records
from mobile.screens.review_dialog import asked, plain_field
from mobile.session import Session
from mobile.text import device_error_text
from mobile.theme import GAP
from sync.client.catalogue_desk import CatalogueApi, Loading
from sync.protocol.catalogues import MAX_CATALOGUE_BYTES, CatalogueReport

_NO_FILE: bytes | None = None
_NO_REPORT: CatalogueReport | None = None


@dataclass(frozen=True, slots=True)
class _Typed:
    """As it stands in the fields."""

    version: str
    starts: str
    weights: str

    @property
    def is_whole(self) -> bool:
        return bool(self.version.strip() and day_or_none(self.starts) and self.weights.strip().isdecimal())

    def loading(self, id: str) -> Loading:
        return Loading(id, self.version.strip(), day_or_none(self.starts) or "", int(self.weights.strip()))


@ft.component
def LoadCatalogueScreen() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    typed, set_typed = ft.use_state(ft.use_memo(lambda: _next_year(session), []))
    id = ft.use_memo(session.make_id, [])
    content, set_content = ft.use_state(_NO_FILE)
    report, set_report = ft.use_state(_NO_REPORT)
    errand = use_errand(unable=_not_picked)
    api = CatalogueApi(session.api)
    # Whoever brings a file within a tap heard the fields as they were when the screen opened.
    latest: Any = ft.use_ref()
    latest.current = typed

    @errand.work
    async def check(chosen: bytes) -> None:
        set_content(chosen)
        set_report(None)
        set_report(await api.send(chosen, latest.current.loading(id), check=True))

    async def picked(chosen: bytes) -> None:
        if latest.current.is_whole:
            await check(chosen)

    @errand.work
    async def choose() -> None:
        chosen = await app.devices.exchange.pick(MAX_CATALOGUE_BYTES)
        if chosen is not None:
            await check(chosen)

    async def check_again() -> None:
        if content is not None:
            await check(content)

    @errand.work
    async def propose() -> None:
        if content is not None:
            set_report(await api.send(content, typed.loading(id)))

    def say(**said: str) -> None:
        # What was checked holds for what was typed then.
        set_typed(lambda now: replace(now, **said))
        set_report(None)

    exchange = app.devices.exchange
    ft.use_effect(lambda: exchange.hear(picked), [], cleanup=lambda: exchange.stop_hearing(picked))
    is_proposed = report is not None and report.entry is not None
    return page_body(
        heading(_("Muat katalog"), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        *([] if report else [_explained(app)]),
        *([] if is_proposed else _fields(app, typed, say)),
        *(
            []
            if is_proposed
            else [_buttons(app, typed, content, report, choose, check_again, is_busy=errand.is_busy)]
        ),
        *errand.progress(_("Memeriksa …")),
        *errand.told("error"),
        *_outcome(app, report, propose, is_busy=errand.is_busy),
    )


def _next_year(session: Session) -> _Typed:
    """The year after the newest catalogue, from its first day, with the sum of weights that holds now."""
    newest = shelf(session).catalogues[-1]
    year = str(int(newest.version[:4]) + 1)
    return _Typed(year, f"01-01-{year}", str(sum(each.weight for each in newest.indicators)))


def _not_picked(app: AppState, error: DeviceError) -> str:
    if error.code == "too_large":
        return app.gettext("Berkas ini terlalu besar untuk sebuah katalog (paling banyak 1 MB).")
    return device_error_text(app, error)


def _explained(app: AppState) -> ft.Control:
    _ = app.gettext
    lines = [
        _("Mulai dari katalog yang berlaku: unduh XLSX-nya di halaman Katalog, ubah, simpan, lalu muat di sini."),
        _("Berkas CSV atau XLSX, satu baris satu indikator, tanpa rumus dan tanpa makro."),
        _("Berkas diperiksa dulu. Bila satu baris salah, tidak ada yang disimpan."),
    ]
    return tonal_card(*[ft.Text(line) for line in lines])


def _fields(app: AppState, typed: _Typed, say: Callable[..., Any]) -> list[ft.Control]:
    _ = app.gettext
    wrong = None if day_or_none(typed.starts) else _("Tulis tanggalnya, misalnya 28-02-2027.")
    helper = _("Sejak hari ini inovasi baru diisi menurut katalog ini.")
    version = plain_field("version", typed.version, lambda text: say(version=text), 7)
    weights = plain_field(
        "weights", typed.weights, lambda text: say(weights=text), 4, keyboard=ft.KeyboardType.NUMBER
    )
    starts = day_field(
        "starts", _("Berlaku mulai"), helper, typed.starts, lambda text: say(starts=text), error=wrong
    )
    return [
        asked(_("Nama versi (tahunnya)"), version),
        starts,
        asked(_("Jumlah semua bobot menurut surat tahun itu"), weights),
    ]


def _buttons(
    app: AppState,
    typed: _Typed,
    content: bytes | None,
    report: CatalogueReport | None,
    choose: Callable[[], Any],
    again: Callable[[], Any],
    *,
    is_busy: bool,
) -> ft.Control:
    _ = app.gettext
    action = app.devices.exchange.action
    # Once a file is right, to propose it is the one thing that the screen is for.
    shape = ft.OutlinedButton if report is not None and not report.wrong else ft.FilledButton
    pick = shape(
        content=_("Pilih berkas"),
        icon=ft.Icons.UPLOAD_FILE,
        action=action,
        on_click=None if action else choose,
        disabled=is_busy or not typed.is_whole,
    )
    rows: list[ft.Control] = [pick]
    if content is not None and report is None:
        rows.append(secondary_button(_("Periksa lagi"), again, disabled=is_busy or not typed.is_whole))
    return ft.Row(rows, wrap=True, spacing=GAP)


def _outcome(
    app: AppState, report: CatalogueReport | None, propose: Callable[[], Any], *, is_busy: bool
) -> list[ft.Control]:
    _ = app.gettext
    if report is None:
        return []
    if report.wrong:
        return faults(app, report)
    if report.entry is not None:
        text = _("Katalog {versi} diajukan. Rekan lain di kota yang mengesahkannya.")
        back = secondary_button(_("Ke daftar katalog"), to(CATALOGUES))
        return [notice(text.format(versi=report.entry.version)), ft.Row([back], wrap=True)]
    button = primary_button(_("Ajukan"), propose, icon=ft.Icons.SEND_OUTLINED, disabled=is_busy)
    told = _("Berkasnya benar. Lihat dulu yang berubah, lalu ajukan.")
    return [notice(told), ft.Row([button], wrap=True), *changes(app, report), *records(app, report)]
