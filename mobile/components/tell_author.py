"""*Beri tahu lewat WhatsApp*: the person's own app opens with the ready words, and they choose the chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import flet as ft

from mobile.context import AppState
from mobile.session import Session
from mobile.telling import words_about

_PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


def tell_button(app: AppState, words: str, then: Callable[[], Any] | None = None) -> ft.Control:
    """Within the tap itself, as browsers ask: the share sheet on a phone, else WhatsApp's own page."""
    page = ft.context.page
    is_on_phone = page.platform in _PHONES and not page.web
    action = ft.ShareText(words) if is_on_phone else ft.OpenUrl(whatsapp_url(words), ft.UrlTarget.BLANK)
    return ft.OutlinedButton(
        content=app.gettext("Beri tahu lewat WhatsApp"),
        icon=ft.Icons.SEND_OUTLINED,
        action=action,
        on_click=(lambda _: then()) if then else None,
        key="tell",
    )


def whatsapp_url(words: str) -> str:
    """Without a number: in WhatsApp the person chooses the chat, and can still change the words."""
    return f"https://wa.me/?text={quote(words, safe='')}"


def telling(app: AppState, session: Session, record: str) -> list[ft.Control]:
    """For the one whose decision stands; nothing for others."""
    words = words_about(session, record)
    return [ft.Row([tell_button(app, words)], wrap=True)] if words else []
