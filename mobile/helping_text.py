"""How the paths of partners, needs and the lab read in a history, and in what was not accepted. Total."""

from __future__ import annotations

from typing import Any

from mobile.context import AppState
from mobile.lab_text import proof_text, stage_text
from mobile.partner_text import met_words, need_kind_text
from mobile.text import date
from sync.domain.lab import LAB
from sync.domain.needs import MET, NEEDS
from sync.domain.records import WORKS_WITH, family


def helping_name(app: AppState, path: str) -> str:
    """Empty for a path of something else."""
    _, name = app.gettext, family(path)
    if name == LAB and path != LAB:
        return proof_text(app, path.partition("/")[2])
    texts = {
        NEEDS: _("Kebutuhan"),
        MET: _("Bantuan untuk kebutuhan"),
        WORKS_WITH: _("Bekerja dengan"),
        LAB: _("Papan Labinov"),
    }
    return texts.get(name, "") if path != NEEDS else ""


def helping_text(app: AppState, path: str, value: Any) -> str:
    """What stands there, in words; what is not as expected, as it is."""
    name = family(path)
    if name == WORKS_WITH:
        return app.gettext("Ya") if value else ""
    if not isinstance(value, dict):
        return str(value or "")
    said = {key: str(text) for key, text in value.items()}
    if name == NEEDS:
        parts = [need_kind_text(app, said.get("kind", "")), said.get("text", ""), said.get("how_many", "")]
    elif name == MET:
        parts = [met_words(app, said.get("state", "")), said.get("helper", ""), date(said.get("on", ""), app)]
        parts.append(said.get("reason", ""))
    else:
        parts = [stage_text(app, said.get("stage", "")), said.get("helps", ""), said.get("reason", "")]
    return " · ".join(part for part in parts if part)
