"""What a catalogue would change: how much of what kind, indicator by indicator, and the records by name."""

from __future__ import annotations

import flet as ft

from mobile.catalogue_text import difference_text, kind_text
from mobile.components.fields.frame import quiet
from mobile.components.layout import notice, section_title, tonal_card
from mobile.context import AppState
from mobile.office import place_text
from mobile.routes import FOUND, to
from mobile.screens.grow_parts import EDGE
from mobile.text import number
from mobile.theme import GAP_S
from sync.domain.catalogue_changes import KINDS
from sync.domain.ids import number_of
from sync.protocol.catalogues import CatalogueDifference, CatalogueReport, Rescored
from sync.protocol.people import LineFault


def faults(app: AppState, report: CatalogueReport) -> list[ft.Control]:
    """By row; what is wrong beside the file has none."""
    _ = app.gettext
    if not report.wrong:
        return []
    told = _("{n} hal perlu dibetulkan. Tidak ada yang disimpan.").format(n=number(report.wrong, app))
    rows: list[ft.Control] = [ft.Text(_fault(app, each)) for each in report.faults]
    column = ft.Column(rows, spacing=GAP_S, tight=True)
    return [notice(told, "warning"), section_title(_("Yang perlu dibetulkan")), ft.SelectionArea(content=column)]


def _fault(app: AppState, fault: LineFault) -> str:
    if not fault.line:
        return fault.reason
    return app.gettext("Baris {n}: {sebab}").format(n=fault.line, sebab=fault.reason)


def changes(app: AppState, report: CatalogueReport) -> list[ft.Control]:
    """`3 ambang berubah`, `41 inovasi berubah nilainya`, then indicator by indicator."""
    return [tonal_card(*_counts(app, report)), *_differences(app, report.differences)]


def _counts(app: AppState, report: CatalogueReport) -> list[ft.Control]:
    _ = app.gettext
    counts = [(what, sum(each.what == what for each in report.differences)) for what in KINDS]
    words = [kind_text(app, what, n) for what, n in counts if n] or [_("tidak ada yang berbeda")]
    head = _("Dibandingkan dengan katalog {versi}: {apa}.").format(versi=report.against, apa=", ".join(words))
    text = app.ngettext(
        "{n} inovasi berubah nilainya bila dipindahkan, dari {semua} yang sudah diisi.",
        "{n} inovasi berubah nilainya bila dipindahkan, dari {semua} yang sudah diisi.",
        report.rescored,
    )
    told = text.format(n=number(report.rescored, app), semua=number(report.begun, app))
    return [ft.Text(head), ft.Text(told), quiet(_("Tidak ada yang berpindah sendiri."))]


def _differences(app: AppState, found: list[CatalogueDifference]) -> list[ft.Control]:
    if not found:
        return []
    codes = list(dict.fromkeys(each.code for each in found))
    groups = ([each for each in found if each.code == code] for code in codes)
    return [section_title(app.gettext("Yang berbeda")), *(_indicator(app, group) for group in groups)]


def _indicator(app: AppState, found: list[CatalogueDifference]) -> ft.Control:
    name = ft.Text(f"{found[0].code} · {found[0].name}", theme_style=ft.TextThemeStyle.TITLE_SMALL)
    lines = [ft.Text(difference_text(app, each.what, each.level, each.before, each.after)) for each in found]
    return ft.Column([name, *lines], spacing=2, tight=True)


def records(app: AppState, report: CatalogueReport) -> list[ft.Control]:
    _ = app.gettext
    if not report.named:
        return []
    hidden = report.rescored - len(report.named)
    more = [quiet(_("… dan {n} inovasi lagi.").format(n=number(hidden, app)))] if hidden > 0 else []
    title = section_title(_("Inovasi yang nilainya akan lain"))
    rows = ft.Column([_record(app, each) for each in report.named], spacing=0, tight=True)
    return [title, quiet(_("Urut menurut wilayah. Dipindahkan satu per satu dari Lengkapi.")), rows, *more]


def _record(app: AppState, each: Rescored) -> ft.Control:
    _ = app.gettext
    lines = [f"{number_of(each.record)} · {place_text(app, each.area)} · IGA {each.version}"]
    text = _("{apa}: nilai {dulu} menjadi {kini}")
    points = [(_("Diklaim"), each.claimed_before, each.claimed_after)]
    points.append((_("Diberikan BRIDA"), each.granted_before, each.granted_after))
    lines += [text.format(apa=what, dulu=old, kini=new) for what, old, new in points if old != new]
    return ft.ListTile(
        key=f"rescored={each.record}",
        title=ft.Text(each.title or _("Tanpa nama")),
        subtitle=ft.Text("\n".join(lines)),
        trailing=ft.Icon(ft.Icons.CHEVRON_RIGHT),
        content_padding=EDGE,
        on_click=to(FOUND, record=each.record),
    )
