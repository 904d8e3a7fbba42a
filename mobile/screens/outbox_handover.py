"""*Titip kirim* and *Terima titipan* in *Kiriman*, and the rows of what this phone carries for others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile import handing_over, routes
from mobile.components.layout import notice, primary_button, secondary_button, text_button, tonal_card
from mobile.components.sending_line import when
from mobile.context import AppState, use_app, use_session
from mobile.device.ports import DeviceError
from mobile.handing_over import Carried, NotTaken
from mobile.screens.outbox_words import carried_text, counted, not_taken_text, taken_text
from mobile.session import Session
from mobile.store.errors import StoreError
from mobile.text import device_error_text, size
from mobile.theme import GAP_S
from sync.client.carrying import WAITING, TakenIn
from sync.client.handover import Offer

News = tuple[str, str]
"""A text and the kind of its notice; empty when there is nothing to say."""
_SILENCE: News = ("", "")


@ft.component
def HandOver() -> ft.Control:
    """The two buttons, what they ask, and what became of it."""
    app, session = use_app(), use_session()
    _ = app.gettext
    is_asking, set_asking = ft.use_state(False)
    is_busy, set_busy = ft.use_state(False)
    news, set_news = ft.use_state(_SILENCE)

    async def during(work: Callable[[], Any]) -> None:
        set_asking(False)
        set_news(_SILENCE)
        set_busy(True)
        set_news(await work())
        set_busy(False)

    async def give(_: Any) -> None:
        await during(lambda: _give(app, session))

    async def choose(_: Any) -> None:
        await during(lambda: _take(app, lambda: handing_over.choose(session, app.devices.exchange)))

    async def picked(content: bytes) -> None:
        await during(lambda: _take(app, lambda: handing_over.take(session, content)))

    ft.use_effect(lambda: app.devices.exchange.hear(picked), [session.account.id])
    ft.use_dialog(_sheet(app, session, give, lambda: set_asking(False)) if is_asking else None)
    action = app.devices.exchange.action
    receive = ft.TextButton(
        content=_("Terima titipan"),
        icon=ft.Icons.MOVE_TO_INBOX,
        action=action,
        on_click=None if action else choose,
        disabled=is_busy,
    )
    buttons: list[ft.Control] = [receive]
    if _something_waits(session):
        icon = ft.Icons.PEOPLE_OUTLINE
        hand_over = secondary_button(_("Titip kirim"), lambda: set_asking(True), icon=icon, disabled=is_busy)
        buttons.insert(0, hand_over)
    parts: list[ft.Control] = [ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S)]
    if is_busy:
        parts.append(ft.ProgressBar(border_radius=4))
    if news[0]:
        parts.append(notice(*news))
    return ft.Column(parts, spacing=12, tight=True)


def _something_waits(session: Session) -> bool:
    kept = session.records.kept()
    return bool(kept.waiting or kept.photos)


async def _give(app: AppState, session: Session) -> News:
    _ = app.gettext
    offered = handing_over.offer(session)
    try:
        has_left = await handing_over.give(session, app.devices.exchange)
    except StoreError:
        return _("Berkas titipan belum terbuat. Ruang HP mungkin penuh."), "error"
    except DeviceError as error:
        return device_error_text(app, error), "warning"
    if not has_left:
        return _SILENCE
    made = _(
        "Berkas titipan berisi {isi} sudah dibuat. Pastikan sampai di HP lain. "
        "Semuanya tetap tersimpan di sini sampai tanda terima kembali."
    )
    return made.format(isi=counted(app, offered.notes, offered.photos)), "info"


async def _take(app: AppState, work: Callable[[], Any]) -> News:
    try:
        taken: TakenIn | None = await work()
    except NotTaken as error:
        return not_taken_text(app, error.code), "warning"
    return (taken_text(app, taken), "info") if taken else _SILENCE


def _sheet(app: AppState, session: Session, give: Callable[..., Any], close: Callable[[], Any]) -> ft.AlertDialog:
    """What it does, before it is done."""
    _ = app.gettext
    offered = handing_over.offer(session)
    is_empty = not (offered.parts or offered.files)
    actions: list[ft.Control] = [text_button(_("Batal"), lambda _: close())]
    if not session.handover_key:
        lines = [_("Untuk titip kirim, akun ini perlu kode baru dari kelurahan. Catatan Anda tetap di HP ini.")]
        actions.append(primary_button(_("Masukkan kode baru"), lambda _: routes.go(routes.SIGN_IN)))
    elif is_empty:
        lines = [_("Belum ada yang bisa dititipkan sekarang.")]
    else:
        lines = _explained(app, offered)
        actions.append(primary_button(_("Buat berkas"), give))
    return ft.AlertDialog(
        title=ft.Text(_("Titip kirim lewat HP lain")),
        content=ft.Column([ft.Text(line) for line in lines], spacing=12, tight=True),
        scrollable=True,
        actions=actions,
        on_dismiss=lambda _: close(),
    )


def _explained(app: AppState, offered: Offer) -> list[str]:
    _ = app.gettext
    what = counted(app, offered.notes, offered.photos)
    return [
        _("{isi}, sekitar {mb}, disalin ke satu berkas.").format(isi=what, mb=size(offered.size_bytes, app)),
        _(
            "Teruskan berkas itu ke HP lain yang akan mendapat sinyal, misalnya lewat Bluetooth. "
            "Di sana: Lorong, Kiriman, Terima titipan."
        ),
        _(
            "Catatan tetap di HP ini sampai tanda terima dari server kota kembali, "
            "dan HP ini terus mencoba sendiri."
        ),
        _("Yang membawa dapat membaca isinya. Titipkan kepada orang yang Anda percaya."),
    ]


def carried_row(app: AppState, item: Carried, now_ms: int, on_let_go: Callable[[Carried], Any]) -> ft.Control:
    """What is carried, where it stands, and a way to carry it no longer."""
    _ = app.gettext
    parts: list[ft.Control] = [
        ft.Text(counted(app, item.notes, item.photos), theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        ft.Text(carried_text(app, item)),
        ft.Text(
            _("Diterima {waktu} · {mb}").format(
                waktu=when(app, item.taken_at, now_ms), mb=size(item.size_bytes, app)
            ),
            theme_style=ft.TextThemeStyle.BODY_MEDIUM,
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
    ]
    if item.state == WAITING:
        parts.append(ft.Row([text_button(_("Hapus titipan"), lambda _: on_let_go(item))], wrap=True))
    return tonal_card(*parts)


def let_go_dialog(app: AppState, session: Session, item: Carried, close: Callable[[], Any]) -> ft.AlertDialog:
    _ = app.gettext

    async def let_go(_: Any) -> None:
        close()
        try:
            await handing_over.let_go(session, item.key)
        except StoreError:
            app.save_failed = True

    return ft.AlertDialog(
        title=ft.Text(_("Hapus titipan ini?")),
        content=ft.Text(_("Titipan ini hilang dari HP ini. Yang asli tetap ada di HP yang menitipkan.")),
        actions=[text_button(_("Batal"), lambda _: close()), text_button(_("Hapus"), let_go)],
        on_dismiss=lambda _: close(),
    )
