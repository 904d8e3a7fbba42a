"""The twenty indicators in SIGAP's order: claimed beside granted, and what the next level waits for."""

from __future__ import annotations

import flet as ft

from mobile.award_catalogues import shelf
from mobile.components.fields.frame import quiet
from mobile.components.layout import heading, section_title
from mobile.context import AppState, use_app
from mobile.growing_text import level_text, obtainer_text
from mobile.routes import GROW_PART, to
from mobile.screens.grow_parts import EDGE, Grown, use_answers
from mobile.screens.grow_score import not_here_yet
from sync.domain import iga
from sync.domain.growing import LEVELS
from sync.domain.iga_catalogue import Catalogue, Indicator
from sync.domain.next_steps import waits_for
from sync.domain.records import GRANTED


@ft.component
def IndicatorsPart(grown: Grown) -> ft.Control:
    app = use_app()
    use_answers(grown)
    _ = app.gettext
    told = quiet(_("Pilih tingkat, lalu tambahkan buktinya. Tingkat tanpa bukti belum dihitung."))
    catalogue = grown.catalogue
    if not catalogue.is_known:
        return not_here_yet(app, catalogue)
    rows = [_row(app, grown, each) for each in catalogue.indicators]
    return ft.Column(
        [heading(proofs_title(app, catalogue)), told, *rows, *_left_behind(app, grown, catalogue)],
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def proofs_title(app: AppState, catalogue: Catalogue) -> str:
    return app.gettext("Bukti {n} indikator").format(n=len(catalogue.indicators))


def _left_behind(app: AppState, grown: Grown, catalogue: Catalogue) -> list[ft.Control]:
    """What stands in the record for indicators that its catalogue does not have: kept, and told."""
    unscored = shelf(grown.session).unscored(grown.values)
    if not unscored:
        return []
    title = app.gettext("Tidak dinilai menurut katalog {versi}").format(versi=catalogue.version)
    return [section_title(title), *(_row(app, grown, each) for each in unscored)]


def _row(app: AppState, grown: Grown, each: Indicator) -> ft.Control:
    proved = bool(iga.evidence_for(grown.values, each.code))
    waiting = _waiting(app, grown, each) if each.parameters else []
    lines = [_standing(app, grown, each), *waiting]
    return ft.ListTile(
        key=f"indicator={each.code}",
        leading=ft.Icon(ft.Icons.TASK_ALT if proved else ft.Icons.RADIO_BUTTON_UNCHECKED),
        title=ft.Text(each.name),
        subtitle=ft.Text("\n".join(lines)),
        trailing=ft.Icon(ft.Icons.CHEVRON_RIGHT),
        content_padding=EDGE,
        on_click=to(GROW_PART, record=grown.record, part=each.code),
    )


def _standing(app: AppState, grown: Grown, each: Indicator) -> str:
    """Nothing claimed and nothing granted takes few words: most rows are like that."""
    if grown.values.get(f"{LEVELS}/{each.code}") or grown.values.get(f"{GRANTED}/{each.code}"):
        return side_by_side_text(app, grown, each)
    return app.gettext("Belum diklaim")


def side_by_side_text(app: AppState, grown: Grown, each: Indicator) -> str:
    """`Diklaim: Tingkat 2 · BRIDA: Tingkat 1`; what does not count says so."""
    _, values = app.gettext, grown.values
    chosen, given = iga.chosen_level(values, each.code), iga.given_level(values, each.code)
    claimed, granted = level_text(app, chosen), level_text(app, given)
    if chosen and not iga.claimed_level(values, each):
        claimed = _("{tingkat}, belum dihitung").format(tingkat=claimed)
    if given and not iga.granted_level(values, each):
        granted = _("{tingkat}, belum dihitung").format(tingkat=granted)
    return _("Diklaim: {klaim} · BRIDA: {beri}").format(klaim=claimed, beri=granted)


def _waiting(app: AppState, grown: Grown, each: Indicator) -> list[str]:
    by = waits_for(grown.values, grown.session.person.role, each, grown.catalogue)
    return [app.gettext("Menunggu {siapa}").format(siapa=obtainer_text(app, by))] if by else []
