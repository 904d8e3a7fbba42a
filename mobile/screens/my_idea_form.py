"""*Tulis usulan*: a resident writes an idea, without an account and without a signal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import flet as ft

from mobile.components.fields.area_choice import AreaChoice
from mobile.components.fields.choices import THEME_ICONS, choice_button, wrapped
from mobile.components.fields.frame import fault_line, quiet
from mobile.components.fields.typed import typed_field
from mobile.components.keyed import keyed
from mobile.components.layout import empty_state, notice, page_body, primary_button, text_button
from mobile.context import AppState, use_app
from mobile.idea_text import complaint_words
from mobile.own_draft import OwnDraft, OwnRemarks, open_draft
from mobile.resident import Resident
from mobile.routes import HOME, MY_IDEA, MY_IDEAS, go
from mobile.screens.my_idea_photos import OwnPhotos
from mobile.store.errors import StoreError
from mobile.text import fault_text, time_of_day
from mobile.theme import GAP_S
from sync.domain.areas import CITY, AreaCode
from sync.domain.forms import Field, form_of
from sync.domain.likeness import looks_like_complaint
from sync.domain.records import Kind
from sync.domain.validation import Fault
from sync.protocol.ideas import MAX_PERSON_NAME, MAX_PHONE


@ft.component
def MyIdeaFormScreen(idea: str) -> ft.Control:
    """`idea` is an id, or NEW. What was being written is found again, also after the app was killed."""
    app = use_app()
    resident = app.resident
    later = asyncio.get_running_loop().call_later
    draft = ft.use_memo(lambda: open_draft(resident, idea, later) if resident else None, [idea])
    if resident is None or draft is None:
        _ = app.gettext
        text = _("Usulan yang sudah dikirim tidak diubah lagi; tulis yang baru bila perlu.")
        return page_body(empty_state(ft.Icons.LOCK_OUTLINE, _("Sudah dikirim"), text))
    return Form(app, resident, draft)


@ft.component
def Form(app: AppState, resident: Resident, draft: OwnDraft) -> ft.Control:
    _, remarks = app.gettext, ft.use_state(draft.remarks)[0]
    is_busy, set_busy = ft.use_state(False)

    def keep() -> None:
        draft.save()

    async def send() -> None:
        if draft.faults() or not draft.may_end:
            return
        set_busy(True)
        sent = await draft.submit()
        set_busy(False)
        if sent is not None:
            go(MY_IDEA, idea=sent.id)

    async def drop() -> None:
        if not draft.may_end:
            return
        try:
            await draft.discard()
        except StoreError:
            remarks.failed = True
        else:
            go(HOME if app.session is None else MY_IDEAS)

    async def recall() -> None:
        # Sending asks for it again, and says when it cannot be had.
        with suppress(StoreError):
            await draft.recall()

    ft.use_effect(recall, [])
    ft.use_effect(keep, [app.pauses])
    ft.use_effect(lambda: None, [], cleanup=draft.close)
    waits = is_busy or remarks.is_busy
    n = len(remarks.faults)
    missing = app.ngettext("Tinggal {n} isian lagi.", "Tinggal {n} isian lagi.", n).format(n=n)
    return page_body(
        ft.Text(_("Apa yang ingin diubah di lorong Anda? Kelurahan membacanya dan menjawab.")),
        keyed(f"words:{remarks.turn}", Words, app, draft, remarks),
        OwnPhotos(app, resident, draft),
        keyed(f"contact:{remarks.contact_turn}", ContactPart, app, draft, remarks),
        *([notice(missing, "warning")] if n else []),
        ft.Text(_("Tersimpan di HP ini; dikirim begitu ada sinyal."), color=ft.Colors.ON_SURFACE_VARIANT),
        primary_button(
            _("Sebentar …") if waits else _("Kirim usulan"), send, icon=ft.Icons.SEND_OUTLINED, disabled=waits
        ),
        ft.Row(
            [text_button(_("Hapus draf"), drop, icon=ft.Icons.DELETE_OUTLINE, disabled=waits)], alignment=_CENTER
        ),
        _kept(app, draft, remarks),
        max_width=560,
    )


_CENTER = ft.MainAxisAlignment.CENTER


def _kept(app: AppState, draft: OwnDraft, remarks: OwnRemarks) -> ft.Control:
    _ = app.gettext
    if remarks.failed:
        again = text_button(_("Coba lagi"), lambda: draft.save())
        return notice(_("BELUM TERSIMPAN. Jangan tutup layar ini."), "error", again)
    if not remarks.saved_at:
        return ft.Container()
    return quiet(_("tersimpan {jam}").format(jam=time_of_day(remarks.saved_at, app)))


@ft.component
def Words(app: AppState, draft: OwnDraft, remarks: OwnRemarks) -> ft.Control:
    """Where, what, and what about. A keystroke changes the answer and draws nothing again."""
    _ = app.gettext
    ft.use_state(remarks)
    area, set_area = ft.use_state(draft.idea.area)
    theme, set_theme = ft.use_state(draft.idea.theme)
    office, set_office = ft.use_state(draft.idea.about_office)
    pleads, set_pleads = ft.use_state(_is_complaint(draft))
    fields = {item.path: item for item in form_of(Kind.IDEA).fields}

    def live(code: str) -> None:
        set_area(code)
        draft.say(area=code if code and AreaCode(code).kelurahan else "")

    def about(code: str) -> None:
        set_theme("" if theme == code else code)
        draft.say(theme="" if theme == code else code)

    def ours() -> None:
        set_office(not office)
        draft.say(about_office=not office)

    def left() -> None:
        draft.save()
        set_pleads(_is_complaint(draft))

    chips = [
        _chip(app, choice.label.in_language(app.language), choice.code, theme, about)
        for choice in fields["theme"].choices
    ]
    tick = choice_button(
        app,
        fields["about_office"].question.in_language(app.language),
        ours,
        selected=office,
        key="about_office",
    )
    parts = [
        _part(app, _("Di kelurahan mana?"), remarks, "area", AreaChoice(CITY, "kelurahan", area, live)),
        _typed(app, draft, remarks, fields["title"], left),
        _typed(app, draft, remarks, fields["text"], left),
        *([notice(complaint_words(app), "warning")] if pleads else []),
        _part(app, fields["theme"].question.in_language(app.language), remarks, "theme", wrapped(chips)),
        wrapped([tick]),
        *([quiet(_("Usulan tentang kantor kelurahan dijawab kecamatan."))] if office else []),
    ]
    return ft.Column(parts, spacing=16, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _is_complaint(draft: OwnDraft) -> bool:
    return looks_like_complaint({"title": draft.idea.title, "problem": draft.idea.text}) is not None


def _chip(app: AppState, text: str, code: str, chosen: str, choose: Callable[[str], Any]) -> ft.Control:
    icon = THEME_ICONS.get(code)
    return choice_button(app, text, lambda: choose(code), selected=code == chosen, icon=icon, key=f"theme={code}")


def _typed(
    app: AppState, draft: OwnDraft, remarks: OwnRemarks, item: Field, left: Callable[[], Any]
) -> ft.Control:
    code = remarks.faults.get(item.path)
    field = typed_field(
        app,
        item.path,
        str(getattr(draft.idea, item.path)),
        lambda text: draft.say(**{item.path: text}),
        left,
        most=item.max,
        lines=item.lines,
        fault=Fault(item.path, code, item.max) if code else None,
    )
    return _named(item.question.in_language(app.language), field)


def _named(title: str, field: ft.Control) -> ft.Control:
    """Merged, so that the question is the spoken name of the field."""
    return ft.MergeSemantics(
        content=ft.Column(
            [ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_SMALL), field],
            spacing=GAP_S,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
    )


def _part(app: AppState, title: str, remarks: OwnRemarks, path: str, body: ft.Control) -> ft.Control:
    code = remarks.faults.get(path)
    parts: list[ft.Control] = [ft.Text(title, theme_style=ft.TextThemeStyle.TITLE_SMALL), body]
    if code:
        parts.append(fault_line(fault_text(app, Fault(path, code))))
    return ft.Column(parts, spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@ft.component
def ContactPart(app: AppState, draft: OwnDraft, remarks: OwnRemarks) -> ft.Control:
    """Name and phone, if the person wishes, with a consent of its own."""
    _ = app.gettext
    ft.use_state(remarks)
    _turns, set_turns = ft.use_state(0)

    def say(**values: Any) -> None:
        draft.say_contact(**values)
        set_turns(lambda turns: turns + 1)

    name = typed_field(
        app, "name", draft.name, lambda text: say(name=text), _nothing, most=MAX_PERSON_NAME, counted=False
    )
    phone = typed_field(
        app, "phone", draft.phone, lambda text: say(phone=text), _nothing, most=MAX_PHONE, counted=False
    )
    phone.keyboard_type = ft.KeyboardType.PHONE
    parts: list[ft.Control] = [
        ft.Text(_("Boleh dihubungi? (boleh kosong)"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
        quiet(_("Hanya petugas kelurahan, kecamatan dan BRIDA yang bisa membukanya, dan setiap kali tercatat.")),
        _named(_("Nama"), name),
        _named(_("Nomor HP"), phone),
    ]
    if draft.contact is not None:
        agree = choice_button(
            app,
            _("Saya setuju dihubungi tentang usulan ini"),
            lambda: say(consent=not draft.consent),
            selected=draft.consent,
            key="consent",
        )
        parts.append(wrapped([agree]))
    parts += [fault_line(text) for code, text in _contact_faults(app).items() if code in remarks.faults]
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _nothing() -> None:
    """Leaving the field keeps nothing: a contact is never in the journal."""


def _contact_faults(app: AppState) -> dict[str, str]:
    _ = app.gettext
    return {
        "name": _("Tulis nama saja, paling banyak 80 huruf, tanpa NIK."),
        "phone": _("Tulis nomor HP dengan angka saja, misalnya 0812 3456 7890."),
        "consent": _("Beri tanda setuju, atau kosongkan nama dan nomor HP."),
    }
