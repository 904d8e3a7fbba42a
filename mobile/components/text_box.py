"""A box that is typed into, and keeps what is typed while its screen draws."""

from __future__ import annotations

import flet as ft
from flet.controls.base_control import BaseControl


@ft.control("TextField")  # type: ignore[arg-type]
class TextBox(ft.TextField):
    """`value` is what the screen knows of the text.

    The client tells a new text first, and in a second message that it changed. A screen that draws between the two
    does not know the text yet; a plain `TextField` would then take it away from whoever is typing.
    """

    def init(self) -> None:
        super().init()  # type: ignore[no-untyped-call]
        self._known = self.value

    def before_event(self, event: ft.ControlEvent) -> bool:
        if event.name == "change":
            self._known = self.value
        return bool(super().before_event(event))

    def _migrate_state(self, other: BaseControl) -> None:
        super()._migrate_state(other)
        if isinstance(other, TextBox) and self.value == other._known:
            self.value = other.value
