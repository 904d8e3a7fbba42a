"""One of a resident's own ideas: its tracking number, each step with date and reason, and what they may do."""

from __future__ import annotations

import flet as ft

from mobile.components.chips import text_chip
from mobile.components.keyed import keyed
from mobile.components.layout import (
    empty_state,
    heading,
    notice,
    page_body,
    primary_button,
    section_title,
    tonal_card,
)
from mobile.components.photo import LoadedPhoto
from mobile.components.timeline import Moment, timeline
from mobile.context import AppState, use_app
from mobile.idea_text import area_words, office_words, status_meaning, step_words
from mobile.resident import Resident
from mobile.routes import WRITE_IDEA, go
from mobile.screens.idea import ICONS
from mobile.screens.my_idea_words import Ask, Withdraw, act_words, answer_part, appeal_part
from mobile.screens.my_ideas import sending_line, state_words
from mobile.text import date_time, refusal_text
from mobile.theme import GAP_S
from sync.client.own_idea import GONE, REFUSED, SENT, WAITING, OwnIdea
from sync.domain.people import Role
from sync.protocol.ideas import IdeaStep, IdeaView

_SIDE = 104


@ft.component
def MyIdeaScreen(idea: str) -> ft.Control:
    app = use_app()
    resident = app.resident
    found = resident.ideas.find(idea) if resident else None

    def look() -> None:
        if resident is not None:
            resident.wake()

    ft.use_effect(look, [idea])
    if resident is None or found is None:
        _ = app.gettext
        return page_body(
            empty_state(ft.Icons.SEARCH_OFF, _("Usulan ini tidak ada di HP ini"), _("Lihat daftar usulan Anda."))
        )
    return page_body(
        *_head(app, found),
        *sending_line(app, resident, [found]),
        *_to_mend(app, resident, found),
        *_asked(app, resident, found),
        *_tracking(app, found),
        *_photos(app, resident, found),
        *_story(app, found),
        *_wishes(app, resident, found),
        max_width=720,
    )


def _head(app: AppState, idea: OwnIdea) -> list[ft.Control]:
    _ = app.gettext
    text, code = state_words(app, idea)
    view = idea.view
    meaning = status_meaning(app, view.status if view else "received") if idea.state == SENT else ""
    stands: list[ft.Control] = [ft.Row([text_chip(text, code)], wrap=True)]
    if idea.state == WAITING:
        meaning = _("Usulan Anda aman di HP ini dan dikirim begitu ada sinyal.")
    if meaning:
        stands.append(ft.Text(meaning))
    where = ft.Text(area_words(idea.area), color=ft.Colors.ON_SURFACE_VARIANT)
    words = ft.Column(
        [heading(idea.title, 1, ft.TextThemeStyle.HEADLINE_SMALL), where, ft.Text(idea.text)],
        spacing=4,
        tight=True,
    )
    said = ft.Column(stands, spacing=GAP_S, tight=True)
    return [ft.SelectionArea(content=words), ft.Semantics(live_region=True, content=said)]


def _to_mend(app: AppState, resident: Resident, idea: OwnIdea) -> list[ft.Control]:
    """What the centre did not take, and what can be done about it."""
    _ = app.gettext
    found: list[ft.Control] = []
    if idea.state == REFUSED:
        mend = primary_button(_("Betulkan"), lambda: go(WRITE_IDEA, idea=idea.id))
        text = _("Belum diterima. {sebab}").format(sebab=refusal_text(app, idea.code))
        found.append(notice(text, "error", mend))
    if idea.state == GONE:

        def send_again() -> None:
            if app.kept(lambda: resident.ideas.send_again(idea.id)):
                resident.wake()

        text = _("Server kota tidak mengenal nomor ini lagi. Tulisan Anda masih ada di sini.")
        found.append(notice(text, "warning", primary_button(_("Kirim lagi"), send_again)))
    if idea.not_taken is not None:
        text = _("{apa} belum diterima: keadaan usulan sudah berubah. Kata-kata Anda: “{teks}”")
        what = act_words(app, str(idea.not_taken["kind"]))
        found.append(notice(text.format(apa=what, teks=idea.not_taken["text"]), "warning"))
    for act in idea.acts:
        text = _("{apa} menunggu dikirim: “{teks}”") if act["text"] else _("{apa} menunggu dikirim.")
        found.append(notice(text.format(apa=act_words(app, act["kind"]), teks=act["text"])))
    return found


