"""How partners, needs and what came of them read on the screen. Total, since components call it."""

from __future__ import annotations

from mobile.context import AppState
from mobile.text import date
from sync.domain.forms import form
from sync.domain.ids import number_of
from sync.domain.needs import DONE, FAILED, MATCHED, Need
from sync.protocol.partners import PartnerLine


def sectors() -> list[str]:
    """The parts of the penta-helix, in the order of the form."""
    return [choice.code for choice in form("partner").field("helix").choices]


def sector_text(app: AppState, code: str) -> str:
    choice = form("offer").field("helix").choice(code)
    return choice.label.in_language(app.language) if choice else code


def partner_name(app: AppState, line: PartnerLine) -> str:
    """One that is on no list any more is known by its number."""
    return line.title or app.gettext("Mitra {nomor} (tidak ada di daftar)").format(nomor=number_of(line.id))


def partner_about(app: AppState, line: PartnerLine) -> str:
    until = app.gettext("perjanjian sampai {tanggal}").format(tanggal=date(line.until, app)) if line.until else ""
    return " · ".join(part for part in (sector_text(app, line.helix), line.part, until) if part)


def need_kind_text(app: AppState, kind: str) -> str:
    _ = app.gettext
    texts = {
        "funds": _("Dana"),
        "tools": _("Alat atau bahan"),
        "knowledge": _("Pengetahuan atau pendampingan"),
        "people": _("Tenaga"),
        "place": _("Tempat"),
        "network": _("Jejaring"),
    }
    return texts.get(kind, kind)


def need_about(app: AppState, need: Need) -> str:
    """What, how many, by when."""
    _ = app.gettext
    by = _("paling lambat {tanggal}").format(tanggal=date(need.by, app)) if need.by else ""
    return " · ".join(part for part in (need.text, need.how_many, by) if part)


def need_state_text(app: AppState, need: Need) -> str:
    """What BRIDA said last of it."""
    _, met = app.gettext, need.met
    texts = {
        MATCHED: _("Dibantu {siapa} sejak {tanggal}."),
        DONE: _("Terwujud {tanggal}, dibantu {siapa}."),
        FAILED: _("Terbuka lagi: bantuan {siapa} tidak jadi, {tanggal}. {alasan}"),
    }
    text = texts.get(met.get("state", ""))
    if text is None:
        return _("Menunggu bantuan.")
    return text.format(
        siapa=met.get("helper", ""), tanggal=date(met.get("on", ""), app), alasan=met.get("reason", "")
    ).strip()


def met_words(app: AppState, state: str) -> str:
    """The news of a need, in a word or two."""
    _ = app.gettext
    texts = {
        MATCHED: _("Ada yang membantu kebutuhan Anda"),
        DONE: _("Kebutuhan terwujud"),
        FAILED: _("Bantuan tidak jadi, kebutuhan terbuka lagi"),
    }
    return texts.get(state, state)
