"""Which lines of *Portofolio* are looked at: by kecamatan, status, level, missing evidence, and age on a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import flet as ft

from mobile import portfolio_desk
from mobile.award_catalogues import indicators_in_force
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.typed_day import as_typed, day_field, day_or_none
from mobile.components.keyed import keyed
from mobile.components.layout import icon_button, primary_button, text_button
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app
from mobile.portfolio_desk import MOST_NAMED, PortfolioDesk
from mobile.screens.filter_parts import filter_dialog
from mobile.screens.portfolio_row import level_name
from mobile.screens.review_dialog import asked, plain_field, use_question
from mobile.session import Session
from mobile.text import date, day_in_city, status_text
from sync.client.cards import Chip
from sync.client.working import masked
from sync.domain import goals
from sync.domain.areas import gazetteer
from sync.domain.portfolio import Sieve

_STATUSES = ("submitted", "revision", "approved", "published")
_YEARS = ("1", "2", "3")
_CLOSES_ON, _NAME = "closes_on", "name"
_MOST_NAME = 40


@ft.component
def PortfolioSieve(desk: PortfolioDesk, session: Session) -> ft.Control:
    app = use_app()
    today = day_in_city(session.clock.now_ms())

    def begin() -> None:
        if not desk.sieve.closes_on:
            desk.sieve = replace(desk.sieve, closes_on=today)

    ft.use_effect(begin, [])
    ft.use_dialog(_choice(app, desk) if desk.dialog in _titles(app) else None)
    return ft.Column(
        [_chips(app, desk), _named(app, session, desk), *_asked(session, desk)], spacing=8, tight=True
    )


def _chips(app: AppState, desk: PortfolioDesk) -> ft.Control:
    _, sieve, down = app.gettext, desk.sieve, ft.Icons.ARROW_DROP_DOWN
    chosen = {name: dict(_choices(app, name)).get(_held(sieve, name), "") for name in _titles(app)}

    def ask(name: str) -> None:
        desk.dialog = name

    chips = [
        choice_button(
            app,
            chosen[name] or title,
            partial(ask, name),
            selected=bool(chosen[name]),
            icon=down,
            key=f"sieve={name}",
        )
        for name, title in _titles(app).items()
    ]
    day = _("Umur pada {tanggal}").format(tanggal=date(sieve.closes_on, app) if sieve.closes_on else "–")
    closes = choice_button(
        app, day, partial(ask, _CLOSES_ON), selected=False, icon=ft.Icons.EVENT_OUTLINED, key="sieve=closes_on"
    )
    return wrapped([*chips, closes])


def _titles(app: AppState) -> dict[str, str]:
    _ = app.gettext
    return {
        "area": _("Kecamatan"),
        "status": _("Status"),
        "level": _("Tingkat"),
        "lacks": _("Belum ada bukti"),
        "years": _("Umur"),
    }


def _held(sieve: Sieve, name: str) -> str:
    return str(getattr(sieve, name) or "")


def _choices(app: AppState, name: str) -> Sequence[tuple[str, str]]:
    _ = app.gettext
    if name == "area":
        city = app.session.person.area.text if app.session else ""
        return [(place.code, place.name) for place in gazetteer().below(city)]
    if name == "status":
        return [(status, status_text(app, Chip(status))) for status in _STATUSES]
    if name == "level":
        return [(level, level_name(app, level)) for level in (goals.NOTE, goals.PROFILE, goals.PROPOSAL)]
    if name == "lacks":
        return [(each.code, each.name) for each in indicators_in_force(app)]
    return [(years, _("Paling sedikit {n} tahun").format(n=years)) for years in _YEARS]


def _named(app: AppState, session: Session, desk: PortfolioDesk) -> ft.Control:
    """The sieves that were given a name, and the way to name this one."""
    _ = app.gettext

    def use(sieve: Sieve) -> None:
        desk.sieve = sieve

    def forget(name: str) -> None:
        portfolio_desk.keep_named(desk, session, {key: each for key, each in desk.named.items() if key != name})

    def ask() -> None:
        desk.dialog = _NAME

    kept: list[ft.Control] = []
    for name, sieve in desk.named.items():
        icon = ft.Icons.BOOKMARK_OUTLINE
        kept.append(
            choice_button(
                app, name, partial(use, sieve), selected=sieve == desk.sieve, icon=icon, key=f"named={name}"
            )
        )
        if sieve == desk.sieve:
            label = _("Lupakan saringan {nama}").format(nama=name)
            kept.append(icon_button(ft.Icons.BOOKMARK_REMOVE_OUTLINED, label, partial(_without, forget, name)))
    is_new = desk.sieve not in desk.named.values() and len(desk.named) < MOST_NAMED
    add = text_button(_("Simpan saringan ini"), ask, icon=ft.Icons.BOOKMARK_ADD_OUTLINED)
    return wrapped([*kept, *([add] if is_new else [])])


def _without(forget: Callable[[str], None], name: str, _: Any) -> None:
    forget(name)


def _asked(session: Session, desk: PortfolioDesk) -> list[ft.Control]:
    """Into which something is typed: a component, which holds it."""

    def close() -> None:
        desk.dialog = ""

    if desk.dialog == _CLOSES_ON:
        return [keyed(_CLOSES_ON, DayDialog, desk, close)]
    if desk.dialog == _NAME:
        return [keyed(_NAME, NameDialog, session, desk, close)]
    return []


def _choice(app: AppState, desk: PortfolioDesk) -> ft.AlertDialog:
    name = desk.dialog

    def choose(code: str) -> None:
        value: Any = int(code or 0) if name == "years" else code
        desk.sieve = replace(desk.sieve, **{name: value})

    return filter_dialog(app, desk, _titles(app)[name], _choices(app, name), _held(desk.sieve, name), choose)


@ft.component
def DayDialog(desk: PortfolioDesk, close: Callable[[], Any]) -> ft.Control:
    _ = use_app().gettext
    typed = use_typed(day=as_typed(desk.sieve.closes_on))

    def keep() -> None:
        found = day_or_none(typed.now["day"])
        if found:
            desk.sieve = replace(desk.sieve, closes_on=found)
            close()

    helper = _("Umur inovasi dihitung sampai tanggal ini.")
    say = partial(typed.say, "day")
    field = day_field("closes", _("Tanggal penutupan"), helper, typed.now["day"], say)
    return use_question(_("Tanggal penutupan"), [field], close, primary_button(_("Pakai"), keep))


@ft.component
def NameDialog(session: Session, desk: PortfolioDesk, close: Callable[[], Any]) -> ft.Control:
    _ = use_app().gettext
    typed = use_typed(name="")

    def keep() -> None:
        chosen = masked(typed.now["name"].strip())
        if chosen:
            portfolio_desk.keep_named(desk, session, desk.named | {chosen: desk.sieve})
            close()

    field = plain_field("sieve_name", typed.now["name"], partial(typed.say, "name"), _MOST_NAME)
    return use_question(
        _("Simpan saringan"), [asked(_("Namanya apa?"), field)], close, primary_button(_("Simpan"), keep)
    )