def _asked(app: AppState, resident: Resident, idea: OwnIdea) -> list[ft.Control]:
    """The officer's question, first of all."""
    view = idea.view
    if idea.state != SENT or view is None or view.question is None or _waits(idea, "answer"):
        return []
    asked = [step for step in view.steps if step.question == view.question]
    if not asked:
        return []
    title = step_words(app, "asked", asked[-1].by, view.area, "")
    part: ft.Control = Ask(app, resident, idea.id, answer_part(app, title, asked[-1].reason or "", view.question))
    return [part]


def _waits(idea: OwnIdea, kind: str) -> bool:
    return any(act["kind"] == kind for act in idea.acts)


def _tracking(app: AppState, idea: OwnIdea) -> list[ft.Control]:
    if idea.state not in (SENT, WAITING):
        return []
    _ = app.gettext
    number = ft.Text(idea.tracking, theme_style=ft.TextThemeStyle.TITLE_LARGE)
    copy = ft.TextButton(
        content=_("Salin nomor"), icon=ft.Icons.CONTENT_COPY, action=ft.CopyToClipboard(idea.tracking)
    )
    why = _(
        "Dengan nomor ini usulan bisa dilacak dari HP lain. Siapa yang memegangnya bisa menjawab atas nama Anda."
    )
    return [
        tonal_card(
            ft.Text(_("Nomor lacak"), theme_style=ft.TextThemeStyle.TITLE_SMALL),
            ft.SelectionArea(content=number),
            ft.Text(why, color=ft.Colors.ON_SURFACE_VARIANT),
            ft.Row([copy], wrap=True),
        )
    ]


def _photos(app: AppState, resident: Resident, idea: OwnIdea) -> list[ft.Control]:
    _ = app.gettext
    texts = {"kept": _("Menunggu dikirim"), "arrived": _("Di server kota"), "refused": _("Tidak diterima")}
    tiles = [
        ft.Column(
            [
                _photo(app, resident, photo["preview"], place),
                ft.Text(texts.get(photo["state"], ""), theme_style=ft.TextThemeStyle.BODY_SMALL, width=_SIDE),
            ],
            spacing=2,
            tight=True,
        )
        for place, photo in enumerate(idea.photos, start=1)
    ]
    return [ft.Row(list(tiles), wrap=True, spacing=GAP_S, run_spacing=GAP_S)] if tiles else []


def _photo(app: AppState, resident: Resident, preview: str, place: int) -> ft.Control:
    label = app.gettext("Foto {n}").format(n=place)
    return keyed(str(place), LoadedPhoto, preview, resident.photo, _SIDE, _SIDE, label, "")


def _story(app: AppState, idea: OwnIdea) -> list[ft.Control]:
    view = idea.view
    if view is None or idea.state != SENT:
        return []
    _ = app.gettext
    told = timeline([_moment(app, view, step) for step in view.steps])
    parts: list[ft.Control] = [section_title(_("Riwayat")), ft.SelectionArea(content=told)]
    for link in view.links:
        text = _("Terkait: {judul} ({tempat})").format(judul=link.title, tempat=area_words(link.area))
        parts.append(ft.Text(text))
    return parts


def _moment(app: AppState, view: IdeaView, step: IdeaStep) -> Moment:
    title = step_words(app, step.what, step.by, view.area, area_words(step.office or ""))
    who = office_words(app, step.by, view.area) if step.by != Role.RESIDENT else app.gettext("Anda")
    return Moment(
        ICONS.get(step.what, ft.Icons.FLAG_OUTLINED),
        title,
        f"{who} · {date_time(step.at, app)}",
        step.reason or "",
    )


def _wishes(app: AppState, resident: Resident, idea: OwnIdea) -> list[ft.Control]:
    """The kecamatan may be asked; the contact withdrawn."""
    view = idea.view
    if idea.state != SENT or view is None:
        return []
    found: list[ft.Control] = []
    if view.may_appeal and not _waits(idea, "appeal"):
        found.append(Ask(app, resident, idea.id, appeal_part(app)))
    if view.has_contact and not _waits(idea, "withdraw"):
        found.append(Withdraw(app, resident, idea.id))
    return found
