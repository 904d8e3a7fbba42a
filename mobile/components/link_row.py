"""One end of the link between a problem and an innovation: its name, how far it is solved, and the note."""

from __future__ import annotations

import flet as ft

from mobile.city_desk import WIDE_ROLES
from mobile.context import AppState
from mobile.problem_text import degree_text, link_text
from mobile.problems import Link
from mobile.routes import FOUND, RECORD, go
from mobile.session import Session
from mobile.theme import RADIUS, TARGET


def link_row(app: AppState, session: Session, link: Link, trailing: ft.Control | None = None) -> ft.Control:
    """A tap opens the record."""
    about = " · ".join(part for part in (degree_text(app, link.degree), link.note) if part)
    return ft.ListTile(
        title=ft.Text(link_text(app, link)),
        subtitle=ft.Text(about, color=ft.Colors.ON_SURFACE_VARIANT),
        on_click=lambda: open_other(session, link.record),
        trailing=trailing,
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        min_height=TARGET,
        key=f"link:{link.record}",
    )


def open_other(session: Session, record: str) -> None:
    """Read the record at the other end; who holds no stream fetches it."""
    go(FOUND if session.person.role in WIDE_ROLES else RECORD, record=record)
