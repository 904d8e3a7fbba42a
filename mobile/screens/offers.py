"""*Tawaran*: help offered from public pages, and partners' notes. BRIDA reads, matches, says the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from mobile import needing, partners
from mobile.components.keyed import keyed
from mobile.components.layout import (
    empty_state,
    primary_button,
    secondary_button,
    section_title,
    text_button,
    tonal_card,
)
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.family import relative
from mobile.needing import Offer
from mobile.partner_text import sector_text
from mobile.routes import FOUND, go
from mobile.screens.offer_contact import OfferContactDialog
from mobile.screens.offer_dialogs import DeclineDialog, DoneDialog, FailedDialog, MatchDialog, PassOnDialog
from mobile.session import Session
from mobile.text import date, date_time
from mobile.theme import GAP_S
from sync.domain.ids import is_id, number_of
from sync.domain.lifecycle import Status
from sync.protocol.partners import PartnerLine

S = Status
_WIDTH = 720
MATCH, PASS_ON, DECLINE, DONE, FAILED, CONTACT = "match", "pass_on", "decline", "done", "failed", "contact"
Ask = Callable[[str, str], Any]
_DIALOGS: dict[str, Callable[..., Any]] = {
    MATCH: MatchDialog,
    PASS_ON: PassOnDialog,
    DECLINE: DeclineDialog,
    DONE: DoneDialog,
    FAILED: FailedDialog,
    CONTACT: OfferContactDialog,
}


@ft.component
def OffersScreen() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    asked, set_asked = ft.use_state(("", ""))
    groups = needing.offers(session)
    titles = {"waiting": _("Menunggu Anda"), "under_way": _("Sedang berjalan"), "ended": _("Selesai")}

    def ask(offer: str, what: str) -> None:
        set_asked((offer, what))

    lines = partners.known(session)
    rows: list[str | Offer] = []
    for name in titles:
        rows += [name, *groups[name]] if groups[name] else []

    def row(each: str | Offer) -> ft.Control:
        return section_title(titles[each]) if isinstance(each, str) else _card(app, session, lines, each, ask)

    head: list[ft.Control] = [
        ft.Text(
            _("Dari halaman warga dan dari mitra. Tidak tayang; yang butuh baru tahu setelah Anda pertemukan."),
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
        *([] if rows else [_nothing(app)]),
    ]
    offer, what = asked
    dialog = (
        [keyed(f"{offer}:{what}", _DIALOGS[what], session, offer, lambda: set_asked(("", "")))] if what else []
    )
    listed = Windowed(rows, row, _key, head=head, max_width=_WIDTH)
    return ft.SafeArea(ft.Column([listed, *dialog], spacing=0, expand=True), expand=True)


def _key(row: str | Offer) -> str:
    return row if isinstance(row, str) else f"offer:{row.id}"


def _nothing(app: AppState) -> ft.Control:
    _ = app.gettext
    text = _("Kebutuhan yang tayang di halaman warga punya tombol Tawarkan bantuan; tawarannya muncul di sini.")
    return empty_state(ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED, _("Belum ada tawaran"), text)


def _card(app: AppState, session: Session, lines: Mapping[str, PartnerLine], offer: Offer, ask: Ask) -> ft.Control:
    _, quiet = app.gettext, ft.Colors.ON_SURFACE_VARIANT
    since = date_time(offer.since, app) if offer.since else ""
    about = [number_of(offer.id), _from_whom(app, lines, offer), since]
    for_whom = _("Untuk {nama}").format(nama=_needing(session, offer))
    parts: list[ft.Control] = [
        ft.Text(_standing(app, offer), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        ft.Text(for_whom, color=quiet),
        ft.SelectionArea(content=ft.Text(offer.text)),
        ft.Text(" · ".join(part for part in about if part), theme_style=ft.TextThemeStyle.BODY_SMALL, color=quiet),
        ft.Row(_buttons(app, offer, ask), wrap=True, spacing=GAP_S, run_spacing=GAP_S),
    ]
    return ft.Container(tonal_card(*parts), key=_key(offer))


def _needing(session: Session, offer: Offer) -> str:
    """The name of what asks for help, where this device knows it; else its number."""
    found = relative(session, offer.record)
    if found is not None and found.title:
        return found.title
    return number_of(offer.record) if is_id(offer.record) else offer.record


def _from_whom(app: AppState, lines: Mapping[str, PartnerLine], offer: Offer) -> str:
    if offer.partner:
        line = lines.get(offer.partner)
        return line.title if line else app.gettext("Mitra")
    return sector_text(app, offer.helix) if offer.helix else app.gettext("Tidak menyebut dari mana")


def _standing(app: AppState, offer: Offer) -> str:
    _ = app.gettext
    if offer.partner:
        new, kept = _("Catatan mitra"), _("Catatan mitra, sudah diteruskan")
        return kept if offer.status == S.FORWARDED else new
    texts = {
        S.RECEIVED: _("Tawaran baru"),
        S.READ: _("Sudah dibaca"),
        S.MATCHED: _("Dipertemukan {tanggal}").format(tanggal=date(offer.met.get("on", ""), app)),
        S.DONE: _("Terwujud"),
        S.FAILED: _("Tidak jadi"),
        S.DECLINED: _("Belum dapat diterima"),
    }
    return texts.get(S(offer.status), offer.status) if offer.status in set(S) else offer.status


def _buttons(app: AppState, offer: Offer, ask: Ask) -> list[ft.Control]:
    _ = app.gettext

    def asking(what: str) -> Callable[[], Any]:
        return lambda: ask(offer.id, what)

    found: list[ft.Control] = []
    if offer.status in (S.RECEIVED, S.READ):
        name, what = (_("Teruskan ke pencatat"), PASS_ON) if offer.partner else (_("Pertemukan"), MATCH)
        found.append(primary_button(name, asking(what)))
        found.append(secondary_button(_("Belum dapat diterima"), asking(DECLINE)))
    if offer.status == S.MATCHED:
        found.append(primary_button(_("Terwujud"), asking(DONE)))
        found.append(secondary_button(_("Tidak jadi"), asking(FAILED)))
    if offer.has_contact:
        found.append(text_button(_("Buka kontak"), asking(CONTACT), icon=ft.Icons.LOCK_OPEN_OUTLINED))
    found.append(text_button(_("Buka catatan"), lambda: go(FOUND, record=offer.record)))
    return found
