"""What the city shows for one of its own indicators: a level, and a document by subject, number, day and link."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.components.fields.choices import choice_button
from mobile.components.fields.typed_day import as_typed, day_field, day_or_none
from mobile.components.layout import primary_button
from mobile.components.typed_texts import Typed, use_typed
from mobile.context import AppState, use_app
from mobile.errand import use_errand
from mobile.growing_text import level_text
from mobile.screens.review_dialog import asked, plain_field, use_question
from mobile.session import Session
from mobile.text import date
from sync.client.desk import DeskApi
from sync.client.working import masked
from sync.domain.city_sheet import CityProof, UnitIndicator, is_proof
from sync.protocol.city_sheet import CitySheet

_MOST = {"subject": 200, "number": 100, "link": 490}


def proof_text(app: AppState, proof: CityProof) -> str:
    """`SK Wali Kota, 12/2026, 1 Mar 2026, https://…`."""
    return ", ".join(
        part for part in (proof.subject, proof.number, date(proof.on, app) if proof.on else "", proof.link) if part
    )


@ft.component
def ProofDialog(
    session: Session,
    indicator: UnitIndicator,
    before: CityProof | None,
    kept: Callable[[CitySheet], Any],
    close: Callable[[], Any],
) -> ft.Control:
    app = use_app()
    _ = app.gettext
    held = before or CityProof(0)
    level, set_level = ft.use_state(held.level)
    typed = use_typed(subject=held.subject, number=held.number, on=as_typed(held.on), link=held.link)
    errand = use_errand()

    @errand.work
    async def keep() -> None:
        now = typed.now
        on = day_or_none(now["on"]) if now["on"].strip() else ""
        said = {name: masked(now[name].strip()) for name in _MOST}
        proof = CityProof(level, said["subject"], said["number"], on or "", said["link"])
        if on is None or not is_proof(proof):
            errand.tell(_("Tulis tanggal seperti 28-02-2027, dan tautan yang diawali https://."))
            return
        kept(await DeskApi(session.api).keep_city_proof(indicator.code, proof, before))
        close()

    parts = [*_levels(app, indicator, level, set_level), *_fields(app, typed)]
    parts += errand.told()
    return use_question(f"{indicator.code}. {indicator.name}", parts, close, primary_button(_("Simpan"), keep))


def _levels(app: AppState, indicator: UnitIndicator, level: int, choose: Callable[[int], Any]) -> list[ft.Control]:
    texts = [level_text(app, 0), *(f"{place}. {text}" for place, text in enumerate(indicator.parameters, start=1))]
    return [
        choice_button(
            app,
            text,
            partial(choose, place),
            selected=place == level,
            key=f"unit_level={place}",
            alignment=ft.Alignment.CENTER_LEFT,
        )
        for place, text in enumerate(texts)
    ]


def _fields(app: AppState, typed: Typed) -> list[ft.Control]:
    _ = app.gettext
    names = {"subject": _("Dokumen apa?"), "number": _("Nomor dokumen"), "link": _("Tautan (https://…)")}
    fields = {
        name: plain_field(f"unit_{name}", typed.now[name], partial(typed.say, name), most)
        for name, most in _MOST.items()
    }
    day = day_field("unit_on", _("Tanggal dokumen"), "", typed.now["on"], partial(typed.say, "on"))
    return [*(asked(names[name], field) for name, field in fields.items()), day]
