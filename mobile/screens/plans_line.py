"""One line of *Rencana & anggaran*: typed, looked at before it is kept, taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.typed import typed_field
from mobile.components.layout import notice, primary_button, text_button
from mobile.components.text_box import TextBox
from mobile.context import AppState, use_app
from mobile.half_written import use_half_written
from mobile.plan_keeping import keep_line
from mobile.plan_text import choice_text, family_name, part_fault_text, part_help, part_name, rupiah
from mobile.screens.review_dialog import asked, dialog, plain_field
from mobile.session import Session
from mobile.text import day_in_city
from sync.client.replica import RecordState
from sync.domain.checks import Outcome
from sync.domain.plan_reading import read_line, written
from sync.domain.planning import BUDGET, PARTS, PLANS, STAGES, Line, Part, Type, line_faults
from sync.domain.records import family

_LONG = 200
_MOST_TYPED = 40
_NUMBERS = frozenset({Type.YEAR, Type.MONEY, Type.RUP, Type.SUB_ACTIVITY})
Say = Callable[[str, str], Any]


@ft.component
def LineDialog(session: Session, state: RecordState, line: Line, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    name, is_new = family(line.path), not line.parts
    begun = _begun(session, name) if is_new else _typed(name, line.parts)
    half = use_half_written(app, session, state, name if is_new else line.path, begun)
    no_faults: dict[str, Outcome] = {}
    faults, set_faults = ft.use_state(no_faults)

    def end() -> None:
        half.end()
        close()

    def write(parts: Mapping[str, Any] | None, said: str) -> None:
        if not half.is_over and keep_line(app, session, half.opened, line.path, parts, said):
            end()

    def keep() -> None:
        parts = read_line(name, half.now)
        found = line_faults(name, parts)
        set_faults(found)
        if not found:
            write(parts, _("Tersimpan."))

    def take_away() -> None:
        write(None, _("Baris dihapus."))

    buttons: list[ft.Control] = [] if is_new else [text_button(_("Hapus"), take_away)]
    buttons += [text_button(_("Batal"), end), primary_button(_("Simpan"), keep)]
    parts = [_asked(app, name, part, half.now.get(part.name, ""), half.say, faults) for part in PARTS[name]]
    if faults:
        # What is wrong may stand above what is in sight.
        left = app.ngettext("Tinggal {n} isian lagi.", "Tinggal {n} isian lagi.", len(faults))
        parts.append(notice(left.format(n=len(faults)), "warning"))
    ft.use_dialog(dialog(family_name(app, name), parts, buttons, lambda _: close()))
    return ft.Container(width=0, height=0)


def _typed(name: str, parts: Mapping[str, Any]) -> dict[str, str]:
    return {part.name: written(parts.get(part.name)) for part in PARTS[name]}


def _begun(session: Session, name: str) -> dict[str, str]:
    """A plan is for the year to come; money and quarters are of the present one."""
    year = int(day_in_city(session.clock.now_ms())[:4])
    return {"year": str(year + 1), "stage": STAGES[0]} if name == PLANS else {"year": str(year)}


def _asked(
    app: AppState, name: str, part: Part, value: str, say: Say, faults: Mapping[str, Outcome]
) -> ft.Control:
    """The field under its name, with what helps and what is wrong."""
    fault = part_fault_text(app, part, faults[part.name]) if part.name in faults else ""
    question = part_name(app, name, part.name)
    if part.type in (Type.CHOICE, Type.QUARTER):
        return _chosen(app, question, part, value, say, fault)
    field = _field(app, part, value, lambda text: say(part.name, text))
    field.error, field.error_max_lines = fault or None, 4
    field.helper, field.helper_max_lines = _help(app, part, value), 4
    return asked(question, field)


def _help(app: AppState, part: Part, value: str) -> str | None:
    """Money is read back while it is typed: a nought too many is seen at once."""
    if part.type is Type.MONEY:
        amount = read_line(BUDGET, {part.name: value}).get(part.name)
        if isinstance(amount, int):
            return rupiah(app, amount)
    return part_help(app, part) or None


def _field(app: AppState, part: Part, value: str, say: Callable[[str], Any]) -> TextBox:
    if part.type in _NUMBERS:
        return plain_field(part.name, value, say, _MOST_TYPED, ft.KeyboardType.NUMBER)
    lines = 3 if (part.most or 0) > _LONG else 1
    return typed_field(app, part.name, value, say, lambda: None, most=part.most, lines=lines, counted=False)


def _chosen(app: AppState, question: str, part: Part, value: str, say: Say, fault: str) -> ft.Control:
    def chip(code: str, text: str) -> ft.Control:
        return choice_button(
            app, text, lambda: say(part.name, code), selected=code == value, key=f"{part.name}={code}"
        )

    chips = [chip(code, text) for code, text in _choices(app, part)]
    parts: list[ft.Control] = [ft.Text(question, theme_style=ft.TextThemeStyle.TITLE_SMALL), wrapped(chips)]
    if fault:
        parts.append(ft.Text(fault, color=ft.Colors.ERROR))
    return ft.Column(parts, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _choices(app: AppState, part: Part) -> list[tuple[str, str]]:
    if part.type is Type.QUARTER:
        return [(quarter, app.gettext("Triwulan {n}").format(n=quarter)) for quarter in "1234"]
    return [(code, choice_text(app, code)) for code in part.choices]
