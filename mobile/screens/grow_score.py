"""The IGA score with SIGAP's band: what is claimed with evidence, and what BRIDA granted of it."""

from __future__ import annotations

import flet as ft

from mobile.components.fields.frame import quiet
from mobile.components.layout import notice, secondary_button, tonal_card
from mobile.context import AppState, use_app
from mobile.growing_text import band_text
from mobile.theme import GAP
from sync.domain import iga
from sync.domain.iga_catalogue import Catalogue
from sync.domain.records import Values


@ft.component
def ScoreCard(values: Values, catalogue: Catalogue, is_hidden: bool) -> ft.Control:
    """`is_hidden`: only after the person asks for it, and only for as long as this screen is open."""
    app = use_app()
    _ = app.gettext
    asked, ask = ft.use_state(False)
    if not catalogue.is_known:
        return not_here_yet(app, catalogue)
    if is_hidden and not asked:
        button = secondary_button(_("Lihat nilai IGA"), lambda: ask(True), icon=ft.Icons.VISIBILITY_OUTLINED)
        return ft.Row([button], wrap=True)
    found, most = iga.score(values, catalogue), catalogue.most_points
    bar = ft.ProgressBar(value=found.points_claimed / most, border_radius=4, semantics_label=_("Nilai IGA"))
    claimed = _points(_("Diklaim"), found.points_claimed)
    granted = _points(_("Diberikan BRIDA"), found.points_granted)
    return tonal_card(
        ft.Text(_("Nilai IGA, paling banyak {n}").format(n=most), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        ft.Row([claimed, granted], spacing=GAP, wrap=True),
        bar,
        ft.Text(_("Pita SIGAP BRIDA: {pita}").format(pita=band_text(app, found.band))),
        quiet(_("Tingkat dihitung bila ada buktinya. Nilai ini tidak tampil untuk warga.")),
        quiet(_("Dinilai menurut katalog IGA {versi}.").format(versi=catalogue.version)),
    )


def not_here_yet(app: AppState, catalogue: Catalogue) -> ft.Control:
    _ = app.gettext
    text = _("Katalog IGA {versi} belum sampai di HP ini. Nilainya dihitung begitu katalog itu terkirim ke sini.")
    return notice(text.format(versi=catalogue.version))


def _points(name: str, points: int) -> ft.Control:
    shown = ft.Text(str(points), theme_style=ft.TextThemeStyle.HEADLINE_SMALL)
    return ft.MergeSemantics(content=ft.Column([quiet(name), shown], spacing=0, tight=True))
