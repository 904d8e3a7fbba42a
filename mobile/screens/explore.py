"""*Jelajah*: what the city has published, looked through without a signal, as a list or on a map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import flet as ft

from mobile import explore_desk
from mobile.bank import BankLook
from mobile.components.found_rows import FoundRow
from mobile.components.keyed import keyed
from mobile.components.layout import empty_state, icon_button, notice, text_button
from mobile.components.panes import no_record_chosen, side_by_side
from mobile.components.windowed import Windowed
from mobile.context import AppState, use_app, use_session
from mobile.explore_desk import ExploreDesk
from mobile.people_text import trouble_text
from mobile.routes import EXPLORED, go
from mobile.screens.explore_filters import choices_dialog, filters
from mobile.screens.explore_map import Place, map_of, place_row, places_of
from mobile.screens.explore_record import ExploredRecord, published_as
from mobile.screens.filter_parts import search_field
from mobile.screens.review_queue import theme_text
from mobile.session import Session
from mobile.text import date_time
from sync.domain.areas import gazetteer
from sync.protocol.bank import Published


@ft.component
def ExploreScreen(record: str | None = None) -> ft.Control:
    app, session = use_app(), use_session()
    desk = ft.use_state(app.explore)[0]
    on_open = ft.use_callback(lambda found: go(EXPLORED, record=found), [session.account.id])
    ft.use_dialog(choices_dialog(app, desk) if desk.dialog else None)
    opened = keyed(record, ExploredRecord, record) if record else no_record_chosen(app)
    if not app.is_wide and record:
        return ft.SafeArea(opened, expand=True)
    listed = _list(app, session, desk, record or "", on_open)
    return ft.SafeArea(side_by_side(listed, opened) if app.is_wide else listed, expand=True)


def _list(
    app: AppState, session: Session, desk: ExploreDesk, selected: str, on_open: Callable[[str], object]
) -> ft.Control:
    found = session.bank.found(desk.look)
    search = search_field(app, desk.look.words, lambda words: desk.narrow(words=words))
    head = [_freshness(app, session, desk), *_trouble(app, desk), search, filters(app, desk)]
    items: Sequence[Place | Published] = found
    if not found:
        head.append(_nothing(app, session, desk))
    elif desk.is_map:
        items = places_of(found)
        head.append(map_of(app, items, desk.open_area))

    def row(item: Place | Published) -> ft.Control:
        if isinstance(item, Place):
            return place_row(app, item, desk.open_area)
        return _row(app, item, on_open, selected=item.id == selected)

    # Not the words: the field in which they are typed stands in the list, and would be another at each letter.
    narrowed = replace(desk.look, words="")
    width = None if app.is_wide else 720
    listed: ft.Control = keyed(
        f"{desk.is_map}{narrowed}",
        Windowed,
        items,
        row,
        lambda item: item.code if isinstance(item, Place) else item.id,
        head=head,
        max_width=width,
        place=desk.place,
    )
    return listed


def _row(app: AppState, edition: Published, on_open: Callable[[str], object], *, selected: bool) -> ft.Control:
    about = f"{edition.number} · {gazetteer().name(edition.kelurahan)}"
    kind = published_as(app, edition)
    theme = theme_text(app, edition.theme)
    return FoundRow(edition.id, edition.title, about, theme, kind, edition.kind, on_open, selected)


def _freshness(app: AppState, session: Session, desk: ExploreDesk) -> ft.Control:
    """How old the list is, and the way to ask for news."""
    _ = app.gettext

    async def ask() -> None:
        await explore_desk.refresh(desk, session)

    at = session.bank.read_at
    text = (
        _("Terakhir diperbarui {waktu}").format(waktu=date_time(at, app)) if at else _("Belum pernah diperbarui")
    )
    line = ft.Text(text, color=ft.Colors.ON_SURFACE_VARIANT, expand=True)
    button = icon_button(ft.Icons.REFRESH, _("Perbarui sekarang"), ask, disabled=desk.is_busy)
    parts: list[ft.Control] = [ft.Row([line, button])]
    if desk.is_busy:
        parts.append(ft.ProgressBar(border_radius=4, semantics_label=_("Memperbarui …")))
    return ft.Column(parts, tight=True)


def _trouble(app: AppState, desk: ExploreDesk) -> list[ft.Control]:
    if desk.is_full:
        return [notice(app.gettext("Ruang HP penuh. Daftar terbaru belum bisa disimpan."), "warning")]
    return [notice(trouble_text(app, desk.trouble), "warning")] if desk.trouble else []


def _nothing(app: AppState, session: Session, desk: ExploreDesk) -> ft.Control:
    _ = app.gettext
    if not session.bank.read_at:
        text = _("Daftar inovasi kota terambil sendiri saat HP tersambung. Sesudah itu bisa dibuka tanpa sinyal.")
        return empty_state(ft.Icons.CLOUD_OFF_OUTLINED, _("Belum ada daftar di HP ini"), text)
    if desk.look == BankLook():
        text = _("Yang sudah diterbitkan BRIDA muncul di sini.")
        return empty_state(ft.Icons.EXPLORE_OUTLINED, _("Belum ada yang terbit"), text)

    def clear() -> None:
        desk.narrow(words="", kind="", theme="", area="")

    text = _("Coba kata lain, atau nomor seperti 7K4Q-2MXD.")
    everything = text_button(_("Tampilkan semua"), clear)
    return empty_state(ft.Icons.SEARCH_OFF, _("Tidak ada yang cocok"), text, everything)
