"""Who is to write the innovation: an officer of the kelurahan. Known from the records here, without a signal; the
city's list can be fetched where there is one."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from mobile import ideas_desk
from mobile.components.fields.frame import quiet
from mobile.components.layout import text_button
from mobile.context import AppState
from mobile.office import role_text
from mobile.screens.review_dialog import options
from mobile.session import Session
from mobile.theme import GAP_S
from sync.client.errors import SyncError
from sync.client.people import PeopleApi
from sync.client.replica import RecordState
from sync.domain.people import Role
from sync.protocol.people import PersonEntry

_ORDER = (Role.KELURAHAN, Role.RW, Role.RT)


@dataclass(frozen=True, slots=True)
class Officer:
    id: str
    name: str
    role: str


@ft.component
def OwnerChoice(app: AppState, session: Session, state: RecordState) -> ft.Control:
    """In the order of offices, then by name; never by how much somebody wrote."""
    desk, _ = ft.use_state(app.ideas)[0], app.gettext
    fetched, set_fetched = ft.use_state(_nobody)
    said, set_said = ft.use_state("")
    here = ft.use_memo(lambda: _known(session, state.area), [state.id])

    async def fetch() -> None:
        set_said(_("Mengambil daftar …"))
        try:
            found = await _all_in(PeopleApi(session.api), state.area)
        except SyncError:
            set_said(_("Daftar belum bisa diambil. Pilih dari yang ada, atau coba lagi saat ada sinyal."))
            return
        set_fetched(tuple(Officer(each.id, each.name, each.role) for each in found if not each.ended_at))
        set_said("")

    officers = {each.id: each for each in (*here, *fetched) if each.role in _ORDER}
    ordered = sorted(officers.values(), key=lambda each: (_ORDER.index(Role(each.role)), each.name))
    choices = [(each.id, f"{each.name} · {role_text(app, each.role)}") for each in ordered]
    chosen = desk.words.get("owner", "")
    parts: list[ft.Control] = [
        ft.Text(_("Siapa yang menuliskan inovasinya?"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        options(app, choices, chosen, lambda officer: desk.say("owner", officer), "owner"),
        ft.Row([text_button(_("Petugas lain di kelurahan ini"), fetch, icon=ft.Icons.GROUPS_OUTLINED)], wrap=True),
    ]
    if said:
        parts.append(ft.Semantics(live_region=True, content=quiet(said)))
    if chosen:
        parts.append(quiet(_what_follows(app, session, chosen)))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


_nobody: tuple[Officer, ...] = ()


async def _all_in(people: PeopleApi, kelurahan: str) -> list[PersonEntry]:
    reply = await people.people(kelurahan)
    found = list(reply.people)
    while reply.after:
        reply = await people.people(kelurahan, after=reply.after)
        found += reply.people
    return found


def _known(session: Session, kelurahan: str) -> tuple[Officer, ...]:
    found = {each.id: Officer(each.id, each.name, each.role) for each in _seen(session, kelurahan)}
    me = session.person
    if me.area.kelurahan == kelurahan:
        found[me.id] = Officer(me.id, me.name, me.role.value)
    return tuple(found.values())


def _seen(session: Session, kelurahan: str) -> list[Officer]:
    officers = ideas_desk.officers(session, kelurahan).values()
    return [Officer(each.id, each.name, each.role) for each in officers]


def _what_follows(app: AppState, session: Session, chosen: str) -> str:
    _ = app.gettext
    if chosen == session.person.id:
        return _("Setelah ini Anda memulai drafnya di HP ini, dari usulan ini.")
    return _("Usulan ini muncul di Beranda petugas itu begitu HP-nya tersambung; drafnya dimulai di sana.")
