"""Moving a record to a later catalogue of the award: what that changes is read first. Nothing moves by itself."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile.award_catalogues import shelf
from mobile.catalogue_text import difference_text
from mobile.components.fields.frame import quiet
from mobile.components.layout import heading, notice, primary_button, secondary_button, section_title, text_button
from mobile.context import AppState, use_app
from mobile.growing_parts import MOVE
from mobile.routes import GROW, GROW_PART, go, to
from mobile.screens.grow_parts import Grown, use_answers
from mobile.text import date
from mobile.theme import GAP, GAP_S
from sync.domain.catalogue_changes import Difference, Move, move_of, touching
from sync.domain.iga_catalogue import Catalogue
from sync.domain.rights import may_write
from sync.domain.shelf import PATH


def moving_notice(app: AppState, grown: Grown) -> list[ft.Control]:
    """That a later catalogue is in force, or that the move goes out with *Simpan*."""
    _ = app.gettext
    if not _may_move(grown):
        return []
    if is_moving(grown):
        text = _("Dipindahkan ke katalog {versi}. Ikut terkirim saat Anda menekan Simpan.")
        return [notice(text.format(versi=grown.catalogue.version))]
    ahead = shelf(grown.session).ahead_of(grown.values)
    if ahead is None:
        return []
    text = _("Katalog IGA {versi} berlaku sejak {tanggal}. Inovasi ini tetap dinilai menurut katalog {lama}.")
    told = text.format(versi=ahead.version, tanggal=date(ahead.valid_from, app), lama=grown.catalogue.version)
    see = text_button(_("Lihat yang berubah"), to(GROW_PART, record=grown.record, part=MOVE))
    return [notice(told, action=see)]


def is_moving(grown: Grown) -> bool:
    """Whether it was moved in what is being typed."""
    draft = grown.draft
    return draft is not None and draft.value(PATH) != grown.state.values.get(PATH) and bool(grown.state.version)


def _may_move(grown: Grown) -> bool:
    return may_write(grown.session.person, grown.state.ownership, PATH)


@ft.component
def MovePart(grown: Grown) -> ft.Control:
    app = use_app()
    use_answers(grown)
    shows_score, show_score = ft.use_state(not grown.hides_score)
    _, ahead, mine = app.gettext, shelf(grown.session).ahead_of(grown.values), grown.catalogue
    if ahead is None or not _may_move(grown):
        text = _("Inovasi ini dinilai menurut katalog IGA {versi}. Tidak ada katalog yang lebih baru.")
        return _stretched([heading(_("Katalog IGA")), ft.Text(text.format(versi=mine.version))])
    move, found = move_of(grown.values, mine, ahead), touching(grown.values, mine, ahead)
    parts: list[ft.Control] = [
        heading(_("Pindah ke katalog {versi}").format(versi=ahead.version)),
        ft.Text(_("Tidak ada isian yang hilang. Yang berubah hanya cara menilainya.")),
        *(_points(app, move) if shows_score else [_ask(app, lambda: show_score(True))]),
        *_differences(app, found),
        ft.Row(
            [
                primary_button(
                    _("Pindahkan ke {versi}").format(versi=ahead.version), lambda: _move(app, grown, ahead)
                ),
                text_button(_("Tetap di {versi}").format(versi=mine.version), to(GROW, record=grown.record)),
            ],
            wrap=True,
        ),
    ]
    return _stretched(parts)


def _ask(app: AppState, show: Callable[[], None]) -> ft.Control:
    button = secondary_button(app.gettext("Lihat nilai IGA"), show, icon=ft.Icons.VISIBILITY_OUTLINED)
    return ft.Row([button], wrap=True)


def _points(app: AppState, move: Move) -> list[ft.Control]:
    _ = app.gettext
    lines = [(_("Diklaim"), move.before.points_claimed, move.after.points_claimed)]
    lines.append((_("Diberikan BRIDA"), move.before.points_granted, move.after.points_granted))
    text = _("{apa}: nilai {dulu} menjadi {kini}")
    return [ft.Text(text.format(apa=what, dulu=before, kini=after)) for what, before, after in lines]


def _differences(app: AppState, found: list[Difference]) -> list[ft.Control]:
    _ = app.gettext
    title = section_title(_("Yang berubah untuk inovasi ini"))
    if not found:
        return [title, quiet(_("Tidak ada. Tingkat dan bukti yang sudah diisi dinilai sama."))]
    codes = list(dict.fromkeys(each.code for each in found))
    return [title, *(_of_indicator(app, [one for one in found if one.code == code]) for code in codes)]


def _of_indicator(app: AppState, found: list[Difference]) -> ft.Control:
    name = ft.Text(found[0].name, theme_style=ft.TextThemeStyle.TITLE_SMALL)
    lines = [ft.Text(difference_text(app, each.what, each.level, each.before, each.after)) for each in found]
    return ft.Column([name, *lines], spacing=2, tight=True)


def _move(app: AppState, grown: Grown, ahead: Catalogue) -> None:
    """With what is being typed, where something can be; else as a change of its own."""
    draft = grown.draft
    if draft is None:
        app.kept(lambda: grown.session.edit(grown.state, {PATH: ahead.version}))
    else:
        draft.set(PATH, ahead.version)
        draft.save()
        draft.refresh()
    go(GROW, record=grown.record)


def _stretched(parts: list[ft.Control]) -> ft.Control:
    spacing = GAP if len(parts) > 2 else GAP_S
    return ft.Column(parts, spacing=spacing, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
