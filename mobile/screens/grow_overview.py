"""The first page of *Lengkapi*: how far each goal is, what to do next, and the parts to complete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.components.fields.frame import quiet
from mobile.components.layout import heading, notice, page_body, section_title, text_button
from mobile.context import AppState, use_app
from mobile.growing_parts import ANSWERS, DESIGN, FILES, MEASURED, PROFILE, PROOFS, SECTIONS
from mobile.growing_text import effort_text, goal_text, obtainer_text
from mobile.routes import GROW_PART, RECORD, to
from mobile.screens.grow_catalogue import moving_notice
from mobile.screens.grow_indicators import proofs_title
from mobile.screens.grow_parts import EDGE, Grown, use_answers
from mobile.screens.grow_score import ScoreCard
from mobile.screens.note_discard import discard_draft
from mobile.screens.note_lines import DropButton
from mobile.text import number
from mobile.theme import GAP_S
from sync.client.replica import differing
from sync.domain import goals, iga
from sync.domain.forms import form
from sync.domain.goals import Meter
from sync.domain.growing import INDICATORS
from sync.domain.ids import number_of
from sync.domain.kipp import count_words
from sync.domain.next_steps import NextStep, next_steps, waits_for
from sync.domain.records import entries_below


@ft.component
def Overview(grown: Grown, again: Callable[[], Any]) -> ft.Control:
    app = use_app()
    use_answers(grown, while_typing=True)
    _ = app.gettext
    found = {meter.goal: meter for meter in goals.meters(grown.values, grown.catalogue)}
    bars = [_bar(app, meter) for goal, meter in found.items() if goal != goals.AWARD]
    return page_body(
        _head(app, grown),
        *_two_values(app, grown),
        *bars,
        ScoreCard(grown.values, grown.catalogue, grown.hides_score),
        *moving_notice(app, grown),
        *_steps(app, grown),
        section_title(_("Bagian")),
        *_parts(app, grown, found),
        *_discarding(app, grown, again),
    )


def _head(app: AppState, grown: Grown) -> ft.Control:
    _ = app.gettext
    title = str(grown.values.get("title") or _("Tanpa nama"))
    told = _("Nomor {nomor} · isi sedikit demi sedikit, juga tanpa sinyal.").format(nomor=number_of(grown.record))
    return ft.Column([heading(title, 1), quiet(told)], spacing=2, tight=True)


def _two_values(app: AppState, grown: Grown) -> list[ft.Control]:
    _ = app.gettext
    if not grown.state.two_values:
        return []
    choose = text_button(_("Pilih"), to(RECORD, record=grown.record))
    return [notice(_("Ada dua isian berbeda. Pilih dulu yang benar."), "warning", choose)]


def _bar(app: AppState, meter: Meter) -> ft.Control:
    name, count = goal_text(app, meter.goal), f"{meter.done}/{meter.whole}"
    told = ft.Row([ft.Text(name, expand=True), ft.Text(count)], spacing=GAP_S)
    bar = ft.ProgressBar(value=meter.share, border_radius=4, semantics_label=f"{name} {count}")
    return ft.Column([told, bar], spacing=4, tight=True)


def _steps(app: AppState, grown: Grown) -> list[ft.Control]:
    _, role = app.gettext, grown.session.person.role
    steps = next_steps(grown.values, role, grown.catalogue)
    rows = [_step(app, grown, step) for step in steps]
    titled = [section_title(_("Langkah berikutnya")), _close(rows)] if rows else []
    return [*titled, *_waiting(app, grown)]


def _step(app: AppState, grown: Grown, step: NextStep) -> ft.Control:
    way, indicator = step.way, grown.catalogue.indicator(step.way.code)
    told = f"{effort_text(app, way.effort)} · {indicator.name if indicator else way.code}"
    return ft.ListTile(
        key=f"step={way.code}",
        leading=ft.Text(f"+{step.points}", theme_style=ft.TextThemeStyle.TITLE_MEDIUM, color=ft.Colors.PRIMARY),
        title=ft.Text(way.text.in_language(app.language)),
        subtitle=ft.Text(told),
        content_padding=EDGE,
        on_click=to(GROW_PART, record=grown.record, part=way.code),
    )


def _waiting(app: AppState, grown: Grown) -> list[ft.Control]:
    """`Menunggu kelurahan: 7 indikator`, by who alone can bring it on."""
    counts: dict[str, int] = {}
    catalogue = grown.catalogue
    for each in catalogue.indicators:
        by = waits_for(grown.values, grown.session.person.role, each, catalogue)
        if by:
            counts[by] = counts.get(by, 0) + 1
    text = app.gettext("Menunggu {siapa}: {n} indikator")
    lines = [quiet(text.format(siapa=obtainer_text(app, by), n=n)) for by, n in counts.items()]
    return [_close(lines)] if lines else []


def _parts(app: AppState, grown: Grown, found: dict[str, Meter]) -> list[ft.Control]:
    _, values = app.gettext, grown.values
    profile = [item for item in goals.profile_fields() if item.section == SECTIONS[PROFILE]]
    filled, proposal = sum(goals.is_filled(values, item) for item in profile), found[goals.PROPOSAL]
    words = _("{n} kata dari {batas}.").format(
        n=number(count_words(str(values.get("design") or "")), app),
        batas=number(form("profile").field("design").min_words or 0, app),
    )
    asked = form("profile").in_section(SECTIONS[FILES])
    files = sum(bool(values.get(item.path)) for item in asked)
    indicators = grown.catalogue.indicators
    proved = sum(bool(iga.evidence_for(values, each.code)) for each in indicators)
    told = {
        PROFILE: (_("Profil inovasi"), f"{filled}/{len(profile)}", ft.Icons.BADGE_OUTLINED),
        DESIGN: (_("Rancang bangun"), words, ft.Icons.ARCHITECTURE),
        FILES: (_("Dokumen pendukung"), f"{files}/{len(asked)}", ft.Icons.FOLDER_OUTLINED),
        PROOFS: (proofs_title(app, grown.catalogue), f"{proved}/{len(indicators)}", ft.Icons.FACT_CHECK_OUTLINED),
        ANSWERS: (_("Jawaban KIPP"), f"{proposal.done}/{proposal.whole}", ft.Icons.QUESTION_ANSWER_OUTLINED),
        MEASURED: (_("Pengukuran"), str(len(entries_below(values, INDICATORS))), ft.Icons.STRAIGHTEN),
    }
    return [_close([_tile(grown.record, part, *words) for part, words in told.items()])]


def _close(rows: Sequence[ft.Control]) -> ft.Control:
    """Rows that belong together."""
    return ft.Column(list(rows), spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _tile(record: str, part: str, name: str, told: str, icon: ft.IconData) -> ft.Control:
    # What is measured has its own screens, on the record.
    show = to(RECORD, record=record) if part == MEASURED else to(GROW_PART, record=record, part=part)
    return ft.ListTile(
        key=f"part={part}",
        leading=ft.Icon(icon),
        title=ft.Text(name),
        subtitle=ft.Text(told),
        trailing=ft.Icon(ft.Icons.CHEVRON_RIGHT),
        content_padding=EDGE,
        on_click=show,
    )


def _discarding(app: AppState, grown: Grown, again: Callable[[], Any]) -> list[ft.Control]:
    draft = grown.draft
    if draft is None or not differing(draft.copy.base, draft.copy.values):
        return []
    name = app.gettext("Batalkan perubahan")
    button = DropButton(draft, draft.in_hand, name, lambda: discard_draft(app, draft, again))
    return [ft.Row([button], alignment=ft.MainAxisAlignment.CENTER)]
