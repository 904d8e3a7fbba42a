"""How far an innovation solves a problem, in words."""

from __future__ import annotations

from mobile.context import AppState
from mobile.problems import Link
from sync.domain.growing import DEGREES
from sync.domain.ids import is_id, number_of


def degree_text(app: AppState, degree: str) -> str:
    _ = app.gettext
    texts = {"partly": _("teratasi sebagian"), "wholly": _("tuntas"), "failed": _("belum berhasil")}
    return texts.get(degree, degree)


def degree_choices(app: AppState) -> list[tuple[str, str]]:
    return [(degree, degree_text(app, degree).capitalize()) for degree in DEGREES]


def link_text(app: AppState, link: Link) -> str:
    """Its title, else its number: a record that this device does not hold."""
    number = number_of(link.record) if is_id(link.record) else link.record
    return link.title or app.gettext("Nomor {nomor}").format(nomor=number)
