"""*Tambah orang*: name, office, area and term; what comes back is the code."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.area_choice import area_choice
from mobile.components.fields.choices import choice_button, wrapped
from mobile.components.fields.frame import fault_line, quiet
from mobile.components.fields.term_field import day_in, term_field
from mobile.components.fields.typed import typed_field
from mobile.components.fields.typed_day import BadDate
from mobile.components.layout import heading, page_body
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.office import role_text
from mobile.people_desk import roles_to_add
from mobile.routes import PERSON_CODE, go
from mobile.screens.review_dialog import asked
from mobile.theme import GAP_S
from sync.client.people import PeopleApi
from sync.domain.areas import AreaCode
from sync.domain.people import LEVELS, Role, serves
from sync.domain.personal import has_personal_number
from sync.protocol.people import MAX_NAME, NewPerson

_DEEPEST = {Role.UMKM: "kelurahan", Role.PIMPINAN: "kecamatan"}
"""How far the area is asked where an office may serve areas of several levels."""


@ft.component
def AddPersonScreen() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    # Made once: the same person again after a lost reply adds nobody twice.
    person = ft.use_memo(lambda: str(uuid.uuid4()), [])
    typed = use_typed(name="", role="", area="", term="")
    wrong, set_wrong = ft.use_state(frozenset[str]())
    errand = use_errand()
    inside = session.person.area.text

    async def add() -> None:
        now = typed.now
        found = _wrong(now["name"], now["role"], now["area"] or inside, now["term"], session.clock.now_ms())
        set_wrong(found)
        if not found:
            await send()

    @errand.work
    async def send() -> None:
        now = typed.now
        ends = day_in(now["term"], session.clock.now_ms()) or None
        asked_for = NewPerson(person, now["name"].strip(), now["role"], now["area"] or inside, ends)
        reply = await PeopleApi(session.api).add(asked_for)
        app.people.code = reply
        app.people.put(reply.person)
        go(PERSON_CODE, person=person)

    def choose_role(chosen: Role) -> None:
        typed.say("role", chosen.value)
        typed.say("area", "")

    role, say_area = typed.now["role"], partial(typed.say, "area")
    return page_body(
        heading(_("Tambah orang"), 1, ft.TextThemeStyle.HEADLINE_SMALL),
        _named(app, typed.now["name"], partial(typed.say, "name"), _fault(app, "name", wrong)),
        _part(_("Jabatan"), _roles(app, roles_to_add(session), role, choose_role), _fault(app, "role", wrong)),
        *_area_part(app, inside, role, typed.now["area"], say_area, wrong),
        term_field(app, typed.now["term"], partial(typed.say, "term"), is_wrong="term" in wrong, is_new=True),
        *errand.told("error"),
        ft.Text(_("Setelah ini muncul kode untuk HP-nya. Perlu sinyal."), color=ft.Colors.ON_SURFACE_VARIANT),
        errand.button(_("Tambah dan buat kode"), add),
        max_width=560,
    )


def _wrong(name: str, role: str, area: str, term: str, now_ms: int) -> frozenset[str]:
    found = set()
    if not name.strip() or has_personal_number(name):
        found.add("name")
    if not role:
        found.add("role")
    elif not serves(Role(role), AreaCode(area)):
        found.add("area")
    try:
        day_in(term, now_ms)
    except BadDate:
        found.add("term")
    return frozenset(found)


def _fault(app: AppState, name: str, wrong: frozenset[str]) -> list[ft.Control]:
    _ = app.gettext
    texts = {
        "name": _("Isi namanya, tanpa nomor NIK atau KK."),
        "role": _("Pilih jabatannya."),
        "area": _("Lengkapi wilayahnya."),
    }
    return [fault_line(texts[name])] if name in wrong else []


def _part(title: str, field: ft.Control, fault: list[ft.Control]) -> ft.Control:
    return ft.Column(
        [ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_SMALL), field, *fault],
        spacing=GAP_S,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _named(app: AppState, name: str, say: Any, fault: list[ft.Control]) -> ft.Control:
    field = typed_field(app, "name", name, say, lambda: None, most=MAX_NAME, counted=False)
    field.capitalization = ft.TextCapitalization.WORDS
    parts = [asked(app.gettext("Nama lengkap"), field), *fault]
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _roles(app: AppState, roles: list[Role], chosen: str, choose: Any) -> ft.Control:
    def chooser(role: Role) -> Any:
        return lambda: choose(role)

    return wrapped(
        [
            choice_button(
                app, role_text(app, role.value), chooser(role), selected=role == chosen, key=f"role={role.value}"
            )
            for role in roles
        ]
    )


def _area_part(
    app: AppState, inside: str, role: str, area: str, set_area: Any, wrong: frozenset[str]
) -> list[ft.Control]:
    """Nothing where the office serves just the area of whoever adds it."""
    level = deepest(role)
    if not level or level == AreaCode(inside).level:
        return []
    choice = area_choice(app, inside, level, area, set_area)
    _ = app.gettext
    hints = [quiet(_("Tidak dipilih berarti seluruh kota."))] if role == Role.PIMPINAN else []
    return [_part(_("Wilayah"), choice, [*hints, *_fault(app, "area", wrong)])]


def deepest(role: str) -> str:
    """Down to which level an area is asked for this office; empty for none."""
    if not role:
        return ""
    levels = LEVELS[Role(role)]
    return _DEEPEST.get(Role(role)) or next(iter(levels), "")
