"""The quiet line of what fills itself in, and, for the kelurahan, the RW and RT it may be narrowed to."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.answer_text import answer_text
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import below, fault_line, framing, quiet
from mobile.components.fields.typed import number_field
from mobile.components.layout import text_button
from mobile.components.typed_texts import use_typed
from mobile.context import use_app
from mobile.text import fault_text
from mobile.theme import GAP_S
from sync.domain.areas import AreaCode
from sync.domain.forms import Form
from sync.domain.people import Role

_PATH = "area"
_SHOWN = ("area", "classification")


@ft.component
def AutomaticAnswers(draft: Draft, remarks: Remarks, form: Form) -> ft.Control:
    """`RT 002 / RW 003, Kassi-Kassi · Inovasi Desa dan Kelurahan`."""
    app = use_app()
    is_open, set_open = ft.use_state(False)
    texts = [answer_text(app, item, draft.value(item.path)) for item in form.fields if item.path in _SHOWN]
    parts: list[ft.Control] = [quiet(" · ".join(text for text in texts if text))]
    if draft.session.person.role is Role.KELURAHAN:
        text = app.gettext("Pilih RW dan RT")
        button = text_button(text, lambda: set_open(not is_open), icon=ft.Icons.EDIT_LOCATION_ALT_OUTLINED)
        parts.append(ft.Row([button]))
        if is_open:
            parts.append(AreaAnswer(draft))
    fault = remarks.faults.get(_PATH)
    if fault:
        parts.append(fault_line(fault_text(app, fault)))
    return framing(_PATH, *parts, *below(app, draft, remarks, _PATH))


@ft.component
def AreaAnswer(draft: Draft) -> ft.Control:
    """Two numbers; an RT without its RW is none."""
    app = use_app()
    area = AreaCode(draft.value(_PATH) or draft.copy.area)
    typed = use_typed(RW=(area.rw or "").lstrip("0"), RT=(area.rt or "").lstrip("0"))

    def say(name: str, text: str) -> None:
        typed.say(name, text)
        draft.set(_PATH, narrowed(draft.copy.area, typed.now["RW"], typed.now["RT"]))
        draft.refresh()

    fields: list[ft.Control] = [
        number_field(f"{_PATH}.{name}", text, partial(say, name), draft.save, most=3, label=name)
        for name, text in typed.now.items()
    ]
    hint = quiet(app.gettext("Kosongkan bila untuk seluruh kelurahan."))
    return ft.Column([ft.Row(fields, spacing=GAP_S), hint], spacing=4, tight=True)


def narrowed(kelurahan: str, rw: str, rt: str) -> str:
    """`73.71.13.1005/RW003/RT002`, as far as there are numbers."""
    if not rw.isdecimal() or not int(rw):
        return kelurahan
    area = f"{kelurahan}/RW{int(rw):03}"
    return f"{area}/RT{int(rt):03}" if rt.isdecimal() and int(rt) else area
