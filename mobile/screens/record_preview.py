"""A record as the public reads it, and what is left out and why: before *Terbitkan*, and whenever asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.answer_text import answer_text
from mobile.components.keyed import keyed
from mobile.components.layout import notice, primary_button, section_title, text_button
from mobile.components.photo import PhotoImage
from mobile.context import AppState, use_app
from mobile.errand import use_errand
from mobile.screens.record_history import path_name
from mobile.screens.review_dialog import use_question
from mobile.session import Session
from mobile.text import number
from mobile.theme import GAP_S
from sync.client.desk import DeskApi
from sync.client.replica import RecordState
from sync.domain.forms import fields_of
from sync.domain.growing import INDICATORS
from sync.domain.people import Role
from sync.domain.records import PHOTOS, family
from sync.domain.side_steps import GROWING
from sync.protocol.audit import LeftOut, Preview

_OFFICES = frozenset({Role.KOTA, Role.KECAMATAN})
_SIDE = 104
_TOLD_APART = frozenset({"title", "area", "lorong", "point", "originator_name", PHOTOS})


def may_preview(session: Session, state: RecordState) -> bool:
    is_growing = state.status in GROWING.get(state.kind, frozenset())
    return bool(state.version) and is_growing and session.person.role in _OFFICES


@ft.component
def PreviewDialog(
    session: Session, state: RecordState, publish: Callable[[], Any] | None, close: Callable[[], Any]
) -> ft.Control:
    """With `publish`, the button that does it stands under what will be read."""
    app = use_app()
    _ = app.gettext
    nothing: Preview | None = None
    shown, set_shown = ft.use_state(nothing)
    errand = use_errand()

    @errand.look
    async def read() -> None:
        set_shown(await DeskApi(session.api).preview(state.id))

    ft.use_effect(read, [state.id, state.version])
    if errand.trouble:
        again = text_button(_("Coba lagi"), read, icon=ft.Icons.REFRESH)
        parts: list[ft.Control] = [notice(errand.trouble, "warning", again)]
    elif shown is None:
        parts = [ft.ProgressBar(border_radius=4, semantics_label=_("Mengambil catatan …"))]
    else:
        parts = _page(app, session, shown)
        parts += [*_public(app, state.kind, shown), *_left_out(app, state.kind, shown.left_out)]
    if publish is None:
        return use_question(_("Yang dibaca warga"), parts, close, leave=_("Tutup"))
    is_ready = shown is not None and shown.edition > 0 and not errand.trouble
    act = primary_button(_("Terbitkan"), lambda: publish(), disabled=not is_ready)
    return use_question(_("Yang dibaca warga"), parts, close, act)


def _page(app: AppState, session: Session, preview: Preview) -> list[ft.Control]:
    """The page itself, in the browser: an older centre gives no address of one."""
    if not preview.page:
        return []
    address = session.account.server.rstrip("/") + preview.page
    opening = ft.OutlinedButton(
        content=app.gettext("Lihat halaman warga"),
        icon=ft.Icons.OPEN_IN_NEW,
        key="public-page",
        action=ft.OpenUrl(address, ft.UrlTarget.BLANK),
    )
    return [ft.Row([opening], wrap=True)]


def _public(app: AppState, kind: str, preview: Preview) -> list[ft.Control]:
    shown = preview.shown
    where = [shown.get("lorong"), shown.get("place") or shown.get("kelurahan_name"), shown.get("kecamatan_name")]
    named = [
        ft.Text(str(shown.get("title") or app.gettext("Tanpa nama")), theme_style=ft.TextThemeStyle.TITLE_LARGE),
        ft.Text(" · ".join(str(part) for part in where if part), color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    rows: list[ft.Control] = [ft.Column(list(named), spacing=2, tight=True), *public_photos(app, shown)]
    rows += [answer_row(*pair) for pair in public_answers(app, kind, shown)]
    return [ft.SelectionArea(content=ft.Column(rows, spacing=12, tight=True))]


def public_answers(app: AppState, kind: str, shown: dict[str, Any]) -> list[tuple[str, str]]:
    """The questions with what the public reads as their answers, in the order of the form."""
    found = []
    for path, item in fields_of(kind).items():
        value = shown.get(path)
        if path in _TOLD_APART or value is None:
            continue
        is_small = isinstance(value, dict) and "below" in value
        text = _few(app, value["below"]) if is_small else answer_text(app, item, value)
        if text:
            found.append((item.question.in_language(app.language), text))
    measured = [str(each["name"]) for each in (shown.get(INDICATORS) or {}).values()]
    if measured:
        found.append((path_name(app, kind, INDICATORS), ", ".join(measured)))
    if shown.get("originator"):
        found.append((path_name(app, kind, "originator_name"), str(shown["originator"])))
    return found


def _few(app: AppState, below: int) -> str:
    return app.gettext("kurang dari {n}").format(n=number(below, app))


def answer_row(question: str, answer: str) -> ft.Control:
    quiet = ft.Colors.ON_SURFACE_VARIANT
    asked = ft.Text(question, theme_style=ft.TextThemeStyle.LABEL_MEDIUM, color=quiet)
    return ft.Column([asked, ft.Text(answer)], spacing=2, tight=True)


def public_photos(app: AppState, shown: dict[str, Any]) -> list[ft.Control]:
    tiles: list[ft.Control] = [
        keyed(
            photo["preview"],
            PhotoImage,
            photo["preview"],
            width=_SIDE,
            height=_SIDE,
            label=str(photo.get("caption") or app.gettext("Foto")),
            record=str(shown["id"]),
        )
        for photo in shown.get("photos", [])
    ]
    return [ft.Row(tiles, wrap=True, spacing=GAP_S, run_spacing=GAP_S)] if tiles else []


def _left_out(app: AppState, kind: str, left_out: list[LeftOut]) -> list[ft.Control]:
    if not left_out:
        return []
    lines = dict.fromkeys(f"{_name(app, kind, each.path)}: {why_text(app, each.why)}" for each in left_out)
    return [section_title(app.gettext("Tidak ikut tampil")), *(ft.Text(line) for line in lines)]


def _name(app: AppState, kind: str, path: str) -> str:
    _ = app.gettext
    names = {
        PHOTOS: _("Foto"),
        "contact_given": _("Kontak warga"),
        "evidence": _("Berkas bukti"),
        "documents": _("Berkas bukti"),
    }
    return names.get(family(path)) or path_name(app, kind, path)


def why_text(app: AppState, why: str) -> str:
    _ = app.gettext
    texts = {
        "home": _("rumah tinggal; warga hanya membaca nama kelurahannya"),
        "no_consent": _("pemiliknya tidak mau disebut"),
        "child": _("ada anak, dan belum disamarkan"),
        "not_ticked": _("belum dinyatakan layak tayang oleh kecamatan"),
        "changed": _("gambarnya diganti sesudah dinyatakan layak tayang"),
        "contact": _("hanya dibaca petugas"),
        "file": _("berkasnya tidak pernah terbit"),
        "masked": _("nomor atau alamat pribadi di dalamnya disamarkan"),
        "small": _("jumlah kecil ditulis kurang dari 5"),
    }
    return texts.get(why, why)
