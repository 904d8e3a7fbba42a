"""What the kota says when it enters an innovation into a competition, and at each stage after that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.award_catalogues import shelf
from mobile.award_text import group_text, outcome_text, reason_text, stage_text
from mobile.components.fields.frame import fault_line, quiet
from mobile.components.fields.typed import typed_field
from mobile.components.fields.typed_day import as_typed, day_field, day_or_none
from mobile.components.layout import notice, primary_button, text_button
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.screens.review_dialog import asked, options, use_question
from mobile.session import Session
from mobile.text import day_in_city
from sync.client.desk import DeskApi, Wanted
from sync.client.errors import SyncError
from sync.client.replica import RecordState
from sync.client.working import masked
from sync.domain.awards import IN, OUT, WON, Competition, competitions, tracks
from sync.domain.eligibility import reasons
from sync.domain.records import Kind

Save = Callable[[str, dict[str, Any] | None], Any]
_MOST_UPP, _MOST_NOTE = 200, 500


def offered_to(state: RecordState) -> list[Competition]:
    """Those that it is not in yet."""
    return [each for code, each in competitions().items() if code not in tracks(state.values)]


@ft.component
def EnterDialog(session: Session, state: RecordState, save: Save, close: Callable[[], Any]) -> ft.Control:
    """Shown while it can be entered into any."""
    app = use_app()
    _ = app.gettext
    offered = offered_to(state)
    chosen, set_code = ft.use_state(offered[0].code)
    group, set_group = ft.use_state(offered[0].groups[0])
    typed = use_typed(closes="", upp="")
    tried, set_tried = ft.use_state(False)
    titles, set_titles = ft.use_state(list[str]())
    # A colleague may have entered it into the chosen one meanwhile.
    competition = next((each for each in offered if each.code == chosen), offered[0])
    code, group = competition.code, group if group in competition.groups else competition.groups[0]

    async def look() -> None:
        """Other innovations under this title, where the centre can be asked."""
        title = str(state.values.get("title") or "")
        try:
            page = await DeskApi(session.api).find(Wanted(q=title, kind=Kind.INNOVATION.value))
        except SyncError:
            return
        set_titles([each.title for each in page.records if each.id != state.id])

    ft.use_effect(look, [state.id])

    def needs_upp() -> bool:
        return competition.needs_upp and not typed.now["upp"].strip()

    def choose(code: str) -> None:
        set_code(code)
        set_group(competitions()[code].groups[0])

    def enter() -> None:
        set_tried(True)
        closes_on, upp = day_or_none(typed.now["closes"]), typed.now["upp"].strip()
        if closes_on is None or needs_upp():
            return
        first = {"stage": competition.stages[0].code, "on": day_in_city(session.clock.now_ms()), "outcome": IN}
        said = {"upp": masked(upp)} if upp else {}
        save(code, first | {"closes_on": closes_on, "group": group} | said)

    parts: list[ft.Control] = [
        options(app, [(each.code, each.name.in_language(app.language)) for each in offered], code, choose, "award")
    ]
    if len(competition.groups) > 1:
        parts.append(
            options(app, [(each, group_text(app, each)) for each in competition.groups], group, set_group, "group")
        )
    closes_on = day_or_none(typed.now["closes"])
    wrong = _("Tulis tanggalnya, misalnya 28-02-2027.") if tried and closes_on is None else None
    parts.append(
        day_field(
            "closes",
            _("Tanggal penutupan"),
            _("Umur inovasi dihitung sampai tanggal ini."),
            typed.now["closes"],
            partial(typed.say, "closes"),
            error=wrong,
        )
    )
    if competition.needs_upp:
        upp, say = typed.now["upp"], partial(typed.say, "upp")
        field = typed_field(app, "upp", upp, say, lambda: None, most=_MOST_UPP, counted=False)
        parts.append(asked(_("Unit pelayanan publik yang mengusulkan"), field))
        parts += [fault_line(_("Tulis unit yang setuju mengusulkan."))] if tried and needs_upp() else []
    if closes_on is not None:
        catalogue = shelf(session).of(state.values)
        found = reasons(competition, state.values, closes_on, group, catalogue, titles)
        parts.append(
            _against(
                app,
                [reason_text(app, each) for each in found],
            )
        )
    return use_question(_("Ikutkan lomba"), parts, close, primary_button(_("Ikutkan"), enter))


def _against(app: AppState, found: list[str]) -> ft.Control:
    """What would make it fall at the administrative selection. It is told, not forbidden: the kota decides."""
    _ = app.gettext
    if not found:
        return notice(_("Tidak ada yang menghalangi di seleksi administrasi."))
    head = app.ngettext("{n} hal bisa menggugurkan:", "{n} hal bisa menggugurkan:", len(found)).format(
        n=len(found)
    )
    return notice("\n".join([head, *(f"• {text}" for text in found)]), "warning")


@ft.component
def StageDialog(
    session: Session, competition: Competition, track: dict[str, Any], save: Save, close: Callable[[], Any]
) -> ft.Control:
    app = use_app()
    _ = app.gettext
    now = competition.place(track["stage"])
    goes_on = track["outcome"] == IN and now + 1 < len(competition.stages)
    stages = [competition.stages[now], *([competition.stages[now + 1]] if goes_on else [])]
    stage, set_stage = ft.use_state(stages[-1].code)
    outcome, set_outcome = ft.use_state(track["outcome"] if not goes_on else IN)
    note = "" if goes_on else str(track.get("note") or "")
    typed = use_typed(on=as_typed(day_in_city(session.clock.now_ms())), note=note)
    is_last = competition.place(stage) == len(competition.stages) - 1
    outcomes = [IN, OUT, *([WON] if is_last else [])]
    chosen = outcome if outcome in outcomes else IN

    def keep() -> None:
        on, note = day_or_none(typed.now["on"]), typed.now["note"].strip()
        if on is not None:
            kept = {name: value for name, value in track.items() if name != "note"}
            said = {"note": masked(note)} if note else {}
            save(competition.code, kept | {"stage": stage, "on": on, "outcome": chosen} | said)

    is_day = day_or_none(typed.now["on"]) is not None
    wrong = None if is_day else _("Tulis tanggalnya, misalnya 28-02-2027.")
    say_note = partial(typed.say, "note")
    parts: list[ft.Control] = [
        options(
            app,
            [(each.code, stage_text(app, competition, each.code)) for each in stages],
            stage,
            set_stage,
            "stage",
        ),
        options(app, [(each, outcome_text(app, each)) for each in outcomes], chosen, set_outcome, "outcome"),
        day_field("on", _("Sejak tanggal"), "", typed.now["on"], partial(typed.say, "on"), error=wrong),
        asked(
            _("Catatan untuk pencatat"),
            typed_field(app, "note", typed.now["note"], say_note, lambda: None, most=_MOST_NOTE, lines=2),
        ),
        quiet(_("Pencatat membacanya di Beranda.")),
    ]
    acts: list[ft.Control] = []
    if now == 0:
        acts.append(text_button(_("Tarik dari lomba"), lambda: save(competition.code, None)))
    acts.append(primary_button(_("Simpan"), keep, disabled=not is_day))
    return use_question(competition.name.in_language(app.language), parts, close, *acts)
