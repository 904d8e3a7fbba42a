"""*Kiriman*: the truth about every item, grouped by what it needs, and *Kirim sekarang*."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile import handing_over, outgoing
from mobile.components.layout import heading, primary_button, section_title, text_button, tonal_card
from mobile.components.photo_rules import photo_rules
from mobile.components.sending_line import SendingLine, at_ms, when
from mobile.components.ticking import use_ticking
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.handing_over import Carried
from mobile.outgoing import Refused, Sent, Waiting
from mobile.screens.outbox_handover import HandOver, carried_row, let_go_dialog
from mobile.screens.outbox_rows import refused_row, sent_row, waiting_row
from mobile.screens.outbox_words import what_will_go
from mobile.session import Session
from sync.client import reviewing

Row = str | Refused | Waiting | Carried | Sent
_WIDTH = 720


@ft.component
def OutboxScreen() -> ft.Control:
    app, session = use_app(), use_session()
    throwing, set_throwing = ft.use_state(_nothing)
    letting_go, set_letting_go = ft.use_state(_carried_nothing)
    waiting = outgoing.waiting(session)
    use_ticking(active=any(item.chip is not None and item.chip.code == "resting" for item in waiting))
    ft.use_dialog(_throw_dialog(app, session, throwing[0], lambda: set_throwing(())) if throwing else None)
    ft.use_dialog(let_go_dialog(app, session, letting_go[0], lambda: set_letting_go(())) if letting_go else None)

    def row(item: Row) -> ft.Control:
        if isinstance(item, str):
            return ft.Container(section_title(item), padding=ft.Padding.only(top=8))
        if isinstance(item, Refused):
            return refused_row(app, item, lambda refused: set_throwing((refused,)))
        if isinstance(item, Waiting):
            return waiting_row(app, item, lambda change: _undo(app, session, change))
        if isinstance(item, Carried):
            return carried_row(app, item, session.clock.now_ms(), lambda carried: set_letting_go((carried,)))
        return sent_row(app, item, session.clock.now_ms())

    head = [heading(app.gettext("Kiriman")), SendingLine(with_button=False), _send_card(app, session, waiting)]
    carried = handing_over.carried(session)
    rows = _rows(app, outgoing.refused(session), waiting, carried, outgoing.sent(session))
    return ft.SafeArea(Windowed(rows, row, _key, head=head, max_width=_WIDTH), expand=True)


_nothing: tuple[Refused, ...] = ()
_carried_nothing: tuple[Carried, ...] = ()


def _rows(
    app: AppState, refused: list[Refused], waiting: list[Waiting], carried: list[Carried], sent: list[Sent]
) -> list[Row]:
    _ = app.gettext
    groups: list[tuple[str, list[Any]]] = [
        (_("Menunggu Anda"), refused),
        (_("Sedang dikirim atau menunggu"), waiting),
        (_("Titipan dari HP lain"), carried),
        (_("Sudah terkirim"), sent),
    ]
    return [row for title, items in groups if items for row in (title, *items)]


def _key(row: Row) -> str:
    if isinstance(row, str):
        return row
    if isinstance(row, Sent):
        return f"sent:{row.change}"
    if isinstance(row, Carried):
        return f"carried:{row.key}"
    return f"{type(row).__name__}:{row.record}"


def _send_card(app: AppState, session: Session, waiting: list[Waiting]) -> ft.Control:
    _ = app.gettext
    facts = session.facts(save_failed=app.save_failed)

    def send(_: Any) -> None:
        session.send_now()
        ft.context.page.show_dialog(ft.SnackBar(ft.Text(app.gettext("Mencoba mengirim sekarang …"))))

    return tonal_card(
        ft.Text(what_will_go(app, facts, waiting)),
        ft.Row([primary_button(_("Kirim sekarang"), send, icon=ft.Icons.SEND)], wrap=True),
        HandOver(),
        *photo_rules(app, session),
        *[ft.Text(line, color=ft.Colors.ON_SURFACE_VARIANT) for line in _contact(app, session)],
        spacing=12,
    )


def _contact(app: AppState, session: Session) -> list[str]:
    """When the centre last answered, and when it is asked again after a failure."""
    _, now_ms, engine = app.gettext, session.clock.now_ms(), session.engine.state
    last = when(app, session.records.kept().last_success, now_ms)
    lines = [_("Terakhir tersambung {waktu}.").format(waktu=last) if last else _("Belum pernah tersambung.")]
    if engine.trouble and engine.retry_at_ms > now_ms:
        lines.append(_("Dicoba lagi sendiri pukul {jam}.").format(jam=at_ms(app, engine.retry_at_ms)))
    return lines


def _undo(app: AppState, session: Session, change: str) -> None:
    undone: list[bool] = []
    if app.kept(lambda: undone.append(session.take_back(change))) and not undone[0]:
        ft.context.page.show_dialog(
            ft.SnackBar(ft.Text(app.gettext("Sudah dikirim, tidak bisa diurungkan lagi.")))
        )


def _throw_dialog(app: AppState, session: Session, item: Refused, close: Any) -> ft.AlertDialog:
    _ = app.gettext
    name = item.title or _("Tanpa nama")

    def throw(_: Any) -> None:
        close()
        if item.mends == "decide":
            app.kept(lambda: reviewing.let_go(session.tables, item.record))
        else:
            app.kept(lambda: session.throw_away(item.record))

    return ft.AlertDialog(
        title=ft.Text(_("Buang kiriman ini?")),
        content=ft.Text(
            _(
                "Yang belum diterima dari “{nama}” hilang dari HP ini dan tidak bisa dikembalikan. "
                "Yang sudah diterima server kota tetap ada."
            ).format(nama=name)
        ),
        actions=[text_button(_("Batal"), lambda _: close()), text_button(_("Buang"), throw)],
        on_dismiss=lambda _: close(),
    )
