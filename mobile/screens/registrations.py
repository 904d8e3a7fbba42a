"""*Pendaftaran UMKM* for who answers: admit, or decline with a reason that the applicant reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile import waiting_registrations
from mobile.components.fields.typed import typed_field
from mobile.components.keyed import keyed
from mobile.components.layout import (
    empty_state,
    heading,
    notice,
    page_body,
    primary_button,
    text_button,
    tonal_card,
)
from mobile.components.typed_texts import use_typed
from mobile.context import AppState, use_app, use_session
from mobile.errand import use_errand
from mobile.office import place_text
from mobile.people_desk import may_keep_people
from mobile.screens.review_dialog import asked, use_question
from mobile.text import date_time
from mobile.theme import GAP_S
from sync.client.people import PeopleApi
from sync.domain.forms import form
from sync.protocol.people import MAX_REASON, RegistrationEntry

ADMIT, DECLINE, CONTACT = "admit", "decline", "contact"
_NOBODY: list[RegistrationEntry] | None = None
_NOTHING: tuple[str, RegistrationEntry] | None = None


@ft.component
def RegistrationsScreen() -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    waiting, set_waiting = ft.use_state(_NOBODY)
    after, set_after = ft.use_state("")
    errand = use_errand()
    wanted, set_wanted = ft.use_state(_NOTHING)
    has_rights = may_keep_people(session.person.role)

    @errand.look
    async def ask(following: str = "") -> None:
        if not has_rights:
            return
        reply = await PeopleApi(session.api).registrations(after=following or None)
        found = [*(waiting or []), *reply.registrations] if following else list(reply.registrations)
        set_waiting(found)
        set_after(reply.after or "")
        waiting_registrations.note(session, found)

    def want(act: str, entry: RegistrationEntry) -> Callable[[], Any]:
        return lambda: set_wanted((act, entry))

    def settled(entry: RegistrationEntry) -> None:
        left = [each for each in waiting or [] if each.id != entry.id]
        set_waiting(left)
        waiting_registrations.note(session, left)

    ft.use_effect(ask, [session.account.id])
    if not has_rights:
        return page_body()
    retry = text_button(_("Coba lagi"), partial(ask, ""), icon=ft.Icons.REFRESH)
    parts: list[ft.Control] = [heading(_("Pendaftaran UMKM"), 1, ft.TextThemeStyle.HEADLINE_SMALL)]
    if errand.trouble:
        parts.append(notice(errand.trouble, "warning", retry))
    elif waiting is None:
        parts.append(ft.ProgressBar(border_radius=4, semantics_label=_("Mengambil daftar …")))
    elif not waiting:
        parts.append(_nobody(app, retry))
    parts += [_card(app, entry, want) for entry in waiting or []]
    if after:
        parts.append(text_button(_("Tampilkan yang berikutnya"), partial(ask, after)))
    if wanted is not None:
        key = f"{wanted[0]}:{wanted[1].id}"
        parts.append(keyed(key, AnswerDialog, *wanted, settled, lambda: set_wanted(None)))
    return page_body(*parts, max_width=640)


def _nobody(app: AppState, retry: ft.Control) -> ft.Control:
    _ = app.gettext
    text = _("Usaha yang mendaftar dari HP-nya muncul di sini, yang paling lama menunggu di atas.")
    return empty_state(ft.Icons.STOREFRONT_OUTLINED, _("Tidak ada yang menunggu"), text, retry)


def _card(app: AppState, entry: RegistrationEntry, want: Callable[..., Callable[[], Any]]) -> ft.Control:
    _ = app.gettext
    theme = form("note").field("theme").choice(entry.theme)
    place = ", ".join(part for part in (entry.lorong, place_text(app, entry.area)) if part)
    lines = [
        place,
        theme.label.in_language(app.language) if theme else "",
        _("NIB {nomor}").format(nomor=entry.nib) if entry.nib else _("Tanpa NIB"),
        _("Mendaftar {waktu}").format(waktu=date_time(entry.asked_at, app)),
    ]
    texts: list[ft.Control] = [ft.Text(line, color=ft.Colors.ON_SURFACE_VARIANT) for line in lines if line]
    buttons: list[ft.Control] = [
        primary_button(_("Terima"), want(ADMIT, entry), icon=ft.Icons.CHECK),
        text_button(_("Belum bisa"), want(DECLINE, entry)),
    ]
    if entry.has_contact:
        buttons.append(text_button(_("Lihat kontak"), want(CONTACT, entry), icon=ft.Icons.PHONE_OUTLINED))
    return tonal_card(
        ft.Text(entry.business, theme_style=ft.TextThemeStyle.TITLE_MEDIUM),
        *texts,
        ft.Row(buttons, wrap=True, spacing=GAP_S, run_spacing=GAP_S),
    )


@ft.component
def AnswerDialog(
    act: str, entry: RegistrationEntry, settled: Callable[[RegistrationEntry], Any], close: Callable[[], Any]
) -> ft.Control:
    app, session = use_app(), use_session()
    _ = app.gettext
    typed = use_typed(words="")
    contact, set_contact = ft.use_state("")
    errand = use_errand()
    api = PeopleApi(session.api)
    title, line, label, confirm = _words(app, entry)[act]

    def is_ready() -> bool:
        return not label or bool(typed.now["words"].strip())

    @errand.work
    async def do() -> None:
        if not is_ready():
            return
        words = typed.now["words"].strip()
        if act == CONTACT:
            set_contact(await api.contact(entry.id, words))
            return
        await (api.admit(entry.id) if act == ADMIT else api.decline(entry.id, words))
        close()
        settled(entry)

    parts: list[ft.Control] = [ft.Text(line)]
    if label and not contact:
        say = partial(typed.say, "words")
        field = typed_field(app, "words", typed.now["words"], say, lambda: None, most=MAX_REASON, lines=2)
        parts.append(asked(label, field))
    if contact:
        style = ft.TextThemeStyle.TITLE_LARGE
        parts.append(ft.SelectionArea(content=ft.Text(contact, theme_style=style)))
    parts += errand.told("error")
    if contact:
        return use_question(title, parts, close, leave=_("Tutup"))
    return use_question(title, parts, close, errand.button(confirm, do, is_ready=is_ready()))


def _words(app: AppState, entry: RegistrationEntry) -> dict[str, tuple[str, str, str, str]]:
    """Title, what it does, what is asked for (empty for nothing), and the button."""
    _ = app.gettext
    name = entry.business
    return {
        ADMIT: (
            _("Terima {nama}?").format(nama=name),
            _("HP yang mendaftar masuk sendiri begitu dibuka lagi. Usaha ini bisa mencatat inovasinya sendiri."),
            "",
            _("Terima"),
        ),
        DECLINE: (
            _("Belum bisa menerima {nama}?").format(nama=name),
            _("Pendaftar membaca alasan Anda dan bisa mendaftar lagi. Kontaknya dihapus dari server kota."),
            _("Alasannya"),
            _("Kirim alasan"),
        ),
        CONTACT: (
            _("Kontak {nama}").format(nama=name),
            _("Kontak ini milik pribadi. Siapa yang membuka dan untuk apa tercatat."),
            _("Untuk keperluan apa?"),
            _("Buka kontak"),
        ),
    }
