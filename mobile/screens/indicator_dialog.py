"""*Tambah indikator*: what is to be measured, how it is counted, where it started and where it shall go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

import flet as ft

from mobile.amount_text import typed_number
from mobile.components.fields.amount import amount_field, read_back, typed_again
from mobile.components.fields.frame import fault_line, quiet
from mobile.components.layout import primary_button
from mobile.components.once import use_once
from mobile.context import AppState, use_app
from mobile.half_written import use_half_written
from mobile.screens.review_dialog import asked, options, plain_field, use_question
from mobile.session import Session
from mobile.text import fault_text
from sync.client.replica import RecordState
from sync.domain.checks import BELOW
from sync.domain.growing import INDICATORS
from sync.domain.measuring import (
    RATIO,
    Indicator,
    concerns_health,
    hidden_if_small,
    indicators_of,
    longset_indicators,
)
from sync.domain.validation import Fault

_MOST_NAME, _MOST_UNIT = 100, 40
_NUMBERS = ("baseline", "target")
_WHOLE = 100


def may_add_longset(state: RecordState) -> bool:
    """An innovation about health, or called Longset, that does not have the twelve yet."""
    is_longset = "longset" in str(state.values.get("title") or "").casefold()
    is_one = is_longset or state.values.get("theme") == "health"
    return is_one and not any("longset" in each for each in indicators_of(state.values).values())


@ft.component
def IndicatorDialog(session: Session, state: RecordState, key: str, close: Callable[[], Any]) -> ft.Control:
    """`key` is empty for a new one. How one that has results is counted stays as it is."""
    app = use_app()
    _ = app.gettext
    kept = use_once(app)
    before = indicators_of(state.values).get(key)
    half = use_half_written(app, session, state, f"indicator/{key}", _typed(app, before))
    faults, set_faults = ft.use_state(dict[str, str]())

    def say(name: str) -> Callable[[str], Any]:
        return partial(half.say, name)

    def end() -> None:
        half.end()
        close()

    def keep() -> None:
        typed = half.now
        found = faults_of(app, typed)
        set_faults(found)
        if not found and kept(lambda: _save(app, session, half.opened, key or session.make_id(), typed, before)):
            end()

    parts = _questions(app, half.now, say, faults, before)
    title = _("Tambah indikator") if before is None else _("Ubah indikator")
    return use_question(title, parts, close, primary_button(_("Simpan"), keep), give_up=end)


def _typed(app: AppState, before: Indicator | None) -> dict[str, str]:
    held = before or {"name": "", "unit": "", "kind": "value", "better": "up"}
    texts = {name: str(held[name]) for name in ("name", "unit", "kind", "better")}
    return texts | {name: typed_again(app, held.get(name)) for name in _NUMBERS}


def _save(
    app: AppState, session: Session, state: RecordState, key: str, typed: dict[str, str], before: Indicator | None
) -> None:
    new: dict[str, Any] = {name: typed[name].strip() for name in ("name", "unit", "kind", "better")}
    if new["kind"] == RATIO:
        new["unit"] = "%"
    # What a newer app knows of it stays, and a number of which only BELOW is known, until another is typed.
    kept = {name: value for name, value in (before or {}).items() if name not in _NUMBERS or value == BELOW}
    new = kept | new | {name: number for name in _NUMBERS if (number := typed_number(typed[name], app))}
    if new["kind"] != RATIO and "baseline" in new:
        new["baseline"] = hidden_if_small(new["baseline"], is_health=concerns_health(state.values, new))
    session.edit(state, {f"{INDICATORS}/{key}": new})


def faults_of(app: AppState, typed: Mapping[str, str]) -> dict[str, str]:
    """What is to be put right, by field, as codes of `fault_text`."""
    needed = ("name",) if typed["kind"] == RATIO else ("name", "unit")
    found = {name: "required" for name in needed if not typed[name].strip()}
    for name in _NUMBERS:
        number = typed_number(typed[name], app)
        if typed[name].strip() and number is None:
            found[name] = "not_a_number"
        elif typed["kind"] == RATIO and number and not 0 <= Fraction(number) <= _WHOLE:
            found[name] = "out_of_range"
    return found


def _questions(
    app: AppState,
    typed: Mapping[str, str],
    say: Callable[[str], Callable[[str], Any]],
    faults: Mapping[str, str],
    before: Indicator | None,
) -> list[ft.Control]:
    _ = app.gettext
    is_ratio = typed["kind"] == RATIO
    unit = "%" if is_ratio else typed["unit"]
    named = plain_field("indicator_name", typed["name"], say("name"), _MOST_NAME)
    parts: list[ft.Control] = [asked(_("Apa yang diukur?"), named), *_fault(app, faults, "name")]
    if before is None:
        kinds = [("value", _("Satu angka")), (RATIO, _("Sekian dari sekian (persen)"))]
        parts += [_title(_("Bagaimana dihitung?")), options(app, kinds, typed["kind"], say("kind"), "kind")]
    if not is_ratio:
        field = plain_field("indicator_unit", typed["unit"], say("unit"), _MOST_UNIT)
        hint = quiet(_("Misalnya kantong, kg, rumah, anak."))
        parts += [asked(_("Satuannya apa?"), field), hint, *_fault(app, faults, "unit")]
    ways = [("up", _("Makin besar makin baik")), ("down", _("Makin kecil makin baik"))]
    parts += [_title(_("Mana yang lebih baik?")), options(app, ways, typed["better"], say("better"), "better")]
    for name, label in (("baseline", _("Angka sebelum ada inovasi")), ("target", _("Target"))):
        field = amount_field(f"indicator_{name}", typed[name], say(name), unit)
        kept = read_back(app, typed[name], (before or {}).get(name)) if not typed[name] else []
        parts += [asked(label, field), *kept, *_fault(app, faults, name)]
    return [*parts, quiet(_("Bila belum tahu angka awal atau targetnya, kosongkan dulu."))]


def _title(text: str) -> ft.Control:
    return ft.Text(text, theme_style=ft.TextThemeStyle.TITLE_SMALL)


def _fault(app: AppState, faults: Mapping[str, str], name: str) -> list[ft.Control]:
    return [fault_line(fault_text(app, Fault(name, faults[name], _WHOLE)))] if name in faults else []


@ft.component
def LongsetDialog(session: Session, state: RecordState, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    _ = app.gettext
    kept = use_once(app)

    def add() -> None:
        twelve = {f"{INDICATORS}/{key}": dict(each) for key, each in longset_indicators().items()}
        if kept(lambda: session.edit(state, twelve)):
            close()

    parts: list[ft.Control] = [
        ft.Text(_("Bila inovasi ini menjalankan Longset, 12 indikator keluarga sehat ditambahkan sekaligus.")),
        ft.Text(
            _(
                "Nomor 1 sampai 8 diisi kelurahan dari rekap puskesmas, per lorong. Jangan menanyai rumah satu "
                "per satu; jumlah 1 sampai 4 disimpan sebagai kurang dari 5."
            )
        ),
    ]
    return use_question(_("Tambah 12 indikator Longset"), parts, close, primary_button(_("Tambahkan"), add))
