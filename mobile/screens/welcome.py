"""What somebody without an account sees: *Masuk*, or *Daftarkan usaha saya* and how it stands with it."""

from __future__ import annotations

import flet as ft

from mobile.context import use_app
from mobile.screens.register import RegisterScreen
from mobile.screens.register_waiting import RegisterWaiting
from mobile.screens.sign_in import SignInScreen

_CODE, _FORM, _WAITING = "code", "form", "waiting"


@ft.component
def WelcomeScreen() -> ft.Control:
    """A registration that is under way stands first, also after a restart; a link with a code before it."""
    app = use_app()
    entrance = app.entrance
    application = entrance.applying.current() if entrance is not None else None
    shown, set_shown = ft.use_state(_WAITING if application and not app.invitation else _CODE)

    def to_register() -> None:
        set_shown(_WAITING if entrance is not None and entrance.applying.current() else _FORM)

    if shown == _FORM:
        return RegisterScreen(application, lambda: set_shown(_WAITING), lambda: set_shown(_CODE))
    if shown == _WAITING and application is not None:
        return RegisterWaiting(application, lambda: set_shown(_FORM), lambda: set_shown(_CODE))
    return SignInScreen(to_register)
