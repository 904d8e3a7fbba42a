"""The contact of who offers help, opened as a resident's is: for a purpose that is written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.context import use_app
from mobile.screens.idea_contact import PURPOSES_OF_OFFERS, ContactDialog
from mobile.session import Session


@ft.component
def OfferContactDialog(session: Session, offer: str, close: Callable[[], Any]) -> ft.Control:
    app = use_app()
    state = session.record(offer)
    if state is None:
        return ft.Container(width=0, height=0)
    dialog: ft.Control = ContactDialog(app, session, state, PURPOSES_OF_OFFERS, lambda *_: close())
    return dialog
