"""The line about sending: a calm banner that says what is true, and does what its button says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import flet as ft

from mobile import routes
from mobile.components.layout import text_button
from mobile.context import AppState, use_app, use_session
from mobile.session import Session
from mobile.text import date_time, days_between, number, time_of_day
from mobile.texts_catalogue import SENDING, Line, Values, line
from mobile.theme import GAP, RADIUS
from sync.client.sending import Facts, sending_line, shown_notes, shown_photos

_NOT_EVERY_NOTE = {"Catatan sudah terkirim. ": "", "Notes are sent. ": ""}
_PHOTOS_ALONE = {"{n} catatan": "{f} foto", "{n} notes": "{f} photos"}
_SIGN_IN = frozenset({"signed_out", "device_revoked"})
_ALARMS = frozenset({"save_failed", "device_revoked"})
_UNDER_WAY = ("sending_notes", "sending_previews", "sending_photos")
_ICONS = {
    "save_failed": ft.Icons.ERROR,
    "device_revoked": ft.Icons.PHONELINK_ERASE,
    "signed_out": ft.Icons.LOGIN,
    "app_too_old": ft.Icons.SYSTEM_UPDATE,
    "sending_notes": ft.Icons.CLOUD_UPLOAD_OUTLINED,
    "sending_previews": ft.Icons.CLOUD_UPLOAD_OUTLINED,
    "sending_photos": ft.Icons.CLOUD_UPLOAD_OUTLINED,
    "captive_portal": ft.Icons.WIFI_LOCK,
    "waiting_signal": ft.Icons.SIGNAL_CELLULAR_OFF,
    "server_silent": ft.Icons.SCHEDULE,
    "photos_wait_wifi": ft.Icons.WIFI,
    "photos_wait_battery": ft.Icons.BATTERY_CHARGING_FULL,
    "photos_retry": ft.Icons.SCHEDULE,
    "carried": ft.Icons.PEOPLE_OUTLINE,
    "waiting": ft.Icons.SCHEDULE,
    "waiting_you": ft.Icons.PAN_TOOL_OUTLINED,
    "never_connected": ft.Icons.CLOUD_OFF_OUTLINED,
    "empty": ft.Icons.WAVING_HAND_OUTLINED,
    "drafts_never_sent": ft.Icons.EDIT_NOTE,
    "drafts_only": ft.Icons.CLOUD_DONE_OUTLINED,
    "all_sent": ft.Icons.CLOUD_DONE_OUTLINED,
}


@ft.component
def SendingLine(*, with_button: bool = True, on_retry: Callable[[], Any] | None = None) -> ft.Control:
    """`on_retry` is what [Coba lagi] does after a save that failed; without it, it tries whether one succeeds."""
    app, session = use_app(), use_session()
    facts = session.facts(save_failed=app.save_failed)
    code = sending_line(facts)
    shown = sending_text(app, facts, session.clock.now_ms())
    action = _action(app, session, code, shown, on_retry) if with_button else None
    return _banner(code, shown.text, facts, action)


def sending_text(app: AppState, facts: Facts, now_ms: int) -> Line:
    """What the line says of these facts, and what its button is called."""
    code = sending_line(facts)
    n = shown_notes(code, facts)
    # Every photo goes and no note was refused, or the text leaves the notes out: it never says too much.
    instead = _NOT_EVERY_NOTE if facts.notes else {}
    if code == "waiting" and n == 0:
        instead = _PHOTOS_ALONE
    return line(SENDING, code, app.language, _values(app, facts, code, n, now_ms), instead=instead)


def _values(app: AppState, facts: Facts, code: str, n: int, now_ms: int) -> Values:
    next_try = at_ms(app, facts.engine.retry_at_ms)
    contact = when(app, facts.last_success, now_ms)
    is_next = code in ("server_silent", "photos_retry")
    return {
        "n": n,
        "f": shown_photos(code, facts),
        "i": facts.engine.file_number,
        "p": facts.photo_percent if code == "photos_retry" else facts.engine.file_percent,
        "d": facts.drafts,
        "mb": number(max(0.1, facts.photo_bytes / 1_000_000), app, 1),
        "jam": next_try,
        "waktu": contact,
        "time": next_try if is_next else contact,
    }


def at_ms(app: AppState, moment_ms: int) -> str:
    """The time of day, or nothing where there is none."""
    return time_of_day(datetime.fromtimestamp(moment_ms / 1000, UTC).isoformat(), app) if moment_ms else ""


def when(app: AppState, iso: str, now_ms: int) -> str:
    """Today by its time alone, any other day with its date; nothing where there is none."""
    if not iso:
        return ""
    return date_time(iso, app) if days_between(iso, now_ms) else time_of_day(iso, app)


def _action(
    app: AppState, session: Session, code: str, shown: Line, on_retry: Callable[[], Any] | None
) -> ft.Control | None:
    if code in _SIGN_IN:
        return text_button(app.gettext("Masuk lagi"), lambda _: routes.go(routes.SIGN_IN))
    if not shown.button:
        return None
    if code == "save_failed":
        retry = on_retry or (lambda: app.kept(session.try_to_save))
        return text_button(shown.button, lambda _: retry())
    return text_button(shown.button, lambda _: session.send_now())


def _colors(code: str) -> tuple[ft.Colors, ft.Colors, ft.Colors]:
    if code in _ALARMS:
        return ft.Colors.ERROR_CONTAINER, ft.Colors.ON_ERROR_CONTAINER, ft.Colors.ON_ERROR_CONTAINER
    return ft.Colors.SURFACE_CONTAINER_HIGH, ft.Colors.ON_SURFACE, ft.Colors.PRIMARY


def _banner(code: str, text: str, facts: Facts, action: ft.Control | None) -> ft.Control:
    background, foreground, accent = _colors(code)
    words = ft.Row(
        [ft.Icon(_ICONS[code], color=accent), ft.Text(text, color=foreground, expand=True)],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    # Spoken when it changes; the button stays a node of its own.
    parts: list[ft.Control] = [ft.Semantics(live_region=True, content=words)]
    if code in _UNDER_WAY:
        parts.append(_progress(code, facts))
    if action:
        parts.append(ft.Container(action, alignment=ft.Alignment.CENTER_RIGHT))
    return ft.Container(
        content=ft.Column(parts, spacing=8, tight=True),
        bgcolor=background,
        border_radius=RADIUS,
        padding=ft.Padding.only(left=GAP, right=GAP, top=14, bottom=14 if not action else 4),
    )


def _progress(code: str, facts: Facts) -> ft.ProgressBar:
    done = facts.engine.file_percent / 100 if code != "sending_notes" else None
    return ft.ProgressBar(value=done or None, border_radius=4)
